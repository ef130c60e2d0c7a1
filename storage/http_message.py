"""An HTTP/1 response as received: its head read, its transfer coding undone (RFC 9112)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD_END = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"(HTTP/\d{1,3}\.\d{1,3}) (\d{3})(?: ([^\n]*?))?\r?\n")
# 101 hands the connection over to another protocol, so it ends the exchange like a final status.
_INFORMATIONAL = re.compile(rb"HTTP/\d{1,3}\.\d{1,3} 1(?!01)\d\d[ \r\n]")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\Z")
_LENGTH = re.compile(rb"[0-9]{1,19}")
_BODILESS = frozenset({204, 304})  # RFC 9112, section 6.3


class BadHttp(Exception):
    """The bytes are not an HTTP/1 response, or it contradicts itself."""


class IncompleteBody(BadHttp):
    """The body ends before its framing says so, or the framing itself is broken.

    `received` is the entity as far as it goes, with its transfer coding undone.
    """

    def __init__(self, why: str, received: bytes) -> None:
        super().__init__(why)
        self.received = received


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A response, taken apart and not changed.

    Header names are as received, values without surrounding white space and unfolded (RFC 9112, section
    5.2); lines without a colon are not fields and left out. `body` is every byte behind the head.
    """

    version: bytes  # b"HTTP/1.1"
    status: int
    reason: bytes  # as received, inner and trailing blanks too
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def headers_named(self, name: str) -> tuple[str, ...]:
        """All values of a field, in order, read as ISO 8859-1; the name's case does not matter."""
        wanted = name.lower().encode("latin-1")
        return tuple(value.decode("latin-1") for field, value in self.headers if field.lower() == wanted)

    def header(self, name: str) -> str | None:
        """The first value of a field."""
        return next(iter(self.headers_named(name)), None)


def head_length(block: bytes) -> int | None:
    """Bytes up to and with the first empty line, after CRLF or bare LF; None where there is none."""
    end = _HEAD_END.search(block)
    return end.end() if end else None


def split_informational(raw: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """Leading 100, 102, 103, ... messages, and the rest: they are messages of their own (RFC 9110, 15.2)."""
    messages: list[bytes] = []
    start = 0
    while _INFORMATIONAL.match(raw, start) and (end := _HEAD_END.search(raw, start)):
        messages.append(raw[start : end.end()])
        start = end.end()
    return tuple(messages), raw[start:]


def fields(lines: list[bytes]) -> tuple[tuple[bytes, bytes], ...]:
    """Header lines as (name, value), folded lines joined with one space, lines without a colon left out."""
    found: list[list[bytes]] = []  # [name, part of value, ...]
    open_field = False
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if open_field:
                found[-1].append(line.strip())
            continue
        name, colon, value = line.partition(b":")
        open_field = bool(colon)
        if open_field:
            found.append([name, value.strip()])
    return tuple((name, b" ".join(parts)) for name, *parts in found)


def parse_response(block: bytes) -> HttpResponse:
    """Take one response apart, in time linear in its size.

    Raises BadHttp when the block does not start with a status line or its head does not end.
    """
    status_line = _STATUS_LINE.match(block)
    if status_line is None:
        raise BadHttp(f"no HTTP status line: {block[:60]!r}")
    end = head_length(block)
    if end is None:
        raise BadHttp("the head has no end")
    version, status, reason = status_line.groups()
    lines = [line.removesuffix(b"\r") for line in block[status_line.end() : end].split(b"\n")]
    return HttpResponse(version, int(status), reason or b"", fields(lines), block[end:])


def entity(response: HttpResponse) -> bytes:
    """The entity: the body with its transfer coding undone, its content coding left.

    Bytes behind the end that the framing states are not part of it. Raises IncompleteBody, which carries
    what there is, when the end is missing, and BadHttp when the framing cannot be told.
    """
    if response.status in _BODILESS:
        return b""
    if codings := response.headers_named("transfer-encoding"):
        if [coding.strip().lower() for coding in ",".join(codings).split(",")] != ["chunked"]:
            raise BadHttp(f"transfer coding other than chunked: {', '.join(codings)[:60]!r}")
        return _dechunked(response.body)
    length = _content_length(response)
    if length is None:
        return response.body
    if length > len(response.body):
        raise IncompleteBody(f"{len(response.body)} of {length} bytes", response.body)
    return response.body[:length]


def _content_length(response: HttpResponse) -> int | None:
    """RFC 9110, section 8.6: repeated equal values are one value, differing ones an error."""
    stated = {
        value.strip().encode("latin-1")
        for line in response.headers_named("content-length")
        for value in line.split(",")
    }
    if not stated:
        return None
    if not all(_LENGTH.fullmatch(value) for value in stated) or len({int(value) for value in stated}) > 1:
        raise BadHttp("conflicting or malformed Content-Length")
    return int(stated.pop())


def _dechunked(body: bytes) -> bytes:
    """RFC 9112, section 7.1; extensions and trailers are read over, bare LF is taken for CRLF."""
    view = memoryview(body)
    whole = bytearray()
    position = 0
    while size := _chunk_size(body, position, whole):
        start, length = size
        if length == 0:
            _check_trailers(body, start, whole)
            return bytes(whole)
        whole += view[start : start + length]
        position = _line_end_after(body, start + length, whole)
    raise IncompleteBody("the last chunk is missing", bytes(whole))


def _chunk_size(body: bytes, position: int, whole: bytearray) -> tuple[int, int] | None:
    """Where the chunk's data starts and how long it is; None at the end of the body."""
    if position >= len(body):
        return None
    end = body.find(b"\n", position)
    line = _CHUNK_SIZE.match(body[position:end]) if end >= 0 else None
    if line is None:
        raise IncompleteBody("a chunk has no readable size", bytes(whole))
    return end + 1, int(line[1], 16)


def _line_end_after(body: bytes, position: int, whole: bytearray) -> int:
    for line_end in (b"\r\n", b"\n"):
        if body.startswith(line_end, position):
            return position + len(line_end)
    raise IncompleteBody("a chunk does not end where its size says", bytes(whole))


def _check_trailers(body: bytes, position: int, whole: bytearray) -> None:
    """The trailer section ends with an empty line."""
    if not body.startswith((b"\r\n", b"\n"), position) and not _HEAD_END.search(body, position):
        raise IncompleteBody("the trailers have no end", bytes(whole))
