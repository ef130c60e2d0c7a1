"""How a scheduled URL ended in a run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class OutcomeKind(StrEnum):
    """Every scheduled URL ends in exactly one of these; all but the first two kinds may carry a reason."""

    ARCHIVED = "archived"  # captured and used: an article, or a source that was read
    UNCHANGED = "unchanged"  # 304, identical payload, or identical content
    REJECTED = "rejected"  # captured, but no article: storage.article.Reason
    REFUSED = "refused"  # never asked: robots, scope, scheme, address, trap
    ERROR = "error"  # asked, no whole response
    DEFERRED = "deferred"  # left for the next run: budget, interruption, Retry-After
    REMOVED = "removed"  # looked for on two days in vain: storage.removals.Removal
    DUPLICATE = (
        "duplicate"  # the bytes of another URL of this archive, or another address of an article of it
    )


class Refusal(StrEnum):
    """Why a URL was never asked. A closed list: the reasons of `refused` outcomes."""

    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    ADDRESS = "address"
    SCHEME = "scheme"
    PORT = "port"
    SCOPE = "scope"
    BAD_URL = "bad_url"
    TRAP = "trap"  # a shape that the outlet's file calls a trap
    IGNORED = "ignored"  # a shape that it calls of no use
    REPEATED_PATH = "repeated_path"  # parts of the address that come again and again
    CALENDAR = "calendar"  # a page of dates without end
    FACETS = "facets"  # a choice of filters and orders
    DEPTH = "depth"  # more links from a source than the outlet's budget allows
    NEW_URLS = "new_urls_per_page"  # more new addresses on one page than it allows


class Failure(StrEnum):
    """Why a URL has no whole response. A closed list: the reasons of `error` outcomes."""

    TIMEOUT = "timeout"
    NAME = "name_not_resolved"
    CONNECTION = "connection"
    TLS = "tls"
    BAD_HTTP = "bad_http"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    HEADERS_TOO_LARGE = "headers_too_large"
    REDIRECT_LIMIT = "redirect_limit"
    REDIRECT_LOOP = "redirect_loop"
    BAD_URL = "bad_url"


# What our own rules gave, and may give up again: such a URL is judged anew when it is named anew.
RULES = frozenset(
    {
        Refusal.ADDRESS,
        Refusal.PORT,
        Refusal.SCHEME,
        Refusal.SCOPE,
        Refusal.TRAP,
        Refusal.IGNORED,
        Refusal.REPEATED_PATH,
        Refusal.CALENDAR,
        Refusal.FACETS,
        Refusal.DEPTH,
        Refusal.NEW_URLS,
    }
)
KNOWN = "known"
"""Counts, in a manifest, URLs that were named, were settled by an earlier run and were not due: they have no row."""
WAITING = "waiting"
"""Counts, in a manifest, URLs that earlier runs deferred and that this one had no room for: their rows stand in those runs."""

# Another try would bring the same; these are not asked for again by later runs.
FINAL_FAILURES = frozenset(
    {
        Failure.TOO_LARGE,
        Failure.HEADERS_TOO_LARGE,
        Failure.REDIRECT_LIMIT,
        Failure.REDIRECT_LOOP,
        Failure.BAD_URL,
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the outcome table. `reason` is empty where the kind says all."""

    outlet: str
    run: str
    url: str
    kind: OutcomeKind
    reason: str
    detail: str
    purpose: str  # page, feed, sitemap, listing or robots
    via: str | None
    status: int | None  # of the last response
    attempts: int
    decided_at: datetime  # aware UTC
    record_id: str | None  # the capture that decided it
    article_id: str | None

    @property
    def label(self) -> str:
        """The stored value: `rejected:http_status`, `archived`."""
        return f"{self.kind}:{self.reason}" if self.reason else str(self.kind)
