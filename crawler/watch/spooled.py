"""What waits in the spool for its archive, and how full the spool is: alarms of the machine, not of the outlet's history.

The outbox is looked at, and not the state: it can be read by anybody, whatever has become of the state, and by the run itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.room import Filling, Room, held_by
from crawler.watch.spool_measures import OF_SPOOL, Filled, SpoolMeasure, Unpublished
from crawler.watch.wording import size
from storage.alarm import Alarm, AlarmKind
from storage.closing import manifest_file
from storage.manifest import BadManifest, parsed_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spooled:
    """`waiting`: when each closed run of the outlet that is not in the archive ended, the oldest first."""

    waiting: tuple[datetime, ...]
    bytes: int  # of these runs
    filling: Filling


def spooled(room: Room, outlet: str) -> Spooled | None:
    """What the outlet has in the spool; None where it has none on this machine. OSError."""
    if not (room.spool / outlet).is_dir():
        return None
    runs = sorted(filter(None, map(_waiting, room.spool.glob(f"{outlet}/outbox/*"))))
    return Spooled(tuple(closed for closed, _ in runs), sum(held for _, held in runs), room.filling())


def _waiting(outbox: Path) -> tuple[datetime, int] | None:
    """When the run was closed and how many bytes it holds; None when it is still open, or published meanwhile."""
    file = manifest_file(outbox)
    try:
        closed = parsed_manifest(file.read_bytes()).closed_at
        return closed, held_by(outbox)
    except BadManifest:  # the copy alone is damaged: the state has the manifest that is published
        return datetime.fromtimestamp(file.stat().st_mtime, UTC), held_by(outbox)
    except (FileNotFoundError, NotADirectoryError):
        return None


def spool_alarms(
    found: Spooled | None,
    before: Sequence[Alarm],
    outlet: str,
    now: datetime,
    measures: Sequence[SpoolMeasure] = OF_SPOOL,
) -> tuple[Alarm, ...]:
    """The alarms now; `before` are those that stood last, and say since when the spool has been full."""
    if found is None:
        return ()
    since = {alarm.measure: alarm.since for alarm in before if alarm.kind is AlarmKind.STORAGE}
    alarms: list[Alarm] = []
    for measure in measures:
        match measure:
            case Unpublished():
                alarms += _unpublished(measure, found, outlet, now)
            case Filled():
                alarms += _filled(measure, found, outlet, since.get(measure.name, now))
    return tuple(alarms)


def _unpublished(measure: Unpublished, found: Spooled, outlet: str, now: datetime) -> Iterator[Alarm]:
    waiting, filling = found.waiting, found.filling
    if not waiting or now - waiting[0] < timedelta(hours=measure.hours):
        return
    held = f"{size(found.bytes)} in the spool, which holds {size(filling.held)} of the {size(filling.allowed)} that it may"
    yield _alarm(measure, outlet, waiting[0], len(waiting), 0, held)


def _filled(measure: Filled, found: Spooled, outlet: str, since: datetime) -> Iterator[Alarm]:
    held, allowed = found.filling.held, found.filling.allowed
    if held < measure.part * allowed:
        return
    full = "it is full: crawls of all outlets stop before their next page" if held >= allowed else ""
    yield _alarm(measure, outlet, since, held, allowed, full)


def _alarm(
    measure: SpoolMeasure, outlet: str, since: datetime, value: float, expected: float, detail: str
) -> Alarm:
    return Alarm(measure.kind, measure.name, outlet, since, value, expected, 0, None, measure.advice, detail)
