"""The terms of a site that held for an article, from what its state knows of robots.txt and tdmrep.json."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from extractors.robots_text import MAX_REDIRECTS
from extractors.site_terms import (
    ROBOTS_PATH,
    TDMREP_PATH,
    RobotsRules,
    reservation,
    reservations,
    robots_rules,
)
from storage import site_files
from storage.capture import Capture
from storage.site_terms import SiteTerms

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from extractors.site_terms import Reservation
    from storage.article import Article
    from storage.site_files import SiteFile


@dataclass(slots=True)
class TermsOf:
    """Asked article by article; each version of a file is parsed once."""

    db: sqlite3.Connection
    _rules: dict[str, RobotsRules] = field(default_factory=dict)
    _said: dict[str, tuple[Reservation, ...]] = field(default_factory=dict)

    def __call__(self, article: Article) -> SiteTerms:
        robots = self._found(ROBOTS_PATH, article)
        rules = self._rules_of(robots, article.captured_at) if robots else None
        said = self._reservation(article)
        return SiteTerms(
            robots_txt=rules.status if rules else None,
            ai_agents_disallowed=rules.disallowed(article.url) if rules else None,
            robots_record_id=robots.record_id if robots else None,
            tdmrep_reservation=said.reserved if said else None,
            tdmrep_policy=said.policy if said else None,
        )

    def _found(self, path: str, article: Article) -> SiteFile | None:
        """The file of the article's host that was in force when its page was asked for, where redirects led."""
        parts = urlsplit(article.url)
        url = f"{parts.scheme}://{parts.netloc}{path}"
        found = site_files.latest(self.db, url, article.captured_at)
        for _ in range(MAX_REDIRECTS):
            if found is None or not 300 <= found.status < 400 or not found.location:
                break
            try:
                target = urljoin(found.url, found.location)
            except ValueError:
                break
            found = site_files.latest(self.db, target, article.captured_at) or found
        return found

    def _rules_of(self, robots: SiteFile, at: datetime) -> RobotsRules:
        if robots.record_id not in self._rules:
            self._rules[robots.record_id] = robots_rules(_capture(robots, at))
        return self._rules[robots.record_id]

    def _reservation(self, article: Article) -> Reservation | None:
        file = self._found(TDMREP_PATH, article)
        if file is None:
            return None
        if file.record_id not in self._said:
            self._said[file.record_id] = reservations(_capture(file, article.captured_at))
        return reservation(self._said[file.record_id], article.url)


def _capture(file: SiteFile, at: datetime) -> Capture:
    return Capture("", file.url, at, file.block, None, None)
