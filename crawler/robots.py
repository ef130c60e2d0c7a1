"""Ask robots.txt before anything else of a host, and keep to it (RFC 9309).

Scrapy's own middleware allows everything when robots.txt cannot be had, follows its redirects anywhere and knows no
Crawl-delay.
"""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.addresses import DEFAULT_PORTS, safe_url, why_refused
from crawler.configuration import configuration
from crawler.resolver import refused_address
from crawler.robots_rules import RobotsDecision, robots_decision, unreachable
from crawler.verdict import REDIRECTS
from extractors.robots_text import MAX_REDIRECTS
from extractors.site_terms import TDMREP_PATH
from storage.exchange import Hop, Purpose
from storage.outcome import Refusal
from storage.site_terms import RobotsTxt

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

LIFETIME = 24 * 3600.0  # seconds; section 2.4

# What the network, the server or our limits can do to a download. Anything else, such as a full disk under the
# archive, is no news of the site and goes up to whoever asked.
_NO_ANSWER = (
    CannotResolveHostError,
    ConnectError,
    ConnectionClosed,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)


class RefusedByRobots(IgnoreRequest):
    """The request must not be made; `detail` says in one line what the decision rests on.

    `reason` is ROBOTS, ROBOTS_UNREACHABLE, or ADDRESS where the resolver's guard kept robots.txt from being asked.
    """

    def __init__(self, reason: Refusal, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class _Kept(NamedTuple):
    decision: RobotsDecision
    until: float  # monotonic seconds


class RobotsMiddleware:
    """Downloader middleware. `ports` may be redirected to; `delay`, in seconds, is the least between requests.

    Requests with `dont_obey_robotstxt` in their meta pass.
    """

    def __init__(
        self, crawler: Crawler, ports: frozenset[int], delay: float, *, asks_tdmrep: bool = False
    ) -> None:
        self._crawler = crawler
        self._ports = ports
        self._delay = delay
        self._asks_tdmrep = asks_tdmrep
        self._kept: dict[str, _Kept] = {}
        self._asked: dict[str, asyncio.Task[RobotsDecision]] = {}
        self._paced: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        ours, delay = configuration(settings), settings.getfloat("DOWNLOAD_DELAY")
        return cls(crawler, ours.ports, delay, asks_tdmrep=ours.ask_tdmrep)

    @property
    def decisions(self) -> dict[str, RobotsDecision]:
        """What was decided in this run, by scheme, host and port: "https://example.org"."""
        return {origin: kept.decision for origin, kept in self._kept.items()}

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        decision = await self.decision(request)
        if not decision.allows(request.url):
            raise _refused(request, decision)
        self._pace(request, decision.crawl_delay)

    async def decision(self, request: Request) -> RobotsDecision:
        """What holds for the host of a request; robots.txt is asked for where that is not known."""
        url = urlparse_cached(request)
        origin = f"{url.scheme}://{url.netloc}"
        kept = self._kept.get(origin)
        if kept and monotonic() < kept.until:
            return kept.decision
        if origin not in self._asked:
            task = asyncio.ensure_future(self._ask(origin, request))
            task.add_done_callback(lambda _: self._asked.pop(origin))
            self._asked[origin] = task
        # Whoever gives up must not take the others' answer along.
        return await asyncio.shield(self._asked[origin])

    async def _ask(self, origin: str, asker: Request) -> RobotsDecision:
        decision = await self._fetched(f"{origin}/robots.txt", asker)
        logger.info("robots.txt of %s: %s, %s", origin, decision.status, decision.reason)
        tdmrep = origin + TDMREP_PATH
        if self._asks_tdmrep and decision.allows(tdmrep):
            await self._archive(tdmrep, asker)
        self._kept[origin] = _Kept(decision, monotonic() + LIFETIME)
        return decision

    async def _archive(self, url: str, asker: Request) -> None:
        """Ask for TDMRep's file, which the download handler archives; whatever comes, pages are asked for."""
        try:
            await self._crawler.engine.download_async(_prerequisite([url], asker, Purpose.TDMREP))
        except _NO_ANSWER as error:
            logger.info("%s: %s", url, _one_line(str(error)))

    async def _fetched(self, url: str, asker: Request) -> RobotsDecision:
        asked = [url]
        while len(asked) <= 1 + MAX_REDIRECTS:
            try:
                response = await self._crawler.engine.download_async(
                    _prerequisite(asked, asker, Purpose.ROBOTS)
                )
            except _NO_ANSWER as error:
                return unreachable(_one_line(f"{type(error).__name__}: {error}"))
            location = response.headers.get(b"Location")
            if response.status not in REDIRECTS or location is None:
                codings = [value.decode("latin-1") for value in response.headers.getlist(b"Content-Encoding")]
                return robots_decision(response.status, response.body, codings)
            target, objection = self._target(asked, location.decode("utf-8", "replace"))
            if objection:
                return unreachable(_one_line(f"redirected to {target}: {objection}"))
            asked.append(target)
        return unreachable(f"more than {MAX_REDIRECTS} redirects")

    def _target(self, asked: list[str], location: str) -> tuple[str, str | None]:
        """Where a redirect leads, and what speaks against following it."""
        try:
            target = safe_url(urljoin(asked[-1], location))
        except ValueError:
            return location, Refusal.BAD_URL
        return target, why_refused(target, self._ports) or ("a loop" if target in asked else None)

    def _pace(self, request: Request, crawl_delay: float | None) -> None:
        """Hold the request's download slot to the longest Crawl-delay of its hosts, from now to the end."""
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        delay = max(crawl_delay or 0.0, self._paced.get(key, 0.0))
        if not delay:
            return
        if delay > self._paced.get(key, 0.0):
            own = downloader.per_slot_settings.get(key, {})
            delay = max(delay, own.get("delay", self._delay))
            # An idle slot is thrown away after a minute and made anew from these settings.
            downloader.per_slot_settings[key] = {**own, "delay": delay, "jitter": 0.0}
            self._paced[key] = delay
        if slot := downloader.slots.get(key):
            slot.delay, slot.jitter = delay, 0.0
        # AutoThrottle would halve the delay with each quick answer.
        request.meta["autothrottle_dont_adjust_delay"] = True


def _prerequisite(asked: list[str], asker: Request, purpose: Purpose) -> Request:
    is_first = len(asked) == 1
    meta = {
        "purpose": purpose,
        "hop": Hop.PREREQUISITE if is_first else Hop.REDIRECT,
        "via": asker.url if is_first else asked[-2],
        "dont_obey_robotstxt": True,
        "dont_redirect": True,  # should Scrapy's middleware be switched on: it follows anywhere
    }
    if "download_slot" in asker.meta:
        meta["download_slot"] = asker.meta["download_slot"]
    return Request(asked[-1], priority=1000, callback=NO_CALLBACK, meta=meta)


def _refused(request: Request, decision: RobotsDecision) -> RefusedByRobots:
    detail = f"robots.txt: {decision.reason}"
    if decision.status is RobotsTxt.RULES:
        return RefusedByRobots(Refusal.ROBOTS, f"{detail}, {decision.digest}")
    url = urlparse_cached(request)
    address = refused_address(url.hostname or "", url.port or DEFAULT_PORTS[url.scheme])
    if address:
        return RefusedByRobots(Refusal.ADDRESS, f"{address} is not public")
    return RefusedByRobots(Refusal.ROBOTS_UNREACHABLE, detail)


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)[:300]
