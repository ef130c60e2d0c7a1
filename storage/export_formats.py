"""Articles as files that people's tools open. Each export can begin anew, or bring up to date what it wrote before.

`tables` are the rows by outlet and moment. `touched` are the articles that are no longer what they were; of them only
what is in `tables` stays. None: all of what was there goes.
"""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from storage.export_lines import Csv, JsonLines, written_lines
from storage.export_sqlite import is_database, write_database
from storage.exports import text
from storage.ordering import in_order
from storage.pull_state import Output, digest_of, read_sums, write_atomically
from storage.safe_names import safe_name
from storage.schemas import ARTICLE_SCHEMA
from storage.selection import kept
from storage.table_files import parquet_writer, regrouped
from storage.table_rows import ArticleRow, article_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Touched = frozenset[str] | None


class Written(NamedTuple):
    """How many articles the folder has, how many of them were not there as they are, how many went; its files' sha256."""

    articles: int
    new: int
    removed: int
    sums: dict[str, str]


class Export(NamedTuple):
    write: Callable[[Iterable[pa.Table], Path, Touched], Written]
    is_there: Callable[[Path], bool]


def rows_in(tables: Iterable[pa.Table]) -> Iterator[ArticleRow]:
    for table in tables:
        yield from (article_row(record, record["outlet"]) for record in table.to_pylist())


def write_texts(tables: Iterable[pa.Table], folder: Path, touched: Touched) -> Written:
    """One file per article: <outlet>/<year>/<article id>.txt, no part of it from a page."""
    old = read_sums(folder)
    gone = None if touched is None else {safe_name(name) for name in touched}
    sums = {} if gone is None else {name: sha for name, sha in old.items() if _stem(name) not in gone}
    new = 0
    for row in rows_in(tables):
        moment = row.article.date_published or row.article.captured_at
        name = f"{safe_name(row.article.outlet)}/{moment:%Y}/{safe_name(row.article.article_id)}.txt"
        data = text(row).encode("utf-8", "backslashreplace")
        sums[name] = hashlib.sha256(data).hexdigest()
        if not _holds(folder / name, data):
            write_atomically(folder / name, data)
            new += 1
    gone_names = old.keys() - sums.keys()
    for name in gone_names:
        (folder / name).unlink(missing_ok=True)
    return Written(len(sums), new, len({*map(_stem, gone_names)} - {*map(_stem, sums)}), sums)


def _holds(path: Path, data: bytes) -> bool:
    return path.exists() and path.read_bytes() == data


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".txt")


def write_jsonl(tables: Iterable[pa.Table], folder: Path, touched: Touched) -> Written:
    """All articles in articles.jsonl, one JSON object a line under the names of the table's columns."""
    return _one_file(JsonLines(), tables, folder / "articles.jsonl", touched)


def write_csv(tables: Iterable[pa.Table], folder: Path, touched: Touched) -> Written:
    """All articles in articles.csv."""
    return _one_file(Csv(), tables, folder / "articles.csv", touched)


def _one_file(form: JsonLines | Csv, tables: Iterable[pa.Table], place: Path, touched: Touched) -> Written:
    place.parent.mkdir(parents=True, exist_ok=True)
    counts = written_lines(form, rows_in(tables), place, touched)
    return Written(*counts, {place.name: digest_of(place)})


def write_parquet(tables: Iterable[pa.Table], folder: Path, touched: Touched) -> Written:
    """A file for each outlet, articles-<outlet>.parquet, with all columns; the files of outlets without news stay."""
    old = {name: sha for name, sha in read_sums(folder).items() if name.endswith(".parquet")}
    names = {safe_name(_outlet(folder / name)): name for name in old} if touched is not None else {}
    sums, articles, new, removed = dict[str, str](), 0, 0, 0
    folder.mkdir(parents=True, exist_ok=True)
    for outlet, news in groupby(tables, key=lambda table: str(table["outlet"][0])):
        name = f"articles-{safe_name(outlet)}.parquet"
        before = names.pop(safe_name(outlet), None)
        counts = _write_outlet(
            news, folder, name, folder / before if before else None, touched or frozenset()
        )
        articles, new, removed = articles + counts[0], new + counts[1], removed + counts[2]
        sums[name] = digest_of(folder / name)
    for name in names.values():  # outlets of which nothing came: articles may have gone
        counts = _write_outlet((), folder, name, folder / name, touched or frozenset())
        articles, removed = articles + counts[0], removed + counts[2]
        sums[name] = digest_of(folder / name)
    for name in old.keys() - sums.keys():
        (folder / name).unlink(missing_ok=True)
    return Written(articles, new, removed, sums)


def _write_outlet(
    news: Iterable[pa.Table], folder: Path, name: str, before: Path | None, touched: frozenset[str]
) -> tuple[int, int, int]:
    """Articles, new ones, and those that went."""
    came, stay, all_old = set[str](), 0, dict[str, bool]()

    def sources() -> Iterator[pa.Table]:
        nonlocal stay
        for table in _tables(before) if before else ():
            stays = [str(name) not in touched for name in table["article_id"].to_pylist()]
            all_old.update(zip(map(str, table["article_id"].to_pylist()), stays, strict=True))
            stay += sum(stays)
            yield kept(table, stays)
        for table in news:
            came.update(map(str, table["article_id"].to_pylist()))
            yield table

    growing = folder / f".{name}.part"
    with parquet_writer(
        str(growing), ARTICLE_SCHEMA, ("article_id", "kind", "date_published", "captured_at")
    ) as writer:
        for table in regrouped(in_order(sources(), folder)):
            writer.write_table(table)
    growing.replace(folder / name)
    gone = {name for name, stayed in all_old.items() if not stayed} - came
    return stay + len(came), len(came), len(gone)


def _tables(path: Path) -> Iterator[pa.Table]:
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, use_threads=False)


def _outlet(path: Path) -> str:
    return path.name.removeprefix("articles-").removesuffix(".parquet")


def write_sqlite(tables: Iterable[pa.Table], folder: Path, touched: Touched) -> Written:
    """articles.sqlite, with full-text search; it opens in Datasette. It has no sha256: you may add to it."""
    folder.mkdir(parents=True, exist_ok=True)
    return Written(*write_database(rows_in(tables), folder / "articles.sqlite", touched), {})


EXPORTS = {
    Output.TXT: Export(write_texts, lambda _: True),
    Output.JSONL: Export(write_jsonl, lambda folder: (folder / "articles.jsonl").exists()),
    Output.CSV: Export(write_csv, lambda folder: (folder / "articles.csv").exists()),
    Output.PARQUET: Export(write_parquet, lambda _: True),
    Output.SQLITE: Export(write_sqlite, lambda folder: is_database(folder / "articles.sqlite")),
}
