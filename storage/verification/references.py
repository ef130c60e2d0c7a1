"""What the records of a run say of each other, and what the index says of them, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.record_checks import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storage.verification.ledger import Ledger

_UNKNOWN = "unk"  # in an index, of an answer that states no type


def check_references(ledger: Ledger, keys: Mapping[str, str]) -> Iterator[Damage]:
    """Dangling and contradicting references; `keys` are those of the WARC files by their names.

    The ledger must hold the records of the run and know the captures of the outlet's other runs.
    """
    yield from _concurrent(ledger, keys)
    yield from _revisits(ledger, keys)


def check_index(ledger: Ledger, warcs: Mapping[str, str], indexes: Mapping[str, str]) -> Iterator[Damage]:
    """Each line leads to its record, each capture has its line; `indexes` are the keys by the WARC files' names."""
    rows = ledger.db.execute(
        "SELECT line.*, record.id, record.length, record.uri, record.date, record.digest, record.type,"
        " record.status, record.media_type FROM line LEFT JOIN record USING (warc, at)"
    )
    for row in rows:
        warc, offset, url = row[0], row[1], row[4]
        if warc in indexes and (what := _line_differs(row)):
            file = indexes[warc]
            yield Damage(DamageKind.INDEX_OFFSET, file, what, offset, record_id=row[3], urls=(url,))
    missing = ledger.db.execute(
        "SELECT record.warc, record.at, record.id, record.uri FROM record LEFT JOIN line USING (warc, at)"
        " WHERE line.at IS NULL AND record.sound AND (record.type = 'revisit' OR record.type = 'response' AND record.http)"
    )
    for warc, offset, identity, uri in missing:
        if warc in indexes:
            yield Damage(
                DamageKind.NOT_INDEXED, warcs[warc], "no line of the index leads to this capture", offset,
                record_id=identity, urls=(printable(uri, 300),),
            )  # fmt: skip


def _line_differs(row: tuple[object, ...]) -> str | None:
    """What the line says otherwise than the record; None when they agree."""
    (_, _, length, identity, url, date, digest, status, media_type), record = row[:9], row[9:]
    if record[0] is None:
        return "no record begins at the offset that the line states"
    r_id, r_length, r_uri, r_date, r_digest, r_type, r_status, r_media = record
    when = moment(str(r_date))
    stated_type = "warc/revisit" if r_type == "revisit" else (r_media or _UNKNOWN)
    for name, stated, found in (
        ("recordId", identity, r_id),
        ("length", length, r_length),
        ("url", url, r_uri),
        ("date", date, f"{when:%Y%m%d%H%M%S}" if when else None),
        ("digest", digest, r_digest or "-"),
        ("status", status, "-" if r_type == "revisit" else str(r_status)),
        ("mime", media_type, stated_type),
    ):
        if stated != found:
            return f"the line's {name} is {printable(stated, 100)}, the record's {printable(found, 100)}"
    return None


def _concurrent(ledger: Ledger, keys: Mapping[str, str]) -> Iterator[Damage]:
    rows = ledger.db.execute(
        "SELECT record.warc, record.at, record.id, record.uri, other FROM concurrent JOIN record USING (id)"
        " WHERE other NOT IN (SELECT id FROM record WHERE id IS NOT NULL)"
    )
    for warc, offset, identity, uri, other in rows:
        what = f"WARC-Concurrent-To names {printable(other, 60)}, which is not there"
        yield Damage(
            DamageKind.REFERENCE, keys[warc], what, offset, record_id=identity, urls=(printable(uri, 300),)
        )


def _revisits(ledger: Ledger, keys: Mapping[str, str]) -> Iterator[Damage]:
    rows = ledger.db.execute(
        "SELECT r.warc, r.at, r.id, r.uri, r.digest, r.refers_to, r.refers_uri, r.refers_date,"
        " coalesce(o.id, k.id), coalesce(o.uri, k.url), coalesce(o.date, k.date), coalesce(o.digest, k.digest)"
        " FROM record r LEFT JOIN record o ON o.id = r.refers_to AND o.type = 'response'"
        " LEFT JOIN known k ON k.id = r.refers_to WHERE r.type = 'revisit' AND r.refers_to IS NOT NULL"
    )
    for (
        warc,
        offset,
        identity,
        uri,
        digest,
        to,
        to_uri,
        to_date,
        found,
        its_uri,
        its_date,
        its_digest,
    ) in rows:
        what = None
        if found is None:
            what = f"WARC-Refers-To names {printable(to, 60)}, which is not there"
        elif to_uri is not None and to_uri != its_uri:
            what = f"WARC-Refers-To-Target-URI is not that of {printable(to, 60)}"
        elif to_date is not None and not _same_moment(to_date, its_date):
            what = f"WARC-Refers-To-Date is not that of {printable(to, 60)}"
        elif digest != its_digest:
            what = f"WARC-Payload-Digest is not that of {printable(to, 60)}"
        if what:
            urls = (printable(uri, 300),)
            yield Damage(DamageKind.REFERENCE, keys[warc], what, offset, record_id=identity, urls=urls)


def _same_moment(stated: str, found: str) -> bool:
    """`found` is a WARC-Date, or the 14 digits of an index line."""
    when = moment(stated)
    if len(found) == 14 and found.isdigit():
        return when is not None and f"{when:%Y%m%d%H%M%S}" == found
    return when is not None and when == moment(found)
