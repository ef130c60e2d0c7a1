"""A progress bar while a crawl runs, on a terminal only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.run import run_of
from storage import backfills

if TYPE_CHECKING:
    import asyncio
    from typing import Self

    from scrapy.crawler import Crawler

    from storage.backfills import Remaining

PERIOD = 1.0  # seconds between two looks at the frontier


class Progress:
    """Shows how many URLs of the run are done, of those known so far."""

    def __init__(self, crawler: Crawler) -> None:
        if not sys.stderr.isatty():
            raise NotConfigured
        self._crawler = crawler
        self._timer: asyncio.TimerHandle | None = None
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        crawler.signals.connect(self._opened, signals.spider_opened)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _opened(self, spider: Any) -> None:  # noqa: ANN401 - the signal's argument
        self._task = self._bar.add_task(spider.name, total=None, note="")
        self._bar.start()
        self._show()

    def _show(self) -> None:
        run = run_of(self._crawler)
        sql = "SELECT state, count(*) FROM url WHERE run = ? GROUP BY state"
        by_state = dict(run.reader.execute(sql, (run.id,)).fetchall())
        done = by_state.get("done", 0)
        reading = by_state.get("fetched", 0)
        note = f"{reading} being read" if reading else ""
        if run.walk:
            note = expectation(backfills.remaining(run.reader, run.id), done, run.loop.time() - run.started)
        self._bar.update(self._task, completed=done, total=sum(by_state.values()), note=note)
        self._timer = run.loop.call_later(PERIOD, self._show)

    def _closed(self, spider: Any) -> None:  # noqa: ANN401, ARG002 - the signal's argument
        if self._timer:
            self._timer.cancel()
        self._bar.stop()


def expectation(remaining: Remaining, done: int, seconds: float) -> str:
    """What is left of a walk through history, and for how long, by its pace so far."""
    left = remaining.pages + remaining.sources + remaining.expected
    about = "about " if remaining.sources else ""
    if not done or not left:
        return f"{about}{left:,} left"
    minutes = left * seconds / done / 60
    return (
        f"{about}{left:,} left, {minutes:,.0f} min"
        if minutes < 600
        else f"{about}{left:,} left, {minutes / 60:,.0f} h"
    )
