"""The frontier: which URLs a run has to fetch, and how each of them ended.

A row goes queued -> fetched (captured, not yet read) -> done (one outcome). A retry leaves it queued with
a later due time. Nothing is leased on disk: what was in flight when a process died is still queued.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from storage.exchange import Hop, Purpose
from storage.outcome import FINAL_FAILURES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from storage.outcome import OutcomeKind

PRIORITIES = {
    Purpose.ROBOTS: 40,
    Purpose.FEED: 30,
    Purpose.REST: 25,
    Purpose.SITEMAP: 20,
    Purpose.PAGE: 10,  # articles before listings: a listing only leads to more articles
    Purpose.LISTING: 0,
}


@dataclass(frozen=True, slots=True)
class Target:
    """A URL to be fetched. `again` also when an earlier run has fetched it."""

    url: str
    purpose: Purpose
    hop: Hop
    via: str | None = None
    article_key: str | None = None
    redirects: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A row of the frontier that is to be fetched now."""

    url: str
    purpose: Purpose
    hop: Hop
    via: str | None
    article_key: str | None
    attempts: int  # tries already made in this run
    redirects: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The one outcome of a row."""

    kind: OutcomeKind
    reason: str = ""
    detail: str = ""
    article_id: str | None = None


def enqueue(db: sqlite3.Connection, run: str, targets: Iterable[Target]) -> int:
    """Schedule what the run does not have yet; the number of rows that became due.

    A candidate is left out when its URL or its article is known, unless it says `again`; a redirect's
    target is left out only when this run has that very URL. What an earlier run deferred keeps its place
    before what it fetched, so that a list that is never fetched in one run comes to its end all the same.
    """
    return sum(_enqueue_one(db, run, target) for target in targets)


def _enqueue_one(db: sqlite3.Connection, run: str, target: Target) -> bool:
    known_article = target.article_key and not target.again and target.hop is not Hop.REDIRECT
    if known_article and _article_known(db, target.article_key):
        return False
    again = target.again or target.hop is Hop.REDIRECT
    cursor = db.execute(
        "INSERT INTO url (url, run, priority, purpose, hop, via, article_key, state, due, attempts,"
        " redirects) VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0, ?) ON CONFLICT (url) DO UPDATE SET"
        " seq=CASE url.outcome WHEN 'deferred' THEN url.seq ELSE (SELECT max(seq) + 1 FROM url) END,"
        " run=excluded.run, priority=excluded.priority, purpose=excluded.purpose,"
        " hop=excluded.hop, via=excluded.via, state='queued', due=0, attempts=0,"
        " redirects=excluded.redirects, status=NULL, record_id=NULL, outcome=NULL, reason=NULL,"
        " detail=NULL, decided_at=NULL, article_id=NULL WHERE ? AND url.run <> excluded.run",
        (
            target.url, run, PRIORITIES[target.purpose], target.purpose, target.hop, target.via,
            target.article_key, target.redirects, again,
        ),
    )  # fmt: skip
    return cursor.rowcount > 0


def _article_known(db: sqlite3.Connection, article_key: str | None) -> bool:
    return bool(db.execute("SELECT 1 FROM url WHERE article_key = ? LIMIT 1", (article_key,)).fetchone())


_FINAL = ", ".join(f"'{failure}'" for failure in sorted(FINAL_FAILURES))
_UNFINISHED = (
    f"outcome = 'deferred' OR (outcome = 'error' AND reason NOT IN ({_FINAL}))"
    " OR (outcome = 'refused' AND reason = 'robots_unreachable')"
)


def requeue_unfinished(db: sqlite3.Connection, run: str) -> int:
    """Give the run what earlier runs left: deferred, failed for the time being, or refused for want of robots.txt."""
    return _requeue(db, run, _UNFINISHED, ())


def requeue_unfinished_between(db: sqlite3.Connection, run: str, since: float, until: float) -> int:
    """The same for sources, and for pages of that time or of none that is known (seconds since the epoch)."""
    of_that_time = "purpose <> 'page' OR newest = 0 OR (newest >= ? AND newest < ?)"
    return _requeue(db, run, f"({_UNFINISHED}) AND ({of_that_time})", (since, until))


def requeue_named(db: sqlite3.Connection, run: str, urls: Iterable[str]) -> int:
    """The same for these URLs alone."""
    return sum(_requeue(db, run, f"url = ? AND ({_UNFINISHED})", (url,)) for url in urls)


def requeue_children(db: sqlite3.Connection, run: str, source: str) -> int:
    """Give the run the sources that an unchanged one names: an index may stay as it is when a part of it does not."""
    return _requeue(db, run, "via = ? AND purpose <> 'page'", (source,))


def _requeue(db: sqlite3.Connection, run: str, where: str, values: tuple[str | float, ...]) -> int:
    cursor = db.execute(
        "UPDATE url SET run = ?, state = 'queued', due = 0, attempts = 0, outcome = NULL, reason = NULL,"  # noqa: S608 - the two above
        f" detail = NULL, decided_at = NULL WHERE ({where}) AND run <> ?",
        (run, *values, run),
    )
    return cursor.rowcount


def due(db: sqlite3.Connection, run: str, now: float, limit: int) -> tuple[Scheduled, ...]:
    """The rows to fetch next, best first; `now` is seconds since the epoch."""
    rows = db.execute(
        "SELECT url, purpose, hop, via, article_key, attempts, redirects FROM url"
        " WHERE run = ? AND state = 'queued' AND due <= ? ORDER BY priority DESC, newest DESC, seq LIMIT ?",
        (run, now, limit),
    )
    return tuple(_scheduled(row) for row in rows)


def _scheduled(row: sqlite3.Row) -> Scheduled:
    url, purpose, hop, via, article_key, attempts, redirects = row
    return Scheduled(url, Purpose(purpose), Hop(hop), via, article_key, attempts, redirects)


def rank(db: sqlite3.Connection, run: str, moments: Iterable[tuple[str, float]]) -> None:
    """Put queued URLs of the run in the order of these moments (seconds since the epoch), the newest first."""
    db.executemany(
        "UPDATE url SET newest = ? WHERE url = ? AND run = ? AND state = 'queued'",
        [(at, url, run) for url, at in moments],
    )


def queued(db: sqlite3.Connection, run: str, at_most: int) -> int:
    """How many rows of the run are queued, counted up to `at_most`."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM url WHERE run = ? AND state = 'queued' LIMIT ?)"
    return int(db.execute(sql, (run, at_most)).fetchone()[0])


