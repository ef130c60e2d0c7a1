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
    REMOVED = "removed"
    DUPLICATE = "duplicate"  # the bytes of another URL of this archive


class Refusal(StrEnum):
    """Why a URL was never asked. A closed list: the reasons of `refused` outcomes."""

    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    ADDRESS = "address"
    SCHEME = "scheme"
    PORT = "port"
    SCOPE = "scope"
    BAD_URL = "bad_url"


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
