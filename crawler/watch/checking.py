"""What no run can tell, because it does not run or does not know: that runs have stopped, and that articles stay missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from crawler.spider_loader import PAGES
from crawler.watch.outlet_state import outlet_state, state_here
from storage.alarm import Alarm, AlarmKind
from storage.corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.configuration import Configuration
    from storage.coverage import CoverageDay
    from storage.run_log import LoggedRun

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MISSED = 3  # usual intervals without a run
LEAST, UNKNOWN = 2 * HOUR, 2 * DAY  # without a run: at least, and where no interval is known
REMEMBERED = 30  # runs whose intervals are looked at
GRACE, WINDOW = 3, 28  # days within which an article may be fetched; days that are looked at
MOST_MISSING = 0.05  # of the articles that were announced on these days
FEWEST_MISSING = 3


def standing(
    configuration: Configuration, outlet: str, now: datetime, within: timedelta | None
) -> tuple[Alarm, ...] | None:
    """Every alarm of the outlet; None: it was never crawled. StoreError, BadManifest."""
    state = outlet_state(configuration, outlet, now)
    if outlet == PAGES or not state.runs:  # of a list nobody expects another run
        return state.alarms or None
    ledger = Corpus(configuration.store()).coverage(outlet)
    return (*stopped(state.runs, now, within), *state.alarms, *missing(ledger, outlet, now))


def standing_here(
    configuration: Configuration, outlet: str, now: datetime, within: timedelta | None = None
) -> tuple[Alarm, ...]:
    """Those that are known without the archive. OSError."""
    state = state_here(configuration, outlet, now)
    is_expected = outlet != PAGES and state.runs
    return (*(stopped(state.runs, now, within) if is_expected else ()), *state.alarms)


def stopped(runs: Sequence[LoggedRun], now: datetime, within: timedelta | None = None) -> Iterator[Alarm]:
    """Whether no run has ended for so long, or for three times the usual. `runs`: the oldest first, at least one."""
    last, usual = runs[-1], _usual_interval(runs)
    limit = within or (max(MISSED * usual, LEAST) if usual else UNKNOWN)
    silence = now - last.closed_at
    if silence <= limit:
        return
    yield Alarm(
        AlarmKind.STOPPED,
        "runs",
        last.outlet,
        last.closed_at,
        silence / HOUR,
        (usual or limit) / HOUR,
        max(silence // DAY, 1),
        None,
        "look at the timer and at the log of the last run: `systemctl list-timers`, `journalctl --unit pressmark@OUTLET`",
    )


def _usual_interval(runs: Sequence[LoggedRun]) -> timedelta | None:
    started = sorted(run.started_at for run in runs)[-REMEMBERED:]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(started)]
    return timedelta(seconds=median(gaps)) if gaps else None


def missing(ledger: Sequence[CoverageDay], outlet: str, now: datetime) -> Iterator[Alarm]:
    """Whether articles that were announced days ago have not been had, though nothing speaks against them."""
    first, last = (now - (WINDOW + GRACE) * DAY).date(), (now - GRACE * DAY).date()
    days = [line for line in ledger if first <= line.day < last]
    announced = sum(line.announced for line in days)
    lacking = {line.day: line.undecided for line in days if line.undecided}
    number = sum(lacking.values())
    if number < FEWEST_MISSING or number < MOST_MISSING * announced:
        return
    yield Alarm(
        AlarmKind.MISSING,
        "missing",
        outlet,
        datetime.combine(min(lacking), now.timetz()),
        number,
        announced,
        WINDOW,
        None,
        "`scrapy report` shows the days and the reasons: raise the outlet's budgets or MAX_PAGES, or crawl more often",
    )
