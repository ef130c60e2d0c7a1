"""The archive as a researcher reads it: articles, outcomes, runs, and the bytes behind a row."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from storage.article import Article, Kind
from storage.coverage import coverage
from storage.delta import Snapshot, snapshot
from storage.keys import manifest_prefix, partition_of, warc_key
from storage.manifest import FileKind, RunManifest, parsed_manifest
from storage.object_store import CorruptObject, NoSuchKey, ObjectStore, open_store
from storage.reading_tables import opened
from storage.selection import (
    EVERYTHING,
    Filter,
    files_of_outlet,
    newest_revisions,
    part_of,
    revisions_of,
    rows_of,
    schema_of,
)
from storage.spans import outside
from storage.table_rows import ArticleRow, article_row
from storage.tables import announcements_of, links_of, outcomes_of
from storage.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.announcement import Announcement
    from storage.coverage import CoverageDay
    from storage.delta import TableFile
    from storage.link import Link, LinkLabel
    from storage.outcome import Outcome

__all__ = ["EVERYTHING", "Articles", "Corpus", "Filter", "archived_outlets"]

_READERS = 8  # threads that ask for the ids of many files: on S3 it is the waiting that takes the time

Day = str | date | datetime


@dataclass(frozen=True, slots=True)
class Articles:
    """Article rows that a filter admits, read when they are asked for, as often as that.

    In the order of the outlets, then file by file in the order of publication. May raise StoreError; CorruptObject
    names the file. One row group is in memory at a time while iterating.
    """

    store: ObjectStore
    files: tuple[TableFile, ...]
    wanted: Filter
    only_newest: bool
    columns: tuple[str, ...] | None

    def __iter__(self) -> Iterator[ArticleRow]:
        if self.columns is not None:
            raise ValueError("an article needs all columns: leave out columns=, or ask for .to_arrow()")
        for table in self.tables():
            yield from (article_row(record, record["outlet"]) for record in table.to_pylist())

    def tables(self) -> Iterator[pa.Table]:
        """The rows as Arrow tables of bounded size."""
        for files in files_of_outlet(self.files).values():
            wanted = self.wanted.among(files)
            newest = newest_revisions(self.store, files, wanted) if self.only_newest else None
            for file in files:
                part = part_of(self.store, file, self.wanted, self.columns)
                for rows in rows_of(self.store, part, self.wanted, self.columns):
                    table = rows if newest is None else newest.keep(rows)
                    yield table if self.columns is None else table.select(list(self.columns))

    def to_arrow(self) -> pa.Table:
        """All rows in memory."""
        schema = schema_of(self.columns)
        if self.columns is not None:
            schema = pa.schema([schema.field(name) for name in self.columns])
        return pa.concat_tables([schema.empty_table(), *self.tables()])

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is there for who wants it, and not for the others
        """All rows in memory, as a pandas.DataFrame; pandas must be there."""
        return self.to_arrow().to_pandas()


class Corpus:
    """What is in the archive when a method is called, or was at `as_of`. All may raise StoreError.

    The archive is a folder, `file:///folder` or `s3://bucket/prefix` (endpoint and keys from the AWS variables), or a
    store. `as_of` is a version of the table of articles, or a moment (aware; a day is its first moment, UTC).
    """

    def __init__(self, archive: str | ObjectStore, as_of: int | Day | None = None) -> None:
        self.store = open_store(archive) if isinstance(archive, str) else archive
        self.as_of = as_of if as_of is None or isinstance(as_of, int) else moment(as_of)

    @property
    def version(self) -> int | None:
        """Of the table of articles; None when there is none yet. Name it when you cite."""
        return self._snapshot(FileKind.ARTICLES).version

    def articles(
        self,
        wanted: Filter = EVERYTHING,
        *,
        outlet: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        kind: Kind | str | None = None,
        language: str | None = None,
        rights: Sequence[Terms | str] = (),
        columns: Sequence[str] | None = None,
    ) -> Articles:
        """All revisions that are wanted. `until` as a day includes that day; as a moment it is the first left out."""
        more = _filter(wanted, outlet, since, until, kind, language, rights)
        files = self._files(FileKind.ARTICLES, more.outlet)
        return Articles(self.store, files, more, only_newest=False, columns=_columns(columns))

    def latest(
        self,
        wanted: Filter = EVERYTHING,
        *,
        outlet: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        kind: Kind | str | None = None,
        language: str | None = None,
        rights: Sequence[Terms | str] = (),
        columns: Sequence[str] | None = None,
    ) -> Articles:
        """The newest revision of each article, where that one is wanted. Reads the ids of the outlet's files first."""
        more = self.articles(
            wanted,
            outlet=outlet,
            since=since,
            until=until,
            kind=kind,
            language=language,
            rights=rights,
            columns=columns,
        )
        return replace(more, only_newest=True)

    def article(self, article_id: str) -> ArticleRow | None:
        """The newest revision of the article; None if there is no such article."""
        return next(reversed(self.revisions(article_id)), None)

    def revisions(self, article_id: str) -> tuple[ArticleRow, ...]:
        """The revisions of one article, the oldest first; none if there is no such article.

        The id says the outlet; of its files only the ids are read, and of those that have the article the row group.
        """
        outlet = article_id.rpartition("-")[0] or None
        files = self._files(FileKind.ARTICLES, outlet) or self._files(FileKind.ARTICLES)
        candidates = [file for file in files if not outside(file.spans, "article_id", article_id)]
        with ThreadPoolExecutor(_READERS) as pool:
            held = list(pool.map(lambda file: self._places(file, article_id), candidates))
        rows = (
            row for file, at in zip(candidates, held, strict=True) if at for row in self._rows_at(file, at)
        )
        return tuple(sorted(rows, key=lambda row: row.revision))

    def outcomes(self, outlet: str | None = None, run: str | None = None) -> Iterator[Outcome]:
        """How scheduled URLs ended: all, those of an outlet, those of a run."""
        for file in self._files(FileKind.OUTCOMES, outlet):
            if run is not None and outside(file.spans, "run", run):
                continue
            with opened(self.store, file.key, file.size, whole=True) as parquet:
                for outcome in outcomes_of(parquet, partition_of(file.key).outlet):
                    if run in (None, outcome.run):
                        yield outcome

    def announcements(self, outlet: str | None = None) -> Iterator[Announcement]:
        """What sources said of URLs, each different saying once: of all outlets or of one, by outlet and year."""
        for file in self._files(FileKind.ANNOUNCEMENTS, outlet):
            with opened(self.store, file.key, file.size, whole=True) as parquet:
                yield from announcements_of(parquet, partition_of(file.key).outlet)

    def coverage(self, outlet: str) -> tuple[CoverageDay, ...]:
        """The ledger of an outlet's gaps, day by day: announced, fetched, extracted, and why the rest is missing."""
        tables = self.articles(outlet=outlet, columns=("article_id",)).tables()
        articles = (str(name) for table in tables for name in table.column("article_id").to_pylist())
        return coverage(outlet, self.announcements(outlet), self.outcomes(outlet), articles)

    def runs(self, outlet: str) -> Iterator[RunManifest]:
        """The manifests of an outlet's finished runs, the oldest first. BadManifest."""
        for info in self.store.list(manifest_prefix(outlet)):
            yield parsed_manifest(self.store.get(info.key))

    def links(
        self, article_id: str | None = None, *, outlet: str | None = None, label: LinkLabel | None = None
    ) -> Iterator[Link]:
        """What `scrapy link` found: all, or those of which this article, or one of this outlet, is either end."""
        for file in self._files(FileKind.LINKS):
            with opened(self.store, file.key, file.size, whole=True) as parquet:
                for link in links_of(parquet, partition_of(file.key), article_id, outlet):
                    if label in (None, link.label):
                        yield link

    def capture(self, article: str | ArticleRow | Article) -> bytes:
        """`capture_bytes` of the newest revision, by its id; of a row or article that is at hand, in one request."""
        if isinstance(article, Article):
            return self.capture_bytes(article)
        row = self.article(article) if isinstance(article, str) else article
        if row is None:
            raise NoSuchKey(f"no article {article!r} in {self.store.url}")
        return self.capture_bytes(row.article)

    def capture_bytes(self, article: Article) -> bytes:
        """The gzip member that holds the response record behind the article. NoSuchKey; CorruptObject if cut."""
        mark = article.pressmark
        if mark is None:
            raise ValueError(f"{article.url} was never archived")
        member = self.store.get_range(warc_key(mark.warc), mark.offset, mark.length)
        if len(member) != mark.length:
            raise CorruptObject(f"{mark.warc} ends inside the record at {mark.offset}")
        return member

    def _snapshot(self, table: FileKind, outlet: str | None = None) -> Snapshot:
        """Of the articles at `as_of`; other tables have versions of their own, and are read at its moment."""
        if table is not FileKind.ARTICLES and isinstance(self.as_of, int):
            return snapshot(self.store, table, outlet)
        return snapshot(self.store, table, outlet, self.as_of)

    def _files(self, table: FileKind, outlet: str | None = None) -> tuple[TableFile, ...]:
        return self._snapshot(table, outlet).files

    def _places(self, file: TableFile, article_id: str) -> list[int]:
        ids = (name for name, _ in revisions_of(self.store, file))
        return [number for number, name in enumerate(ids) if name == article_id]

    def _rows_at(self, file: TableFile, places: list[int]) -> Iterator[ArticleRow]:
        outlet, first = partition_of(file.key).outlet, 0
        with opened(self.store, file.key, file.size) as parquet:
            for group in range(parquet.num_row_groups):
                behind = first + parquet.metadata.row_group(group).num_rows
                if inside := [place - first for place in places if first <= place < behind]:
                    rows = parquet.read_row_group(group, use_threads=False).take(inside)
                    yield from (article_row(record, outlet) for record in rows.to_pylist())
                first = behind


