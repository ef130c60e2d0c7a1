"""The tables of the archive: article revisions and outcomes as Parquet files, and back."""

from __future__ import annotations

from datetime import UTC
from typing import IO, TYPE_CHECKING

from storage.keys import Partition, partition_of
from storage.manifest import ArchivedFile, FileKind
from storage.table_files import KeyedRecord, records, records_of, written_files
from storage.table_rows import ArticleRow, article_record, article_row, outcome_record, outcome_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow.parquet as pq

    from storage.outcome import Outcome


def article_files(rows: Iterable[ArticleRow], folder: Path) -> tuple[ArchivedFile, ...]:
    """The rows as Parquet, one file for each outlet and year of capture, at `folder / key`.

    Sorted by the moment of publication, or of the capture where a page states none, and record id: what was published
    in one month stands in few row groups, however it was crawled. Equal rows make equal bytes with one version of pyarrow. Memory does not
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


def outcomes_of(file: pq.ParquetFile, outlet: str) -> Iterator[Outcome]:
    """The rows of an outcome file of that outlet that is open."""
    return (outcome_row(record, outlet) for record in records_of(file))


def _keyed_article(row: ArticleRow) -> KeyedRecord:
    record, captured = article_record(row), row.article.captured_at.astimezone(UTC)
    published = row.article.date_published
    moment = published.astimezone(UTC) if published else captured
    return KeyedRecord(Partition(row.article.outlet, captured.year), (moment, record["record_id"]), record)


def _keyed_outcome(row: Outcome) -> KeyedRecord:
    decided = row.decided_at.astimezone(UTC)
    return KeyedRecord(Partition(row.outlet, decided.year), (decided, row.url), outcome_record(row))
