"""An archive of twenty outlets and a million articles, made of a smaller one: groups of its outlets in other words.

    python -m tests.synthetic_archive --to BASE --outlets 4 --articles 200000 --years 10
    python -m benchmarks.large_archive --base BASE --to ARCHIVE --groups 5
    PRESSMARK_ARCHIVE_URL=ARCHIVE scrapy compact --apply

The outlets of a group copy each other as those of the base do, and share nothing with another group's: letters are
changed for others, so that texts are as long and as compressible. Two layouts: `runs` has a file for each file of the
base, as runs leave them; `backfill` one file for each outlet, as a backfill of all years in one run leaves it.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from storage import delta
from storage.corpus import Corpus, archived_outlets
from storage.keys import Partition, partition_of, table_key
from storage.manifest import ArchivedFile, FileKind, RunManifest, manifest_bytes
from storage.object_store import ObjectStore, open_store
from storage.ordering import in_order
from storage.schemas import ARTICLE_SCHEMA, STATISTICS, file_schema
from storage.table_files import GROUP_CHARACTERS, parquet_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

AT = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 2025


def write_archive(base: str, to: str, groups: int, layout: str) -> int:
    """How many rows there are."""
    source, target, rows = Corpus(base), open_store(to), 0
    outlets = archived_outlets(source.store)
    for group in range(groups):
        for number, old in enumerate(outlets):
            slug = f"outlet{group * len(outlets) + number:02}"
            run = next(iter(source.runs(old)))
            keys = delta.live_files(source.store, FileKind.ARTICLES, old)
            with TemporaryDirectory() as name:
                files = tuple(_files(source.store, keys, group * len(outlets), group, Path(name), layout))
                for file in files:
                    target.put_file(file.key, Path(name) / file.key.rpartition("/")[2], file.sha256)
            delta.commit(target, FileKind.ARTICLES, files, outlet=slug, run=run.run, at=AT)
            made: RunManifest = replace(run, outlet=slug, closed_at=AT, files=files, previous=None)
            target.put(made.key, manifest_bytes(made))
            rows += sum(file.rows or 0 for file in files)
            print(f"\r{slug} {rows} rows", end="", file=sys.stderr, flush=True)
    return rows


def _files(
    store: ObjectStore, keys: Sequence[str], shift: int, group: int, folder: Path, layout: str
) -> Iterator[ArchivedFile]:
    slug = _shifted(partition_of(keys[0]).outlet, shift)
    if layout == "runs":
        for key in keys:
            tables = _renamed(_tables(store, [key]), shift, group)
            yield _file(tables, Partition(slug, partition_of(key).year), folder)
    else:
        yield _file(_groups(_sorted(store, keys, shift, group, folder)), Partition(slug, YEAR), folder)


def _sorted(
    store: ObjectStore, keys: Sequence[str], shift: int, group: int, folder: Path
) -> Iterator[pa.Table]:
    """As a run writes them: later revisions behind the first ones."""
    for is_later in (False, True):
        tables = _renamed(_tables(store, keys), shift, group)
        chosen = (
            table.filter(pc.equal(pc.greater(table["revision"], pa.scalar(1)), pa.scalar(is_later)))
            for table in tables
        )
        yield from in_order(chosen, folder)


def _tables(store: ObjectStore, keys: Iterable[str]) -> Iterator[pa.Table]:
    for key in keys:
        with pq.ParquetFile(pa.BufferReader(store.get(key))) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)


def _renamed(tables: Iterable[pa.Table], shift: int, group: int) -> Iterator[pa.Table]:
    for table in tables:
        named = table
        for column in ("article_id", "url", "canonical_url", "warc"):
            named = _changed(named, column, lambda text: _shifted(text, shift))
        if group:
            named = _other_texts(named, group)
        for field in file_schema(FileKind.ARTICLES):  # of a base from before a column
            if field.name not in named.column_names:
                named = named.append_column(field, pa.nulls(named.num_rows, field.type))
        yield named


def _shifted(text: str, shift: int) -> str:
    """With the numbers of outlets as those of another group."""
    return re.sub(r"outlet([0-9]{2})", lambda match: f"outlet{int(match[1]) + shift:02}", text)


def _other_texts(table: pa.Table, group: int) -> pa.Table:
    """With other letters in the same places: texts as long and as compressible that share nothing with the first."""
    letters, figures = "bdfgklmnprstvz", "0123456789abcdef"
    words = str.maketrans(letters, letters[group:] + letters[:group])
    digits = str.maketrans(figures, figures[group:] + figures[:group])
    for column in ("article_body", "headline", "description"):
        table = _changed(table, column, lambda text: text.translate(words))
    for column in ("content_digest", "payload_digest", "record_id"):
        table = _changed(table, column, lambda text: text.translate(digits))
    return table


def _changed(table: pa.Table, column: str, change: Callable[[str], str]) -> pa.Table:
    texts = [text and change(text) for text in table[column].to_pylist()]
    return table.set_column(table.schema.get_field_index(column), column, pa.array(texts, pa.string()))


def _groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Row groups of the size that a run writes."""
    waiting = list[pa.Table]()
    for table in tables:
        for start in range(0, table.num_rows, 50):
            waiting.append(table.slice(start, 50))
            if sum(one.nbytes for one in waiting) > GROUP_CHARACTERS:
                yield pa.concat_tables(waiting).combine_chunks()
                waiting = []
    if waiting:
        yield pa.concat_tables(waiting).combine_chunks()


def _file(tables: Iterable[pa.Table], partition: Partition, folder: Path) -> ArchivedFile:
    fresh, rows = folder / "growing", 0
    schema = file_schema(FileKind.ARTICLES)
    with parquet_writer(str(fresh), schema, STATISTICS[FileKind.ARTICLES]) as writer:
        for table in tables:
            writer.write_table(table.select(schema.names))
            rows += table.num_rows
    sha256 = hashlib.sha256(fresh.read_bytes()).hexdigest()
    key = table_key(FileKind.ARTICLES, partition, sha256)
    size = fresh.stat().st_size
    fresh.rename(folder / key.rpartition("/")[2])
    return ArchivedFile(FileKind.ARTICLES, key, size, sha256, rows)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--groups", type=int, default=5)
    parser.add_argument("--layout", choices=("runs", "backfill"), default="runs")
    chosen = parser.parse_args()
    rows = write_archive(chosen.base, chosen.to, chosen.groups, chosen.layout)
    print(f"\n{rows} rows, {len(ARTICLE_SCHEMA)} columns, in {chosen.to}")


if __name__ == "__main__":
    main()
