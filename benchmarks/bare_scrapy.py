"""Scrapy as it comes, without Pressmark: fetches the addresses of a file and counts the pages.

python -m benchmarks.bare_scrapy FILE [NAME=VALUE ...]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response

# All else is Scrapy's default: no delay, robots.txt not asked, cookies, retries and redirects on.
SETTINGS = {
    "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "EXTENSIONS": {"benchmarks.meter.Meter": 0},
}


class Counting(Spider):
    name = "counting"
    addresses: Path
    pages = 0

    async def start(self) -> AsyncIterator[Any]:
        for url in self.addresses.read_text().split():
            yield Request(url)

    async def parse(self, response: Response) -> None:
        self.pages += len(response.body) > 0


def main(addresses: str, *given: str) -> None:
    process = AsyncCrawlerProcess({**SETTINGS, **dict(option.split("=", 1) for option in given)})
    crawler = process.create_crawler(Counting)
    process.crawl(crawler, addresses=Path(addresses))
    process.start()
    pages = getattr(crawler.spider, "pages", 0)
    wanted = len(Path(addresses).read_text().split())
    if pages != wanted:
        sys.exit(f"{pages} pages came of {wanted}")


if __name__ == "__main__":
    main(*sys.argv[1:])
