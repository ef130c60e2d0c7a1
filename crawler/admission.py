"""What sources and pages name, as rows of the frontier: each URL is scheduled, refused by a named rule, or known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.addresses import BadUrl, safe_url, why_refused
from extractors.traps import objection, plain_address
from extractors.urls import normalised
from storage import frontier, visits
from storage.exchange import Hop, Purpose
from storage.frontier import Admission, Ended, Target
from storage.outcome import OutcomeKind, Refusal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from extractors.vocabulary import Outlet
    from storage.capture import Capture
    from storage.reading import SourceEntry

MOST_CHARACTERS = 2_083  # of what is no URL, and is kept to be shown


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
    ) -> None:
        """Give each entry of the captured source its place in the run, then add what has come due by what they say."""
        depth = frontier.depth_of(db, capture.url) + 1
        room = self._room(db, run, capture)
        for entry in entries:
            target, refusal = self._judged(capture, entry, depth)
            if refusal is None and entry.purpose is not Purpose.PAGE:
                frontier.enqueue_sources(db, run, (target,), now)
            elif refusal or (room <= 0 and not frontier.has(db, target.url)):
                refused = Ended(
                    OutcomeKind.REFUSED, refusal or Refusal.NEW_URLS, f"named by {capture.url}"[:300]
                )
                frontier.refuse(db, run, target, refused, now.isoformat())
            elif frontier.admit(db, run, target, now.isoformat()) is Admission.SCHEDULED:
                room -= 1
            elif target.modified:
                visits.claim(db, capture.url, target.url, target.modified, now.timestamp())
        frontier.requeue_due(db, run, now.timestamp(), self.outlet.budgets.revisits)

    def _room(self, db: sqlite3.Connection, run: str, capture: Capture) -> float:
        """How many more new URLs the page may bring into the run; feeds and sitemaps have limits of their own."""
        if capture.purpose is not Purpose.LISTING:
            return float("inf")
        return self.outlet.budgets.new_urls_per_page - frontier.scheduled_by(db, run, capture.url)

    def _judged(self, capture: Capture, entry: SourceEntry, depth: int) -> tuple[Target, Refusal | None]:
        hop = Hop.LINK if capture.purpose is Purpose.LISTING else Hop.MANIFEST
        purpose = entry.purpose or Purpose.PAGE
        try:
            url = plain_address(self.outlet, safe_url(entry.url))
        except BadUrl as error:
            shown = entry.url.encode("ascii", "backslashreplace").decode()[:MOST_CHARACTERS]
            return Target(shown, purpose, hop, via=capture.url, depth=depth), error.reason
        target = Target(
            url,
            purpose,
            hop,
            via=capture.url,
            article_key=page_key(self.outlet, url) if purpose is Purpose.PAGE else None,
            again=purpose
            is not Purpose.PAGE,  # a listing or sitemap found again must be read again: it changes
            depth=depth,
            modified=entry.modified,
        )
        return target, self._refusal(url, depth)

    def _refusal(self, url: str, depth: int) -> Refusal | None:
        if refusal := why_refused(url, self.ports) or objection(self.outlet, url):
            return refusal
        return Refusal.DEPTH if depth > self.outlet.budgets.depth else None


def page_key(outlet: Outlet | None, url: str) -> str | None:
    """By what the addresses of one page are known to be the same: the outlet's own key, or the address without decoration."""
    if outlet is None:
        return None
    key = outlet.article_key(plain_address(outlet, url)) if outlet.in_scope(url) else None
    return key or f"url:{normalised(url)}"
