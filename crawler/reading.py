"""Readings into the state: the outcome of a page, the entries of a source as new rows of the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import clock
from storage import frontier
from storage.frontier import Ended
from storage.outcome import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.admission import Gate
    from storage.capture import Capture
    from storage.frontier import Scheduled
    from storage.outcome import Refusal
    from storage.reading import Reading
    from storage.spool import Spool


def note_reading(
    run: str, gate: Gate | None, capture: Capture, reading: Reading | None
) -> Callable[[Spool], None]:
    """The journal's operation that gives the captured URL its outcome; None: nobody read it."""

    def note(spool: Spool) -> None:
        assert capture.pressmark
        if reading and reading.result and not reading.reason:
            spool.db.execute(
                "INSERT OR REPLACE INTO result (record_id, run, result) VALUES (?, ?, ?)",
                (capture.pressmark.record_id, run, reading.result),
            )
        now = clock.now()
        frontier.end(spool.db, capture.url, ended(reading), now.isoformat())
        if reading and gate and reading.entries:
            gate.admit(spool.db, run, capture, reading.entries, now)

    return note


def ended(reading: Reading | None) -> Ended:
    """The outcome that a reading means; whether an article is new is known when the run is closed."""
    if reading is None:
        return Ended(OutcomeKind.ARCHIVED, detail="not read")
    if reading.reason:
        return Ended(OutcomeKind.REJECTED, reading.reason, reading.detail)
    return Ended(OutcomeKind.ARCHIVED, article_id=reading.article_id)


def note_refusal(row: Scheduled, reason: Refusal, detail: str) -> Callable[[Spool], None]:
    """The journal's operation for a URL that must not be asked."""

    def note(spool: Spool) -> None:
        outcome = Ended(OutcomeKind.REFUSED, reason, detail)
        frontier.end(spool.db, row.url, outcome, clock.now().isoformat())

    return note


def leave_host(run: str, url: str, reason: str) -> Callable[[Spool], None]:
    """The journal's operation that leaves what is queued at the URL's host to the next run."""

    def note(spool: Spool) -> None:
        frontier.defer_host(spool.db, run, url, reason, clock.now().isoformat())

    return note
