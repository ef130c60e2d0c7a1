"""How an outlet stands now, from the log of this machine and what the archive has beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.room import Room
from crawler.spider_loader import PAGES
from crawler.watch.alarms import Watched, watched
from crawler.watch.history import archived_runs, known_runs, newest_run, with_alarms
from crawler.watch.spooled import spool_alarms, spooled
from crawler.watch.thresholds import measures, spool_measures
from crawler.watch.wording import span
from storage.alarm import AlarmKind
from storage.outcome import WAITING

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
    unknown: tuple[tuple[str, str], ...] = ()  # measures of which too little is known, and what is known

    @property
    def last(self) -> LoggedRun | None:
        return self.runs[-1] if self.runs else None

    @property
    def open(self) -> int:
        """URLs that the last run left for the next one."""
        outcomes = self.last.outcomes if self.last else {}
        return sum(n for label, n in outcomes.items() if label.startswith(("deferred", "error", WAITING)))

    def silence(self, now: datetime) -> timedelta | None:
        """Since the last run with a fresh article; None if there was none that is known."""
        fresh = [run.closed_at for run in self.runs if run.metrics.fresh]
        return now - fresh[-1] if fresh else None


def outlet_state(configuration: Configuration, outlet: str, now: datetime) -> OutletState:
    """StoreError, BadManifest."""
    known = known_runs(configuration.spool, outlet, now)
    of_spool = _of_spool(configuration, outlet, known, now)
    runs = archived_runs(configuration.store(), outlet, now, known)
    if not runs:
        last = newest_run(configuration.store(), outlet)
        return OutletState(outlet, (last,) if last else (), of_spool)
    if outlet == PAGES:
        return OutletState(outlet, runs, of_spool)
    found = _watched(configuration, outlet, runs, known)
    return OutletState(outlet, runs, (*of_spool, *found.alarms), found.unknown)


def state_here(configuration: Configuration, outlet: str, now: datetime) -> OutletState:
    """The same as far as this machine knows it, for when the archive does not answer. OSError."""
    known = known_runs(configuration.spool, outlet, now)
    before = known[-1].alarms if known else ()
    others = (alarm for alarm in before if alarm.kind is not AlarmKind.STORAGE)
    return OutletState(outlet, known, (*_of_spool(configuration, outlet, known, now), *others))


def _of_spool(
    configuration: Configuration, outlet: str, known: tuple[LoggedRun, ...], now: datetime
) -> tuple[Alarm, ...]:
    found = spooled(Room.of(configuration), outlet)
    chosen = spool_measures(configuration.alarm_thresholds)
    return spool_alarms(found, known[-1].alarms if known else (), outlet, now, chosen)


def _watched(
    configuration: Configuration, outlet: str, runs: tuple[LoggedRun, ...], known: tuple[LoggedRun, ...]
) -> Watched:
    """By the alarms that were logged last; where nothing was logged here, by those that the runs had raised."""
    chosen = measures(configuration.alarm_thresholds)
    before = known[-1].alarms if known else with_alarms(runs, outlet, chosen)[-1].alarms
    return watched(runs, before, outlet, runs[-1].closed_at, chosen)


FACTS = ("outlet", "last run (UTC)", "status", "revisions", "open", "silent", "alarms")


def facts(state: OutletState, revisions: int, now: datetime) -> tuple[str, ...]:
    """How the outlet stands, in words, under the heads of FACTS."""
    last, silence = state.last, state.silence(now)
    if last is None:
        return state.outlet, "never", "", str(revisions), "", "", ""
    kinds = sorted({alarm.kind.value for alarm in state.alarms})
    return (
        state.outlet,
        f"{last.closed_at:%Y-%m-%d %H:%M}",
        last.reason or last.status,
        str(revisions),
        str(state.open),
        span(silence) if silence is not None else "?",
        ", ".join(kinds) or "none",
    )
