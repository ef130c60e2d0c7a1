"""How an outlet stands now, from the log of this machine and what the archive has beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.spider_loader import PAGES
from crawler.watch.alarms import watched
from crawler.watch.history import archived_runs, known_runs, newest_run, with_alarms
from crawler.watch.thresholds import measures

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from crawler.configuration import Configuration
    from storage.alarm import Alarm
    from storage.run_log import LoggedRun


@dataclass(frozen=True, slots=True)
class OutletState:
    """`runs`: those that alarms look at, the oldest first, or the last one if that is older; none: never run."""

    outlet: str
    runs: tuple[LoggedRun, ...]
    alarms: tuple[Alarm, ...]

    @property
    def last(self) -> LoggedRun | None:
        return self.runs[-1] if self.runs else None

    @property
    def open(self) -> int:
        """URLs that the last run left for the next one."""
        outcomes = self.last.outcomes if self.last else {}
        return sum(n for label, n in outcomes.items() if label.startswith(("deferred", "error")))

    def silence(self, now: datetime) -> timedelta | None:
        """Since the last run with a fresh article; None if there was none that is known."""
        fresh = [run.closed_at for run in self.runs if run.metrics.fresh]
        return now - fresh[-1] if fresh else None


def outlet_state(configuration: Configuration, outlet: str, now: datetime) -> OutletState:
    """StoreError, BadManifest."""
    known = known_runs(configuration.spool, outlet, now)
    runs = archived_runs(configuration.store(), outlet, now, known)
    if not runs:
        last = newest_run(configuration.store(), outlet)
        return OutletState(outlet, (last,) if last else (), ())
    return OutletState(outlet, runs, _alarms(configuration, outlet, runs, known))


def _alarms(
    configuration: Configuration, outlet: str, runs: tuple[LoggedRun, ...], known: tuple[LoggedRun, ...]
) -> tuple[Alarm, ...]:
    """As logged; where another machine ran the outlet since, as its runs say."""
    if outlet == PAGES:
        return ()
    if known and known[-1].run == runs[-1].run:
        return runs[-1].alarms
    chosen = measures(configuration.alarm_thresholds)
    if not known:
        return with_alarms(runs, outlet, chosen)[-1].alarms
    return watched(runs, known[-1].alarms, outlet, runs[-1].closed_at, chosen).alarms