def next_due(db: sqlite3.Connection, run: str) -> float | None:
    """When the next queued row comes due, in seconds since the epoch."""
    sql = "SELECT min(due) FROM url WHERE run = ? AND state = 'queued'"
    found: float | None = db.execute(sql, (run,)).fetchone()[0]
    return found


def retry(db: sqlite3.Connection, url: str, when: float, status: int | None, detail: str) -> None:
    """Count an attempt and leave the row queued until `when` (seconds since the epoch)."""
    db.execute(
        "UPDATE url SET attempts = attempts + 1, due = ?, status = ?, detail = ? WHERE url = ?",
        (when, status, detail, url),
    )


def fetched(db: sqlite3.Connection, url: str, status: int, record_id: str) -> None:
    """The row has its capture; what the capture is will be said by `end`."""
    db.execute(
        "UPDATE url SET state = 'fetched', attempts = attempts + 1, status = ?, record_id = ? WHERE url = ?",
        (status, record_id, url),
    )


def end(
    db: sqlite3.Connection,
    url: str,
    ended: Ended,
    decided_at: str,
    status: int | None = None,
    record_id: str | None = None,
    *,
    attempted: bool = False,
) -> None:
    """Give the row its outcome; a status or record it already has stays when none is given."""
    db.execute(
        "UPDATE url SET state = 'done', attempts = attempts + ?, status = coalesce(?, status),"
        " record_id = coalesce(?, record_id), outcome = ?, reason = ?, detail = ?, decided_at = ?,"
        " article_id = ? WHERE url = ?",
        (
            attempted, status, record_id, ended.kind, ended.reason, ended.detail, decided_at,
            ended.article_id, url,
        ),
    )  # fmt: skip


def defer_rest(db: sqlite3.Connection, run: str, reason: str, decided_at: str) -> int:
    """Whatever the run did not come to is left for the next one."""
    cursor = db.execute(
        "UPDATE url SET state = 'done', outcome = 'deferred', reason = ?, detail = '', decided_at = ?"
        " WHERE run = ? AND state = 'queued'",
        (reason, decided_at, run),
    )
    return cursor.rowcount


def defer_host(db: sqlite3.Connection, run: str, url: str, reason: str, decided_at: str) -> int:
    """Leave everything that is queued at this URL's host and port to the next run."""
    host = urlsplit(url).netloc
    cursor = db.execute(
        "UPDATE url SET state = 'done', outcome = 'deferred', reason = ?, detail = '', decided_at = ?"
        " WHERE run = ? AND state = 'queued' AND (instr(url, ?) = 1 OR instr(url, ?) = 1)",
        (reason, decided_at, run, f"http://{host}/", f"https://{host}/"),
    )
    return cursor.rowcount


def leads_to(db: sqlite3.Connection, run: str, start: str, goal: str) -> bool:
    """Whether the run's redirects lead from one URL to another; of a redirect, `detail` is the target."""
    sql = (
        "WITH RECURSIVE hop (url) AS (SELECT ? UNION SELECT url.detail FROM url JOIN hop USING (url)"
        " WHERE run = ? AND outcome = 'rejected' AND reason = 'redirect') SELECT 1 FROM hop WHERE url = ?"
    )
    return bool(db.execute(sql, (start, run, goal)).fetchone())


def rows_of(db: sqlite3.Connection, run: str) -> Iterable[dict[str, Any]]:
    """Every row of the run, in the order of scheduling."""
    for row in db.execute("SELECT * FROM url WHERE run = ? ORDER BY seq, url", (run,)):
        yield dict(row)
