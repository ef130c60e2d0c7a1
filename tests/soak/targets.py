"""What is fed: each target takes any bytes, and raises nothing but what its documentation says."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.robots_rules import robots_decision
from extractors import charset, decode, printed_dates, sources
from extractors.dates import Reading, moment
from storage.capture import Capture
from storage.exchange import Purpose
from storage.index_lines import usable
from storage.torn_log import is_whole
from storage.verification import index_file, manifests
from storage.verification.delta_log import replayed
from storage.verification.gzip_members import members
from storage.verification.record_checks import problems
from storage.verification.warc_record import RecordReader
from storage.warc_reader import DamagedWarc, archived_exchanges
from tests.exchanges import archive, chunked, exchange, response
from tests.museum.tampering import member, pieces

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 11, 20, tzinfo=UTC)
FRAMED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://southfront.press/a/</loc>'
    b"<lastmod>2026-11-20T10:00:00+00:00</lastmod></url></urlset>"
)
FEED = (
    b"<rss version='2.0'><channel><item><title>A</title><link>https://southfront.press/a/</link>"
    b"<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
)
ROBOTS = b"User-agent: *\nDisallow: /private\nAllow: /private/open*$\nCrawl-delay: 3\nSitemap: https://example.org/s.xml\n"


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_at(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]


def warc(data: bytes) -> None:
    """Both readers, over the bytes as they are, and as the content of a gzip member (which is never found by chance)."""
    for file in (data, member(data)):
        with suppress(DamagedWarc):
            for one in archived_exchanges(io.BytesIO(file), "a.warc.gz"):
                _ = (one.url, one.payload_digest)
        for _, sink in members(_Bytes(file), lambda _: RecordReader(keep=1 << 20)):
            assert isinstance(sink, RecordReader)
            for record in sink.finish():
                tuple(problems(record))
                _ = record.fields


def decoder(data: bytes) -> None:
    """A response as received: head, codings, characters."""
    received = decode.response(_capture(data, Purpose.PAGE))
    if not hasattr(received, "status"):
        return
    body = decode.payload(received, 1 << 20)  # type: ignore[arg-type]  # a response, then
    if isinstance(body, bytes):
        charset.characters(body, "text/html")


def sitemap(data: bytes) -> None:
    tuple(sources.announced(_capture(response(data), Purpose.SITEMAP)))


def feed(data: bytes) -> None:
    tuple(sources.announced(_capture(response(data), Purpose.FEED)))


def robots(data: bytes) -> None:
    robots_decision(200, data, ["gzip"] if data[:1] == b"\x1f" else []).allows(
        "https://example.org/private/open"
    )


def dates(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    moment(text, Reading("UTC", AT))
    for first in (True, False):
        tuple(printed_dates.dates(text, day_first=first))


def archive_files(data: bytes) -> None:
    """Manifests, index files and Delta logs, as `scrapy verify` takes them; and as replay and the next commit do."""
    manifests.read("runs/pages/2026/11/a.json", data)
    tuple(index_file.lines([data], "index/a.cdxj", "a.warc.gz"))
    replayed("articles", [f"{0:020}.json"], lambda _: data)
    tuple(usable(io.BytesIO(data), "pages-20261120000000-00000-a.warc.gz", []))
    is_whole(data)


def _capture(block: bytes, purpose: Purpose) -> Capture:
    return Capture("southfront", "https://southfront.press/a", AT, block, None, None, purpose)


def _warc_seeds() -> list[bytes]:
    data = archive([exchange(), exchange(response=FRAMED + chunked(member(b"<p>text</p>"), 20))])
    return [data, *(piece.content for piece in pieces(data))]


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], list[bytes]]]] = {
    "warc": (warc, _warc_seeds),
    "decoder": (decoder, lambda: [response(), FRAMED + chunked(member(b"<p>text</p>"), 20)]),
    "sitemap": (sitemap, lambda: [SITEMAP, member(SITEMAP)]),
    "feed": (feed, lambda: [FEED, b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://southfront.press/b'/></entry></feed>"]),
    "robots": (robots, lambda: [ROBOTS, member(ROBOTS)]),
    "dates": (dates, lambda: [b"20 November 2026, 10:30 pm MSK", "20 ноября 2026".encode(), b"2026-11-20T10:00:00Z"]),
    "archive_files": (archive_files, lambda: [b'{"format": "pressmark-run/1"}', b'{"add": {"path": "a"}}', b"a 20261120000000 {}"]),
}  # fmt: skip
