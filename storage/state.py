"""The local state of one outlet: a SQLite file that caches what the archive says, and the frontier.

Every row can be made anew from the archive (`scrapy rebuild`). WAL and synchronous=FULL: a committed
transaction survives loss of power (sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE run (
    id TEXT PRIMARY KEY, started_at TEXT NOT NULL, configuration TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'closed', 'published')),
    manifest BLOB
) STRICT, WITHOUT ROWID;
CREATE TABLE url (
    seq INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, run TEXT NOT NULL, priority INTEGER NOT NULL,
    purpose TEXT NOT NULL, hop TEXT NOT NULL, via TEXT, article_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'fetched', 'done')),
    due REAL NOT NULL, attempts INTEGER NOT NULL, redirects INTEGER NOT NULL,
    status INTEGER, record_id TEXT,
    outcome TEXT, reason TEXT, detail TEXT, decided_at TEXT, article_id TEXT
) STRICT;
CREATE INDEX url_queue ON url (run, state, priority DESC, seq);
CREATE INDEX url_article ON url (article_key) WHERE article_key IS NOT NULL;
CREATE TABLE capture (
    record_id TEXT PRIMARY KEY, url TEXT NOT NULL, run TEXT NOT NULL, captured_at TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('response', 'revisit')), purpose TEXT NOT NULL, status INTEGER,
    warc TEXT NOT NULL, warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL,
    payload_digest TEXT, entity_sha256 TEXT, etag TEXT, last_modified TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX capture_url ON capture (url, captured_at);
CREATE INDEX capture_entity ON capture (entity_sha256) WHERE entity_sha256 IS NOT NULL;
CREATE INDEX capture_place ON capture (run, warc, warc_offset);
CREATE TABLE warc (
    name TEXT PRIMARY KEY, run TEXT NOT NULL, serial INTEGER NOT NULL, size INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'published')),
    warcinfo_id TEXT NOT NULL, sha256 TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE result (
    record_id TEXT PRIMARY KEY, run TEXT NOT NULL, result BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE article (
    article_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, content_digest TEXT NOT NULL,
    record_id TEXT NOT NULL, url TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


class DamagedState(Exception):
    """The state file cannot be used; the archive still has everything."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}. Nothing was changed. Move the file away and run `scrapy rebuild`.")


def open_state(path: Path) -> sqlite3.Connection:
    """Open or create the state file for writing, in autocommit mode.

    Raises DamagedState when the file is no database, fails quick_check or has another schema.
    """
    new = not path.exists()
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.row_factory = sqlite3.Row
    try:
        _prepare(connection, path, new=new)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise DamagedState(path, str(error)) from error
    except DamagedState:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A second connection, which sees what is committed and never waits for the writer (WAL)."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, new: bool) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    if new or not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
        return
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION:
        raise DamagedState(path, f"it has schema {version}, this program reads {SCHEMA_VERSION}")
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise DamagedState(path, f"quick_check says: {verdict}")
