"""Table files against their names, manifests and footers; article rows against the records that they lead back to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from storage.verification import tables
from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.objects import fetched
from storage.verification.record_checks import moment
from storage.verification.row_records import records_of
from storage.verification.tables import GroupOf, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from storage.verification.inventory import Inventory
    from storage.verification.manifests import FileClaim
    from storage.verification.objects import Fetched
    from storage.verification.warc_record import Record

Given = TypeVar("Given")
Made = TypeVar("Made")


class Cage(Protocol):
    """Runs a function of a module in a process of its own with bounded memory and time."""

    def each(self, verb: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made | None]:
        """What it makes of each item, in order; None where that cost the process."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An article row beside the record that it leads back to."""

    key: str  # of the table file
    outlet: str
    row: Row
    record: Record


def table_damage(copy: Fetched | None, file: FileClaim, cage: Cage) -> Iterator[Damage]:
    """What is wrong with the file as a file. The bytes are parsed only where they are those of the manifest."""
    if copy is None:
        return
    if not file.is_of(copy.sha256) or copy.unreadable:
        what = f"sha256 is {copy.sha256}, and should be {file.sha256}: its {file.rows} rows cannot be trusted"
        yield Damage(DamageKind.DIGEST, file.key, what)
        return
    (shape,) = cage.each(tables.shape, [_path(copy)])
    if shape is None or shape.wrong:
        yield Damage(
            DamageKind.BAD_TABLE, file.key, shape.wrong if shape else "it cost the process that read it"
        )
    elif file.rows not in (None, shape.rows):
        yield Damage(DamageKind.ROW_COUNT, file.key, f"it has {shape.rows} rows, and should have {file.rows}")


def log_damage(found: Inventory, file: FileClaim, cage: Cage) -> Iterator[Damage]:
    """A live file against the schema of its table, and against what the log says that readers leave it out by."""
    log = next((log for log in found.tables.values() if file.key in log.live), None)
    if log is None or file.key not in found.listed:
        return
    with fetched(found.store, file.key, copied=True) as copy:
        if copy is None or not file.is_of(copy.sha256):
            return  # named already
        (shape,) = cage.each(tables.shape, [_path(copy)])
    if shape is None or shape.wrong:
        return
    for name, kind in shape.columns:
        if log.columns.get(name) != kind:
            what = f"its column {printable(name, 60)} is not that of the table's schema"
            yield Damage(DamageKind.TABLE, file.key, what)
    stats = log.live[file.key].stats
    for part, known in (
        ("minValues", shape.lowest),
        ("maxValues", shape.highest),
        ("nullCount", shape.nulls),
    ):
        for name, stated in stats.get(part, {}).items():
            if name not in known or not _same(stated, known[name]):
                what = f"the Delta log says {part} of {printable(name, 60)} is {printable(stated, 80)}; the file says otherwise"
                yield Damage(DamageKind.TABLE, file.key, what)


def _same(stated: object, found: object) -> bool:
    if isinstance(found, datetime) and isinstance(stated, str):
        try:
            return datetime.fromisoformat(stated) == (found if found.tzinfo else found.replace(tzinfo=UTC))
        except (ValueError, TypeError):
            return False
    return type(stated) is type(found) and stated == found


def rows_of(copy: Fetched, cage: Cage, columns: tuple[str, ...] | None = None) -> Iterator[Row]:
    """The rows of a file without damage; those of a row group that cannot be read are left out."""
    (shape,) = cage.each(tables.shape, [_path(copy)])
    groups = (GroupOf(_path(copy), number, columns) for number in range(shape.groups if shape else 0))
    for group in cage.each(tables.group, groups):
        yield from group.rows if group else ()


def check_articles(found: Inventory, file: FileClaim, cage: Cage) -> Iterator[Damage | Claimed]:
    """Each row of an article file: what is wrong with its way back, or the row beside its record."""
    outlet = file.key.split("/")[1].removeprefix("outlet=")
    with fetched(found.store, file.key, copied=True) as copy:
        if copy is None or tuple(table_damage(copy, file, cage)):
            return  # named where the run or the file itself is checked
        (shape,) = cage.each(tables.shape, [_path(copy)])
        asked = [GroupOf(_path(copy), number) for number in range(shape.groups if shape else 0)]
        for number, group in enumerate(cage.each(tables.group, asked)):
            if group is None or group.wrong:
                what = group.wrong if group else f"row group {number} cost the process that read it"
                yield Damage(DamageKind.BAD_TABLE, file.key, what)
            for row, record in records_of(found.store, group.rows if group else ()):
                yield _claimed(file.key, outlet, row, record)


def _path(copy: Fetched) -> str:
    assert copy.file, "it was asked for"
    return str(copy.file.name)


def _claimed(key: str, outlet: str, row: Row, record: Record | str) -> Damage | Claimed:
    what = record if isinstance(record, str) else _differs(row, record, outlet, key)
    if what or isinstance(record, str):
        offset = row.get("warc_offset")
        return Damage(
            DamageKind.ROW, key, f"{what} ({printable(row.get('warc'), 120)})",
            offset if isinstance(offset, int) else None, record_id=_text(row, "record_id"),
            urls=_some(row, "url"), articles=_some(row, "article_id"),
        )  # fmt: skip
    return Claimed(key, outlet, row, record)


def _differs(row: Row, record: Record, outlet: str, key: str) -> str | None:
    captured = row.get("captured_at")
    if not isinstance(captured, datetime):
        return "the row has no captured_at"
    when = captured.astimezone(UTC)
    for name, stated, found in (
        ("record_id", row.get("record_id"), record.id),
        ("url", row.get("url"), record.uri),
        ("payload_digest", row.get("payload_digest"), record.header("WARC-Payload-Digest")),
        ("captured_at", when, moment(record.header("WARC-Date") or "")),
        ("year", f"year={when.year:04d}", key.split("/")[2]),
    ):
        if stated != found:
            return f"the row's {name} is {printable(stated, 100)}, the record's {printable(found, 100)}"
    warc = str(row.get("warc"))
    if not warc.startswith(f"{outlet}-") or not warc.endswith(f"-{row.get('run')}.warc.gz"):
        return "the row's run and outlet are not those of its WARC file"
    return None if record.type == "response" else f"the row's record is a {printable(record.type, 20)}"


def _text(row: Row, name: str) -> str | None:
    value: Any = row.get(name)
    return value if isinstance(value, str) else None


def _some(row: Row, name: str) -> tuple[str, ...]:
    return (printable(row[name], 300),) if row.get(name) else ()
