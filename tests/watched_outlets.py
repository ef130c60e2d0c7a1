"""Histories of invented outlets for the tests of alarms: what a run of each hour or day would have counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from crawler.watch.alarms import Watched, watched
from crawler.watch.measures import ALL
from storage.histogram import step
from storage.run_log import LoggedRun
from storage.run_metrics import RunMetrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)  # a Friday
Story = dict[str, int]


def run(closed: datetime, metrics: RunMetrics, *, status: str = "complete", exit_code: int = 0) -> LoggedRun:
    return LoggedRun(
        run=f"{closed:%Y%m%d%H%M%S}",
        outlet="gazette",
        started_at=closed - timedelta(minutes=3),
        closed_at=closed,
        status=status,
        reason="",
        exit_code=exit_code,
        outcomes={},
        counts={},
        metrics=metrics,
    )


def looked(
    fresh: int = 0,
    *,
    words: int = 400,
    removed: int = 60,
    without_author: int = 0,
    without_date: int = 0,
    disagreeing: int = 0,
    blocked: int = 0,
    rules: Sequence[str] = ("donation-bar", "share-line"),
    lag_hours: float = 0.5,
    older: int = 0,
) -> RunMetrics:
    """A run that read a feed and found so many fresh articles, and so many older ones."""
    measured = fresh + older
    names = {measure.example for measure in ALL} - {"robots", "sources_failed"}
    return RunMetrics(
        urls=measured + 2 + blocked,
        sources_read=1,
        asked=measured + blocked + 1,
        blocked=blocked,
        revisions=measured,
        articles=measured,
        fresh=fresh,
        measured=measured,
        without_author=without_author,
        without_date=without_date,
        disagreeing=disagreeing,
        body_words=words * measured,
        removed_words=removed * measured,
        words={step(words * part): n for part, n in _spread(measured)},
        lag={step(lag_hours * 3600): fresh} if fresh else {},
        rules=dict.fromkeys(rules, measured) if measured else {},
        examples={name: f"https://gazette.example/{name}" for name in sorted(names)},
    )


def _spread(count: int) -> Iterator[tuple[float, int]]:
    """A third shorter, a third longer: the median is 1."""
    third = count // 3
    return ((part, n) for part, n in ((0.6, third), (1.0, count - 2 * third), (1.7, third)) if n)


FAILED = RunMetrics(urls=1, sources_failed=1)
"""A run whose network was down."""


def daily(
    of_day: Callable[[datetime, int], RunMetrics | None], days: int = 150, until: datetime = NOW
) -> tuple[LoggedRun, ...]:
    """A run a day, some minutes early or late; `of_day` gets its moment and how many days ago it is. None: no run."""
    draw = Random(1)
    found = []
    for ago in reversed(range(days)):
        closed = until - timedelta(days=ago, minutes=draw.randrange(-20, 21) if ago else 0)
        metrics = of_day(closed, ago)
        if metrics is not None:
            found.append(run(closed, metrics))
    return tuple(found)


def hourly(
    of_hour: Callable[[datetime, int], RunMetrics | None], days: int = 40, until: datetime = NOW
) -> tuple[LoggedRun, ...]:
    """A run an hour; `of_hour` gets its moment and how many hours ago it is."""
    hours = reversed(range(days * 24))
    moments = ((until - timedelta(hours=ago), ago) for ago in hours)
    return tuple(run(at, metrics) for at, ago in moments if (metrics := of_hour(at, ago)) is not None)


def told(runs: Sequence[LoggedRun]) -> set[tuple[str, str]]:
    """Kind and measure of the alarms after the last run, if there were none before."""
    return {(str(alarm.kind), alarm.measure) for alarm in found(runs).alarms}


def found(runs: Sequence[LoggedRun]) -> Watched:
    return watched(runs, (), "gazette", runs[-1].closed_at)


def poisson(draw: Random, mean: float) -> int:
    """A count as it comes by chance."""
    count, level, product = 0, 2.718281828459045**-mean, draw.random()
    while product > level:
        product *= draw.random()
        count += 1
    return count
