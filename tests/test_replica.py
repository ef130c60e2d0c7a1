"""The replica server serves what the tests and the demo say that it serves."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import ssl
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.replica.pages_folder import FolderSite
from tests.replica.server import ReplicaServer
from tests.replica.sites import all_planted, all_sites

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.replica.planted import Planted

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
PLANTED = {planted.url: planted for planted in all_planted()}


@pytest.fixture(scope="module")
def server() -> Iterator[ReplicaServer]:
    with ReplicaServer(all_sites()) as running:
        yield running


class Answer:
    """A response with its body read."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


def connection(server: ReplicaServer, host: str, *, secure: bool = True) -> http.client.HTTPConnection:
    """A client that trusts the server's authority and checks the name in the certificate."""
    if not secure:
        return http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=10)
    context = ssl.create_default_context(cafile=str(server.ca_file))
    made = http.client.HTTPSConnection(host, timeout=10, context=context)
    raw = socket.create_connection(("127.0.0.1", server.https_port), timeout=10)
    made.sock = context.wrap_socket(raw, server_hostname=host)
    return made


def fetch(
    server: ReplicaServer, url: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> Answer:
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    with closing(connection(server, host, secure=scheme == "https")) as client:
        client.request(method, "/" + path, headers={"Host": host, **(headers or {})})
        return Answer(client.getresponse())


def planted_with(*, gzipped: bool, chunked: bool) -> Planted:
    remainder = {(False, False): 0, (True, False): 1, (False, True): 2, (True, True): 3}[gzipped, chunked]
    return next(planted for planted in PLANTED.values() if planted.post_id % 4 == remainder)


@pytest.mark.parametrize("url", sorted(PLANTED))
def test_every_planted_article_is_served_over_tls(server: ReplicaServer, url: str) -> None:
    answer = fetch(server, url)
    assert answer.status == 200
    assert f'<link rel="canonical" href="{url}">' in answer.text


def test_plain_http_leads_to_tls(server: ReplicaServer) -> None:
    answer = fetch(server, "http://southfront.press/any/")
    assert (answer.status, answer.headers["Location"]) == (301, "https://southfront.press/any/")


def test_a_former_host_leads_to_the_present_one(server: ReplicaServer) -> None:
    answer = fetch(server, "https://southfront.org/any/")
    assert answer.headers["Location"] == "https://southfront.press/any/"


def test_the_certificate_bears_the_name_that_was_asked_for(server: ReplicaServer) -> None:
    with closing(connection(server, "themedialine.org")) as client:
        assert isinstance(client.sock, ssl.SSLSocket)
        certificate = client.sock.getpeercert()
    assert certificate is not None
    assert certificate["subjectAltName"] == (("DNS", "themedialine.org"),)


def test_a_client_without_the_authority_is_refused(server: ReplicaServer) -> None:
    raw = socket.create_connection(("127.0.0.1", server.https_port), timeout=10)
    with closing(raw), pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(raw, server_hostname="southfront.press")


def test_one_connection_carries_many_requests(server: ReplicaServer) -> None:
    with closing(connection(server, "southfront.press")) as client:
        for path in ("/robots.txt", "/feed/", "/robots.txt"):
            client.request("GET", path, headers={"Host": "southfront.press"})
            assert client.getresponse().read()


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_page_that_has_not_changed_gives_304_and_no_body(server: ReplicaServer, header: str) -> None:
    url = next(iter(PLANTED))
    known = fetch(server, url).headers[header]
    condition = "If-None-Match" if header == "ETag" else "If-Modified-Since"
    answer = fetch(server, url, {condition: known})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers[header] == known


def test_another_etag_gives_the_page_again(server: ReplicaServer) -> None:
    assert fetch(server, next(iter(PLANTED)), {"If-None-Match": 'W/"other"'}).status == 200


@pytest.mark.parametrize("gzipped", [False, True])
@pytest.mark.parametrize("chunked", [False, True])
def test_pages_come_gzipped_and_chunked_in_every_combination(
    server: ReplicaServer, *, gzipped: bool, chunked: bool
) -> None:
    planted = planted_with(gzipped=gzipped, chunked=chunked)
    answer = fetch(server, planted.url, {"Accept-Encoding": "gzip, deflate"})
    assert (answer.headers["Content-Encoding"] == "gzip") is gzipped
    assert (answer.headers["Transfer-Encoding"] == "chunked") is chunked
    body = gzip.decompress(answer.body) if gzipped else answer.body
    assert planted.paragraphs[0].split(".")[0][:40] in body.decode()


def test_gzip_is_sent_only_to_those_who_accept_it(server: ReplicaServer) -> None:
    answer = fetch(server, planted_with(gzipped=True, chunked=False).url)
    assert answer.headers["Content-Encoding"] is None


def test_head_sends_no_body(server: ReplicaServer) -> None:
    answer = fetch(server, next(iter(PLANTED)), method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


@pytest.mark.parametrize(
    "home", ["https://southfront.press", "https://www.globalresearch.ca", "https://themedialine.org"]
)
def test_the_sitemaps_named_in_robots_txt_name_every_article(server: ReplicaServer, home: str) -> None:
    robots = fetch(server, f"{home}/robots.txt").text
    index = next(line.split(" ", 1)[1] for line in robots.splitlines() if line.startswith("Sitemap: "))
    parts = [str(loc.text) for loc in ET.fromstring(fetch(server, index).body).iter(LOC)]
    named = {str(loc.text) for part in parts for loc in ET.fromstring(fetch(server, part).body).iter(LOC)}
    assert {url for url in PLANTED if url.startswith(home)} <= named


def test_the_feed_of_themedialine_carries_campaign_marks(server: ReplicaServer) -> None:
    items = ET.fromstring(fetch(server, "https://themedialine.org/feed/").body).iter("item")
    links = [str(item.findtext("link")) for item in items]
    assert len(links) == 10
    assert all("?utm_source=rss" in link and link.split("?")[0] in PLANTED for link in links)


def test_listing_pages_lead_to_the_oldest_article(server: ReplicaServer) -> None:
    oldest = min(
        (each for each in PLANTED.values() if each.outlet == "globalresearch"),
        key=lambda each: each.published,
    )
    assert oldest.url in fetch(server, "https://www.globalresearch.ca/news/page/3").text
    assert (
        'href="https://www.globalresearch.ca/news/page/2"'
        in fetch(server, "https://www.globalresearch.ca/").text
    )


def test_a_post_number_leads_to_its_article(server: ReplicaServer) -> None:
    planted = next(each for each in PLANTED.values() if each.outlet == "themedialine")
    answer = fetch(server, f"https://themedialine.org/?p={planted.post_id}")
    assert (answer.status, answer.headers["Location"]) == (301, planted.url)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://southfront.press/never-published/", 404),
        ("https://southfront.press/withdrawn-report/", 410),
        ("https://www.globalresearch.ca/the-page-behind-the-shield/5790001", 403),
    ],
)
def test_stale_addresses_answer_as_they_should(server: ReplicaServer, url: str, status: int) -> None:
    assert fetch(server, url).status == status


