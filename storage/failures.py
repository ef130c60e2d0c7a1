"""What fails while others answer, since when, and when it may be tried again: rows that follow from outcomes alone.

When nobody answers, it is the network's failure or the whole site's, and the next run tries again.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from storage.article import NOT_READ, Reason
from storage.due import next_try
from storage.exchange import Purpose
from storage.outcome import OutcomeKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

USED = frozenset({OutcomeKind.ARCHIVED, OutcomeKind.UNCHANGED})


def fold(db: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> None:
    """Bring the asked rows of a run, which have their outcomes, into the failures."""
    somebody_answered = any(row["outcome"] in USED for row in rows)
    for row in rows:
        if not _failed(row):
            db.execute("DELETE FROM failure WHERE url = ?", (row["url"],))
        elif somebody_answered:
            _note(db, row)


def rests(db: sqlite3.Connection, url: str, now: float) -> bool:
    """Whether it is too early to try this URL again."""
    return bool(db.execute("SELECT 1 FROM failure WHERE url = ? AND due > ?", (url, now)).fetchone())


def _failed(row: sqlite3.Row) -> bool:
    """A page that was rejected has its answer; a source that was is of no use. What cost its reader is asked in full."""
    if row["outcome"] == OutcomeKind.ERROR:
        return True
    is_rejected_source = row["outcome"] == OutcomeKind.REJECTED and row["purpose"] != Purpose.PAGE
    return is_rejected_source and row["reason"] not in {Reason.REDIRECT, *NOT_READ}


def _note(db: sqlite3.Connection, row: sqlite3.Row) -> None:
    at = datetime.fromisoformat(row["decided_at"]).timestamp()
    known = db.execute("SELECT since FROM failure WHERE url = ?", (row["url"],)).fetchone()
    since = known["since"] if known else at
    due = next_try(Purpose(row["purpose"]), since, at)
    db.execute("INSERT OR REPLACE INTO failure (url, since, due) VALUES (?, ?, ?)", (row["url"], since, due))
