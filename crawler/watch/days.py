"""The history of an outlet in days that end with this moment, and windows of some of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.run_metrics import together

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from storage.run_log import LoggedRun
    from storage.run_metrics import RunMetrics

WEEK = 7
WEEKS = 4
LONGEST = 28  # days of the longest window
HISTORY = timedelta(days=(WEEKS + 1) * LONGEST)
"""What has to be known: the longest window and the four before it."""
JITTER = timedelta(hours=3)
"""A daily run is some minutes late on one day and early on the next, and is to be one run of one day nevertheless. Where
runs are hourly, day 0 has three hours less than the others: an eighth, which no threshold minds."""


@dataclass(frozen=True, slots=True)
class Day:
    """24 hours. `looked`: whether a run read one source at least, so that nothing new would mean nothing published."""

    metrics: RunMetrics
    looked: bool


@dataclass(frozen=True, slots=True)
class Window:
    """So many days together."""

    metrics: RunMetrics
    days: int
    looked: int  # days on which somebody looked

    @property
    def is_seen(self) -> bool:
        """Whether enough of it was looked at for its counts to be compared: four days of five."""
        return self.looked * 5 >= self.days * 4


@dataclass(frozen=True, slots=True)
class History:
    """The days, the newest first. Each window is added up once, however many measures ask for it."""

    days: tuple[Day, ...]
    _made: dict[tuple[int, int], Window] = field(default_factory=dict, repr=False, compare=False)

    def window(self, length: int, ago: int = 0) -> Window | None:
        """The `length` days that ended `ago` days before now; None where the history does not reach back so far."""
        part = self.days[ago : ago + length]
        if len(part) < length:
            return None
        if (length, ago) not in self._made:
            metrics = together(day.metrics for day in reversed(part))
            self._made[length, ago] = Window(metrics, length, sum(day.looked for day in part))
        return self._made[length, ago]

    def weeks_before(self, length: int) -> tuple[Window, ...]:
        """The four windows before, each of the same weekdays; fewer where the history is shorter."""
        stride = -(-length // WEEK) * WEEK
        found = (self.window(length, stride * number) for number in range(1, WEEKS + 1))
        return tuple(part for part in found if part)


def history(runs: Iterable[LoggedRun], now: datetime) -> History:
    """As far back as HISTORY; `now` lies JITTER before the end of day 0."""
    by_day: dict[int, list[RunMetrics]] = {}
    looked = set[int]()
    for run in runs:
        age = now - run.closed_at
        if timedelta() <= age < HISTORY:
            by_day.setdefault((age + JITTER).days, []).append(run.metrics)
            if run.metrics.sources_read:
                looked |= {age.days, (age + JITTER).days, (age + 2 * JITTER).days}
    numbers = range(max(by_day, default=-1) + 1)
    return History(tuple(Day(together(by_day.get(n, ())), looked=n in looked) for n in numbers))
