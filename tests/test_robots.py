"""robots.txt before every page: whatever a host answers leads to a decision, and the decision is kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from storage.site_terms import RobotsTxt
from tests.guarded_crawl import crawl
from tests.plain_sockets import SocketServer, response

if TYPE_CHECKING:
    from collections.abc import Iterator


from tests.robots_cases import CASES, NOTHING, RULES, gzipped, site


@pytest.fixture(scope="module")
def server() -> Iterator[SocketServer]:
    with SocketServer(site) as running:
        yield running


@pytest.fixture(scope="module")
def crawled(server: SocketServer) -> Any:
    """All cases in one crawl."""
    urls = [f"http://{name}.example/{page}" for name in CASES for page in ("open", "private")]
    settings = {
        "CONNECT_TO": f"::127.0.0.1:{server.port}",
        "DOWNLOAD_TIMEOUT": 20,
        "DOWNLOAD_MAXSIZE": 16 << 20,
    }
    return crawl(urls, settings)


@pytest.mark.parametrize("name", CASES)
def test_what_robots_txt_says_is_what_is_asked(name: str, server: SocketServer, crawled: Any) -> None:
    may_open, may_private = CASES[name][1]
    asked = [path for path in server.paths(f"{name}.example") if path in {"/open", "/private"}]
    assert sorted(asked) == ["/open"] * may_open + ["/private"] * may_private
    ends = [crawled["ends"][f"http://{name}.example/{page}"] for page in ("open", "private")]
    assert [end == "200" for end in ends] == [may_open, may_private]


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_whether_there_were_rules(name: str, crawled: Any) -> None:
    decision = crawled["decisions"][f"http://{name}.example"]
    unreachable = CASES[name][1] == NOTHING
    assert (decision["status"] == RobotsTxt.UNREACHABLE) == unreachable
    end = crawled["ends"][f"http://{name}.example/private"]
    assert end == "200" or end.startswith("robots_unreachable: " if unreachable else "robots: ")
    assert decision["reason"] in end or end == "200"


def test_robots_txt_is_asked_once_before_any_page_whoever_waits(server: SocketServer, crawled: Any) -> None:
    assert crawled["ends"]
    assert server.paths("ok.example")[0] == "/robots.txt"
    assert server.paths("ok.example").count("/robots.txt") == 2  # once more as where "redirect-away" leads
    assert server.paths("status-503.example") == ["/robots.txt"]


def test_no_more_than_five_redirects_are_followed_and_none_in_a_circle(
    server: SocketServer, crawled: Any
) -> None:
    assert crawled["ends"]
    assert server.paths("hops-5.example")[:6] == ["/robots.txt", "/1", "/2", "/3", "/4", "/5"]
    assert server.paths("hops-6.example") == ["/robots.txt", "/0", "/1", "/2", "/3", "/4"]
    assert server.paths("redirect-to-itself.example") == ["/robots.txt"]


def test_the_decision_keeps_the_digest_of_the_bytes_received(crawled: Any) -> None:
    decision = crawled["decisions"]["http://gzip.example"]
    assert decision["digest"] == f"sha256:{hashlib.sha256(gzipped).hexdigest()}"
    assert decision["digest"] in crawled["ends"]["http://gzip.example/private"]
    assert crawled["decisions"]["http://silent.example"]["digest"] == ""


def test_robots_txt_is_archived_as_a_prerequisite_of_the_page_that_needed_it(crawled: Any) -> None:
    asked = [request for request in crawled["asked"] if "redirect-away." in request["url"] + request["via"]]
    assert asked[0]["via"].startswith("http://redirect-away.example/")
    assert asked[0] == {
        "url": "http://redirect-away.example/robots.txt",
        "purpose": "robots",
        "hop": "P",
        "via": asked[0]["via"],
    }
    assert asked[1] == {
        "url": "http://ok.example/robots.txt",
        "purpose": "robots",
        "hop": "R",
        "via": "http://redirect-away.example/robots.txt",
    }


def test_a_request_that_need_not_obey_passes_unasked(server: SocketServer) -> None:
    before = len(server.paths("status-500.example"))
    settings = {"CONNECT_TO": f"::127.0.0.1:{server.port}"}
    said = crawl(["http://status-500.example/x"], settings, meta={"dont_obey_robotstxt": True})
    assert said["ends"] == {"http://status-500.example/x": "200"}
    assert server.paths("status-500.example")[before:] == ["/x"]


def test_a_full_disk_is_no_news_of_the_site(server: SocketServer) -> None:
    said = crawl(["http://disk-full.example/x"], {"CONNECT_TO": f"::127.0.0.1:{server.port}"})
    assert said["ends"]["http://disk-full.example/x"].startswith("OSError: ")
    assert said["decisions"] == {}


def test_a_decision_does_not_outlive_a_day() -> None:
    with SocketServer(lambda *_: response(RULES)) as server:
        urls = [f"http://a.example/{n}" for n in range(3)]
        settings = {"CONNECT_TO": f"::127.0.0.1:{server.port}", "CONCURRENT_REQUESTS": 1}
        crawl(urls, settings, lifetime=0)
        assert server.paths("a.example") == ["/robots.txt", "/0", "/robots.txt", "/1", "/robots.txt", "/2"]


def test_each_scheme_host_and_port_has_its_own_robots_txt() -> None:
    with SocketServer(lambda *_: response()) as server:
        settings = {"CONNECT_TO": f"::127.0.0.1:{server.port}", "ALLOWED_PORTS": "8080"}
        crawl(["http://a.example/", "http://a.example:8080/", "http://b.example/"], settings)
        asked = {host for host, path in server.asked if path == "/robots.txt"}
        assert asked == {"a.example", "a.example:8080", "b.example"}
