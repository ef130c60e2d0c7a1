"""Readings into the state: the outcome of a page, the entries of a source as new rows of the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import clock
from crawler.addresses import BadUrl, safe_url
from storage import frontier
from storage.exchange import Hop, Purpose
from storage.frontier import Ended, Target
from storage.outcome import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractors.vocabulary import Outlet
    from storage.capture import Capture
    from storage.frontier import Scheduled
    from storage.outcome import Refusal
    from storage.reading import Reading, SourceEntry
    from storage.spool import Spool


def note_reading(
    run: str, outlet: Outlet | None, capture: Capture, reading: Reading | None
) -> Callable[[Spool], None]:
    """The journal's operation that gives the captured URL its outcome; None: nobody read it."""

    def note(spool: Spool) -> None:
        assert capture.pressmark
        if reading and reading.result and not reading.reason:
            spool.db.execute(
                "INSERT OR REPLACE INTO result (record_id, run, result) VALUES (?, ?, ?)",
                (capture.pressmark.record_id, run, reading.result),
            )
        frontier.end(spool.db, capture.url, ended(reading), clock.now().isoformat())
        if reading and outlet:
            frontier.enqueue(spool.db, run, targets(outlet, capture, reading.entries))

    return note


def ended(reading: Reading | None) -> Ended:
    """The outcome that a reading means; whether an article is new is known when the run is closed."""
    if reading is None:
        return Ended(OutcomeKind.ARCHIVED, detail="not read")
    if reading.reason:
        return Ended(OutcomeKind.REJECTED, reading.reason, reading.detail)
    return Ended(OutcomeKind.ARCHIVED, article_id=reading.article_id)


def targets(outlet: Outlet, capture: Capture, entries: tuple[SourceEntry, ...]) -> Iterator[Target]:
    """What the outlet's own URL shapes say is worth fetching among the entries of a source."""
    for entry in entries:
        try:
            url = safe_url(entry.url)
        except BadUrl:
            continue  # one bad entry costs itself and no other
        if outlet.in_scope(url):
            hop = Hop.LINK if capture.purpose is Purpose.LISTING else Hop.MANIFEST
            key = outlet.article_key(url) if entry.purpose is Purpose.PAGE else None
            # a listing or sitemap found again must be read again: it changes
            again = entry.purpose is not Purpose.PAGE
            yield Target(url, entry.purpose, hop, via=capture.url, article_key=key, again=again)


def note_refusal(row: Scheduled, reason: Refusal, detail: str) -> Callable[[Spool], None]:
    """The journal's operation for a URL that must not be asked."""

    def note(spool: Spool) -> None:
        outcome = Ended(OutcomeKind.REFUSED, reason, detail)
        frontier.end(spool.db, row.url, outcome, clock.now().isoformat())

    return note
