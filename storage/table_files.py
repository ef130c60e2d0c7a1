"""Parquet files of bounded memory and settled bytes: the same rows make the same file, in whatever order they came.

Rows are spilled to a scratch file of Arrow batches, put in order by their sort keys alone, and written again as the
row groups of a Parquet file. Rows that come in order, as they mostly do, are copied in whole slices.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

import pyarrow as pa
import pyarrow.parquet as pq

from storage.durable import made_folder, sync
from storage.keys import Partition, table_key
from storage.manifest import ArchivedFile, FileKind
from storage.reading_tables import named
from storage.schemas import STATISTICS, file_schema
from storage.table_rows import Record, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

GROUP_ROWS = 2_000  # of a row group; the limit that is met first ends it
GROUP_CHARACTERS = 1 << 20
RELEASED_GROUP_BYTES = 4 << 20  # of a row group of a file that is put together of many, as Arrow has it
SEAM_CHARACTERS = (
    GROUP_CHARACTERS >> 3
)  # of a row group that may end at a seam: each costs 6 KB of its footer
BATCH_ROWS = 200  # of a batch likewise: as Python's objects, its rows take ten times the memory
BATCH_CHARACTERS = 1 << 17
BATCHES_KEPT = 4  # in memory, for rows that come nearly in order

pa.set_memory_pool(
    pa.system_memory_pool()
)  # the default, mimalloc, keeps what is freed: 24 MB after 2,000 articles

SortKey = tuple[Any, ...]  # Any: moments and strings; the keys of one table are alike


@dataclass(frozen=True, slots=True)
class KeyedRecord:
    """A row on its way into a file."""

    partition: Partition
    sort_key: SortKey
    record: Record


class Place(NamedTuple):
    """Where a row lies in a spill."""

    sort_key: SortKey
    batch: int
    row: int
    characters: int


def _one_file(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    yield places


def _seamless(before: SortKey, after: SortKey) -> bool:  # noqa: ARG001 - as others look at them
    return False


class Layout(NamedTuple):
    """How the rows of a partition, in their order, are parted into files, and where row groups end before they are full."""

    files: Callable[[Sequence[Place]], Iterator[Sequence[Place]]] = _one_file
    is_seam: Callable[[SortKey, SortKey], bool] = _seamless  # between two rows, by their keys


ONE_FILE = Layout()


def written_files(
    rows: Iterable[KeyedRecord], table: FileKind, folder: Path, layout: Layout = ONE_FILE
) -> tuple[ArchivedFile, ...]:
    """The Parquet files of each partition, at `folder / key`, synced; ordered by partition.

    Rows with equal sort keys keep the order in which they came.
    """
    with ExitStack() as stack:
        spills: dict[Partition, _Spill] = {}
        for row in rows:
            if row.partition not in spills:
                spills[row.partition] = stack.enter_context(_Spill(table, folder))
            spills[row.partition].add(row)
        files = tuple(
            file
            for partition in sorted(spills)
            for file in _settled(spills[partition], partition, folder, layout)
        )
    pa.default_memory_pool().release_unused()  # with the system's pool: all that malloc keeps of what was freed
    return files


def records(key: str, data: IO[bytes]) -> Iterator[Record]:
    """The rows of the Parquet file with this key, one row group in memory at a time. CorruptObject."""
    with named(key), pq.ParquetFile(data) as file:
        yield from records_of(file)


def records_of(file: pq.ParquetFile) -> Iterator[Record]:
    """The rows of a Parquet file that is open, one row group in memory at a time."""
    for group in range(file.num_row_groups):
        yield from file.read_row_group(group).to_pylist()


class _Spill:
    """Rows of one partition on scratch disk, in the order in which they came."""

    def __init__(self, table: FileKind, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.table, self.places = table, list[Place]()
        self.path = folder / f".{secrets.token_hex(8)}.arrow"
        self._schema, self._waiting, self._batches, self._characters = (
            file_schema(table),
            list[Record](),
            0,
            0,
        )

    def __enter__(self) -> Self:
        self._writer = pa.ipc.new_file(str(self.path), self._schema)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._writer.close()
        finally:
            self.path.unlink()

    def add(self, row: KeyedRecord) -> None:
        size = _characters(row.record)
        self.places.append(Place(row.sort_key, self._batches, len(self._waiting), size))
        self._waiting.append(row.record)
        self._characters += size
        if len(self._waiting) == BATCH_ROWS or self._characters >= BATCH_CHARACTERS:
            self._flush()

    def finish(self) -> None:
        """Call it after the last `add`."""
        self._flush()
        self._writer.close()
        self.places.sort(key=lambda place: place.sort_key)

    def tables(self, groups: Iterable[list[Place]]) -> Iterator[pa.Table]:
        """The rows at these places, a table for each row group."""
        with pa.OSFile(str(self.path), "rb") as scratch, pa.ipc.open_file(scratch) as batches:
            batch = lru_cache(BATCHES_KEPT)(batches.get_batch)
            for group in groups:
                slices = [batch(run[0].batch).slice(run[0].row, len(run)) for run in _runs(group)]
                yield pa.Table.from_batches(slices, self._schema).combine_chunks()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_batch(_batch(self._waiting, self._schema))
            self._waiting, self._batches, self._characters = [], self._batches + 1, 0


def _batch(rows: list[Record], schema: pa.Schema) -> pa.RecordBatch:
    try:
        return pa.RecordBatch.from_pylist(rows, schema)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist([printable(row) for row in rows], schema)


def _row_groups(places: Sequence[Place], layout: Layout) -> Iterator[list[Place]]:
    group, size = list[Place](), 0
    for place in places:
        if size >= SEAM_CHARACTERS and layout.is_seam(group[-1].sort_key, place.sort_key):
            yield group
            group, size = [], 0
        group.append(place)
        size += place.characters
        if len(group) == GROUP_ROWS or size >= GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _runs(group: list[Place]) -> Iterator[list[Place]]:
    """The group in pieces whose rows lie one behind the other in one batch."""
    run = group[:1]
    for place in group[1:]:
        if place.batch == run[-1].batch and place.row == run[-1].row + 1:
            run.append(place)
        else:
            yield run
            run = [place]
    yield run


def _settled(spill: _Spill, partition: Partition, folder: Path, layout: Layout) -> Iterator[ArchivedFile]:
    """The Parquet files under the names that their contents give them."""
    spill.finish()
    for places in layout.files(spill.places):
        yield _file(spill, places, partition, folder, layout)


def _file(
    spill: _Spill, places: Sequence[Place], partition: Partition, folder: Path, layout: Layout
) -> ArchivedFile:
    fresh = spill.path.with_suffix(".parquet")
    with fresh.open("w+b") as file:
        schema = file_schema(spill.table)
        with parquet_writer(file, schema, STATISTICS.get(spill.table)) as writer:
            for group in spill.tables(_row_groups(places, layout)):
                writer.write_table(group, row_group_size=GROUP_ROWS)
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    key = table_key(spill.table, partition, sha256)
    _move_durably(fresh, folder / key)
    return ArchivedFile(spill.table, key, size, sha256, len(places))


def parquet_writer(
    file: IO[bytes] | str, schema: pa.Schema, statistics: Sequence[str] | None = None
) -> pq.ParquetWriter:
    """As all our tables are written; statistics of these columns, or of all.

    Without dictionaries: zstd finds the repetitions itself, in files as small and a third of the memory. Every page
    has its CRC-32, so that what is read in parts is checked, too.
    """
    return pq.ParquetWriter(
        file,
        schema,
        compression="zstd",
        use_dictionary=False,
        write_statistics=True if statistics is None else list(statistics),
        write_page_checksum=True,
    )


def regrouped(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables that make row groups of a sensible size: few footers' entries, little memory."""
    waiting, size = list[pa.Table](), 0
    for table in tables:
        waiting.append(table)
        size += table.nbytes
        if size >= RELEASED_GROUP_BYTES:
            yield pa.concat_tables(waiting).combine_chunks()
            waiting, size = [], 0
    if waiting:
        yield pa.concat_tables(waiting).combine_chunks()


def _move_durably(fresh: Path, path: Path) -> None:
    made_folder(path.parent)
    fresh.rename(path)
    sync(path.parent)


def _characters(value: Any) -> int:  # noqa: ANN401 - any value of a record
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(_characters(item) for item in value.values())
    return sum(_characters(item) for item in value) if isinstance(value, list) else 0
