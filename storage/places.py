"""Places of an outlet: addresses at which it publishes, or may publish, what is new, and when a guess was last asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.exchange import Purpose

if TYPE_CHECKING:
    import sqlite3


class FoundBy(StrEnum):
    """How a place was come by."""

    ROBOTS = "robots"  # robots.txt names it
    LINK = "link"  # a page's <link> names it
    REDIRECT = "redirect"  # another place leads there
    GUESS = "guess"  # where such things often are


@dataclass(frozen=True, slots=True)
class Place:
    """`url` of a WordPress interface is that of its posts, without a query."""

    url: str
    purpose: Purpose
    found_by: FoundBy
    asked_at: float | None = None  # seconds since the epoch


def note(db: sqlite3.Connection, place: Place) -> None:
    """Remember a place; who names one that was only guessed makes it known."""
    db.execute(
        "INSERT INTO place (url, purpose, found_by) VALUES (?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
        " found_by = excluded.found_by WHERE place.found_by = 'guess' AND excluded.found_by <> 'guess'",
        (place.url, place.purpose, place.found_by),
    )


def note_asked(db: sqlite3.Connection, url: str, now: float) -> None:
    db.execute("UPDATE place SET asked_at = ? WHERE url = ?", (now, url))


def all_places(db: sqlite3.Connection) -> tuple[Place, ...]:
    rows = db.execute("SELECT url, purpose, found_by, asked_at FROM place ORDER BY rowid")
    return tuple(Place(url, Purpose(purpose), FoundBy(how), asked) for url, purpose, how, asked in rows)


def speaking(db: sqlite3.Connection) -> dict[str, Purpose]:
    """The sources that have ever named a URL, with what they are."""
    rows = db.execute(
        "SELECT url, purpose FROM announcer WHERE EXISTS (SELECT 1 FROM announcement WHERE announcer = announcer.id)"
    )
    return {url: Purpose(purpose) for url, purpose in rows}


def missing_since(db: sqlite3.Connection, url: str) -> str | None:
    """When the URL was last asked for and not there (404 or 410), in ISO 8601; None: it was there, or never asked."""
    sql = "SELECT decided_at FROM url WHERE url = ? AND outcome = 'rejected' AND status IN (404, 410)"
    row = db.execute(sql, (url,)).fetchone()
    return row[0] if row else None


def leads_to(db: sqlite3.Connection, url: str) -> str | None:
    """Where the URL redirected to when it was last asked for."""
    sql = "SELECT detail FROM url WHERE url = ? AND outcome = 'rejected' AND reason = 'redirect'"
    row = db.execute(sql, (url,)).fetchone()
    return row[0] if row else None


def last_modified(db: sqlite3.Connection, source: str) -> str | None:
    """The latest change that the source has stated of any URL, in ISO 8601."""
    sql = "SELECT max(date_modified) FROM announcement JOIN announcer ON announcer.id = announcer WHERE announcer.url = ?"
    found: str | None = db.execute(sql, (source,)).fetchone()[0]
    return found


def sitemaps_of_run(db: sqlite3.Connection, run: str) -> int:
    """How many sitemap files the run has, asked or to be asked."""
    sql = "SELECT count(*) FROM url WHERE run = ? AND purpose = 'sitemap'"
    return int(db.execute(sql, (run,)).fetchone()[0])


def depth_of_sitemap(db: sqlite3.Connection, url: str, at_most: int) -> int:
    """How many indexes lead to the sitemap, counted up to `at_most`."""
    depth = 0
    while depth < at_most:
        row = db.execute(
            "SELECT above.url FROM url JOIN url AS above ON above.url = url.via"
            " WHERE url.url = ? AND above.purpose = 'sitemap'",
            (url,),
        ).fetchone()
        if row is None or row[0] == url:
            return depth
        url, depth = row[0], depth + 1
    return depth
