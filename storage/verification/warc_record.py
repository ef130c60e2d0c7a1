"""WARC records (ISO 28500:2017, WARC/1.1) out of the content of a gzip member, piece by piece, in bounded memory."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

MAX_HEADER_BYTES = 64 << 10
MAX_HTTP_HEAD = 1 << 20
MAX_FIELDS_BLOCK = 1 << 20  # of a warcinfo or metadata record; more is not read as fields
MAX_RECORDS_IN_MEMBER = 10_000  # one is right; beyond these a hostile member's are counted and not kept
_HEADER_END = b"\r\n\r\n"
_HTTP_HEAD_END = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/\d{1,3}\.\d{1,3} (\d{3})(?: [^\n]*)?\r?\n")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ALGORITHMS = ("sha256", "sha1", "sha512", "md5")


class _State(Enum):
    HEADER = 1
    BLOCK = 2
    END = 3
    LOST = 4  # no record can be told apart any more


@dataclass(frozen=True)
class Record:
    """One record as read. What is wrong with it by itself is `storage.verification.record_checks`'s to say."""

    version: str
    headers: tuple[tuple[str, str], ...]
    malformed: tuple[str, ...]  # header lines that are none
    stated_length: int | None  # Content-Length; None where it is missing or no number
    length: int  # of the block, in bytes, as far as there was one
    closed: bool  # the block is followed by CRLF CRLF
    block_digest: str | None  # computed with the algorithm that the header states
    payload_digest: str | None  # likewise, over what follows the HTTP head; None where there is none
    status: int | None  # of an HTTP response
    media_type: str | None  # its Content-Type without parameters
    start: bytes  # of the block: its HTTP head, or all of a fields block
    block: bytes | None  # only where it was asked for

    def header(self, name: str) -> str | None:
        values = self._by_name.get(name.lower())
        return values[0] if values else None

    def all(self, name: str) -> tuple[str, ...]:
        return self._by_name.get(name.lower(), ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        """Values by name in lower case: a record is asked for some thirty."""
        found: dict[str, tuple[str, ...]] = {}
        for name, value in self.headers:
            found[name.lower()] = (*found.get(name.lower(), ()), value)
        return found

    @property
    def type(self) -> str:
        return self.header("WARC-Type") or ""

    @property
    def id(self) -> str | None:
        """Without angle brackets."""
        return reference(self.header("WARC-Record-ID"))

    @property
    def uri(self) -> str | None:
        return self.header("WARC-Target-URI")

    @cached_property
    def fields(self) -> dict[str, str]:
        """Of a warcinfo or metadata record."""
        lines = self.start.decode("utf-8", "replace").split("\r\n")
        return {name: value.strip() for name, colon, value in (x.partition(":") for x in lines) if colon}


def reference(value: str | None) -> str | None:
    """A record id without its angle brackets."""
    return value.strip("<>") if value else None


class RecordReader:
    """Takes a member's content; `finish` gives its records. `keep` keeps a block of that many bytes at most."""

    def __init__(self, keep: int = 0) -> None:
        self._keep = keep
        self._state = _State.HEADER
        self._held = bytearray()
        self._open: _Open | None = None
        self._records: list[Record] = []
        self.count = 0  # of records that began
        self.lost: str | None = None  # why what follows is no record

    def feed(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest and self._state is not _State.LOST:
            if self._state is _State.HEADER:
                rest = self._header(rest)
            elif self._state is _State.BLOCK:
                rest = self._block(rest)
            else:
                rest = self._end(rest)

    def finish(self) -> tuple[Record, ...]:
        if self._open:
            self._close(closed=False)
        elif self._held and self._state is _State.HEADER:
            self._lose("the member ends within a record's header")
        return tuple(self._records)

    def _header(self, data: memoryview) -> memoryview:
        before = len(self._held)
        self._held += data[: MAX_HEADER_BYTES + len(_HEADER_END) - before]
        end = self._held.find(_HEADER_END, max(0, before - len(_HEADER_END)))
        if not self._held.startswith(b"WARC/"[: len(self._held)]):
            self._lose(f"no record begins here: {bytes(self._held[:20])!r}")
        elif end < 0 and len(self._held) >= MAX_HEADER_BYTES:
            self._lose(f"a header of more than {MAX_HEADER_BYTES} bytes")
        elif end >= 0:
            self._open = _opened(bytes(self._held[:end]), self._keep)
            self.count += 1
            self._held.clear()
            self._state = _State.BLOCK
            return data[end + len(_HEADER_END) - before :]
        return data[len(data) :]

    def _block(self, data: memoryview) -> memoryview:
        current = self._open
        assert current
        if current.stated is None:
            self._close(closed=False)
            self._lose("without Content-Length nothing says where the record ends")
            return data[len(data) :]
        piece = data[: current.stated - current.length]
        current.take(piece)
        if current.length == current.stated:
            self._state = _State.END
        return data[len(piece) :]

    def _end(self, data: memoryview) -> memoryview:
        wanted = len(_HEADER_END) - len(self._held)
        self._held += data[:wanted]
        if len(self._held) == len(_HEADER_END):
            good = bytes(self._held) == _HEADER_END
            self._held.clear()
            self._close(closed=good)
            self._state = _State.HEADER
            if not good:
                self._lose("the block does not end where Content-Length says")
        return data[wanted:]

    def _close(self, *, closed: bool) -> None:
        assert self._open
        if len(self._records) < MAX_RECORDS_IN_MEMBER:
            self._records.append(self._open.record(closed=closed))
        self._open = None
        self._held.clear()

    def _lose(self, why: str) -> None:
        self.lost = why
        self._state = _State.LOST
        self._held.clear()


@dataclass
class _Open:
    """A record whose block is being read."""

    version: str
    headers: tuple[tuple[str, str], ...]
    malformed: tuple[str, ...]
    stated: int | None
    keep: int
    block_hash: hashlib._Hash | None
    payload_hash: hashlib._Hash | None
    is_http: bool
    length: int = 0
    start: bytearray = field(default_factory=bytearray)
    kept: bytearray = field(default_factory=bytearray)
    head_end: int | None = None

    def take(self, piece: memoryview) -> None:
        if self.block_hash:
            self.block_hash.update(piece)
        if len(self.kept) < self.keep:
            self.kept += piece
        if not self.is_http:
            self.start += piece[: MAX_FIELDS_BLOCK - len(self.start)]
        elif self.head_end is None:
            self._seek_head_end(piece)
        elif self.payload_hash:
            self.payload_hash.update(piece)
        self.length += len(piece)

    def _seek_head_end(self, piece: memoryview) -> None:
        before = len(self.start)
        self.start += piece[: MAX_HTTP_HEAD + 4 - before]
        if found := _HTTP_HEAD_END.search(self.start, max(0, before - 3)):
            self.head_end = found.end()
            if self.payload_hash:
                self.payload_hash.update(piece[self.head_end - before :])
            del self.start[self.head_end :]

    def record(self, *, closed: bool) -> Record:
        is_response = self.is_http and self.head_end is not None
        line = _STATUS_LINE.match(self.start) if is_response else None
        return Record(
            version=self.version,
            headers=self.headers,
            malformed=self.malformed,
            stated_length=self.stated,
            length=self.length,
            closed=closed,
            block_digest=_written(self.block_hash, _first(self.headers, "warc-block-digest")),
            payload_digest=_written(self.payload_hash, _first(self.headers, "warc-payload-digest"))
            if is_response
            else None,
            status=int(line[1]) if line else None,
            media_type=_media_type(bytes(self.start)) if line else None,
            start=bytes(self.start),
            block=bytes(self.kept) if self.keep and len(self.kept) == self.length else None,
        )


def _opened(header: bytes, keep: int) -> _Open:
    version, *lines = header.split(b"\r\n")
    headers, malformed = [], []
    for line in lines:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if not colon or not _NAME.fullmatch(name):
            malformed.append(name[:80])
        else:
            headers.append((name, value.strip()))
    stated = _first(headers, "content-length") or ""
    is_http = (_first(headers, "content-type") or "").lower().startswith("application/http")
    return _Open(
        version.decode("latin-1"),
        tuple(headers),
        tuple(malformed),
        int(stated) if re.fullmatch(r"[0-9]{1,15}", stated) else None,
        keep,
        _hash(_first(headers, "warc-block-digest")),
        _hash(_first(headers, "warc-payload-digest")),
        is_http,
    )


def _first(headers: list[tuple[str, str]] | tuple[tuple[str, str], ...], name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)


def _hash(stated: str | None) -> hashlib._Hash | None:
    algorithm = (stated or "").partition(":")[0].lower().replace("-", "")
    return hashlib.new(algorithm, usedforsecurity=False) if algorithm in _ALGORITHMS else None


def _written(computed: hashlib._Hash | None, stated: str | None) -> str | None:
    """The computed digest in the form in which the header has its own: hex or base32 (WARC/1.1, section 5.8)."""
    if computed is None or stated is None:
        return None
    algorithm, _, value = stated.partition(":")
    if len(value) == computed.digest_size * 2:
        return f"{algorithm}:{computed.hexdigest()}"
    return f"{algorithm}:{base64.b32encode(computed.digest()).decode().rstrip('=')}"


def _media_type(head: bytes) -> str:
    for line in head.split(b"\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-type":
            return value.partition(b";")[0].strip().decode("latin-1")
    return ""
