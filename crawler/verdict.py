"""What follows from an exchange: a capture to read, another try, or the end of the URL in this run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.addresses import WEB_PORTS, BadUrl, safe_url, why_refused
from storage.article import Reason
from storage.endings import Ended
from storage.exchange import Exchange, Hop, Truncation
from storage.frontier import Scheduled, Target
from storage.outcome import FINAL_FAILURES, Failure, OutcomeKind, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.http_message import HttpResponse

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})  # RFC 9110 section 15.6.4 and RFC 6585 section 4: these may carry Retry-After
RETRY_AFTER = "retry_after"  # reason of what is deferred at the site's wish
RETRIED = BUSY | {408, 500, 502, 504}


@dataclass(frozen=True, slots=True)
class Policy:
    """How often and how long a run tries. Times in seconds."""

    max_attempts: int = 3
    max_redirects: int = 10
    first_pause: float = 5.0
    longest_pause: float = 300.0
    longest_wait: float = 120.0  # that a site may ask for; longer leaves the URL to the next run
    ports: frozenset[int] = WEB_PORTS


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole response: what it is, the extractor says."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Ask again at `when` (seconds since the epoch). `busy`: the site asked for patience as a whole."""

    when: float
    detail: str
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Redirected:
    """The answer names another URL, which is scheduled in its turn."""

    ended: Ended
    target: Target


Verdict = Fetched | Retry | Redirected | Ended


def of_response(
    row: Scheduled,
    response: HttpResponse,
    policy: Policy,
    now: float,
    in_scope: Callable[[str], bool],
) -> Verdict:
    """The verdict on a whole response; `now` is seconds since the epoch."""
    if response.status in REDIRECTS:
        return _redirected(row, response, policy, in_scope)
    if response.status in RETRIED and row.attempts + 1 < policy.max_attempts:
        asked = retry_after(response.header("retry-after"), now) if response.status in BUSY else None
        if asked is not None and asked > policy.longest_wait:
            return Ended(OutcomeKind.DEFERRED, RETRY_AFTER, f"status {response.status}, {asked:.0f} s")
        pause = _pause(row, policy) if asked is None else asked
        return Retry(now + pause, f"status {response.status}", busy=response.status in BUSY)
    return Fetched()


def of_failure(row: Scheduled, exchange: Exchange, policy: Policy, now: float) -> Retry | Ended:
    """The verdict on an exchange without a whole response."""
    detail = exchange.error or ""
    if detail.startswith("RefusedAddress"):
        return Ended(OutcomeKind.REFUSED, Refusal.ADDRESS, detail)
    failure = failure_of(exchange)
    if failure not in FINAL_FAILURES and row.attempts + 1 < policy.max_attempts:
        return Retry(now + _pause(row, policy), f"{failure}: {detail}")
    return Ended(OutcomeKind.ERROR, failure, detail)


def failure_of(exchange: Exchange) -> Failure:
    """The kind of failure, from the exception that `error` names first and from what had arrived."""
    name = (exchange.error or "").partition(":")[0]
    for part, failure in _FAILURES:
        if part in name:
            return failure
    if exchange.truncated is Truncation.TIME:
        return Failure.TIMEOUT
    if exchange.truncated is Truncation.LENGTH:
        return Failure.TOO_LARGE
    return Failure.TRUNCATED if exchange.response else Failure.CONNECTION


_FAILURES = (
    ("HeadersTooLarge", Failure.HEADERS_TOO_LARGE),
    ("DownloadCancelled", Failure.TOO_LARGE),
    ("Timeout", Failure.TIMEOUT),
    ("CannotResolveHost", Failure.NAME),
    ("UnsupportedURLScheme", Failure.BAD_URL),
    ("TLS", Failure.TLS),
    ("SSL", Failure.TLS),
    ("Certificate", Failure.TLS),
    ("VerificationError", Failure.TLS),
    ("DataLoss", Failure.TRUNCATED),
    ("BadHttp", Failure.BAD_HTTP),
    ("ParseError", Failure.BAD_HTTP),
)


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds that a Retry-After field asks for (RFC 9110 section 10.2.3); None when it says nothing usable."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(int(value.strip()[:9]))
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now)


def _pause(row: Scheduled, policy: Policy) -> float:
    return min(policy.longest_pause, policy.first_pause * 4.0**row.attempts)


def _redirected(
    row: Scheduled, response: HttpResponse, policy: Policy, in_scope: Callable[[str], bool]
) -> Redirected | Ended:
    location = (response.header("location") or "").strip()
    try:
        url = safe_url(urljoin(row.url, location))
    except ValueError as error:  # BadUrl is one; urljoin raises others
        if isinstance(error, BadUrl) and error.reason == Refusal.SCHEME:
            return Ended(OutcomeKind.REFUSED, Refusal.SCHEME, f"redirect to {location[:300]!a}")
        return Ended(OutcomeKind.ERROR, Failure.BAD_URL, f"redirect to {location[:300]!a}")
    if refusal := why_refused(url, policy.ports) or (None if in_scope(url) else Refusal.SCOPE):
        return Ended(OutcomeKind.REFUSED, refusal, f"redirect to {url}")
    if url == row.url:
        return Ended(OutcomeKind.ERROR, Failure.REDIRECT_LOOP, f"redirect to {url}")
    if row.redirects >= policy.max_redirects:
        return Ended(OutcomeKind.ERROR, Failure.REDIRECT_LIMIT, f"redirect {row.redirects + 1}, to {url}")
    target = Target(url, row.purpose, Hop.REDIRECT, via=row.url, redirects=row.redirects + 1)
    return Redirected(Ended(OutcomeKind.REJECTED, Reason.REDIRECT, url), target)
