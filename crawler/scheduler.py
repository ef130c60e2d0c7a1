"""Scrapy's scheduler over the frontier in the outlet's state file.

What is handed out stays queued on disk until the exchange is committed, so a crash loses no URL and needs
no leases. Reading goes over a connection of its own, which never waits for the journal's writes.

No more is handed out than may be under way at once: what waits in Scrapy's downloader would still be sent after the
site has asked for patience, and would be waited for after a signal. (Scrapy 2.19 counts the transfers of a slot when
their tasks begin, so that without a delay it starts all that wait, whatever CONCURRENT_REQUESTS_PER_DOMAIN says.)
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler

from crawler import clock
from crawler.run import run_of
from storage import frontier

if TYPE_CHECKING:
    import asyncio
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from storage.frontier import Scheduled

AHEAD = 64  # rows read at a time


class FrontierScheduler(BaseScheduler):
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run = run_of(crawler)
        self._ahead: deque[Scheduled] = deque()
        self._in_flight: dict[str, str] = {}  # URL and its download slot
        self._busy: Counter[str] = Counter()  # by download slot
        self._at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._alarm: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open(self, spider: Spider) -> None:  # noqa: ARG002 - Scrapy's signature
        self.run.start()
        self.run.on_committed = self._committed
        self.run.on_given_up = self._given_up
        self.run.on_deferred = self._ahead.clear

    def close(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        if self._alarm:
            self._alarm.cancel()

    def has_pending_requests(self) -> bool:
        with self.run.trouble_stops():
            return not self.run.stopping and (bool(self._ahead) or self._has_rows())
        return False

    def _has_rows(self) -> bool:
        return frontier.queued(self.run.reader, self.run.id, len(self._in_flight) + 1) > len(self._in_flight)

    def enqueue_request(self, request: Request) -> bool:
        """Requests are rows of the frontier; one that comes from anywhere else would escape the accounting."""
        raise TypeError(f"{request.url} was not scheduled through the frontier")

    def next_request(self) -> Request | None:
        with self.run.trouble_stops():
            if not self.run.stopping and (row := self._next_row()):
                return self._request(row)
            self._set_alarm()
        return None

    def _request(self, row: Scheduled) -> Request:
        request = self.run.request(row)
        slot = self._slot(row)
        self._in_flight[row.url] = slot
        self._busy[slot] += 1
        return request

    def _next_row(self) -> Scheduled | None:
        if not self._ahead:
            rows = frontier.due(self.run.reader, self.run.id, clock.seconds(), AHEAD + len(self._in_flight))
            self._ahead.extend(row for row in rows if row.url not in self._in_flight)
        for n, row in enumerate(self._ahead):
            slot = self._slot(row)
            if self._busy[slot] < self._at_once and self.run.paused.get(slot, 0.0) <= clock.seconds():
                del self._ahead[n]
                return row
        return None

    def _slot(self, row: Scheduled) -> str:
        return self.run.slot(row.url)

    def _committed(self, url: str) -> None:
        """The row was moved on: whether it is done or due again, the state file now says so."""
        self._release(self._in_flight.pop(url))

    def _given_up(self, url: str) -> None:
        """The row stays queued, and is not handed out again by this process."""
        self._release(self._in_flight[url])

    def _release(self, slot: str) -> None:
        self._busy[slot] -= 1
        if not self._busy[slot]:
            del self._busy[slot]
        self._wake()

    def _set_alarm(self) -> None:
        """Wake the engine when a row comes due or a site's pause ends; its own heartbeat is 5 s."""
        if self._alarm and not self._alarm.cancelled() and self._alarm.when() > self.run.loop.time():
            return
        if self._in_flight:
            return  # its end will wake the engine
        now = clock.seconds()
        moments = (frontier.next_due(self.run.reader, self.run.id) or 0.0, *self.run.paused.values())
        coming = [moment for moment in moments if moment > now]
        if coming:
            self._alarm = self.run.loop.call_later(min(coming) - now + 0.01, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._wake()

    def _wake(self) -> None:
        slot = self.crawler.engine._slot if self.crawler.engine else None  # noqa: SLF001 - pinned by a test
        if slot:
            slot.nextcall.schedule()
