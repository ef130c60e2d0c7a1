"""`python -m tests.dated_crawl 2026-03-05T12:00:00+00:00 crawl southfront ...`: scrapy on another day."""

from __future__ import annotations

import sys
from datetime import datetime

from scrapy.cmdline import execute

from crawler import clock
from tests import without_pandas  # noqa: F401 - before anything that would load it


def main() -> None:
    day, *words = sys.argv[1:]
    with clock.shifted(datetime.fromisoformat(day)):
        execute(["scrapy", *words])


if __name__ == "__main__":
    main()
