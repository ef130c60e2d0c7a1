"""Records, exchanges and captures out of WARC files that storage.warc wrote.

Reads gzip members itself. warcio's reader takes a file that was cut short for whole, parses the HTTP head
and cannot be kept from decoding bodies once asked for content (br fails, zstd passes for decoded); here a
block is the bytes of the record, and what cannot be read is an error with a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from isal import isal_zlib
from isal.igzip_lib import IsalError

from storage.capture import Capture, Pressmark
from storage.exchange import Purpose, Truncation
from storage.warc import Profile, RecordType
from storage.warc_fields import DATE_FORMAT, parsed_fields, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# Larger than any record of a crawl (DOWNLOAD_MAXSIZE is 32 MiB): what expands beyond is damage or an attack.
MAX_RECORD_BYTES = 256 * 1024 * 1024
_READ_BYTES = 256 * 1024
_HEADER_END = b"\r\n\r\n"
_RECORD_END = b"\r\n\r\n"
_MAX_HEADER_BYTES = 64 * 1024


class DamagedWarc(Exception):
    """The file cannot be read from `offset` on; everything before it was good."""

    def __init__(self, file: str, offset: int, what: str) -> None:
        super().__init__(f"{file} at byte {offset}: {what}")
        self.file, self.offset, self.what = file, offset, what


@dataclass(frozen=True)
class ArchivedRecord:
    """One record as it stands in a file."""

    type: RecordType
    record_id: str  # "urn:uuid:...", without angle brackets
    date: datetime  # aware UTC
    offset: int  # of its gzip member in the file, in bytes
    length: int  # of its gzip member
    headers: tuple[tuple[str, str], ...]  # of the WARC record, in order
    block: bytes

    def header(self, name: str) -> str | None:
        """The first value of a WARC header; the name's case does not matter."""
        wanted = name.lower()
        return next((value for field, value in self.headers if field.lower() == wanted), None)

    def reference(self, name: str) -> str | None:
        """A record id that a header names, without angle brackets."""
        value = self.header(name)
        return value.strip("<>") if value else None

    @property
    def url(self) -> str | None:
        """The target URI; None in a warcinfo record."""
        return self.header("WARC-Target-URI")

    @property
    def truncated(self) -> Truncation | None:
        value = self.header("WARC-Truncated")
        return Truncation(value) if value else None

    @property
    def profile(self) -> Profile | None:
        value = self.header("WARC-Profile")
        return Profile(value) if value else None

    @cached_property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The named fields of a warcinfo or metadata record."""
        return parsed_fields(self.block)

    def field(self, name: str) -> str | None:
        return next((value for field, value in self.fields if field == name), None)


@dataclass(frozen=True, slots=True)
class ArchivedExchange:
    """The records that one exchange left, together."""

    answer: ArchivedRecord | None  # response or revisit; None when nothing was received
    request: ArchivedRecord | None  # None when nothing was sent
    metadata: ArchivedRecord
    outlet: str
    run: str
    warc: str  # file name, without folders

    @property
    def url(self) -> str:
        return self.metadata.url or ""

    @property
    def purpose(self) -> Purpose:
        return Purpose(self.metadata.field("purpose") or Purpose.PAGE)

    @property
    def entity_sha256(self) -> str | None:
        """As storage.examined.Examined has it."""
        digest = self.metadata.field("entityDigest")
        return digest.removeprefix("sha256:") if digest else None

    @property
    def payload_digest(self) -> str | None:
        """As storage.examined.Examined has it: of a revisit, too, over the body that came then."""
        of_revisit = self.metadata.field("payloadDigest")
        return of_revisit or (self.answer.header("WARC-Payload-Digest") if self.answer else None)

    @property
    def received(self) -> bytes:
        """The answer, without 1xx messages, as far as this file holds it: of an identical payload, the head."""
        not_modified = self.metadata.field("response")
        if not_modified is not None:
            return unescaped(not_modified)
        return self.answer.block if self.answer else b""

    @property
    def capture(self) -> Capture | None:
        """The response as a capture; None of a revisit and of what was never answered."""
        if self.answer is None or self.answer.type is not RecordType.RESPONSE:
            return None
        return _capture(self.answer, self.outlet, self.run, self.warc, self.purpose)


def archived_records(file: BinaryIO, name: str) -> Iterator[ArchivedRecord]:
    """Every record of a file, in order, one in memory at a time.

    `name` is the file's own, without folders. Raises DamagedWarc behind the last good record.
    """
    for offset, length, data in _members(file, name):
        yield _record(data, name, offset, length)


def record_of(mark: Pressmark, member: bytes) -> ArchivedRecord:
    """The record that a pressmark names, of the bytes at its place. DamagedWarc when they are no record, or another one."""
    try:
        records = tuple(archived_records(BytesIO(member), mark.warc))
    except DamagedWarc as damage:
        raise DamagedWarc(mark.warc, mark.offset + damage.offset, damage.what) from None
    if len(records) != 1 or records[0].record_id != mark.record_id:
        named = ", ".join(record.record_id for record in records) or "nothing"
        raise DamagedWarc(mark.warc, mark.offset, f"{mark.record_id} should stand there, and {named} does")
    return records[0]


def archived_exchanges(file: BinaryIO, name: str) -> Iterator[ArchivedExchange]:
    """Every exchange of a file, in order.

    The metadata record is the last of an exchange and always there. Raises DamagedWarc behind the last good
    exchange, also when a file ends within one.
    """
    outlet = run = ""
    parts: dict[RecordType, ArchivedRecord] = {}
    for record in archived_records(file, name):
        if record.type is RecordType.WARCINFO:
            outlet, run = record.field("isPartOf") or "", record.field("run") or ""
            continue
        if not outlet or not run:
            raise DamagedWarc(name, record.offset, "no warcinfo record names the outlet and the run")
        if record.type is not RecordType.METADATA:
            parts[record.type] = record
            continue
        answer = parts.get(RecordType.RESPONSE) or parts.get(RecordType.REVISIT)
        yield ArchivedExchange(answer, parts.get(RecordType.REQUEST), record, outlet, run, name)
        parts = {}
    if parts:
        raise DamagedWarc(
            name, min(part.offset for part in parts.values()), "the file ends within an exchange"
        )


def captures(file: BinaryIO, name: str) -> Iterator[Capture]:
    """Every response record of a file, in order, as a capture."""
    return (exchange.capture for exchange in archived_exchanges(file, name) if exchange.capture)


def read_capture(
    member: bytes, pressmark: Pressmark, outlet: str, purpose: Purpose = Purpose.PAGE
) -> Capture:
    """The capture whose record is this gzip member, as the pressmark says.

    `outlet` and `purpose` stand in other records of the file. Raises DamagedWarc when the member is not that
    record, whole.
    """
    data, rest, whole = _expanded(member, pressmark.warc, pressmark.offset)
    if rest or not whole:
        raise DamagedWarc(pressmark.warc, pressmark.offset, "not one whole gzip member")
    record = _record(data, pressmark.warc, pressmark.offset, len(member))
    if record.record_id != pressmark.record_id or record.type is not RecordType.RESPONSE:
        raise DamagedWarc(pressmark.warc, pressmark.offset, f"not the response record {pressmark.record_id}")
    return _capture(record, outlet, pressmark.run, pressmark.warc, purpose)


def _capture(record: ArchivedRecord, outlet: str, run: str, warc: str, purpose: Purpose) -> Capture:
    digest = record.header("WARC-Payload-Digest") or ""
    mark = Pressmark(record.record_id, warc, record.offset, record.length, digest, run)
    return Capture(outlet, record.url or "", record.date, record.block, record.truncated, mark, purpose)


def _members(file: BinaryIO, name: str) -> Iterator[tuple[int, int, bytes]]:
    """(offset, length, content) of each gzip member of a file."""
    offset, pending = 0, b""
    while True:
        pending = pending or file.read(_READ_BYTES)
        if not pending:
            return
        content, length, pending = _next_member(file, pending, name, offset)
        yield offset, length, content
        offset += length


def _next_member(file: BinaryIO, pending: bytes, name: str, offset: int) -> tuple[bytes, int, bytes]:
    """Content and length of the member that `pending` starts, and what was read behind it."""
    content, taken = bytearray(), 0
    decompress = _new_decompressor()
    while True:
        _expand(decompress, pending, content, name, offset)
        taken += len(pending)
        if decompress.eof:
            rest: bytes = decompress.unused_data
            return bytes(content), taken - len(rest), rest
        pending = file.read(_READ_BYTES)
        if not pending:
            raise DamagedWarc(name, offset, "the file ends within a record")


def _expanded(member: bytes, name: str, offset: int) -> tuple[bytes, bytes, bool]:
    """Content of the first gzip member, the bytes behind it, and whether it is whole."""
    content = bytearray()
    decompress = _new_decompressor()
    _expand(decompress, member, content, name, offset)
    return bytes(content), decompress.unused_data, decompress.eof


def _new_decompressor() -> isal_zlib.Decompress:
    return isal_zlib.decompressobj(31)  # zlib's notation for gzip; checks CRC-32 and length


def _expand(
    decompress: isal_zlib.Decompress, data: bytes, content: bytearray, name: str, offset: int
) -> None:
    while data and not decompress.eof:
        room = MAX_RECORD_BYTES + 1 - len(content)
        if room <= 0:
            raise DamagedWarc(name, offset, f"a record of more than {MAX_RECORD_BYTES} bytes")
        try:
            content += decompress.decompress(data, min(room, 1024 * 1024))
        except IsalError as error:  # type: ignore[misc]  # its stub declares the class as an instance
            raise DamagedWarc(name, offset, f"not gzip: {error}") from error
        if len(content) > _MAX_HEADER_BYTES and content.find(_HEADER_END, 0, _MAX_HEADER_BYTES) < 0:
            raise DamagedWarc(name, offset, f"a WARC header of more than {_MAX_HEADER_BYTES} bytes")
        data = decompress.unconsumed_tail


def _record(data: bytes, name: str, offset: int, length: int) -> ArchivedRecord:
    end = data.find(_HEADER_END, 0, _MAX_HEADER_BYTES)
    if end < 0 or not data.startswith(b"WARC/1.1\r\n"):
        raise DamagedWarc(name, offset, "no WARC/1.1 header")
    if not data.endswith(_RECORD_END):
        raise DamagedWarc(name, offset, "the record has no end")
    block = data[end + len(_HEADER_END) : -len(_RECORD_END)]
    headers = parsed_fields(data[len(b"WARC/1.1\r\n") : end])
    value = {field.lower(): text for field, text in reversed(headers)}
    if value.get("content-length") != str(len(block)):
        raise DamagedWarc(name, offset, "Content-Length is not that of the block: or not one record a member")
    try:
        kind = RecordType(value["warc-type"])
        date = datetime.strptime(value["warc-date"], DATE_FORMAT).replace(tzinfo=UTC)
        record_id = value["warc-record-id"].strip("<>")
    except (KeyError, ValueError) as error:
        raise DamagedWarc(name, offset, f"a mandatory header is missing or malformed: {error}") from error
    return ArchivedRecord(kind, record_id, date, offset, length, headers, block)