def test_one_page_stands_at_two_addresses_byte_for_byte(server: ReplicaServer) -> None:
    [twin] = [path for path in all_sites()[0].stale if path.endswith("-2/")]
    first = fetch(server, f"https://southfront.press{twin.removesuffix('-2/')}/")
    assert fetch(server, f"https://southfront.press{twin}").body == first.body


def test_the_server_remembers_what_it_was_asked(server: ReplicaServer) -> None:
    fetch(server, "https://southfront.press/robots.txt?remember")
    last = server.requests[-1]
    assert (last.method, last.host, last.path, last.secure) == (
        "GET",
        "southfront.press",
        "/robots.txt?remember",
        True,
    )


def test_a_folder_of_pages_is_served_under_their_own_names(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "gold").mkdir()
    html = "<p>Grüße</p>".encode("cp1252")
    for name, url in (("0001", "http://one.example/a?b=1"), ("0002", "https://two.example/c%20d")):
        (tmp_path / "html" / f"{name}.html.gz").write_bytes(gzip.compress(html))
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps({"url": url}))
    site = FolderSite.of(tmp_path)
    with ReplicaServer([site], any_host=True) as server:
        assert server.connect_to() == [
            f":443:127.0.0.1:{server.https_port}",
            f":80:127.0.0.1:{server.http_port}",
        ]
        for url in site.urls:
            assert fetch(server, url).body == html
        assert fetch(server, "https://one.example/a?b=1").status == 404
        assert fetch(server, "https://two.example/robots.txt").status == 404
