"""Crawls the addresses it is given, one after the other, and writes a WARC file: run as a process by test_wire.

python -m tests.wire_crawl PLAN.json
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from crawler.recording import set_recorder
from storage.exchange import Hop, Purpose
from storage.warc import Provenance, records, warcinfo
from tests.wire_cases import MAX_BODY, MAX_HEADER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from storage.exchange import Exchange

SECRETS = {"Authorization": "Basic canary", "Cookie": "session=canary", "X-Api-Key": "canary"}
PROVENANCE = Provenance("example", "run1", "pressmark/test", "a@example.org", "test", "obey", "sha256:00", ())
SETTINGS = {
    "DOWNLOAD_HANDLERS": {
        "http": "crawler.wire.WireCaptureHandler",
        "https": "crawler.wire.WireCaptureHandler",
    },
    "DOWNLOAD_TIMEOUT": 2,
    "DOWNLOAD_MAXSIZE": MAX_BODY,
    "MAX_HEADER_BYTES": MAX_HEADER,
    "CONCURRENT_REQUESTS": 1,
    "DOWNLOAD_DELAY": 0,
    "USER_AGENT": "pressmark-test (a@example.org)",
    "COMPRESSION_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
    "ROBOTSTXT_OBEY": False,
    "LOG_LEVEL": "WARNING",
    **dict.fromkeys(
        (
            "RETRY_ENABLED",
            "REDIRECT_ENABLED",
            "COOKIES_ENABLED",
            "TELNETCONSOLE_ENABLED",
            "REMOTE_CONTROL_ENABLED",
        ),
        False,
    ),
}


class FileRecorder:
    """Writes each exchange to one file at once."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("wb")
        self.recorded: list[str] = []
        info = warcinfo(path.name, datetime.now(UTC), PROVENANCE)
        self.warcinfo_id = info.record_id
        self.file.write(info.data)

    async def record(self, request: scrapy.Request, exchanges: tuple[Exchange, ...]) -> None:
        for exchange in exchanges:
            self.file.write(records(exchange, warcinfo_id=self.warcinfo_id).data)
        self.file.flush()
        self.recorded.append(request.url)


class PlannedSpider(scrapy.Spider):
    name = "planned"

    def __init__(self, plan: dict[str, Any], recorder: FileRecorder) -> None:
        super().__init__()
        self.plan, self.recorder = plan, recorder
        self.results: dict[str, Any] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PlannedSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        set_recorder(crawler, spider.recorder)
        return spider

    async def start(self) -> AsyncIterator[scrapy.Request]:
        _keep_timers_due()
        for number, (method, url) in enumerate(self.plan["urls"]):
            yield scrapy.Request(
                url,
                self.answered,
                errback=self.failed,
                method=method,
                headers=SECRETS,
                priority=-number,
                meta={"via": "http://example.org/feed", "hop": Hop.MANIFEST, "purpose": Purpose.LISTING},
            )

    def answered(self, response: Response) -> None:
        self._note(response.url, {"status": response.status, "size": len(response.body)})

    def failed(self, failure: Any) -> None:
        self._note(failure.request.url, {"error": type(failure.value).__name__})

    def _note(self, url: str, result: dict[str, Any]) -> None:
        self.results[url] = {**result, "recorded": url in self.recorder.recorded}


def _keep_timers_due() -> None:
    """Let every turn of the loop find a timer due, as on a busy machine.

    Then a connection that is given up is closed before the waiting task hears why.
    """
    from twisted.internet import reactor  # noqa: PLC0415  # importing it installs it

    def again() -> None:
        reactor.callLater(0, again)  # type: ignore[arg-type]  # the module stands for the reactor

    again()


def main() -> None:
    plan = json.loads(Path(sys.argv[1]).read_text())
    recorder = FileRecorder(Path(plan["warc"]))
    process = AsyncCrawlerProcess({**SETTINGS, **plan["settings"]})
    crawler = process.create_crawler(PlannedSpider)
    results: dict[str, Any] = {}

    def keep(spider: PlannedSpider) -> None:
        results.update(spider.results)

    crawler.signals.connect(keep, signal=scrapy.signals.spider_closed)
    process.crawl(crawler, plan=plan, recorder=recorder)
    process.start()
    recorder.file.close()
    Path(plan["results"]).write_text(json.dumps(results))


if __name__ == "__main__":
    main()
