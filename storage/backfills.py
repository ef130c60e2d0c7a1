"""Backfills in the state: which stretch of an outlet's history is being walked, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.article import NOT_READ

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Backfill:
    """A walk through what was published from `since` to before `until` (aware UTC), which may take many runs."""

    since: datetime
    until: datetime
    started_at: str = ""  # ISO 8601; what was asked for since then is not asked for again

    @property
    def span(self) -> tuple[float, float]:
        """In seconds since the epoch."""
        return self.since.timestamp(), self.until.timestamp()


def begin(db: sqlite3.Connection, wanted: Backfill, now: datetime) -> Backfill:
    """The walk as it was begun and not finished, else from now on."""
    key = (wanted.since.isoformat(), wanted.until.isoformat())
    db.execute(
        "INSERT INTO backfill (since, until, started_at) VALUES (?, ?, ?) ON CONFLICT (since, until) DO UPDATE SET"
        " started_at = excluded.started_at, finished_at = NULL WHERE backfill.finished_at IS NOT NULL",
        (*key, now.isoformat()),
    )
    sql = "SELECT started_at FROM backfill WHERE since = ? AND until = ?"
    return Backfill(wanted.since, wanted.until, db.execute(sql, key).fetchone()[0])


def finish(db: sqlite3.Connection, done: Backfill, now: datetime) -> None:
    db.execute(
        "UPDATE backfill SET finished_at = ? WHERE since = ? AND until = ?",
        (now.isoformat(), done.since.isoformat(), done.until.isoformat()),
    )


def asked_since(db: sqlite3.Connection, url: str, moment: str) -> bool:
    """Whether the URL has come to an end since then that need not be repeated."""
    row = db.execute(
        "SELECT outcome, reason, decided_at FROM url WHERE url = ? AND state = 'done'", (url,)
    ).fetchone()
    if row is None or row["outcome"] in {"deferred", "error"} or row["reason"] in NOT_READ:
        return False
    return bool(row["decided_at"] >= moment)


def answered_since(db: sqlite3.Connection, url: str, moment: str) -> bool:
    """Whether the URL was read since then."""
    row = db.execute(
        "SELECT outcome, decided_at FROM url WHERE url = ? AND state = 'done'", (url,)
    ).fetchone()
    return bool(row) and row[0] in {"archived", "unchanged", "duplicate"} and row[1] >= moment


def stated_publication(db: sqlite3.Connection, article_key: str | None) -> str | None:
    """When any source said that the article was published, in ISO 8601; the latest to be seen saying so."""
    if article_key is None:
        return None
    row = db.execute(
        "SELECT date_published FROM announcement WHERE article_key = ? AND date_published IS NOT NULL"
        " ORDER BY last_seen DESC LIMIT 1",
        (article_key,),
    ).fetchone()
    return row[0] if row else None


def all_seen_since(db: sqlite3.Connection, source: str, urls: tuple[str, ...], moment: str) -> bool:
    """Whether the source has named each of these URLs since then: a page that shows what an earlier one showed."""
    sql = (
        "SELECT 1 FROM announcement JOIN announcer ON announcer.id = announcer WHERE announcer.url = ?"
        " AND announcement.url = ? AND last_seen >= ?"
    )
    return all(db.execute(sql, (source, url, moment)).fetchone() for url in urls)


def leave_aside(db: sqlite3.Connection, run: str, source: str, purpose: str) -> None:
    """Note that the run asked for some only of what the source names: other runs read it again, though it stays as it is."""
    db.execute("INSERT OR REPLACE INTO aside (url, purpose, run) VALUES (?, ?, ?)", (source, purpose, run))


def leave_unasked_aside(db: sqlite3.Connection) -> None:
    """The same of every source that names what no run has asked for, as it was before the state was made anew."""
    db.execute(
        "INSERT OR REPLACE INTO aside (url, purpose, run) SELECT capture.url, announcer.purpose, capture.run"
        " FROM announcement JOIN announcer ON announcer.id = announcer JOIN capture USING (record_id)"
        " WHERE NOT EXISTS (SELECT 1 FROM url WHERE url.url = announcement.url)"
    )


def is_left_aside(db: sqlite3.Connection, source: str) -> bool:
    return bool(db.execute("SELECT 1 FROM aside WHERE url = ?", (source,)).fetchone())


def left_aside(db: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """The sources, each with its purpose."""
    return tuple((row[0], row[1]) for row in db.execute("SELECT url, purpose FROM aside ORDER BY url"))


def take_up(db: sqlite3.Connection, run: str, source: str) -> None:
    """The run has read the source, and asked for what is left of it, unless it has left something aside itself."""
    db.execute("DELETE FROM aside WHERE url = ? AND run <> ?", (source, run))


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a run still has before it: pages that are queued, and those that unread sources may name."""

    pages: int
    sources: int
    expected: int  # pages of the unread sources, by the mean of those read


def remaining(db: sqlite3.Connection, run: str) -> Remaining:
    sql = "SELECT purpose = 'page', state = 'queued', count(*) FROM url WHERE run = ? GROUP BY 1, 2"
    counted = {(bool(page), bool(queued)): n for page, queued, n in db.execute(sql, (run,))}
    pages, sources = counted.get((True, True), 0), counted.get((False, True), 0)
    named, read = pages + counted.get((True, False), 0), counted.get((False, False), 0)
    return Remaining(pages, sources, round(sources * named / read) if read else 0)
