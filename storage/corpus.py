"""The archive as a researcher reads it: articles, outcomes, runs, and the bytes behind a row."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.delta import live_files
from storage.keys import manifest_prefix, warc_key
from storage.manifest import FileKind, RunManifest, parsed_manifest
from storage.object_store import CorruptObject, ObjectStore
from storage.tables import read_articles, read_links, read_outcomes, revisions_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from storage.article import Article, Kind
    from storage.link import Link, LinkLabel
    from storage.outcome import Outcome
    from storage.table_rows import ArticleRow


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles are meant; None leaves a side open.

    `since` (inclusive) and `until` (exclusive) are aware moments, compared with the date of publication, or with
    that of the capture where the page states none. `language` is a primary tag: `en` also means `en-GB`.
    """

    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: Kind | None = None
    language: str | None = None

    def admits(self, article: Article) -> bool:
        moment = article.date_published or article.captured_at
        tag = (article.in_language or "").lower().replace("_", "-").split("-")[0]
        return (
            self.outlet in (None, article.outlet)
            and (self.since is None or moment >= self.since)
            and (self.until is None or moment < self.until)
            and self.kind in (None, article.kind)
            and (self.language is None or tag == self.language.lower())
        )


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is live in the archive when a method is called. All may raise StoreError; CorruptObject names the file.

    One table file is in memory at a time.
    """

    store: ObjectStore

    def articles(self, wanted: Filter = EVERYTHING) -> Iterator[ArticleRow]:
        """All revisions, by outlet and year of capture, then file by file in the order of their captures."""
        for key in self._files(FileKind.ARTICLES, wanted.outlet):
            for row in read_articles(key, self._file(key)):
                if wanted.admits(row.article):
                    yield row

    def latest(self, wanted: Filter = EVERYTHING) -> Iterator[ArticleRow]:
        """The newest revision of each article, where that one is wanted. Reads the tables twice."""
        keys = self._files(FileKind.ARTICLES, wanted.outlet)
        newest = self._newest(keys)
        for key in keys:
            for row in read_articles(key, self._file(key)):
                if row.revision == newest.get(row.article.article_id) and wanted.admits(row.article):
                    del newest[row.article.article_id]
                    yield row

    def article(self, article_id: str, outlet: str | None = None) -> tuple[ArticleRow, ...]:
        """The revisions of one article, the oldest first; none if there is no such article."""
        keys = self._files(FileKind.ARTICLES, outlet)
        holding = [key for key in keys if article_id in revisions_in(self._file(key))]
        rows = (row for key in holding for row in read_articles(key, self._file(key)))
        found = (row for row in rows if row.article.article_id == article_id)
        return tuple(sorted(found, key=lambda row: row.revision))

    def outcomes(self, outlet: str | None = None, run: str | None = None) -> Iterator[Outcome]:
        """How scheduled URLs ended: all, those of an outlet, those of a run."""
        for key in self._files(FileKind.OUTCOMES, outlet):
            for outcome in read_outcomes(key, self._file(key)):
                if run in (None, outcome.run):
                    yield outcome

    def runs(self, outlet: str) -> Iterator[RunManifest]:
        """The manifests of an outlet's finished runs, the oldest first. BadManifest."""
        for info in self.store.list(manifest_prefix(outlet)):
            yield parsed_manifest(self.store.get(info.key))

    def links(
        self, article_id: str | None = None, *, outlet: str | None = None, label: LinkLabel | None = None
    ) -> Iterator[Link]:
        """What `scrapy link` found: all, or those in which this article or an article of this outlet is either side."""
        for key in self._files(FileKind.LINKS, None):
            for link in read_links(key, self._file(key)):
                ends = (link.article, link.original)
                if (
                    article_id in (None, *(end.article_id for end in ends))
                    and outlet in (None, *(end.outlet for end in ends))
                    and label in (None, link.label)
                ):
                    yield link

    def rows_in(self, key: str) -> Iterator[ArticleRow]:
        """The rows of one live article file."""
        return read_articles(key, self._file(key))

    def capture_bytes(self, article: Article) -> bytes:
        """The gzip member that holds the response record behind the article. NoSuchKey; CorruptObject if cut."""
        mark = article.pressmark
        if mark is None:
            raise ValueError(f"{article.url} was never archived")
        member = self.store.get_range(warc_key(mark.warc), mark.offset, mark.length)
        if len(member) != mark.length:
            raise CorruptObject(f"{mark.warc} ends inside the record at {mark.offset}")
        return member

    def _files(self, table: FileKind, outlet: str | None) -> tuple[str, ...]:
        return live_files(self.store, table, outlet)

    def _file(self, key: str) -> io.BytesIO:
        """The table file, whose name is the first half of its sha256."""
        data = self.store.get(key)
        digest = hashlib.sha256(data).hexdigest()
        if not key.endswith(f"/{digest[:32]}.parquet"):
            raise CorruptObject(f"{key} holds other bytes than its name says: sha256 {digest}")
        return io.BytesIO(data)

    def _newest(self, keys: Iterable[str]) -> dict[str, int]:
        newest: dict[str, int] = {}
        for key in keys:
            for article_id, revision in revisions_in(self._file(key)).items():
                newest[article_id] = max(revision, newest.get(article_id, 0))
        return newest


def archived_outlets(store: ObjectStore) -> tuple[str, ...]:
    """The outlets that have a finished run in the archive, sorted."""
    return tuple(sorted({info.key.split("/")[1] for info in store.list("runs/")}))
