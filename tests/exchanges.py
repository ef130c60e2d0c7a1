"""Exchanges for tests, whole and typical unless told otherwise."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from storage.exchange import Exchange, Hop, Tls
from storage.warc import Provenance, records, warcinfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from storage.warc import Earlier

URL = "https://example.org/2026/11/an-article/"
PAGE = b"<!doctype html><html><body>" + b"<p>A paragraph of an article.</p>" * 60 + b"</body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
REQUEST = b"GET /2026/11/an-article/ HTTP/1.1\r\nHost: example.org\r\nUser-Agent: test\r\n\r\n"
MOMENT = datetime(2026, 11, 20, 13, 30, 0, 123456, tzinfo=UTC)
PROVENANCE = Provenance(
    outlet="example",
    run="20261120133000-abcdef",
    software="pressmark/0.1.0",
    operator="A. Person <a@example.org>",
    user_agent="pressmark/0.1.0 (+a@example.org)",
    robots="RFC 9309, obeyed",
    config_digest="sha256:" + "0" * 64,
    versions=(("scrapy", "2.19.0"), ("python", "3.11.7")),
)
NAME = "example-20261120133000-00000-20261120133000-abcdef.warc.gz"


def response(body: bytes = PAGE, head: bytes = HEAD) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(data: bytes, size: int) -> bytes:
    pieces = (data[start : start + size] for start in range(0, len(data), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


_WHOLE = Exchange(
    url=URL,
    started_at=MOMENT,
    request=REQUEST,
    response=response(),
    ip_address="192.0.2.7",
    tls=Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", "ab" * 32),
    truncated=None,
    fetch_time_ms=120,
    via="https://example.org/feed/",
    hop=Hop.MANIFEST,
)


def exchange(**changes: Any) -> Exchange:
    return replace(_WHOLE, **changes)


def ids() -> Callable[[], str]:
    """Record ids that are the same in every run."""
    numbers = count(1)
    return lambda: f"urn:uuid:{uuid.UUID(int=next(numbers))}"


def archive(exchanges: Iterable[Exchange | tuple[Exchange, Earlier]]) -> bytes:
    """A WARC file of these exchanges, with a warcinfo record first."""
    new_id = ids()
    info = warcinfo(NAME, MOMENT, PROVENANCE, new_id)
    parts = [info.data]
    for item in exchanges:
        one, earlier = item if isinstance(item, tuple) else (item, None)
        parts.append(records(one, warcinfo_id=info.record_id, earlier=earlier, new_id=new_id).data)
    return b"".join(parts)
