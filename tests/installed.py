"""`scrapy` as it is where the crawler is installed and nothing else: `python -m tests.installed crawl southfront`."""

from __future__ import annotations

import sys

from tests import without_pandas  # noqa: F401 - before anything that would load it

if __name__ == "__main__":
    from scrapy.cmdline import execute

    execute(["scrapy", *sys.argv[1:]])
