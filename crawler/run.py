"""A live run of one outlet: what Scrapy's parts share while it lasts."""

from __future__ import annotations

import asyncio
import gc
import logging
import math
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from crawler import clock
from crawler.backfill import is_read_anew
from crawler.journal import Journal, JournalFailed
from crawler.memory_usage import give_back_large_blocks
from crawler.reading import leave_host, note_entries, note_guesses, note_reading, note_refusal
from crawler.resistance import BLOCKED, Resistance
from crawler.resolver import refused_address
from crawler.robots import RefusedByRobots
from crawler.room import Room
from crawler.uploading import Uploader
from crawler.verdict import Retry
from storage import captures, endings, visits
from storage.endings import Ended
from storage.exchange import Purpose
from storage.outcome import OutcomeKind
from storage.spool import STATE
from storage.state import open_for_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from crawler.session import Session
    from crawler.verdict import Verdict
    from storage.announcement import SourceEntry
    from storage.capture import Capture
    from storage.exchange import Exchange
    from storage.frontier import Scheduled
    from storage.spool import Spool

T = TypeVar("T")
MAX_SITEMAP = (
    50 << 20
)  # bytes, as the protocol allows (sitemaps.org), whatever DOWNLOAD_MAXSIZE says of pages
BUDGET = "budget"  # why a run stops that has spent what its outlet may cost
LOOK_AGAIN = 0.2  # seconds
LOOK_FOR_ROOM = 1.0  # seconds
INTERRUPTED = "interrupted"  # why a run stops that was told to
STORAGE = "storage"  # why a run stops whose spool fails or is full, before a colon and what is the matter
logger = logging.getLogger(__name__)


