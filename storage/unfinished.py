"""What earlier runs left unfinished, and what of it a run takes up: the best of what was deferred, and what may be tried again.

A run takes up no more pages than it may ask for. What it has no room for keeps its row, of the run that deferred it, and
is counted (`waiting`): so a backlog of a million URLs costs each run nothing.

What failed while others answered is tried again by and by (storage.failures): a source that is broken costs nothing but itself.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from storage.outcome import FINAL_FAILURES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Span = tuple[float, float]  # from a moment to another (seconds since the epoch)
ALWAYS: Span = (-math.inf, math.inf)

_FINAL = ", ".join(f"'{failure}'" for failure in sorted(FINAL_FAILURES))
_RESTS = "EXISTS (SELECT 1 FROM failure WHERE failure.url = url.url AND failure.due > :now)"
_KINDS = (  # each has an index of its own
    "outcome = 'deferred'",
    f"outcome = 'error' AND reason NOT IN ({_FINAL}) AND NOT {_RESTS}",
    "outcome = 'refused' AND reason = 'robots_unreachable'",
)
_OF_THAT_TIME = "(purpose <> 'page' OR newest = 0 OR (newest >= :since AND newest < :until))"
_BEST = "ORDER BY priority DESC, newest DESC, seq LIMIT :room"
_BEST_OF_EACH = " UNION ALL ".join(
    f"SELECT * FROM (SELECT * FROM url WHERE {kind} AND run <> :run AND {_OF_THAT_TIME} {_BEST})"  # noqa: S608 - those above
    for kind in _KINDS
)


def requeue(db: sqlite3.Connection, run: str, now: float, most: int, when: Span = ALWAYS) -> int:
    """Give the run the best of what earlier ones left, until it has `most` to ask for; how many.

    `when`: of the pages, those of that time or of none that is known.
    """
    queued = "SELECT count(*) FROM url WHERE run = ? AND state = 'queued'"
    room = max(0, most - db.execute(queued, (run,)).fetchone()[0])
    where = f"url IN (SELECT url FROM ({_BEST_OF_EACH}) {_BEST})"  # noqa: S608 - likewise
    return _requeue(db, run, where, now=now, room=room, since=when[0], until=when[1])


def requeue_named(db: sqlite3.Connection, run: str, urls: Iterable[str], now: float) -> int:
    """The same for these URLs alone."""
    where = f"url = :url AND ({' OR '.join(f'({kind})' for kind in _KINDS)})"
    return sum(_requeue(db, run, where, url=url, now=now) for url in urls)


def requeue_children(db: sqlite3.Connection, run: str, source: str, now: float) -> int:
    """Give the run the sources that an unchanged one names and that are due: it may stay as it is when they do not."""
    not_due = "EXISTS (SELECT 1 FROM visit WHERE visit.url = url.url AND visit.due > :now)"
    where = f"via = :source AND purpose <> 'page' AND NOT {not_due} AND NOT {_RESTS}"
    return _requeue(db, run, where, source=source, now=now)


def _requeue(db: sqlite3.Connection, run: str, where: str, **values: str | float) -> int:
    cursor = db.execute(
        "UPDATE url SET run = :run, state = 'queued', due = 0, attempts = 0, outcome = NULL, reason = NULL,"  # noqa: S608 - likewise
        f" detail = NULL, decided_at = NULL WHERE ({where}) AND run <> :run",
        {"run": run, **values},
    )
    return cursor.rowcount


def waiting(db: sqlite3.Connection, run: str, when: Span = ALWAYS) -> int:
    """How many URLs earlier runs deferred that this one had no room for."""
    sql = f"SELECT count(*) FROM url WHERE outcome = 'deferred' AND run <> :run AND {_OF_THAT_TIME}"  # noqa: S608 - likewise
    found = db.execute(sql, {"run": run, "since": when[0], "until": when[1]}).fetchone()
    return int(found[0])
