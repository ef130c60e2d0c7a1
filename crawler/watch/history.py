"""The runs of an outlet, as far back as alarms look: from `runs.jsonl`, and where that is lost from the manifests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.watch.alarms import watched
from crawler.watch.days import HISTORY
from storage.keys import manifest_prefix
from storage.manifest import parsed_manifest
from storage.run_log import NAME, logged, recent, rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from crawler.watch.measures import Measure
    from storage.alarm import Alarm
    from storage.object_store import ObjectStore
    from storage.run_log import LoggedRun


def known_runs(spool: Path, outlet: str, now: datetime) -> tuple[LoggedRun, ...]:
    """What the spool of this machine remembers."""
    return recent(spool / outlet / NAME, now - HISTORY)


def archived_runs(
    store: ObjectStore, outlet: str, now: datetime, known: Sequence[LoggedRun] = ()
) -> tuple[LoggedRun, ...]:
    """What the archive's manifests say, without alarms; those of `known` are not read again. StoreError, BadManifest.

    Only the months that count are listed: a long-lived outlet has tens of thousands of manifests.
    """
    have = {run.run: run for run in known}
    keys = [
        info.key
        for month in _months(now - HISTORY - LONGEST_RUN, now)
        for info in store.list(f"{manifest_prefix(outlet)}{month}/")
    ]
    wanted = [key for key in keys if _run_of(key) not in have]
    with ThreadPoolExecutor(READERS) as readers:
        read = tuple(readers.map(lambda key: logged(parsed_manifest(store.get(key))), wanted))
    runs = sorted((*have.values(), *read), key=lambda run: run.closed_at)
    return tuple(run for run in runs if run.closed_at >= now - HISTORY)


def newest_run(store: ObjectStore, outlet: str) -> LoggedRun | None:
    """The last run of an outlet, however long ago. Lists all of its manifests, and reads one."""
    key = max((info.key for info in store.list(manifest_prefix(outlet))), default=None)
    return logged(parsed_manifest(store.get(key))) if key else None


def _run_of(key: str) -> str:
    return key.rpartition("/")[2].removesuffix(".json")


RECENT = timedelta(days=35)
READERS = 4  # threads: manifests are small, and an answer from far away takes its time
LONGEST_RUN = timedelta(days=31)
"""The folder of a manifest is the month in which its run began."""


def _months(since: datetime, until: datetime) -> tuple[str, ...]:
    days = (since + timedelta(days=n) for n in range((until - since).days + 2))
    return tuple(sorted({f"{day:%Y/%m}" for day in days if day <= until + timedelta(days=1)}))


def with_alarms(runs: Sequence[LoggedRun], outlet: str, measures: Sequence[Measure]) -> tuple[LoggedRun, ...]:
    """The runs with the alarms that stood after each: looked for once a day, and every third day of what is long past."""
    made: list[LoggedRun] = []
    before: tuple[Alarm, ...] = ()
    for number, run in enumerate(runs):
        is_last_of_day = number + 1 == len(runs) or runs[number + 1].closed_at.date() != run.closed_at.date()
        is_long_past = runs[-1].closed_at - run.closed_at > RECENT
        if is_last_of_day and not (is_long_past and run.closed_at.toordinal() % 3):
            before = watched(runs[: number + 1], before, outlet, run.closed_at, measures).alarms
        made.append(replace(run, alarms=before))
    return tuple(made)


def restore(spool: Path, outlet: str, runs: Iterable[LoggedRun]) -> None:
    """Make `runs.jsonl` of these runs."""
    folder = spool / outlet
    folder.mkdir(parents=True, exist_ok=True)
    rewrite(folder / NAME, runs)
