"""The end of a run: its line in `runs.jsonl`, its metrics, and the alarms that they mean."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.room import Room
from crawler.spider_loader import PAGES
from crawler.watch.alarms import Watched, watched
from crawler.watch.history import archived_runs, known_runs, restore, with_alarms
from crawler.watch.prometheus import write_metrics
from crawler.watch.spooled import spool_alarms, spooled
from crawler.watch.thresholds import measures, spool_measures
from storage.manifest import BadManifest
from storage.object_store import StoreError
from storage.run_log import NAME, append, logged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.configuration import Configuration
    from crawler.watch.spooled import Spooled
    from storage.alarm import Alarm
    from storage.manifest import RunManifest
    from storage.run_log import LoggedRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """The run as it was logged, and what too little is known of."""

    run: LoggedRun
    unknown: tuple[tuple[str, str], ...]


def watch(configuration: Configuration, manifest: RunManifest, *, published: bool) -> Watch:
    """Log the run and write its metrics. What the disk refuses is said, and costs the run nothing: it is closed."""
    run = logged(manifest, published=published)
    runs = _history(configuration, run)
    before = runs[-1].alarms if runs else ()
    found, spool = _watched(configuration, runs, before, run), _spooled(configuration, run.outlet)
    chosen = spool_measures(configuration.alarm_thresholds)
    of_spool = spool_alarms(spool, before, run.outlet, run.closed_at, chosen)
    run = replace(run, alarms=(*of_spool, *found.alarms))
    try:
        append(configuration.spool / run.outlet / NAME, run)
        write_metrics(configuration.metrics, run, spool, _last_fresh((*runs, run)))
    except OSError as error:
        logger.error("no line or metrics of run %s: %s", run.run, error)  # noqa: TRY400 - no defect
    return Watch(run, found.unknown)


def _spooled(configuration: Configuration, outlet: str) -> Spooled | None:
    """None where the disk does not tell, which is said."""
    try:
        return spooled(Room.of(configuration), outlet)
    except OSError as error:
        logger.error("what waits in the spool is not known: %s", error)  # noqa: TRY400 - no defect
        return None


def _watched(
    configuration: Configuration, runs: Sequence[LoggedRun], before: Sequence[Alarm], run: LoggedRun
) -> Watched:
    """Lists of pages have no habits that could change."""
    if run.outlet == PAGES:
        return Watched(())
    chosen = measures(configuration.alarm_thresholds)
    return watched((*runs, run), before, run.outlet, run.closed_at, chosen)


def _history(configuration: Configuration, run: LoggedRun) -> tuple[LoggedRun, ...]:
    """The runs before this one; none where they cannot be had, which is said."""
    try:
        if (configuration.spool / run.outlet / NAME).exists():
            runs = known_runs(configuration.spool, run.outlet, run.closed_at)
            return tuple(earlier for earlier in runs if earlier.run != run.run)
        return _restored(configuration, run)
    except (OSError, StoreError, BadManifest) as error:
        logger.warning("no history to compare the run with: %s", error)
        return ()


def _restored(configuration: Configuration, run: LoggedRun) -> tuple[LoggedRun, ...]:
    archived = archived_runs(configuration.store(), run.outlet, run.closed_at)
    runs = tuple(earlier for earlier in archived if earlier.run != run.run)
    if run.outlet != PAGES:
        runs = with_alarms(runs, run.outlet, measures(configuration.alarm_thresholds))
    restore(configuration.spool, run.outlet, runs)
    return runs


def _last_fresh(runs: Sequence[LoggedRun]) -> float | None:
    return next((run.closed_at.timestamp() for run in reversed(runs) if run.metrics.fresh), None)
