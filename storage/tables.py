"""The tables of the archive: article revisions and outcomes as Parquet files, and back."""

from __future__ import annotations

from datetime import UTC
from typing import IO, TYPE_CHECKING

from storage.keys import Partition, partition_of
from storage.link_rows import link_row
from storage.manifest import ArchivedFile, FileKind
from storage.table_files import KeyedRecord, columns, records, written_files
from storage.table_rows import ArticleRow, Record, article_record, article_row, outcome_record, outcome_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from storage.link import Link
    from storage.outcome import Outcome


def article_files(rows: Iterable[ArticleRow], folder: Path) -> tuple[ArchivedFile, ...]:
    """The rows as Parquet, one file for each outlet and year of capture, at `folder / key`.

    Sorted by capture date and record id; equal rows make equal bytes with one version of pyarrow. Memory does not
    grow with the articles' texts. ValueError for an article without a pressmark.
    """
    return written_files(map(_keyed_article, rows), FileKind.ARTICLES, folder)


def outcome_files(rows: Iterable[Outcome], folder: Path) -> tuple[ArchivedFile, ...]:
    """The same for outcomes: year of the decision, sorted by its moment and the URL."""
    return written_files(map(_keyed_outcome, rows), FileKind.OUTCOMES, folder)


def read_articles(key: str, data: IO[bytes]) -> Iterator[ArticleRow]:
    """The rows of the article file with this key; the key says the outlet."""
    outlet = partition_of(key).outlet
    return (article_row(record, outlet) for record in records(data))


def read_outcomes(key: str, data: IO[bytes]) -> Iterator[Outcome]:
    """The rows of the outcome file with this key."""
    outlet = partition_of(key).outlet
    return (outcome_row(record, outlet) for record in records(data))


def revisions_in(data: IO[bytes]) -> dict[str, int]:
    """The highest revision of each article id in an article file, without reading the texts."""
    ids, revisions = columns(data, ("article_id", "revision"))
    return {article_id: revision for revision, article_id in sorted(zip(revisions, ids, strict=True))}


def link_files(
    records_of: Iterable[tuple[int, Record]], outlet: str, folder: Path
) -> tuple[ArchivedFile, ...]:
    """The same for the links of one outlet's articles: year of the article's first capture, sorted by both articles."""
    return written_files((_keyed_link(outlet, *row) for row in records_of), FileKind.LINKS, folder)


def read_links(key: str, data: IO[bytes]) -> Iterator[Link]:
    """The links in the file with this key."""
    partition = partition_of(key)
    return (link_row(record, partition.outlet, partition.year) for record in records(data))


def _keyed_link(outlet: str, year: int, record: Record) -> KeyedRecord:
    names = ("article_id", "original_id", "revision", "original_revision")
    return KeyedRecord(Partition(outlet, year), tuple(record[name] for name in names), record)


def _keyed_article(row: ArticleRow) -> KeyedRecord:
    record, captured = article_record(row), row.article.captured_at.astimezone(UTC)
    return KeyedRecord(Partition(row.article.outlet, captured.year), (captured, record["record_id"]), record)


def _keyed_outcome(row: Outcome) -> KeyedRecord:
    decided = row.decided_at.astimezone(UTC)
    return KeyedRecord(Partition(row.outlet, decided.year), (decided, row.url), outcome_record(row))
