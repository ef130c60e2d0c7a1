from __future__ import annotations

import gzip
import hashlib
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.robots_rules import PARSED_BYTES, RobotsStatus, robots_decision
from tests.guarded_crawl import crawl
from tests.plain_sockets import SocketServer, endless, redirect, reset, response, silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.plain_sockets import Answer

RULES = b"User-agent: *\nDisallow: /private\n"
AS_SAID, EVERYTHING, NOTHING = (True, False), (True, True), (False, False)  # /open and /private

gzipped = gzip.compress(RULES)
broken = gzipped[:-8] + b"\0" * 8
bomb = gzip.compress(RULES + b"#" * (33 << 20))
comments = b"# nothing to see here\n" * 30_000  # 660 000 bytes
others = b"".join(b"User-agent: bot%d\nDisallow: /\n" % n for n in range(15_000))


def coded(body: bytes, coding: str) -> bytes:
    return response(body, f"Content-Encoding: {coding}")


# What a host answers to /robots.txt, and what may then be asked of it.
CASES: dict[str, tuple[bytes | Answer, tuple[bool, bool]]] = {
    "ok": (response(RULES), AS_SAID),
    "empty": (response(b""), EVERYTHING),
    "bom": (response(b"\xef\xbb\xbf" + RULES), AS_SAID),
    "cr": (response(RULES.replace(b"\n", b"\r")), AS_SAID),
    "crlf": (response(RULES.replace(b"\n", b"\r\n")), AS_SAID),
    "nul": (response(RULES.replace(b"\n", b"\0\n\0")), AS_SAID),
    "utf16": (response(RULES.decode().encode("utf-16")), AS_SAID),
    "latin1": (response(b"# caf\xe9\n" + RULES), AS_SAID),
    "html": (response(b"<!doctype html><title>Not found</title><p>Disallow: none</p>"), EVERYTHING),
    "binary": (response(bytes(range(256)) * 64), EVERYTHING),
    "status-203": (response(RULES, status="203 Copy"), AS_SAID),
    "status-204": (b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", EVERYTHING),
    "status-400": (response(RULES, status="400 Bad"), EVERYTHING),
    "status-401": (response(RULES, status="401 Who"), EVERYTHING),
    "status-403": (response(RULES, status="403 No"), EVERYTHING),
    "status-404": (response(RULES, status="404 Not Found"), EVERYTHING),
    "status-410": (response(RULES, status="410 Gone"), EVERYTHING),
    "status-429": (response(RULES, status="429 Slow Down"), NOTHING),
    "status-500": (response(RULES, status="500 Oops"), NOTHING),
    "status-503": (response(RULES, status="503 Later"), NOTHING),
    "status-304": (b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n", NOTHING),
    "status-999": (response(RULES, status="999 Denied"), NOTHING),
    "reset": (reset, NOTHING),
    "silent": (silence, NOTHING),
    "closed": (b"", NOTHING),
    "no-http": (b"220 smtp.example ESMTP\r\n", NOTHING),
    "cut-short": (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + RULES, NOTHING),
    "gzip": (coded(gzipped, "gzip"), AS_SAID),
    "x-gzip": (coded(gzipped, "X-GZIP"), AS_SAID),
    "gzip-members": (
        coded(gzip.compress(b"User-agent: *\n") + gzip.compress(b"Disallow: /private"), "gzip"),
        AS_SAID,
    ),
    "gzip-twice": (coded(gzip.compress(gzipped), "gzip, gzip"), AS_SAID),
    "deflate": (coded(zlib.compress(RULES), "deflate"), AS_SAID),
    "deflate-bare": (coded(zlib.compress(RULES, wbits=-15), "deflate"), AS_SAID),
    "identity": (coded(RULES, "identity"), AS_SAID),
    "gzip-bomb": (coded(bomb, "gzip"), NOTHING),
    "gzip-cut": (coded(gzipped[:-4], "gzip"), NOTHING),
    "gzip-bad-crc": (coded(broken, "gzip"), NOTHING),
    "gzip-lie": (coded(RULES, "gzip"), NOTHING),
    "gzip-flood": (coded(gzip.compress(b"") * 100_000, "gzip"), NOTHING),
    "brotli": (coded(RULES, "br"), NOTHING),
    "four-codings": (coded(RULES, "gzip, gzip, gzip, gzip"), NOTHING),
    "big": (response(RULES + b"# filler\n" * 1_300_000), AS_SAID),
    "big-line": (response(RULES + b"#" * (11 << 20)), AS_SAID),
    "cut-at-line-end": (response(comments[: PARSED_BYTES - 20] + b"\n" + RULES), EVERYTHING),
    "beyond-the-cut": (response(comments + RULES), EVERYTHING),
    "endless": (endless, NOTHING),
    "groups": (response(others + RULES), AS_SAID),
    "wildcards": (response(RULES + b"Disallow: /" + b"*a" * 40 + b"b\n"), AS_SAID),
    "for-us": (response(b"User-agent: *\nDisallow: /\n\nUser-agent: PRESSMARK\n" + RULES[14:]), AS_SAID),
    "for-our-version": (
        response(b"User-agent: *\nDisallow: /\n\nUser-agent: Pressmark/0.1\n" + RULES[14:]),
        AS_SAID,
    ),
    "for-a-namesake": (response(b"User-agent: press\nDisallow: /\n\n" + RULES), AS_SAID),
    "for-another": (response(b"User-agent: Otherbot\nDisallow: /\n"), EVERYTHING),
    "for-us-twice": (
        response(b"User-agent: pressmark\nDisallow: /private\n\nUser-agent: Pressmark\nDisallow: /x\n"),
        AS_SAID,
    ),
    "longest-rule": (response(b"User-agent: *\nDisallow: /\nAllow: /open\n"), AS_SAID),
    "redirect-away": (redirect("http://ok.example/robots.txt"), AS_SAID),
    "redirect-to-itself": (redirect("/robots.txt"), NOTHING),
    "redirect-ping-pong": (redirect("http://ping-pong.example/robots.txt"), NOTHING),
    "ping-pong": (redirect("http://redirect-ping-pong.example/robots.txt"), NOTHING),
    "redirect-nowhere": (response(RULES, status="301 Moved"), NOTHING),
    "redirect-empty": (redirect(""), NOTHING),
    "redirect-bad": (redirect("http://[::1"), NOTHING),
    "redirect-file": (redirect("file:///etc/passwd"), NOTHING),
    "redirect-port": (redirect("http://ok.example:22/robots.txt"), NOTHING),
    "redirect-inward": (redirect("http://127.0.0.2/robots.txt"), NOTHING),
    "redirect-to-404": (redirect("http://status-404.example/robots.txt"), EVERYTHING),
    "redirect-to-500": (redirect("http://status-500.example/robots.txt"), NOTHING),
    "hops-5": (redirect("/1"), AS_SAID),
    "hops-6": (redirect("/0"), NOTHING),
}


def site(host: str, path: str) -> bytes | Answer:
    name = host.removesuffix(".example")
    if path == "/robots.txt":
        return CASES[name][0]
    if name.startswith("hops-"):
        hop = int(path[1:]) if path[1:].isdecimal() else -1
        return redirect(f"/{hop + 1}", "301 Moved Permanently") if 0 <= hop < 5 else response(RULES)
    return response(b"a page")


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
    assert (decision["status"] == RobotsStatus.UNREACHABLE) == unreachable
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


INWARD = (
    "127.0.0.2",
    "2130706434",
    "0x7f000002",
    "0177.0.0.2",
    "127.2",
    "[::ffff:127.0.0.2]",
    "localhost",
)


def test_robots_txt_leads_nowhere_inward() -> None:
    def lead(host: str, path: str) -> bytes:
        spelling = INWARD[int(host.partition(".")[0])]
        return redirect(f"http://{spelling}:{canary.port}/secret") if path == "/robots.txt" else response()

    with SocketServer(site, "127.0.0.2") as canary, SocketServer(lead) as server:
        hosts = [f"{n}.example" for n in range(len(INWARD))]
        settings = {
            "CONNECT_TO": " ".join(f"{host}:80:127.0.0.1:{server.port}" for host in hosts),
            "ALLOWED_PORTS": str(canary.port),
            "DOWNLOAD_TIMEOUT": 5,
        }
        said = crawl([f"http://{host}/page" for host in hosts], settings)
    assert sorted(server.asked) == [(host, "/robots.txt") for host in hosts]
    assert canary.asked == []
    assert all(end.startswith("robots_unreachable: ") for end in said["ends"].values())
    assert all(end.endswith(": address") for end in said["ends"].values())  # before any name was looked up


def test_a_host_that_resolves_inward_is_refused_for_its_address() -> None:
    with SocketServer(site, "127.0.0.2") as canary:
        url = f"http://127.0.0.2:{canary.port}/open"
        said = crawl([url], {})
    assert said["ends"][url] == "address: 127.0.0.2 is not public"
    assert "127.0.0.2" in said["log"]
    assert canary.asked == []


def test_only_the_host_and_port_that_connect_to_names_may_be_inward() -> None:
    with SocketServer(site, "127.0.0.2") as canary, SocketServer(site, "127.0.0.2") as named:
        urls = [f"http://127.0.0.2:{server.port}/open" for server in (canary, named)]
        settings = {"CONNECT_TO": f"127.0.0.2:{named.port}:127.0.0.2:{named.port}"}
        said = crawl(urls, settings, meta={"dont_obey_robotstxt": True})
    assert said["ends"] == {urls[0]: "CannotResolveHostError: 127.0.0.2", urls[1]: "200"}
    assert canary.asked == []


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


def slow_down(seconds: str) -> bytes:
    return response(f"User-agent: *\nCrawl-delay: {seconds}\nDisallow: /private\n".encode())


def test_crawl_delay_is_kept_although_jitter_and_auto_throttle_would_cut_it_down() -> None:
    with SocketServer(lambda _, path: slow_down("0.4") if path == "/robots.txt" else response()) as server:
        settings = {
            "CONNECT_TO": f"::127.0.0.1:{server.port}",
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": 0.1,
            "AUTOTHROTTLE_TARGET_CONCURRENCY": 100.0,
        }
        said = crawl([f"http://slow.example/{n}" for n in range(5)], settings)
    pauses = [later - earlier for earlier, later in pairwise(server.times[1:])]
    assert len(pauses) == 4
    assert min(pauses) >= 0.38
    assert said["slots"] == {"slow.example": [0.4, 0.0]}


def test_crawl_delay_lengthens_our_delay_never_shortens_it_and_outlives_an_idle_slot() -> None:
    with SocketServer(lambda _, path: slow_down("0.2") if path == "/robots.txt" else response()) as server:
        settings = {
            "CONNECT_TO": f"::127.0.0.1:{server.port}",
            "DOWNLOAD_DELAY": 0.3,
            "DOWNLOAD_SLOTS": {"b.example": {"concurrency": 1, "delay": 0.1}, "c.example": {"delay": 0.4}},
        }
        said = crawl([f"http://{host}.example/" for host in "abc"], settings)
    assert said["slots"] == {"a.example": [0.3, 0.0], "b.example": [0.2, 0.0], "c.example": [0.4, 0.0]}
    # What Scrapy makes a slot from when it has thrown away an idle one.
    assert said["slot_settings"] == {
        "a.example": {"delay": 0.3, "jitter": 0.0},
        "b.example": {"concurrency": 1, "delay": 0.2, "jitter": 0.0},
        "c.example": {"delay": 0.4, "jitter": 0.0},
    }


def test_the_slot_that_an_outlet_shares_keeps_the_longest_crawl_delay_of_its_hosts() -> None:
    delays = {"a.example": "0.1", "b.example": "0.3", "c.example": "0.2"}

    def answer(host: str, path: str) -> bytes:
        return slow_down(delays[host]) if path == "/robots.txt" else response()

    with SocketServer(answer) as server:
        settings = {"CONNECT_TO": f"::127.0.0.1:{server.port}"}
        said = crawl([f"http://{host}/" for host in delays], settings, meta={"download_slot": "outlet"})
    assert said["slots"] == {"outlet": [0.3, 0.0]}


@pytest.mark.parametrize(
    ("said", "delay"),
    [
        ("10", 10.0),
        ("0.5", 0.5),
        ("60", 60.0),
        ("61", 60.0),
        ("86400", 60.0),
        ("1e300", 60.0),
        ("0", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("-inf", None),
        ("1e999", None),
        ("ten", None),
        ("", None),
    ],
)
def test_crawl_delay_is_a_number_of_seconds_up_to_a_minute(said: str, delay: float | None) -> None:
    decision = robots_decision(200, f"User-agent: *\nCrawl-delay: {said}\n".encode(), ())
    assert decision.crawl_delay == delay


def test_sitemaps_are_listed_whichever_group_they_stand_in() -> None:
    body = b"Sitemap: https://a.example/1.xml\nUser-agent: other\nDisallow: /\nsitemap:/2.xml # comment\n"
    decision = robots_decision(200, body, ())
    assert decision.sitemaps == ("https://a.example/1.xml", "/2.xml")
    assert decision.allows("https://a.example/")


@pytest.mark.parametrize(
    "line",
    [
        "User-agent: Pressmark",
        "user-agent:pressmark",
        "USERAGENT: PressMark/2.0",
        "User-agent: *Pressmark*",
        "User Agent: pressmark # us",
    ],
)
def test_our_group_is_found_however_it_is_written(line: str) -> None:
    decision = robots_decision(200, f"User-agent: *\nAllow: /\n\n{line}\nDisallow: /\n".encode(), ())
    assert not decision.allows("https://a.example/x")


@pytest.mark.parametrize(
    "name", ["press", "mark", "Pressmarket", "Pressmark-News", "xPressmark", "*press", "p"]
)
def test_a_group_of_another_name_is_not_ours(name: str) -> None:
    decision = robots_decision(200, f"User-agent: {name}\nDisallow: /\n".encode(), ())
    assert decision.allows("https://a.example/x")


def test_groups_that_share_their_rules_are_kept_together() -> None:
    body = (
        b"User-agent: a\nUser-agent: Pressmark\nUser-agent: b\nDisallow: /x\n\nUser-agent: c\nDisallow: /y\n"
    )
    decision = robots_decision(200, body, ())
    assert not decision.allows("https://a.example/x")
    assert decision.allows("https://a.example/y")


@given(st.integers(100, 999), st.binary(max_size=200), st.lists(st.text(max_size=12), max_size=3))
def test_any_bytes_lead_to_a_decision(status: int, body: bytes, codings: list[str]) -> None:
    decision = robots_decision(status, body, codings)
    if decision.status is RobotsStatus.UNREACHABLE:
        assert not decision.allows("https://a.example/")
    assert decision == robots_decision(status, body, codings)


@given(
    st.lists(st.sampled_from([b"User-agent: *\n", b"Disallow: /a\n", b"Allow: /a/b\n", b"#\r", b"\xff\0"]))
)
def test_gzip_says_the_same_as_plain(lines: list[bytes]) -> None:
    body = b"".join(lines)
    plain, folded = robots_decision(200, body, ()), robots_decision(200, gzip.compress(body), ["gzip"])
    for url in ("https://a.example/", "https://a.example/a", "https://a.example/a/b"):
        assert plain.allows(url) == folded.allows(url)
