"""A state is brought forward whole or not at all, and what an older version knew is still known."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.migrations import MIGRATIONS
from storage.state import DamagedState, open_state

SCHEMA_1 = (Path(__file__).parent / "states" / "schema-1.sql").read_text(encoding="utf-8")
"""What version 0.1 left of a crawl of the demo's third outlet that its budget ended: `iterdump` of the state."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(f"{SCHEMA_1} PRAGMA user_version=1;")
    return path


def schema(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    rows = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
    return [tuple(row) for row in rows]


def test_an_old_state_is_brought_forward_to_what_a_new_one_is(old: Path, tmp_path: Path) -> None:
    with closing(open_state(old)) as brought, closing(open_state(tmp_path / "new.sqlite")) as new:
        assert schema(brought) == schema(new)
        for db in (brought, new):
            assert db.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)


def test_what_an_old_state_knew_is_still_known(old: Path) -> None:
    with closing(open_state(old)) as db:
        found = {
            table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("run", "url", "capture", "warc", "article")
        }
        deferred = db.execute("SELECT count(*) FROM url WHERE outcome = 'deferred'").fetchone()[0]
    assert found == {"run": 1, "url": 24, "capture": 7, "warc": 1, "article": 2}
    assert deferred == 18


def test_a_migration_that_fails_leaves_the_state_as_it_was(old: Path) -> None:
    steps = (*MIGRATIONS, "CREATE TABLE later (a TEXT) STRICT;", "ALTER TABLE nowhere ADD COLUMN b TEXT;")
    with pytest.raises(DamagedState, match="nowhere"):
        open_state(old, steps)
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'later'").fetchone()
    open_state(old).close()


def test_a_state_of_a_newer_version_is_refused_and_left_alone(old: Path) -> None:
    open_state(old, (*MIGRATIONS, "CREATE TABLE later (a TEXT) STRICT;")).close()
    before = old.read_bytes()
    with pytest.raises(DamagedState, match=f"schema {len(MIGRATIONS) + 1} of a newer Pressmark"):
        open_state(old)
    assert old.read_bytes() == before


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipe (name TEXT)")
    with pytest.raises(DamagedState, match=r"no state of Pressmark's"):
        open_state(path)
