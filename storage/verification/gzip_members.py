"""The gzip members of a file (RFC 1952), and on behind what is damaged. Memory does not grow with any of them.

A member's content goes into a sink piece by piece. Where a member cannot be read to its end, the next one is looked
for by its magic number, and believed when what it holds begins as a record does.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from storage.verification.damage import DamageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_MEMBER_BYTES = 512 << 20  # expanded; a crawl's largest record is of DOWNLOAD_MAXSIZE, 32 MiB
MAGIC = b"\x1f\x8b\x08"  # RFC 1952, section 2.3.1: ID1, ID2, CM = deflate
RECORD_START = b"WARC/1."
_SLICE = 16 << 10  # compressed bytes given at once: zlib copies what it leaves
_PIECE = 256 << 10  # expanded bytes taken at once
_READ = 1 << 20
_TRIES = 100_000  # false starts looked at behind one damage; a file full of them is hostile


class Source(Protocol):
    """A file to be read at any place."""

    def read_at(self, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`, fewer at the end of the file, none behind it."""


class Sink(Protocol):
    """What takes the content of a member."""

    def feed(self, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A member, or a stretch that is none; `error` says why it cannot be read to its end."""

    offset: int
    length: int  # of what was read; where there is an error, as far as the next member
    error: DamageKind | None = None
    what: str = ""


class _Window:
    """A moving view of the source."""

    def __init__(self, source: Source) -> None:
        self._source, self._start, self._data = source, 0, b""

    def at(self, offset: int, length: int) -> bytes:
        if not self._start <= offset <= offset + length <= self._start + len(self._data):
            self._start, self._data = offset, self._source.read_at(offset, max(length, _READ))
        place = offset - self._start
        return self._data[place : place + length]


def members(source: Source, new_sink: Callable[[int], Sink], start: int = 0) -> Iterator[tuple[Span, Sink]]:
    """Every member of the file with its content fed into a sink made for its offset."""
    window, offset = _Window(source), start
    while window.at(offset, 1):
        sink = new_sink(offset)
        span = _member(window, offset, sink)
        if span.error:
            following = _next_member(window, offset + 1)
            span = Span(offset, (following or _end(window, offset)) - offset, span.error, span.what)
        yield span, sink
        offset += span.length


def member_at(source: Source, offset: int, sink: Sink) -> Span:
    """The member that begins there, alone."""
    return _member(_Window(source), offset, sink)


def _member(window: _Window, offset: int, sink: Sink) -> Span:
    if window.at(offset, 3) != MAGIC:
        kind = DamageKind.BAD_GZIP if len(window.at(offset, 3)) == 3 else DamageKind.TRUNCATED
        return Span(offset, 0, kind, "no gzip member begins here")
    inflate, taken, expanded = zlib.decompressobj(31), 0, 0  # 31: gzip; checks CRC-32 and length
    while not inflate.eof:
        given = window.at(offset + taken, _SLICE)
        if not given:
            return Span(offset, taken, DamageKind.TRUNCATED, "the file ends within a gzip member")
        taken += len(given)
        try:
            expanded += _expand(inflate, given, sink, MAX_MEMBER_BYTES - expanded)
        except zlib.error as error:
            return Span(offset, taken, DamageKind.BAD_GZIP, f"the gzip member is damaged: {error}")
        if expanded > MAX_MEMBER_BYTES:
            return Span(offset, taken, DamageKind.EXPANDS, f"expands to more than {MAX_MEMBER_BYTES} bytes")
    return Span(offset, taken - len(inflate.unused_data))


def _expand(inflate: zlib._Decompress, given: bytes, sink: Sink, room: int) -> int:
    """Bytes that came out; more than `room` only by a piece."""
    expanded = 0
    while given and not inflate.eof and expanded <= room:
        piece = inflate.decompress(given, _PIECE)
        expanded += len(piece)
        sink.feed(piece)
        given = inflate.unconsumed_tail
    while not inflate.eof and expanded <= room and (piece := inflate.decompress(b"", _PIECE)):
        expanded += len(piece)  # what deflate still held back
        sink.feed(piece)
    return expanded


def _next_member(window: _Window, offset: int) -> int | None:
    """Where the next readable member begins; None behind the last."""
    tries = 0
    while data := window.at(offset, _READ):
        found = data.find(MAGIC)
        while found >= 0 and tries < _TRIES:
            tries += 1
            if _begins_record(window.at(offset + found, 1 << 10)):
                return offset + found
            data = window.at(offset, _READ)
            found = data.find(MAGIC, found + 1)
        if tries >= _TRIES or len(data) < _READ:
            return None
        offset += len(data) - (len(MAGIC) - 1)
    return None


def _begins_record(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, len(RECORD_START)) == RECORD_START
    except zlib.error:
        return False


def _end(window: _Window, offset: int) -> int:
    while data := window.at(offset, _READ):
        offset += len(data)
    return offset