def moment(day: Day) -> datetime:
    """The aware moment; a day, also as `2022-01-31`, is its first moment in UTC. ValueError."""
    if isinstance(day, str):
        day = datetime.fromisoformat(day) if len(day) > len("2022-01-31") else date.fromisoformat(day)
    if not isinstance(day, datetime):
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    if day.tzinfo is None:
        raise ValueError(f"{day} has no time zone: name one, or give a day")
    return day.astimezone(UTC)


def _first_after(until: Day) -> datetime:
    is_day = not isinstance(until, datetime) and len(str(until)) == len("2022-01-31")
    return moment(until) + timedelta(days=1) if is_day else moment(until)


def _filter(
    wanted: Filter,
    outlet: str | None,
    since: Day | None,
    until: Day | None,
    kind: Kind | str | None,
    language: str | None,
    rights: Sequence[Terms | str],
) -> Filter:
    given: dict[str, Any] = {  # Any: a field of Filter each
        "outlet": outlet,
        "since": None if since is None else moment(since),
        "until": None if until is None else _first_after(until),
        "kind": None if kind is None else Kind(kind),
        "language": language,
        "rights": tuple(map(Terms, rights)) or None,
    }
    return replace(wanted, **{name: value for name, value in given.items() if value is not None})


def _columns(names: Sequence[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    if isinstance(names, str):
        raise TypeError(f"columns is a list of names, as in columns=[{names!r}]")
    known = schema_of(None).names
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"no column {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(names)


def archived_outlets(store: ObjectStore) -> tuple[str, ...]:
    """The outlets that have a finished run in the archive, sorted."""
    return tuple(sorted({info.key.split("/")[1] for info in store.list("runs/")}))
