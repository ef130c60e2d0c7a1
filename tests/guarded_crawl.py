"""A crawl of given URLs behind the resolver's guard, robots.txt and verified TLS, and nothing else of ours.

Run as a program, for a reactor can be started once a process: settings and URLs come as JSON on standard input,
what happened goes as JSON to standard output.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import AsyncCrawlerProcess

from crawler import robots
from crawler.resolver import refused_address
from crawler.tls import context_factory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

OURS = {
    "TWISTED_DNS_RESOLVER": "crawler.resolver.GuardedResolver",
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "tests.guarded_crawl.VerifyingHandler"),
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES": {"crawler.robots.RobotsMiddleware": 100},
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 500,
    "LOG_LEVEL": "WARNING",
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


def crawl(
    urls: Sequence[str],
    settings: Mapping[str, Any],
    *,
    meta: Mapping[str, Any] | None = None,
    lifetime: float = robots.LIFETIME,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """Ask for the URLs in a process of its own; `lifetime` is that of robots decisions, in seconds."""
    job = {"urls": urls, "settings": {**OURS, **settings}, "meta": meta or {}, "lifetime": lifetime}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "from tests.guarded_crawl import main; main()"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "log": done.stderr}


class VerifyingHandler(HTTP11DownloadHandler):
    """Scrapy's handler with our TLS; keeps what robots.txt was asked with."""

    lazy = False
    asked: list[dict[str, str]] = []  # noqa: RUF012 - there is one crawl a process

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = context_factory(crawler)

    async def download_request(self, request: scrapy.Request) -> Response:
        if "purpose" in request.meta:
            self.asked.append(
                {"url": request.url} | {key: request.meta[key] for key in ("purpose", "hop", "via")}
            )
        if urlsplit(request.url).hostname == "disk-full.example":
            raise OSError(28, "No space left on device")
        return await super().download_request(request)


class Visitor(scrapy.Spider):
    name = "visitor"

    def __init__(self, job: dict[str, Any]) -> None:
        super().__init__()
        self.job = job
        self.ends: dict[str, str] = {}

    async def start(self) -> AsyncIterator[Any]:
        for url in self.job["urls"]:
            yield scrapy.Request(url, errback=self.failed, meta=dict(self.job["meta"]), dont_filter=True)

    def parse(self, response: Response) -> None:
        self.ends[response.request.url] = str(response.status)  # type: ignore[union-attr]

    def failed(self, failure: Failure) -> None:
        error, url = failure.value, failure.request.url  # type: ignore[attr-defined]
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        address = refused_address(parts.hostname or "", port)
        is_robots = isinstance(error, robots.RefusedByRobots)
        self.ends[url] = str(error) if is_robots else f"{type(error).__name__}: {address or error}"

    def closed(self, reason: str) -> None:
        assert reason == "finished"
        middleware = self.crawler.get_downloader_middleware(robots.RobotsMiddleware)
        assert middleware is not None
        downloader = self.crawler.engine.downloader
        decisions = {
            origin: {
                f.name: getattr(decision, f.name) for f in dataclasses.fields(decision) if f.name[0] != "_"
            }
            for origin, decision in middleware.decisions.items()
        }
        said = {
            "ends": self.ends,
            "decisions": decisions,
            "asked": VerifyingHandler.asked,
            "slot_settings": downloader.per_slot_settings,
            "slots": {key: [slot.delay, slot.jitter] for key, slot in downloader.slots.items()},
        }
        print(json.dumps(said))


def main() -> None:
    job = json.load(sys.stdin)
    robots.LIFETIME = job["lifetime"]
    process = AsyncCrawlerProcess(job["settings"])
    process.crawl(Visitor, job=job)
    process.start()
