"""A Scrapy extension that writes down what a crawl costs, the same in Pressmark's crawl and in a bare one.

It takes the time when the spider is opened and when it is closed; what comes before is the start, what comes
after is closing and publishing. Where to write, and whether to look at memory, is said in the environment.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals

from benchmarks.processes import cpu_seconds, descendants, resident_mb

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

REPORT = "BENCH_REPORT"  # file to write
EVERY = "BENCH_MEMORY_EVERY"  # pages between two looks at the memory; none when not set


class Meter:
    def __init__(self, crawler: Crawler, report: Path, every: int) -> None:
        self._report = report
        self._every = every
        self._pages = 0
        self._resident: dict[int, float] = {}  # pages -> MB
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)
        if every:
            crawler.signals.connect(self._received, signals.response_received)
        atexit.register(self._write)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, Path(os.environ[REPORT]), int(os.environ.get(EVERY, "0")))

    def _opened(self) -> None:
        self._start = moment()

    def _received(self) -> None:
        self._pages += 1
        if self._pages % self._every == 0:
            self._resident[self._pages] = resident_mb("VmRSS")

    def _closed(self) -> None:
        self._end = moment()

    def _write(self) -> None:
        """At the very end of the process, when everything is published."""
        report = {
            "opened": self._start,
            "closed": self._end,
            "ended": {**moment(), "peak_mb": resident_mb("VmHWM")},
            "resident": self._resident,
        }
        self._report.write_text(json.dumps(report))


def moment() -> dict[str, float]:
    """Seconds: of this thread's CPU, of the whole process's, of the processes it has started, and of the clock."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)  # that were waited for
    return {
        "thread": time.thread_time(),
        "process": used.ru_utime + used.ru_stime,
        "children": ended.ru_utime + ended.ru_stime + sum(map(cpu_seconds, descendants(os.getpid()))),
        "clock": time.monotonic(),
    }
