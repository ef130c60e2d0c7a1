"""Readings into the state: the outcome of a page, the entries of a source as new rows of the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import clock
from extractors.paging import source_name
from storage import announcements, frontier
from storage.exchange import Hop, Purpose
from storage.frontier import Ended, Target
from storage.outcome import OutcomeKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from storage.announcement import SourceEntry
    from storage.capture import Capture
    from storage.frontier import Scheduled
    from storage.outcome import Refusal
    from storage.reading import Reading
    from storage.spool import Spool

    Entries = tuple[SourceEntry, ...]


def note_announcements(db: sqlite3.Connection, capture: Capture, entries: Entries) -> None:
    """Keep what the source said; the live crawl and the replay of the archive both do it here."""
    source = source_name(capture.url, capture.purpose)
    announcements.note(db, source, capture, (entry for entry in entries if not leads_on(capture, entry)))


def leads_on(capture: Capture, entry: SourceEntry) -> bool:
    """Whether the entry is the next page of the source itself."""
    return entry.purpose is capture.purpose and capture.purpose is not Purpose.SITEMAP


def note_entries(run: str, capture: Capture, entries: Entries) -> Callable[[Spool], None]:
    """The journal's operation that keeps a batch of a source's entries and schedules what is worth fetching."""

    def note(spool: Spool) -> None:
        note_announcements(spool.db, capture, entries)
        frontier.enqueue(spool.db, run, targets(spool.db, run, capture, entries))

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
        frontier.end(spool.db, capture.url, ended(reading), clock.now().isoformat())

    return note


def ended(reading: Reading | None) -> Ended:
    """The outcome that a reading means; whether an article is new is known when the run is closed."""
    if reading is None:
        return Ended(OutcomeKind.ARCHIVED, detail="not read")
    if reading.reason:
        return Ended(OutcomeKind.REJECTED, reading.reason, reading.detail)
    return Ended(OutcomeKind.ARCHIVED, detail=reading.detail, article_id=reading.article_id)


def targets(db: sqlite3.Connection, run: str, capture: Capture, entries: Entries) -> Iterator[Target]:
    """What is worth fetching among the entries of a source."""
    hop = Hop.LINK if capture.purpose is Purpose.LISTING else Hop.MANIFEST
    for entry in entries:
        if leads_on(capture, entry) and not _said_something_new(db, run, capture):
            continue
        # a listing or sitemap found again must be read again: it changes
        again = entry.purpose is not Purpose.PAGE
        yield Target(
            entry.url, entry.purpose, hop, via=capture.url, article_key=entry.article_key, again=again
        )


def _said_something_new(db: sqlite3.Connection, run: str, capture: Capture) -> bool:
    """Whether this page of a source was the first to say something: else the next page will not be, either."""
    assert capture.pressmark
    sql = "SELECT 1 FROM announcement WHERE run = ? AND record_id = ? LIMIT 1"
    return bool(db.execute(sql, (run, capture.pressmark.record_id)).fetchone())


def note_refusal(row: Scheduled, reason: Refusal, detail: str) -> Callable[[Spool], None]:
    """The journal's operation for a URL that must not be asked."""

    def note(spool: Spool) -> None:
        outcome = Ended(OutcomeKind.REFUSED, reason, detail)
        frontier.end(spool.db, row.url, outcome, clock.now().isoformat())

    return note
