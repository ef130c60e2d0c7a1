"""What sources and pages name, as rows of the frontier: each URL is scheduled, refused by a named rule, or known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler import discovery
from crawler.addresses import why_refused
from crawler.reading import leads_on, said_something_new
from extractors.traps import plain_address
from extractors.urls import normalised
from storage import frontier, visits
from storage.endings import Ended
from storage.exchange import Hop, Purpose
from storage.frontier import Admission, Target
from storage.outcome import OutcomeKind, Refusal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from extractors.vocabulary import Outlet
    from storage.announcement import SourceEntry
    from storage.capture import Capture


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets URLs into a run of an outlet."""

    outlet: Outlet
    ports: frozenset[int]

    def admit(
        self,
        db: sqlite3.Connection,
        run: str,
        capture: Capture,
        entries: Iterable[SourceEntry],
        now: datetime,
        *,
        walking: bool = False,
    ) -> None:
        """Give each entry of the captured source its place in the run, then add what has come due by what they say.

        `walking` through history, the entries were chosen before, and nothing else is due.
        """
        depth = frontier.depth_of(db, capture.url) + 1
        room = self._room(db, run, capture)
        for entry in entries:
            target = self._target(capture, entry, depth)
            refusal, why = entry.refused or self._refusal(target), f"named by {capture.url}"
            if refusal is None and (beyond := discovery.why_not_followed(db, run, capture, entry)):
                refusal, why = Refusal.DEPTH, f"{beyond}; {why}"
            if refusal is None and entry.purpose is not Purpose.PAGE and not walking:
                self._admit_source(db, run, capture, entry, target, now)
            elif refusal or (room <= 0 and not frontier.has(db, target.url)):
                refused = Ended(OutcomeKind.REFUSED, refusal or Refusal.NEW_URLS, why[:300])
                frontier.refuse(db, run, target, refused, now.isoformat())
            elif frontier.admit(db, run, target, now.isoformat()) is Admission.SCHEDULED:
                room -= 1
            elif entry.date_modified:
                visits.claim(db, capture.url, target.url, entry.date_modified, now.timestamp())
        if not walking:
            frontier.requeue_due(db, run, now.timestamp(), self.outlet.budgets.revisits)

    def _admit_source(
        self,
        db: sqlite3.Connection,
        run: str,
        capture: Capture,
        entry: SourceEntry,
        target: Target,
        now: datetime,
    ) -> None:
        """A further source; the next page of this one only if this one was the first to say something."""
        if not target.again:
            frontier.admit(db, run, target, now.isoformat())
        elif not leads_on(capture, entry):
            frontier.enqueue_sources(db, run, (target,), now)
        elif said_something_new(db, run, capture):
            frontier.admit(db, run, target, now.isoformat())
        else:
            frontier.name(db, run, target.url)

    def _room(self, db: sqlite3.Connection, run: str, capture: Capture) -> float:
        """How many more new URLs the page may bring into the run; feeds and sitemaps have limits of their own."""
        if capture.purpose is not Purpose.LISTING:
            return float("inf")
        return self.outlet.budgets.new_urls_per_page - frontier.scheduled_by(db, run, capture.url)

    def _target(self, capture: Capture, entry: SourceEntry, depth: int) -> Target:
        key = entry.article_key or f"url:{normalised(entry.url)}"
        return Target(
            entry.url,
            entry.purpose,
            Hop.LINK if capture.purpose is Purpose.LISTING else Hop.MANIFEST,
            via=capture.url,
            article_key=key if entry.purpose is Purpose.PAGE else None,
            again=_changes(capture, entry),
            depth=depth - leads_on(capture, entry),  # the next page of a list is no deeper
            modified=entry.date_modified,
        )

    def _refusal(self, target: Target) -> Refusal | None:
        too_deep = target.depth > self.outlet.budgets.depth
        return why_refused(target.url, self.ports) or (Refusal.DEPTH if too_deep else None)


def _changes(capture: Capture, entry: SourceEntry) -> bool:
    """Whether it is a source, to be read again; sections that a sitemap lists beside its articles are none."""
    of_listing = entry.purpose is not Purpose.LISTING or capture.purpose is Purpose.LISTING
    return entry.purpose is not Purpose.PAGE and of_listing


def page_key(outlet: Outlet | None, url: str) -> str | None:
    """By what the addresses of one page are known to be the same: the outlet's own key, or the address without decoration."""
    if outlet is None:
        return None
    key = outlet.article_key(plain_address(outlet, url)) if outlet.in_scope(url) else None
    return key or f"url:{normalised(url)}"
