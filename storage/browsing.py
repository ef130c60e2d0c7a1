"""The wanted articles one after the other, each with all its revisions and links, in bounded memory.

What belongs to an article lies in many files: a scratch database in between holds the earlier revisions of those that
have any, and the links, by article. The newest revisions pass through `ordering`, an outlet at a time.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storage.article import Article
from storage.article_json import from_json, to_json
from storage.corpus import Corpus
from storage.link_rows import link_json, link_row, record_of_json
from storage.ordering import in_order
from storage.selection import files_of_outlet, kept, newest_revisions
from storage.table_rows import ArticleRow, article_row, change_of, change_record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from storage.link import Link
    from storage.object_store import ObjectStore
    from storage.selection import Filter

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE wanted (article_id TEXT PRIMARY KEY, outlet TEXT) WITHOUT ROWID;
CREATE TABLE earlier (article_id TEXT, revision INTEGER, article BLOB, change TEXT, PRIMARY KEY (article_id, revision)) WITHOUT ROWID;
CREATE TABLE links (end_id TEXT, outlet TEXT, year INTEGER, link TEXT);
"""


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """All revisions, the oldest first; the last is the one that was wanted. Links have the article at either end."""

    revisions: tuple[ArticleRow, ...]
    links: tuple[Link, ...]

    @property
    def newest(self) -> ArticleRow:
        return self.revisions[-1]


class Browsing:
    """One version of the table of articles; made by `browsing`. All may raise StoreError."""

    def __init__(
        self,
        corpus: Corpus,
        wanted: Filter,
        withheld: frozenset[str],
        scratch: Path,
        database: sqlite3.Connection,
    ) -> None:
        self.version = corpus.version
        self._corpus = corpus
        self._wanted = wanted
        self._withheld = withheld
        self._scratch = scratch
        self._database = database

    def outlets(self) -> dict[str, int]:
        """The outlets that have a wanted article, sorted, and how many."""
        return dict(
            self._database.execute("SELECT outlet, count(*) FROM wanted GROUP BY outlet ORDER BY outlet")
        )

    def has(self, article_id: str) -> bool:
        """Whether it is among the wanted."""
        found = self._database.execute("SELECT 1 FROM wanted WHERE article_id = ?", (article_id,))
        return found.fetchone() is not None

    def articles(self, outlet: str) -> Iterator[WholeArticle]:
        """By moment of publication, else of capture, the oldest first, and by id."""
        tables = self._corpus.latest(replace(self._wanted, outlet=outlet)).tables()
        for table in in_order(map(self._given, tables), self._scratch):
            for record in table.to_pylist():
                row = article_row(record, outlet)
                name = row.article.article_id
                yield WholeArticle((*self._earlier(name), row), tuple(self._links(name)))

    def _given(self, rows: pa.Table) -> pa.Table:
        return kept(rows, [name not in self._withheld for name in rows["article_id"].to_pylist()])

    def _earlier(self, article_id: str) -> Iterator[ArticleRow]:
        asked = "SELECT article, revision, change FROM earlier WHERE article_id = ? ORDER BY revision"
        for data, revision, change in self._database.execute(asked, (article_id,)):
            article = from_json(data)
            assert isinstance(article, Article), "so it was written"
            yield ArticleRow(article, revision, change_of(json.loads(change)))

    def _links(self, article_id: str) -> Iterator[Link]:
        asked = "SELECT link, outlet, year FROM links WHERE end_id = ? ORDER BY rowid"
        for text, outlet, year in self._database.execute(asked, (article_id,)):
            yield link_row(record_of_json(text), outlet, year)

    def gather(self) -> None:
        """Read what has to be known before the first article: which are wanted, their earlier revisions, the links."""
        for table in self._corpus.latest(self._wanted, columns=("article_id", "outlet")).tables():
            pairs = zip(table["article_id"].to_pylist(), table["outlet"].to_pylist(), strict=True)
            found = ((name, outlet) for name, outlet in pairs if name not in self._withheld)
            self._database.executemany("INSERT OR IGNORE INTO wanted VALUES (?, ?)", found)
        for outlet, files in files_of_outlet(self._corpus.articles(outlet=self._wanted.outlet).files).items():
            later = newest_revisions(self._corpus.store, files).revisions
            revised = {name: revision for name, revision in later.items() if self.has(name)}
            if revised:
                rows = self._before(outlet, revised)
                self._database.executemany("INSERT OR IGNORE INTO earlier VALUES (?, ?, ?, ?)", rows)
        self._database.executemany("INSERT INTO links VALUES (?, ?, ?, ?)", self._ends())
        self._database.execute("CREATE INDEX links_of ON links (end_id)")

    def _before(self, outlet: str, revised: dict[str, int]) -> Iterator[tuple[str, int, bytes, str]]:
        for table in self._corpus.articles(outlet=outlet).tables():
            mask = [name in revised for name in table["article_id"].to_pylist()]
            for record in kept(table, mask).to_pylist():
                row = article_row(record, outlet)
                if row.revision < revised[row.article.article_id]:
                    yield (
                        row.article.article_id,
                        row.revision,
                        to_json(row.article),
                        json.dumps(change_record(row.change)),
                    )

    def _ends(self) -> Iterator[tuple[str, str, int, str]]:
        """A link with a withheld article would tell of it."""
        for link in self._corpus.links(outlet=self._wanted.outlet):
            names = {link.article.article_id, link.original.article_id}
            if names.isdisjoint(self._withheld):
                for name in sorted(names):
                    yield name, link.article.outlet, link.year, link_json(link)


@contextmanager
def browsing(
    store: ObjectStore, wanted: Filter, withheld: frozenset[str], scratch: Path
) -> Iterator[Browsing]:
    """The wanted articles of the archive's present version, but those `withheld`. `scratch` is a folder for files in between."""
    corpus = Corpus(store)
    pinned = corpus if corpus.version is None else Corpus(store, as_of=corpus.version)
    with closing(sqlite3.connect(scratch / "browsing.sqlite")) as database:
        database.executescript(_TABLES)
        made = Browsing(pinned, wanted, withheld, scratch, database)
        made.gather()
        yield made
