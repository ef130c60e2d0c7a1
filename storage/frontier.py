"""The frontier: which URLs a run has to fetch, and in which order.

A row goes queued -> fetched (captured, not yet read) -> done (one outcome). A retry leaves it queued with
a later due time. Nothing is leased on disk: what was in flight when a process died is still queued. `storage.endings` has
how rows end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from storage import failures
from storage.endings import Ended
from storage.exchange import Hop, Purpose
from storage.outcome import RULES, OutcomeKind
from storage.visits import visit_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

PRIORITIES = {
    Purpose.ROBOTS: 40,
    Purpose.TDMREP: 40,
    Purpose.FEED: 30,
    Purpose.REST: 25,
    Purpose.SITEMAP: 20,
    Purpose.PAGE: 10,  # articles before listings: a listing only leads to more articles
    Purpose.LISTING: 0,
}
REVISIT = 5  # after what is new, before listings


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
    depth: int = 0  # links from a seed
    modified: datetime | None = None  # as the one who names it states


class Admission(Enum):
    """What became of a URL that was named to the run."""

    SCHEDULED = auto()
    HERE = auto()  # the run had it already
    KNOWN = auto()  # an earlier run has settled it
    ALIAS = auto()  # another address of an article that is known or scheduled


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


def enqueue(db: sqlite3.Connection, run: str, targets: Iterable[Target], decided_at: str = "") -> int:
    """Schedule what the run does not have yet; the number of rows that became due.

    A candidate is left out when its URL or its article is known, unless it says `again`; a redirect's
    target is left out only when this run has that very URL. What an earlier run deferred keeps its place
    before what it fetched, so that a list that is never fetched in one run comes to its end all the same.
    """
    return sum(admit(db, run, target, decided_at) is Admission.SCHEDULED for target in targets)


def admit(db: sqlite3.Connection, run: str, target: Target, decided_at: str = "") -> Admission:
    """The same for one; `decided_at` (ISO 8601) dates the outcome of an alias."""
    again = target.again or target.hop is Hop.REDIRECT
    row = db.execute("SELECT run, outcome, reason, attempts FROM url WHERE url = ?", (target.url,)).fetchone()
    if row and row["run"] == run:
        return Admission.HERE
    if not again and row and not _is_open(row):
        name(db, run, target.url)
        return Admission.KNOWN
    if not again and (other := _address_of_article(db, run, target)):
        if row:
            name(db, run, target.url)
            return Admission.KNOWN
        _settle(db, run, target, Ended(OutcomeKind.DUPLICATE, detail=f"of {other}"), decided_at)
        return Admission.ALIAS
    _schedule(db, run, target)
    return Admission.SCHEDULED


def _is_open(row: sqlite3.Row) -> bool:
    """Whether an earlier run settled nothing for good: it never asked, for a reason that may hold no longer."""
    return not row["attempts"] and (
        row["outcome"] == OutcomeKind.DUPLICATE
        or (row["outcome"] == OutcomeKind.REFUSED and row["reason"] in RULES)
    )


def _address_of_article(db: sqlite3.Connection, run: str, target: Target) -> str | None:
    """Another URL of the same article that gave it, or is about to be asked."""
    if target.article_key is None:
        return None
    row = db.execute(
        "SELECT url FROM url WHERE article_key = ? AND url <> ? AND (attempts > 0 OR state <> 'done' OR run = ?)"
        " AND (state <> 'done' OR outcome IN ('archived', 'unchanged', 'duplicate', 'removed', 'deferred')) LIMIT 1",
        (target.article_key, target.url, run),
    ).fetchone()
    return row["url"] if row else None


def name(db: sqlite3.Connection, run: str, url: str) -> None:
    """Note that a URL was named which an earlier run has settled, and which is not due."""
    db.execute("UPDATE url SET named = ? WHERE url = ?", (run, url))


def _schedule(db: sqlite3.Connection, run: str, target: Target) -> None:
    db.execute(
        "INSERT INTO url (url, run, priority, purpose, hop, via, article_key, state, due, attempts,"
        " redirects, depth) VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0, ?, ?) ON CONFLICT (url) DO UPDATE SET"
        " seq=CASE url.outcome WHEN 'deferred' THEN url.seq ELSE (SELECT max(seq) + 1 FROM url) END,"
        " run=excluded.run, priority=excluded.priority, purpose=excluded.purpose,"
        " hop=excluded.hop, via=excluded.via, state='queued', due=0, attempts=0,"
        " redirects=excluded.redirects, depth=excluded.depth, status=NULL, record_id=NULL, outcome=NULL, reason=NULL,"
        " detail=NULL, decided_at=NULL, article_id=NULL",
        (
            target.url, run, PRIORITIES[target.purpose], target.purpose, target.hop, target.via,
            target.article_key, target.redirects, target.depth,
        ),
    )  # fmt: skip


def refuse(db: sqlite3.Connection, run: str, target: Target, refused: Ended, decided_at: str) -> None:
    """Give a URL that must not be asked its outcome, unless the run or an earlier one has it."""
    row = db.execute("SELECT run FROM url WHERE url = ?", (target.url,)).fetchone()
    if row is None:
        _settle(db, run, target, refused, decided_at)
    elif row["run"] != run:
        name(db, run, target.url)


def _settle(db: sqlite3.Connection, run: str, target: Target, ended: Ended, decided_at: str) -> None:
    db.execute(
        "INSERT INTO url (url, run, priority, purpose, hop, via, article_key, state, due, attempts, redirects, depth,"
        " outcome, reason, detail, decided_at) VALUES (?, ?, 0, ?, ?, ?, ?, 'done', 0, 0, 0, ?, ?, ?, ?, ?)",
        (
            target.url, run, target.purpose, target.hop, target.via, target.article_key, target.depth,
            ended.kind, ended.reason, ended.detail, decided_at,
        ),
    )  # fmt: skip


def enqueue_sources(db: sqlite3.Connection, run: str, targets: Iterable[Target], now: datetime) -> None:
    """Schedule the sources that are due by their own cadence or are said to have changed; the others wait."""
    for target in targets:
        if failures.rests(db, target.url, now.timestamp()):
            name(db, run, target.url)
            continue
        row = visit_of(db, target.url)
        changed = row and target.modified and target.modified.timestamp() > row["last_at"]
        if row is None or changed or row["due"] is None or row["due"] <= now.timestamp():
            admit(db, run, target, now.isoformat())
        else:
            name(db, run, target.url)


def has(db: sqlite3.Connection, url: str) -> bool:
    """Whether the URL has a row, of whatever run, and was not merely refused for want of room."""
    sql = "SELECT 1 FROM url WHERE url = ? AND NOT (attempts = 0 AND outcome IS 'refused')"
    return bool(db.execute(sql, (url,)).fetchone())


def scheduled_by(db: sqlite3.Connection, run: str, source: str) -> int:
    """How many pages of the run the source has brought into it."""
    sql = (
        "SELECT count(*) FROM url WHERE run = ? AND via = ? AND purpose = 'page' AND outcome IS NOT 'refused'"
    )
    return int(db.execute(sql, (run, source)).fetchone()[0])


def depth_of(db: sqlite3.Connection, url: str) -> int:
    """How many links the URL is from a seed."""
    row = db.execute("SELECT depth FROM url WHERE url = ?", (url,)).fetchone()
    return row["depth"] if row else 0


def requeue_due(db: sqlite3.Connection, run: str, now: float, most: int) -> int:
    """Give the run the pages that are due to be looked at again, up to `most` in the whole run, the young before the old."""
    scheduled = db.execute(
        "SELECT count(*) FROM url WHERE run = ? AND priority = ?", (run, REVISIT)
    ).fetchone()[0]
    cursor = db.execute(
        "UPDATE url SET run = ?, priority = ?, state = 'queued', due = 0, attempts = 0, redirects = 0, status = NULL,"
        " record_id = NULL, outcome = NULL, reason = NULL, detail = NULL, decided_at = NULL, article_id = NULL"
        " WHERE url IN (SELECT visit.url FROM visit JOIN url AS known ON known.url = visit.url WHERE visit.due <= ?"
        " AND visit.purpose = 'page' AND known.run <> ? ORDER BY visit.due - visit.last_at, visit.due LIMIT ?)",
        (run, REVISIT, now, run, max(0, most - scheduled)),
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
    """When the first of the rows comes due that wait for their time, in seconds since the epoch."""
    sql = "SELECT min(due) FROM url WHERE run = ? AND state = 'queued' AND due > 0"
    found: float | None = db.execute(sql, (run,)).fetchone()[0]
    return found


def wait_no_longer(db: sqlite3.Connection, run: str, until: float) -> None:
    """Have every queued row of the run come due by that moment: they were dated by a clock that was set back since."""
    db.execute("UPDATE url SET due = ? WHERE run = ? AND state = 'queued' AND due > ?", (until, run, until))


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
