"""An archive of twenty outlets and a million articles, made of one outlet's: other ids and addresses, the same texts.

`python -m benchmarks.large_archive --base FOLDER --to FOLDER` where the base comes from `tests.synthetic_archive`. Two
layouts: `runs` has a file for each run of thirty days, as a crawl leaves them; `backfill` one file for each outlet, as a
backfill of ten years in one run leaves it.
"""

from __future__ import annotations

import argparse
import hashlib
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
from storage.corpus import Corpus
from storage.keys import Partition, table_key
from storage.manifest import ArchivedFile, FileKind, RunManifest, manifest_bytes
from storage.object_store import ObjectStore, open_store
from storage.ordering import in_order
from storage.schemas import ARTICLE_SCHEMA, STATISTICS, file_schema
from storage.table_files import GROUP_CHARACTERS, parquet_writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AT = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 2025


def write_archive(base: str, to: str, outlets: int, layout: str, copies: int) -> int:
    """How many rows there are."""
    source, target, rows = Corpus(base), open_store(to), 0
    run = next(run for slug in ("outlet00",) for run in source.runs(slug))
    keys = delta.live_files(source.store, FileKind.ARTICLES)
    for number in range(outlets):
        slug = f"outlet{number:02}"
        with TemporaryDirectory() as name:
            files = tuple(_files(source.store, keys, slug, Path(name), layout, copies))
            for file in files:
                target.put_file(file.key, Path(name) / file.key.rpartition("/")[2], file.sha256)
        delta.commit(target, FileKind.ARTICLES, files, outlet=slug, run=run.run, at=AT)
        made: RunManifest = replace(run, outlet=slug, closed_at=AT, files=files)
        target.put(made.key, manifest_bytes(made))
        rows += sum(file.rows or 0 for file in files)
        print(f"\r{slug} {rows} rows", end="", file=sys.stderr, flush=True)
    return rows


def _files(
    store: ObjectStore, keys: Iterable[str], slug: str, folder: Path, layout: str, copies: int
) -> Iterator[ArchivedFile]:
    if layout == "runs":
        for key in keys:
            year = int(key.split("/year=")[1][:4])
            for copy in range(copies):
                yield _file(_renamed(_tables(store, [key]), slug, copy), Partition(slug, year), folder)
    else:
        yield _file(_groups(_sorted(store, keys, slug, copies, folder)), Partition(slug, YEAR), folder)


def _sorted(
    store: ObjectStore, keys: Iterable[str], slug: str, copies: int, folder: Path
) -> Iterator[pa.Table]:
    """As a run writes them: later revisions behind the first ones."""
    for is_later in (False, True):
        tables = (table for copy in range(copies) for table in _renamed(_tables(store, keys), slug, copy))
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


def _renamed(tables: Iterable[pa.Table], slug: str, copy: int) -> Iterator[pa.Table]:
    for table in tables:
        named = table
        mark = f"{slug}-{copy:x}" if copy else f"{slug}-"
        for column in ("article_id", "url", "canonical_url", "warc"):
            old, new = ("outlet00-", mark) if column == "article_id" else ("outlet00", slug)
            changed = pc.replace_substring(table[column], pattern=old, replacement=new)
            named = named.set_column(table.schema.get_field_index(column), column, changed)
        if copy:
            named = _other_texts(named, copy)
        for field in file_schema(FileKind.ARTICLES):  # of a base from before a column
            if field.name not in named.column_names:
                named = named.append_column(field, pa.nulls(named.num_rows, field.type))
        yield named


def _other_texts(table: pa.Table, copy: int) -> pa.Table:
    """With other letters in the same places: texts as long and as compressible that share nothing with the first."""
    letters = "bdfgklmnprstvz"
    words = str.maketrans(letters, letters[copy:] + letters[:copy])
    digits = str.maketrans("0123456789abcdef", "0123456789abcdef"[copy:] + "0123456789abcdef"[:copy])
    changes = {"article_body": words, "headline": words, "description": words}
    changes |= dict.fromkeys(("content_digest", "payload_digest", "record_id"), digits)
    for column, letters_of in changes.items():
        texts = [text and text.translate(letters_of) for text in table[column].to_pylist()]
        table = table.set_column(table.schema.get_field_index(column), column, pa.array(texts, pa.string()))
    return table


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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--outlets", type=int, default=20)
    parser.add_argument("--layout", choices=("runs", "backfill"), default="runs")
    parser.add_argument(
        "--copies", type=int, default=2, help="articles of each story, under ids of their own"
    )
    chosen = parser.parse_args()
    rows = write_archive(chosen.base, chosen.to, chosen.outlets, chosen.layout, chosen.copies)
    print(f"\n{rows} rows, {len(ARTICLE_SCHEMA)} columns, in {chosen.to}")


if __name__ == "__main__":
    main()
