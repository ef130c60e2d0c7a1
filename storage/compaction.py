"""Small table files of many runs merged into few, articles by year of publication, and those that were superseded removed.

The merged files are written by the road of all table files and not by delta-rs's `optimize`: that would name them at
random and order their rows as they came, while here a file's name is the beginning of its sha256, its rows are sorted,
and the same rows give the same bytes. What delta-rs does is the commit, which swaps the files at once or not at all,
and the judgement which files no version within the time of grace needs.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

from storage import delta, maintenance
from storage.arrangement import is_settled
from storage.keys import Partition, partition_of
from storage.maintenance import Operation, Work
from storage.manifest import ArchivedFile, FileKind
from storage.object_store import CorruptObject, verified_copy
from storage.table_files import records
from storage.table_rows import (
    announcement_record,
    announcement_row,
    article_record,
    article_row,
    outcome_record,
    outcome_row,
)
from storage.tables import announcement_files, arranged_article_files, outcome_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from storage.delta import TableFile
    from storage.object_store import ObjectStore
    from storage.table_rows import Record

SMALL_BYTES = 32 << 20  # a file of less is merged with others
TARGET_BYTES = 128 << 20  # of a merged file: some hundred row groups
TABLES = (FileKind.ARTICLES, FileKind.OUTCOMES, FileKind.ANNOUNCEMENTS)
GRACE = timedelta(days=7)  # delta-rs's own default: readers of an earlier version may still be at it


@dataclass(frozen=True, slots=True)
class Merge:
    """Live files of one partition whose rows are to be written again: as one file, articles as few."""

    table: FileKind
    partition: Partition
    files: tuple[TableFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Superseded:
    """Files of one outlet and table that no version within the time of grace needs."""

    table: FileKind
    outlet: str
    keys: tuple[str, ...]


def merges(store: ObjectStore, outlets: frozenset[str]) -> tuple[Merge, ...]:
    """What there is to merge, of these outlets or of all. The same table gives the same merges."""
    return tuple(
        Merge(table, partition, group)
        for table in TABLES
        for partition, files in sorted(_partitions(store, table, outlets).items())
        for group in _ROADS[table].groups(files)
    )


def _partitions(
    store: ObjectStore, table: FileKind, outlets: frozenset[str]
) -> dict[Partition, list[TableFile]]:
    found: dict[Partition, list[TableFile]] = {}
    for file in delta.snapshot(store, table).files:
        partition = partition_of(file.key)
        if not outlets or partition.outlet in outlets:
            found.setdefault(partition, []).append(file)
    return found


def compact(store: ObjectStore, merge: Merge, now: datetime) -> tuple[ArchivedFile, ...]:
    """Write the merged files, prove their rows, and swap them for the others in one commit. StoreError; OSError.

    Readers see the old files or the new ones, never both. Earlier versions can be read until they are vacuumed.
    """
    table, keys = merge.table, tuple(file.key for file in merge.files)
    with TemporaryDirectory(prefix="compact-") as name:
        folder = Path(name)
        before = _Sum()
        files = _ROADS[table].files(before.counted(table, _rows(store, table, keys)), folder)
        after = _Sum()
        for file in files:
            with (folder / file.key).open("rb") as fresh:
                after.of(table, _read(table, file.key, fresh))
        if (before.rows, before.total) != (after.rows, after.total):
            raise CorruptObject(f"{files[0].key} does not hold the rows of the files that it should replace")
        for file in files:
            verified_copy(store, file.key, folder / file.key, file.sha256)
    outlet = merge.partition.outlet
    maintenance.record(store, Work(Operation.COMPACT, outlet, table, now, files, replaced=keys))
    delta.swap(store, table, keys, files, now=now)
    return files


def superseded(store: ObjectStore, outlets: frozenset[str], grace: timedelta) -> tuple[Superseded, ...]:
    """Files that were live once and are needed by no version younger than `grace`, as delta-rs judges it."""
    found: list[Superseded] = []
    for table in TABLES:
        by_outlet: dict[str, list[str]] = {}
        for key in delta.vacuumable(store, table, grace):
            outlet = partition_of(key).outlet
            if (not outlets or outlet in outlets) and store.head(key):
                by_outlet.setdefault(outlet, []).append(key)
        found += (Superseded(table, outlet, tuple(sorted(by_outlet[outlet]))) for outlet in sorted(by_outlet))
    return tuple(found)


def vacuum(store: ObjectStore, old: Superseded, now: datetime) -> None:
    """Note that the files go, then delete them. Versions that need them cannot be read any more. StoreError."""
    maintenance.record(store, Work(Operation.VACUUM, old.outlet, old.table, now, removed=old.keys))
    for key in old.keys:
        store.delete(key)


def same_rows(
    store: ObjectStore, table: FileKind, keys: Iterable[str], folder: Path, others: Iterable[str]
) -> bool:
    """Whether the archive's files hold the rows of other files, which lie below `folder`, in whatever order."""
    there = _Sum()
    for key in others:
        with (folder / key).open("rb") as file:
            there.of(table, _read(table, key, file))
    return _Sum().of(table, _rows(store, table, keys)) == (there.rows, there.total)