class LiveRun:
    """Carries each scheduled URL from its request to its committed reading."""

    def __init__(self, work: Session) -> None:
        self.id = work.active.id
        self.outlet = work.outlet
        self.gate = work.gate
        self.configuration = work.configuration
        self.spool = work.spool
        self.extraction = work.extraction
        self.archivist = work.archivist
        self.only_given = work.only_given
        self.walk = work.walk
        self.budget = work.budget
        self.uploader = Uploader(work.store)
        self._room = Room.of(work.configuration)
        self._looked_for_room = -math.inf  # by the loop's clock
        self.loop: asyncio.AbstractEventLoop
        self.journal: Journal | None = None
        self.reader: sqlite3.Connection
        self.paused: dict[
            str, float
        ] = {}  # download slots whose site asked for patience, until (since the epoch)
        self.resistance: dict[str, Resistance] = {}  # by download slot
        self.stop_reason = ""
        self.requests = 0
        self.received = 0  # bytes
        self.defects = 0
        self.on_committed: Callable[[str], None] = lambda url: None  # noqa: ARG005 - the scheduler sets it
        self.on_deferred: Callable[[], None] = lambda: None  # likewise
        self.on_given_up: Callable[[str], None] = lambda url: None  # noqa: ARG005 - likewise
        self.on_started: Callable[[asyncio.AbstractEventLoop], None] = lambda loop: None  # noqa: ARG005 - the command sets it

    @property
    def stopping(self) -> bool:
        return bool(self.stop_reason)

    def start(self) -> None:
        """Begin to write; from inside the running loop."""
        self.loop = asyncio.get_running_loop()
        self.started = self.loop.time()
        limit = self.configuration.warc_max_bytes
        self.journal = Journal(self.spool, self.loop, limit, self.uploader.upload)
        self.reader = open_for_reading(self.spool.folder / STATE)
        self._mind_the_room()
        give_back_large_blocks()
        gc.freeze()  # what is imported stays: to look through it held the loop up for 0.1 s, whichever thread did it
        self.on_started(self.loop)

    def close(self) -> None:
        """Wait for what was submitted; the spool is then the caller's again."""
        if self.journal:
            self.journal.close()
            self.reader.close()
        self.uploader.close()

    def stop(self, reason: str) -> None:
        """Hand out nothing more; what is in flight comes to its end."""
        self.stop_reason = self.stop_reason or reason

    def interrupted(self, crawler: Crawler) -> None:
        """Told to stop: what waits for its pause in Scrapy's downloader is not sent any more."""
        self.stop(INTERRUPTED)
        if crawler.engine is None or crawler.engine.spider is None:
            return
        for slot in crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(IgnoreRequest(INTERRUPTED))
        self.loop.call_later(LOOK_AGAIN, self.interrupted, crawler)  # one may still have asked robots.txt

    def request(self, row: Scheduled) -> Request:
        """The request for a row, conditional when an earlier capture of the URL has validators."""
        self.requests += 1
        if self.requests >= self.budget.requests:
            self.stop(BUDGET)
        headers = self._conditions(row)
        meta = {"row": row, "purpose": row.purpose, "hop": row.hop, "via": row.via}
        meta["download_slot"] = self.slot(row.url)
        if row.purpose is Purpose.SITEMAP:
            meta["download_maxsize"] = MAX_SITEMAP
        return Request(row.url, headers=headers, meta=meta, dont_filter=True, errback=self.failed)

    def _conditions(self, row: Scheduled) -> dict[str, str]:
        if is_read_anew(self.walk, row.purpose) or endings.is_to_be_read(self.reader, row.url):
            return {}  # "not modified" would not tell what it is
        if visits.is_claimed(self.reader, row.url):
            return {}  # one of the two says what is not so: the text will tell
        return captures.conditions(self.reader, row.url, row.purpose, clock.now())

    def _spend(self, exchanges: tuple[Exchange, ...]) -> None:
        """Stop when the budget of bytes or of time is spent; what is left waits for the next run."""
        self.received += sum(len(exchange.response) for exchange in exchanges)
        minutes = (self.loop.time() - self.started) / 60
        if self.received > self.budget.bytes or minutes > self.budget.minutes:
            self.stop(BUDGET)

    def _mind_the_room(self) -> None:
        """Stop while there is room to close the run: what is left waits for the next one."""
        if self.loop.time() < self._looked_for_room + LOOK_FOR_ROOM:
            return
        self._looked_for_room = self.loop.time()
        with self.trouble_stops():
            if shortage := self._room.shortage():
                self._stop_for(shortage)

    def _submit(self, operation: Callable[[Spool], T], *, patient: bool = False) -> asyncio.Future[T]:
        assert self.journal, "the run has not started"
        done = self.journal.submit(operation, patient=patient)
        done.add_done_callback(self._heed)
        return done

    def _heed(self, done: asyncio.Future[Any]) -> None:
        """Stop when the spool fails, whoever waits for the operation, or nobody does."""
        if not done.cancelled() and isinstance(error := done.exception(), JournalFailed):
            self._stop_for(error)

    def _stop_for(self, trouble: object) -> None:
        """Storage trouble is why the run ends, whatever else would have ended it."""
        if not self.stop_reason.startswith(STORAGE):
            self.stop_reason = f"{STORAGE}: {trouble}"
            logger.error("%s", self.stop_reason)

    @contextmanager
    def trouble_stops(self) -> Iterator[None]:
        """What storage refuses in here ends the run, as one line; what was committed is taken up by the next one."""
        try:
            yield
        except (JournalFailed, OSError, sqlite3.Error) as error:
            self._stop_for(error)

    # -- what the download handler reports

    async def record(self, request: Request, exchanges: tuple[Exchange, ...]) -> None:
        """Archive the exchanges, durably, and move the row on (crawler.recording.Recorder)."""
        row: Scheduled | None = request.meta.get("row")  # robots.txt has none
        exchanges = tuple(map(_with_refusal, exchanges))
        archived = await self._submit(self.archivist.operation(row, exchanges, clock.seconds()))
        request.meta["capture"] = archived.capture
        self._spend(exchanges)
        self._mind_the_room()
        if row:
            self._follow(row, archived.verdict)
            self._resist(row.url, self._resistance(row.url).answered(archived.status))
        elif request.meta.get("purpose") is Purpose.ROBOTS:
            await self._discover(archived.capture)

    async def _discover(self, robots: Capture | None) -> None:
        """Schedule what robots.txt names, and then the usual places of what nobody names."""
        if self.outlet is None or self.extraction is None or self.only_given:
            return
        if robots:
            await self.extraction.read(robots, partial(self._take, robots))
        await self._submit(note_guesses(self.id, self.outlet, self.walk))

    def slot(self, url: str) -> str:
        """The download slot of a URL: all hosts of an outlet share one connection, in a list each has its own."""
        return self.outlet.slug if self.outlet else urlsplit(url).hostname or ""

    def _follow(self, row: Scheduled, verdict: Verdict | None) -> None:
        """A site that asks for patience gets it; one that asks for more than we have is left to the next run."""
        if isinstance(verdict, Retry) and verdict.busy:
            slot = self.slot(row.url)
            self.paused[slot] = max(self.paused.get(slot, 0.0), verdict.when)
        if isinstance(verdict, Ended) and verdict.kind is OutcomeKind.DEFERRED:
            self.on_deferred()
            if self.outlet:
                self.stop(verdict.reason)
        self.on_committed(row.url)

    def _resistance(self, url: str) -> Resistance:
        return self.resistance.get(self.slot(url), Resistance())

    def _resist(self, url: str, met: Resistance) -> None:
        """Leave a site that turns us away: the run of an outlet stops, of a list the rest of that host waits."""
        slot = self.slot(url)
        was_blocking, self.resistance[slot] = self._resistance(url).is_blocking, met
        if was_blocking or not met.is_blocking:
            return
        logger.warning("%s turns us away: %s", slot, met)
        if self.outlet:
            self.stop(BLOCKED)
        else:
            self._submit(leave_host(self.id, url, BLOCKED))
            self.on_deferred()

    # -- what the spider is called with

    async def read(self, request: Request) -> None:
        """Read what was captured for the request, in a worker, and commit what it is."""
        capture: Capture | None = request.meta["capture"]
        if capture is None or request.meta["row"] is None:
            return  # unchanged, redirected or to be tried again: nothing to read
        with self.trouble_stops():
            await self._read(capture)

    async def _read(self, capture: Capture) -> None:
        if self.extraction is None:
            await self._submit(note_reading(self.id, capture, None), patient=True)
            return
        reading = await self.extraction.read(capture, partial(self._take, capture))
        await self._submit(note_reading(self.id, capture, reading), patient=True)
        self._resist(capture.url, self._resistance(capture.url).read(reading.reason))

    async def _take(self, capture: Capture, entries: tuple[SourceEntry, ...]) -> None:
        """Commit a batch of what a source said."""
        if self.gate:
            await self._submit(note_entries(self.id, self.gate, capture, entries, self.walk))

    async def failed(self, failure: Failure) -> None:
        """Account for a request that never reached the download handler."""
        request: Request = failure.request  # type: ignore[attr-defined]
        row: Scheduled | None = request.meta.get("row")
        if row and isinstance(failure.value, RefusedByRobots):
            with self.trouble_stops():
                await self._submit(note_refusal(row, failure.value.reason, failure.value.detail))
                self.on_committed(row.url)
        elif row and "capture" not in request.meta and not self.stopping:
            self.defects += 1  # neither archived nor refused: the row stays queued, and the run says so
            logger.error("no outcome for %s: %s", row.url, failure.value)
            self.on_given_up(row.url)


def _with_refusal(exchange: Exchange) -> Exchange:
    """Say why nothing was sent when the resolver would not have the address: Twisted only says "not found"."""
    if exchange.request or not exchange.error:
        return exchange
    parts = urlsplit(exchange.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = refused_address(parts.hostname or "", port)
    return replace(exchange, error=f"RefusedAddress: {address} is not public") if address else exchange


_runs: WeakKeyDictionary[Crawler, LiveRun] = WeakKeyDictionary()


def set_run(crawler: Crawler, run: LiveRun) -> None:
    """Name the run of a crawler, before it starts."""
    _runs[crawler] = run


def run_of(crawler: Crawler) -> LiveRun:
    """The crawler's run; RuntimeError outside `scrapy crawl`, for nothing may be fetched and not kept."""
    try:
        return _runs[crawler]
    except KeyError:
        raise RuntimeError("pages are fetched by `scrapy crawl` only, which archives them") from None
