"""What a replica site answers: a reply and its bytes on the wire."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CHUNK = 4096  # bytes of body in a chunk


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is framed: the body as the site means it, without any coding."""

    status: int
    body: bytes = b""
    content_type: str | None = "text/html; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None  # aware UTC; gives Last-Modified and ETag, hence 304
    gzip: bool = False  # coded if the client accepts it
    chunked: bool = False

    @property
    def etag(self) -> str | None:
        """A weak entity tag of the uncoded body; None where the site gives no validators."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"' if self.modified else None


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as read; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.headers.get("host", "").partition(":")[0].lower()

    @property
    def accepts_gzip(self) -> bool:
        return "gzip" in self.headers.get("accept-encoding", "")

    @property
    def keeps_alive(self) -> bool:
        return self.headers.get("connection", "").lower() != "close"


def response_block(reply: Reply, ask: Ask, date: datetime) -> bytes:
    """The HTTP/1.1 response as it crosses the wire, conditional requests answered (RFC 9110, section 13)."""
    if reply.status == HTTPStatus.OK and _is_unchanged(reply, ask):
        return _head(304, [("Date", _http_date(date)), *_validators(reply)])
    coded = reply.gzip and ask.accepts_gzip
    body = gzip.compress(reply.body, mtime=0) if coded else reply.body
    fields = [("Date", _http_date(date)), *reply.headers]
    if reply.content_type:
        fields.append(("Content-Type", reply.content_type))
    if reply.gzip:
        fields.append(("Vary", "Accept-Encoding"))
    if coded:
        fields.append(("Content-Encoding", "gzip"))
    fields += _validators(reply)
    framing = ("Transfer-Encoding", "chunked") if reply.chunked else ("Content-Length", str(len(body)))
    head = _head(reply.status, [*fields, framing])
    if ask.method == "HEAD":
        return head
    return head + (_chunks(body) if reply.chunked else body)


def _is_unchanged(reply: Reply, ask: Ask) -> bool:
    if reply.modified is None:
        return False
    if "if-none-match" in ask.headers:  # it takes precedence: RFC 9110, section 13.2.2
        return reply.etag in [tag.strip() for tag in ask.headers["if-none-match"].split(",")]
    if "if-modified-since" in ask.headers:
        return reply.modified <= parsedate_to_datetime(ask.headers["if-modified-since"])
    return False


def _validators(reply: Reply) -> list[tuple[str, str]]:
    if reply.modified is None or reply.etag is None:
        return []
    return [("Last-Modified", _http_date(reply.modified)), ("ETag", reply.etag)]


def _head(status: int, fields: list[tuple[str, str]]) -> bytes:
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        *(f"{name}: {value}" for name, value in fields),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _chunks(body: bytes) -> bytes:
    parts = [body[at : at + CHUNK] for at in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
