"""The local state of one outlet: a SQLite file that caches what the archive says, and the frontier.

Every row can be made anew from the archive (`scrapy rebuild`). WAL and synchronous=FULL: a committed
transaction survives loss of power (sqlite.org/pragma.html#pragma_synchronous). `storage.migrations` has the schema.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.migrations import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class DamagedState(Exception):
    """The state file cannot be used; the archive still has everything."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}. Nothing was changed. Move the file away and run `scrapy rebuild`.")


def open_state(path: Path, migrations: Sequence[str] = MIGRATIONS) -> sqlite3.Connection:
    """Open, create or bring forward the state file for writing, in autocommit mode.

    Raises DamagedState when the file is no database, fails quick_check, was written by a newer version, or cannot be
    brought forward; the file is then as it was.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.row_factory = sqlite3.Row
    try:
        _prepare(connection, path, migrations)
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


def _prepare(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    schema: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if schema > len(migrations):
        raise DamagedState(
            path,
            f"it has schema {schema} of a newer Pressmark, and this one reads up to {len(migrations)}: use that one",
        )
    if schema == 0 and connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
        raise DamagedState(path, "it is a database, but no state of Pressmark's")
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise DamagedState(path, f"quick_check says: {verdict}")
    if schema < len(migrations):
        _bring_forward(connection, migrations[schema:], len(migrations))


def _bring_forward(connection: sqlite3.Connection, steps: Sequence[str], schema: int) -> None:
    """All steps or none: a transaction of SQLite's holds changes of the schema too."""
    try:
        connection.executescript(f"BEGIN IMMEDIATE; {' '.join(steps)} PRAGMA user_version={schema}; COMMIT;")
    except sqlite3.DatabaseError:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