def _unsettled(files: list[TableFile]) -> Iterator[tuple[TableFile, ...]]:
    """All articles of the partition, if they do not lie as they should."""
    if not is_settled(files):
        yield tuple(files)


def _small(files: list[TableFile]) -> Iterator[tuple[TableFile, ...]]:
    """Small files that make a large one together."""
    group: list[TableFile] = []
    size = 0
    for file in files:
        if file.size >= SMALL_BYTES:
            continue
        if size + file.size > TARGET_BYTES:
            yield tuple(group)
            group, size = [], 0
        group.append(file)
        size += file.size
    if len(group) > 1:
        yield tuple(group)


@dataclass(frozen=True, slots=True)
class _Road:
    """How the rows of a table are read, told apart, and written: as everywhere else."""

    row: Callable[[Record, str], Any]  # Any: the table's own kind of row
    record: Callable[[Any], Record]
    files: Callable[[Iterable[Any], Path], tuple[ArchivedFile, ...]]
    groups: Callable[
        [list[TableFile]], Iterator[tuple[TableFile, ...]]
    ]  # of a partition, what is to be merged


_ROADS = {
    FileKind.ARTICLES: _Road(article_row, article_record, arranged_article_files, _unsettled),
    FileKind.OUTCOMES: _Road(outcome_row, outcome_record, outcome_files, _small),
    FileKind.ANNOUNCEMENTS: _Road(announcement_row, announcement_record, announcement_files, _small),
}


class _Sum:
    """Of rows, whatever their order: how many, and the sum of their digests."""

    def __init__(self) -> None:
        self.rows, self.total = 0, 0

    def counted(self, table: FileKind, rows: Iterable[Any]) -> Iterator[Any]:  # Any: the table's rows
        for row in rows:
            text = json.dumps(_ROADS[table].record(row), sort_keys=True, default=str)
            self.rows += 1
            self.total += int.from_bytes(hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest())
            yield row

    def of(self, table: FileKind, rows: Iterable[Any]) -> tuple[int, int]:
        """Rows and sum, when all of them have been counted."""
        for _ in self.counted(table, rows):
            pass
        return self.rows, self.total


def _rows(store: ObjectStore, table: FileKind, keys: Iterable[str]) -> Iterator[Any]:  # Any: the table's rows
    for key in keys:
        data = store.get(key)
        digest = hashlib.sha256(data).hexdigest()
        if not key.endswith(f"/{digest[:32]}.parquet"):
            raise CorruptObject(f"{key} holds other bytes than its name says: `scrapy verify` tells more")
        yield from _read(table, key, io.BytesIO(data))


def _read(table: FileKind, key: str, data: IO[bytes]) -> Iterator[Any]:  # Any: the table's rows
    outlet = partition_of(key).outlet
    return (_ROADS[table].row(record, outlet) for record in records(key, data))
