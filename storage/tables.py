"""The tables of the archive: article revisions and outcomes as Parquet files, and back."""

from __future__ import annotations

from datetime import UTC
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from storage.arrangement import files_by_year, months_part, rank_of
from storage.keys import Partition, partition_of
from storage.link_rows import link_row
from storage.manifest import ArchivedFile, FileKind
from storage.table_files import KeyedRecord, Layout, records, records_of, written_files
from storage.table_rows import (
    ArticleRow,
    Record,
    announcement_record,
    announcement_row,
    article_record,
    article_row,
    outcome_record,
    outcome_row,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow.parquet as pq

    from storage.announcement import Announcement
    from storage.link import Link
    from storage.outcome import Outcome


def article_files(rows: Iterable[ArticleRow], folder: Path) -> tuple[ArchivedFile, ...]:
    """The rows as Parquet, one file for each outlet and year of capture, at `folder / key`.

    Sorted by rank, the moment of publication, or of the capture where a page states none, and record id: what was
    published in one month stands in few row groups, however it was crawled, and later revisions behind all others: who
    asks which are the newest reads the ids of these row groups alone. Equal rows make equal bytes with one version of
    pyarrow. Memory does not grow with the articles' texts. ValueError for an article without a pressmark.
    """
    return written_files(map(_keyed_article, rows), FileKind.ARTICLES, folder)


def arranged_article_files(rows: Iterable[ArticleRow], folder: Path) -> tuple[ArchivedFile, ...]:
    """The same rows in files of one rank and year of publication, as they lie when they were merged (arrangement.py)."""
    layout = Layout(files_by_year, months_part)
    return written_files(map(_keyed_article, rows), FileKind.ARTICLES, folder, layout)


def outcome_files(rows: Iterable[Outcome], folder: Path) -> tuple[ArchivedFile, ...]:
    """The same for outcomes: year of the decision, sorted by its moment and the URL."""
    return written_files(map(_keyed_outcome, rows), FileKind.OUTCOMES, folder)


def announcement_files(rows: Iterable[Announcement], folder: Path) -> tuple[ArchivedFile, ...]:
    """The same for announcements: year of the source's capture, sorted by its moment, the source and the URL."""
    return written_files(map(_keyed_announcement, rows), FileKind.ANNOUNCEMENTS, folder)


def read_articles(key: str, data: IO[bytes]) -> Iterator[ArticleRow]:
    """The rows of the article file with this key; the key says the outlet."""
    outlet = partition_of(key).outlet
    return (article_row(record, outlet) for record in records(key, data))


def read_outcomes(key: str, data: IO[bytes]) -> Iterator[Outcome]:
    """The rows of the outcome file with this key."""
    outlet = partition_of(key).outlet
    return (outcome_row(record, outlet) for record in records(key, data))


def outcomes_of(file: pq.ParquetFile, outlet: str) -> Iterator[Outcome]:
    """The rows of an outcome file of that outlet that is open."""
    return (outcome_row(record, outlet) for record in records_of(file))


def announcements_of(file: pq.ParquetFile, outlet: str) -> Iterator[Announcement]:
    """The rows of an announcement file of that outlet that is open."""
    return (announcement_row(record, outlet) for record in records_of(file))


def link_files(rows: Iterable[tuple[int, Record]], outlet: str, folder: Path) -> tuple[ArchivedFile, ...]:
    """The same for the links of one outlet's articles: year of the article's first capture, sorted by both articles."""
    return written_files((_keyed_link(outlet, *row) for row in rows), FileKind.LINKS, folder)


def links_of(
    file: pq.ParquetFile, partition: Partition, article_id: str | None = None, outlet: str | None = None
) -> Iterator[Link]:
    """The links in a file of that partition that is open; those of one article or outlet, on either end, if named."""
    for group in range(file.num_row_groups):
        rows = file.read_row_group(group, use_threads=False)
        if article_id is not None:
            either = pc.or_(
                pc.equal(rows["article_id"], pa.scalar(article_id)),
                pc.equal(rows["original_id"], pa.scalar(article_id)),
            )
            rows = rows.filter(either)
        if outlet not in (None, partition.outlet):
            rows = rows.filter(pc.equal(rows["original_outlet"], pa.scalar(outlet)))
        yield from (link_row(record, partition.outlet, partition.year) for record in rows.to_pylist())


def _keyed_link(outlet: str, year: int, record: Record) -> KeyedRecord:
    names = ("article_id", "original_id", "revision", "original_revision")
    return KeyedRecord(Partition(outlet, year), tuple(record[name] for name in names), record)


def _keyed_article(row: ArticleRow) -> KeyedRecord:
    record, captured = article_record(row), row.article.captured_at.astimezone(UTC)
    published = row.article.date_published
    moment = published.astimezone(UTC) if published else captured
    return KeyedRecord(
        Partition(row.article.outlet, captured.year), (rank_of(row), moment, record["record_id"]), record
    )


def _keyed_outcome(row: Outcome) -> KeyedRecord:
    decided = row.decided_at.astimezone(UTC)
    return KeyedRecord(Partition(row.outlet, decided.year), (decided, row.url), outcome_record(row))


def _keyed_announcement(row: Announcement) -> KeyedRecord:
    seen = row.first_seen.astimezone(UTC)
    return KeyedRecord(
        Partition(row.outlet, seen.year), (seen, row.source, row.said.url), announcement_record(row)
    )
