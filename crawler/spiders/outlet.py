"""The one spider: every URL it fetches is a row of the frontier, every answer is read in a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Spider, signals

from crawler.run import INTERRUPTED, run_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response


class OutletSpider(Spider):
    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.note_interruption, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the scheduler finds its rows in the frontier, where the command put them."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    async def parse(self, response: Response) -> None:
        assert response.request
        await run_of(self.crawler).read(response.request)

    def note_interruption(self, spider: Spider, reason: str) -> None:  # noqa: ARG002 - the signal's arguments
        if reason != "finished":
            run_of(self.crawler).stop(INTERRUPTED if reason == "shutdown" else reason)
