"""Readings into the state: the outcome of a page, the entries of a source as new rows of the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import backfill, clock, discovery
from extractors.paging import source_name
from storage import announcements, backfills, endings, frontier, unfinished
from storage.article import NOT_READ
from storage.endings import Ended
from storage.exchange import Purpose
from storage.outcome import OutcomeKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from crawler.admission import Gate
    from extractors.vocabulary import Outlet
    from storage.announcement import SourceEntry
    from storage.backfills import Backfill
    from storage.capture import Capture
    from storage.frontier import Scheduled
    from storage.outcome import Refusal
    from storage.reading import Reading
    from storage.spool import Spool

    Entries = tuple[SourceEntry, ...]


def note_announcements(db: sqlite3.Connection, capture: Capture, entries: Entries) -> None:
    """Keep what the source said; the live crawl and the replay of the archive both do it here."""
    source = source_name(capture.url, capture.purpose)
    kept = tuple(entry for entry in entries if not entry.refused)
    announcements.note(db, source, capture, (entry for entry in kept if not leads_on(capture, entry)))
    discovery.note_places(db, capture, kept)


def leads_on(capture: Capture, entry: SourceEntry) -> bool:
    """Whether the entry is the next page of the source itself."""
    return entry.purpose is capture.purpose and capture.purpose is not Purpose.SITEMAP


def note_entries(
    run: str, gate: Gate, capture: Capture, entries: Entries, walk: Backfill | None = None
) -> Callable[[Spool], None]:
    """The journal's operation that keeps a batch of a source's entries and gives each its place in the run."""

    def note(spool: Spool) -> None:
        if walk and capture.purpose is not Purpose.ROBOTS:
            _walk(spool.db, run, gate, capture, entries, walk)
            return
        note_announcements(spool.db, capture, entries)
        gate.admit(spool.db, run, capture, entries, clock.now())
        frontier.rank(spool.db, run, newest(entries))

    return note


def _walk(
    db: sqlite3.Connection, run: str, gate: Gate, capture: Capture, entries: Entries, walk: Backfill
) -> None:
    """The same when a stretch of history is walked: what does not belong to it is kept, and not fetched."""
    named = tuple(entry for entry in entries if not leads_on(capture, entry))
    posts_known = backfill.posts_are_known(db, walk)
    further = backfill.leads_further(db, walk, capture, named)
    note_announcements(db, capture, entries)
    followed: list[SourceEntry] = []
    moments: list[tuple[str, float]] = []
    for entry in entries:
        if entry.refused:
            wanted, moment = True, 0.0
        elif entry.purpose is Purpose.PAGE:
            belonging = backfill.belongs(db, walk, entry, posts_known=posts_known)
            wanted, moment = belonging is not backfill.Belongs.NO, backfill.rank(belonging, entry)
        elif leads_on(capture, entry):
            wanted, moment = further, 0.0
        else:
            wanted = entry.purpose is Purpose.SITEMAP and backfill.is_worth_opening(db, walk, entry)
            moment = entry.date_modified.timestamp() if entry.date_modified else 0.0
        if wanted:
            followed.append(entry)
            moments.append((entry.url, moment))
        elif not frontier.has(db, entry.url):
            backfills.leave_aside(db, run, capture.url, capture.purpose)
    gate.admit(db, run, capture, followed, clock.now(), walking=True)
    pages = (entry.url for entry in followed if entry.purpose is Purpose.PAGE)
    unfinished.requeue_named(db, run, pages, clock.seconds())
    frontier.rank(db, run, moments)


def note_guesses(run: str, outlet: Outlet, walk: Backfill | None) -> Callable[[Spool], None]:
    """The journal's operation that schedules the usual places of what the outlet names nowhere."""

    def note(spool: Spool) -> None:
        usual = tuple(discovery.guesses(spool.db, outlet, clock.seconds()))
        if walk:
            usual = tuple(backfill.guesses(spool.db, walk, usual))
        frontier.enqueue(spool.db, run, usual)

    return note


def note_reading(run: str, capture: Capture, reading: Reading | None) -> Callable[[Spool], None]:
    """The journal's operation that gives the captured URL its outcome; None: nobody read it."""

    def note(spool: Spool) -> None:
        assert capture.pressmark
        if reading and reading.result and not reading.reason:
            spool.db.execute(
                "INSERT OR REPLACE INTO result (record_id, run, result) VALUES (?, ?, ?)",
                (capture.pressmark.record_id, run, reading.result),
            )
        endings.end(spool.db, capture.url, ended(reading), clock.now().isoformat())
        if reading and reading.reason not in NOT_READ:
            backfills.take_up(spool.db, run, capture.url)

    return note


def ended(reading: Reading | None) -> Ended:
    """The outcome that a reading means; whether an article is new is known when the run is closed."""
    if reading is None:
        return Ended(OutcomeKind.ARCHIVED, detail="not read")
    if reading.reason:
        return Ended(OutcomeKind.REJECTED, reading.reason, reading.detail)
    return Ended(OutcomeKind.ARCHIVED, detail=reading.detail, article_id=reading.article_id)


def newest(entries: Entries) -> Iterator[tuple[str, float]]:
    """When each is said to have been published, or else changed: what is new is fetched before what is old."""
    for entry in entries:
        at = entry.date_published or entry.date_modified
        if at:
            yield entry.url, at.timestamp()


def said_something_new(db: sqlite3.Connection, run: str, capture: Capture) -> bool:
    """Whether this page of a source was the first to say something: else the next page will not be, either.

    Or nobody has asked yet for all that it says.
    """
    if backfills.is_left_aside(db, capture.url):
        return True
    assert capture.pressmark
    sql = "SELECT 1 FROM announcement WHERE run = ? AND record_id = ? LIMIT 1"
    return bool(db.execute(sql, (run, capture.pressmark.record_id)).fetchone())


def note_refusal(row: Scheduled, reason: Refusal, detail: str) -> Callable[[Spool], None]:
    """The journal's operation for a URL that must not be asked."""

    def note(spool: Spool) -> None:
        outcome = Ended(OutcomeKind.REFUSED, reason, detail)
        endings.end(spool.db, row.url, outcome, clock.now().isoformat())

    return note


def leave_host(run: str, url: str, reason: str) -> Callable[[Spool], None]:
    """The journal's operation that leaves what is queued at the URL's host to the next run."""

    def note(spool: Spool) -> None:
        endings.defer_host(spool.db, run, url, reason, clock.now().isoformat())

    return note
