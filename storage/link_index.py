"""The inverted index of fingerprints, and the links found so far: one SQLite file, a cache of the article tables.

An update is one transaction. It adds revisions, finds the articles whose links may be others than before, and makes
the links of these anew (`storage.link_update`). What comes out depends on the revisions in the index alone, and not
on the order in which they came.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING

from storage.keys import partition_of
from storage.link_rows import ENTRY_COLUMNS, entry_columns, entry_of, link_json, record_of_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from storage.link import Link
    from storage.link_entry import LinkEntry
    from storage.table_rows import Record

CACHE_KIB = 96 * 1024
_PATIENCE_S = 0.5
_SCHEMA = """
CREATE TABLE about (rules TEXT NOT NULL) STRICT;
CREATE TABLE file (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE site (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE revision (
    article INTEGER NOT NULL, revision INTEGER NOT NULL, content_digest TEXT NOT NULL, site INTEGER NOT NULL,
    published INTEGER, captured TEXT NOT NULL, facts TEXT NOT NULL, every INTEGER NOT NULL, posted BLOB NOT NULL,
    sample BLOB NOT NULL, numbers BLOB NOT NULL, pages BLOB NOT NULL, linked_pages BLOB NOT NULL,
    UNIQUE (article, revision, content_digest)
) STRICT;
CREATE TABLE article (
    article INTEGER PRIMARY KEY, moment INTEGER NOT NULL, site INTEGER NOT NULL, posted BLOB NOT NULL,
    short INTEGER NOT NULL
) STRICT;
CREATE TABLE posting (
    hash INTEGER NOT NULL, moment INTEGER NOT NULL, article INTEGER NOT NULL, site INTEGER NOT NULL,
    PRIMARY KEY (hash, moment, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE link (
    article INTEGER NOT NULL, other INTEGER NOT NULL, revision INTEGER NOT NULL,
    outlet TEXT NOT NULL, year INTEGER NOT NULL, record TEXT NOT NULL,
    UNIQUE (article, other, revision)
) STRICT;
CREATE INDEX link_outlet ON link (outlet);
CREATE TABLE unpublished (outlet TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE published (outlet TEXT NOT NULL, key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""
_SCRATCH = """
CREATE TEMP TABLE changed (article INTEGER PRIMARY KEY);
CREATE TEMP TABLE staged (hash INTEGER, moment INTEGER, article INTEGER, site INTEGER, sign INTEGER);
CREATE TEMP TABLE affected (article INTEGER PRIMARY KEY);
CREATE TEMP TABLE wanted (hash INTEGER PRIMARY KEY);
CREATE TEMP TABLE pair (article INTEGER, other INTEGER);
"""


class IndexBusy(Exception):
    """Another process is linking."""


@contextmanager
def open_index(path: Path, rules: str) -> Iterator[LinkIndex]:
    """The index in this file, empty where there is none, or one that other rules or a damage made useless."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not _usable(path, rules):
        discard(path)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE_S)) as db:
        db.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        db.execute("PRAGMA temp_store=FILE")
        index = LinkIndex(db)
        with index.exclusive():
            if not db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
                _run(db, _SCHEMA)
                db.execute("INSERT INTO about VALUES (?)", (rules,))
        yield index


def discard(path: Path) -> None:
    """Forget the index; the next update reads all articles."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + "-journal").unlink(missing_ok=True)


def _usable(path: Path, rules: str) -> bool:
    if not path.exists():
        return True
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)
        ) as db:
            return [row[0] for row in db.execute("SELECT rules FROM about")] in ([rules], [])
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise IndexBusy(f"another `scrapy link` is at work on {path}") from error
        return False  # no database, or not this one: it can be made again


def _run(db: sqlite3.Connection, statements: str) -> None:
    """Within the transaction, unlike executescript."""
    for statement in statements.split(";"):
        db.execute(statement)


class LinkIndex:
    """One process at a time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._sites: dict[str, int] = {}

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """A transaction: all of it, or nothing. IndexBusy."""
        try:
            self.db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise IndexBusy("another `scrapy link` is at work on this spool") from error
        try:
            _run(self.db, _SCRATCH)
            yield
            for name in ("changed", "staged", "affected", "wanted", "pair"):
                self.db.execute(f"DROP TABLE temp.{name}")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def files(self) -> frozenset[str]:
        """The table files that were read."""
        return frozenset(key for (key,) in self.db.execute("SELECT key FROM file"))

    def merged(self, files: Iterable[str]) -> None:
        """What was read stands in these files now."""
        with self.exclusive():
            self.db.execute("DELETE FROM file")
            self.db.executemany("INSERT INTO file VALUES (?)", ((key,) for key in files))

    def add(self, key: str, entries: Iterable[LinkEntry]) -> None:
        """The revisions in a table file; `link_update.settle` comes later in the same transaction."""
        self.db.execute("INSERT INTO file VALUES (?)", (key,))
        for entry in entries:
            article = article_number(entry.article_id)
            published = entry.date_published and int(entry.date_published.timestamp())
            self.db.execute(
                f"INSERT INTO revision (article, revision, content_digest, site, published, {ENTRY_COLUMNS})"  # noqa: S608 - our own names
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET captured=excluded.captured,"
                " facts=excluded.facts, published=excluded.published WHERE excluded.captured < captured",
                (
                    article,
                    entry.revision,
                    entry.content_digest,
                    self._site(entry.site),
                    published,
                    *entry_columns(entry),
                ),
            )
            self.db.execute("INSERT OR IGNORE INTO changed VALUES (?)", (article,))

    def entry(self, article: int) -> LinkEntry:
        """The newest revision, with the moment of the article's first capture."""
        rows = self.revisions(article)
        return rows[-1]

    def revisions(self, article: int) -> tuple[LinkEntry, ...]:
        """All revisions in their order, each with the moment of the article's first capture."""
        rows = self.db.execute(
            f"SELECT {ENTRY_COLUMNS} FROM revision WHERE article = ? ORDER BY revision, content_digest",  # noqa: S608 - our own names
            (article,),
        ).fetchall()
        first = min(row[0] for row in rows)
        return tuple(entry_of(row, first) for row in rows)

    def keep(self, article: int, other: int, number: int, link: Link) -> None:
        """A link of the article with an earlier one, or of two revisions of its own."""
        outlet = link.article.outlet
        self.db.execute(
            "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)",
            (article, other, number, outlet, link.year, link_json(link)),
        )
        self.db.execute("INSERT OR IGNORE INTO unpublished VALUES (?)", (outlet,))

    def unpublished(self, live: Iterable[str]) -> tuple[str, ...]:
        """The outlets whose links in the archive, the files `live`, are not those of the index."""
        changed = {outlet for (outlet,) in self.db.execute("SELECT outlet FROM unpublished")}
        ours = dict(self.db.execute("SELECT key, outlet FROM published").fetchall())
        strange = {partition_of(key).outlet for key in live if key not in ours}
        lost = {outlet for key, outlet in ours.items() if key not in live}
        return tuple(sorted(changed | strange | lost))

    def links(self, outlet: str) -> Iterator[tuple[int, Record]]:
        """Year and record of all links whose article is the outlet's, in no order."""
        rows = self.db.execute("SELECT year, record FROM link WHERE outlet = ?", (outlet,))
        return ((year, record_of_json(record)) for year, record in rows)

    def published(self, outlet: str, keys: Iterable[str]) -> None:
        """These files are the outlet's part of the table now."""
        self.db.execute("DELETE FROM published WHERE outlet = ?", (outlet,))
        self.db.executemany("INSERT INTO published VALUES (?, ?)", ((outlet, key) for key in keys))
        self.db.execute("DELETE FROM unpublished WHERE outlet = ?", (outlet,))

    def articles(self) -> int:
        found: int = self.db.execute("SELECT count(*) FROM article").fetchone()[0]
        return found

    def summary(self) -> tuple[tuple[str, str, str, int], ...]:
        """Outlet of the article, of the original, label, and how many such links there are; sorted."""
        rows = self.db.execute(
            "SELECT outlet, record ->> 'original_outlet', record ->> 'label', count(*) FROM link"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        return tuple(rows)

    def _site(self, name: str) -> int:
        if name not in self._sites:
            self.db.execute("INSERT OR IGNORE INTO site (name) VALUES (?)", (name,))
            found = self.db.execute("SELECT id FROM site WHERE name = ?", (name,)).fetchone()
            self._sites[name] = found[0]
        return self._sites[name]


def article_number(article_id: str) -> int:
    """63 bits, the same in every index: among a million articles two of one number are expected once in 10 million."""
    digest = blake2b(article_id.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1
