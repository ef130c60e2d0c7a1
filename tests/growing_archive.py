"""An archive of a few articles to which runs are added, pulled into folders."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage.object_store import ObjectStore, open_store
from storage.publish import publish
from storage.pull_state import STATE, Output
from storage.pulling import Meter, Pull, Pulled
from storage.selection import EVERYTHING, Filter
from storage.withheld import withheld
from tests.rows import example_row
from tests.runs import finished_run

if TYPE_CHECKING:
    from pathlib import Path

    from storage.table_rows import ArticleRow

NOW = datetime(2026, 11, 28, tzinfo=UTC)


class Archive:
    """An archive to which runs are added."""

    def __init__(self, folder: Path) -> None:
        self.store: ObjectStore = open_store(str(folder / "archive"))
        self._folder, self._runs = folder, 0

    def add(self, *rows: ArticleRow, outlet: str = "southfront") -> None:
        self._runs += 1
        run = f"2022020{self._runs}T060000-a1"
        outbox = self._folder / f"outbox-{run}-{outlet}"
        publish(self.store, outbox, finished_run(outbox, list(rows), outlet=outlet, run=run))


def two_outlets(folder: Path) -> Archive:
    """Six articles of the one and three of the other."""
    made = Archive(folder)
    made.add(*[example_row(number) for number in range(6)])
    made.add(*[example_row(number, outlet="themedialine") for number in range(3)], outlet="themedialine")
    return made


def changed(row: ArticleRow, **changes: Any) -> ArticleRow:
    later = row.article.captured_at + timedelta(days=1)
    return replace(row, article=replace(row.article, captured_at=later, **changes), revision=row.revision + 1)


def pull(
    store: ObjectStore, folder: Path, output: Output = Output.TXT, wanted: Filter = EVERYTHING
) -> Pulled:
    held = frozenset(withheld(store, NOW))
    return Pull(store, folder, wanted, output, held, Meter(lambda _: None, lambda _: None))()


def contents(folder: Path) -> dict[str, bytes]:
    """What people see of a folder; a database by what it says."""
    files = {
        p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p.name != STATE
    }
    return {
        name: _dump(path) if name.endswith(".sqlite") else path.read_bytes() for name, path in files.items()
    }


def _dump(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT * FROM articles ORDER BY article_id").fetchall()
        db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        return repr(rows).encode()
