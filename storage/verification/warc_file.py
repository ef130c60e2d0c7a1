"""A WARC file against the standard, and into the ledger: what is damaged is named, what is behind it read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.gzip_members import members
from storage.verification.record_checks import problems
from storage.verification.warc_record import RecordReader, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.verification.gzip_members import Source, Span
    from storage.verification.ledger import Ledger
    from storage.verification.warc_record import Record


def check_warc(source: Source, key: str, ledger: Ledger, outlet: str, run: str) -> Iterator[Damage]:
    """Everything that is wrong with the file in itself; its sound records go into the ledger."""
    name = key.rpartition("/")[2]
    first, last = True, None
    warcinfo: str | None = None
    for span, sink in members(source, lambda _: RecordReader()):
        assert isinstance(sink, RecordReader)
        records = sink.finish()
        yield from _member_damage(key, span, sink, records)
        for record in records:
            found = tuple(problems(record)) if span.error is None else ()
            for kind, what in found:
                yield Damage(kind, key, what, span.offset, record_id=record.id, urls=_urls(record))
            if span.error is None:
                yield from _repeated_id(key, name, span, record, ledger)
                ledger.add(name, span.offset, span.length, record, sound=not found)
            if first:
                yield from _opening(key, name, record, outlet, run)
                warcinfo = record.id
            elif record.type != "warcinfo" and reference(record.header("WARC-Warcinfo-ID")) != warcinfo:
                what = "WARC-Warcinfo-ID does not name the record that opens the file"
                yield Damage(
                    DamageKind.REFERENCE, key, what, span.offset, record_id=record.id, urls=_urls(record)
                )
            first, last = False, (span, record)
    if first:
        yield Damage(DamageKind.WARCINFO, key, "there is no record in the file", 0)
    elif last and last[1].type not in ("metadata", "warcinfo"):
        what = "the file ends within an exchange: its metadata record is missing"
        yield Damage(
            DamageKind.EXCHANGE, key, what, last[0].offset, record_id=last[1].id, urls=_urls(last[1])
        )


def _member_damage(
    key: str, span: Span, reader: RecordReader, records: tuple[Record, ...]
) -> Iterator[Damage]:
    record = records[-1] if records else None
    if span.error:
        yield Damage(
            span.error,
            key,
            f"{span.what}; {span.length} bytes cannot be used",
            span.offset,
            span.offset + span.length,
            record.id if record else None,
            _urls(record) if record else (),
        )
    elif reader.lost and (record is None or record.closed):  # else the record itself says it
        what = f"not one whole record: {reader.lost}"
        yield Damage(DamageKind.BAD_HEADER, key, what, span.offset, span.offset + span.length)
    elif not reader.count:
        yield Damage(DamageKind.MEMBERS, key, "an empty gzip member", span.offset)
    if reader.count > 1:
        what = f"{reader.count} records in one gzip member: offsets lead to the first of them only"
        yield Damage(DamageKind.MEMBERS, key, what, span.offset, span.offset + span.length)


def _repeated_id(key: str, name: str, span: Span, record: Record, ledger: Ledger) -> Iterator[Damage]:
    if record.id and (before := ledger.first_seen(record.id, name, span.offset)):
        what = f"the record's id is that of the record at {before[1]} of {before[0]}"
        yield Damage(DamageKind.DUPLICATE_ID, key, what, span.offset, record_id=record.id, urls=_urls(record))


def _opening(key: str, name: str, record: Record, outlet: str, run: str) -> Iterator[Damage]:
    if record.type != "warcinfo":
        yield Damage(DamageKind.WARCINFO, key, "the file does not begin with a warcinfo record", 0)
        return
    for what, stated, wanted in (
        ("WARC-Filename", record.header("WARC-Filename"), name),
        ("isPartOf", record.fields.get("isPartOf"), outlet),
        ("run", record.fields.get("run"), run),
    ):
        if stated != wanted:
            text = f"{what} says {printable(stated, 80)}: the file is another's"
            yield Damage(DamageKind.WARCINFO, key, text, 0, record_id=record.id)


def _urls(record: Record) -> tuple[str, ...]:
    return (printable(record.uri, 300),) if record.uri else ()
