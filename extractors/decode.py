"""From the bytes of a response record to the bytes of a page: content codings undone, type sniffed.

Strict, unlike browsers: a body that ends early or fails its checksum is no page, because nobody could tell
that text is missing.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from extractors.refusal import Refusal
from storage.article import Reason
from storage.http_message import BadHttp, IncompleteBody, entity, parse_response

if TYPE_CHECKING:
    from storage.capture import Capture
    from storage.http_message import HttpResponse

MAX_HTML = 5 * 1024 * 1024
"""Bytes of a page that are read as text; larger ones hold the parser for seconds (0.4 s a MB and more)."""

MAX_CODINGS = 3
MAX_RATIO = 1_000
"""Deflate reaches 1032 : 1; markup of real pages stays under 100 : 1."""

_RATIO_GRACE = 1024 * 1024  # bytes that any body may unfold to
_CHUNK = 256 * 1024
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15  # zlib's window bits
_HTML_START = re.compile(
    rb"<(?:!doctype|!--|html|head|title|body|meta|link|script|style|div|p|h1|article|section|table|a|br|span|b|i|font)"
    rb"(?=[\s>/!-]|$)",
    re.IGNORECASE,
)
_OTHER_XML = re.compile(rb"<(?:rss|feed|urlset|sitemapindex|rdf:rdf|svg|opml)\b", re.IGNORECASE)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x00\x00\x00",
    b"\x1f\x8b",
    b"OggS",
    b"\x7fELF",
    b"MZ\x90\0",
    b"ID3\x03",
    b"ID3\x04",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"wOFF",
    b"wOF2",
    b"SQLite format 3\0",
    b"\x28\xb5\x2f\xfd",  # Zstandard
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def response(capture: Capture) -> HttpResponse | Refusal:
    """The response of a capture, taken apart; its body may still turn out to be damaged."""
    try:
        return parse_response(capture.block)
    except BadHttp as error:
        return Refusal(Reason.TRUNCATED if capture.truncated else Reason.BAD_HTTP, _one_line(error))


def payload(received: HttpResponse, limit: int = MAX_HTML) -> bytes | Refusal:
    """The body with its transfer and content codings undone, when that is at most `limit` bytes."""
    try:
        body = entity(received)
    except IncompleteBody as error:
        return Refusal(Reason.TRUNCATED, _one_line(error))
    except BadHttp as error:
        return Refusal(Reason.BAD_HTTP, _one_line(error))
    return _decoded(body, ", ".join(received.headers_named("content-encoding")), limit)


def _decoded(body: bytes, listed: str, limit: int) -> bytes | Refusal:
    codings = [name for name in re.split(r"[\s,]+", listed.lower()) if name not in {"", "identity"}]
    if len(codings) > MAX_CODINGS:
        return Refusal(Reason.BAD_ENCODING, f"{len(codings)} content codings")
    for coding in reversed(codings):  # listed in the order they were applied
        if coding not in {"gzip", "x-gzip", "deflate"}:
            return Refusal(Reason.BAD_ENCODING, f"content coding {coding!r}"[:80])
        undone = inflated(body, limit) if coding != "deflate" else _deflated(body, limit)
        if isinstance(undone, Refusal):
            return undone
        body = undone
    if len(body) > limit:
        return Refusal(Reason.TOO_LARGE_FOR_TEXT, f"{len(body)} bytes")
    return body


def inflated(body: bytes, limit: int) -> bytes | Refusal:
    """All gzip members of `body`, at most `limit` bytes together; what follows the last one is ignored.

    A body that does not begin as gzip is passed on: servers do label plain bodies as gzip, and then the
    bytes say better what they are than the label.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    members, rest, size = [], body, 0
    while rest.startswith(b"\x1f\x8b"):
        step = _undone(rest, _GZIP, limit - size)
        if isinstance(step, Refusal):
            return step
        member, rest = step
        size += len(member)
        members.append(member)
    return b"".join(members)


def is_html(body: bytes, content_type: str) -> bool:
    """By the declared type where it speaks of HTML or of something else, and by the first bytes always.

    After the WHATWG's MIME sniffing in what matters here: a page labelled as an image is still a page only
    when it begins like one, and a PDF labelled as a page is none.
    """
    start = _without_bom(body[:4096]).lstrip(b"\t\n\x0b\x0c\r ")
    if start.startswith(_BINARY) or _OTHER_XML.match(_after_prologue(start)):
        return False
    declared = content_type.partition(";")[0].strip().lower()
    if declared in {"text/html", "application/xhtml+xml"}:
        return True
    return _HTML_START.match(_after_prologue(start)) is not None


def _deflated(body: bytes, limit: int) -> bytes | Refusal:
    """`deflate` is zlib by RFC 9110, and raw deflate by some servers."""
    if not body:
        return body
    undone = _undone(body, _ZLIB, limit)
    if isinstance(undone, Refusal) and undone.detail.startswith("zlib"):
        undone = _undone(body, _RAW_DEFLATE, limit)
    return undone if isinstance(undone, Refusal) else undone[0]


def _undone(body: bytes, window_bits: int, limit: int) -> tuple[bytes, bytes] | Refusal:
    """The first stream of `body`, whole and checked, and the bytes after it."""
    limit = min(limit, max(_RATIO_GRACE, len(body) * MAX_RATIO))
    engine = zlib.decompressobj(window_bits)
    pieces, size, rest = [], 0, body
    try:
        while rest and not engine.eof:
            piece = engine.decompress(rest, _CHUNK)
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                return Refusal(Reason.TOO_LARGE_FOR_TEXT, f"more than {limit} bytes when unpacked")
            rest = engine.unconsumed_tail
    except zlib.error as error:
        return Refusal(Reason.BAD_ENCODING, f"zlib: {_one_line(error)}")
    if not engine.eof:
        return Refusal(Reason.TRUNCATED, "the compressed body ends early")
    return b"".join(pieces), engine.unused_data


def _without_bom(start: bytes) -> bytes:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[2:].replace(b"\0", b"")
    return start.removeprefix(_BOMS[0])


def _after_prologue(start: bytes) -> bytes:
    """What follows XML declaration, document type of XML and comments."""
    return re.sub(
        rb"\A(?:<\?[^>]*>|<!--.*?-->|<!doctype (?!html)[^>]*>|\s)+",
        b"",
        start,
        flags=re.IGNORECASE | re.DOTALL,
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
