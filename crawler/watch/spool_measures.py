"""What is measured of the spool, and from where it is an alarm. `ALARM_THRESHOLDS` changes the numbers."""

from __future__ import annotations

from dataclasses import dataclass

from storage.alarm import AlarmKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """Closed runs that the archive has not taken, the oldest of them for longer than a stutter lasts."""

    name: str = "unpublished"
    kind: AlarmKind = AlarmKind.STORAGE
    hours: float = 6.0
    """Six tries of an outlet that is crawled by the hour. Of one that is crawled daily, its second try tells."""
    advice: str = (
        "the log of the last run says why the archive does not take them: it is away, full, or its keys have changed."
        " Nothing is lost, and crawls go on until the spool is full; the next run that reaches the archive publishes all,"
        " oldest first. Delete nothing in the spool"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The spool of all outlets together, near the size at which crawls stop with 73."""

    name: str = "spool"
    kind: AlarmKind = AlarmKind.STORAGE
    part: float = 0.8  # of what it may hold: some runs are left to act in
    advice: str = (
        "what is not published is kept, and at this size runs stop before their next page, with status 73: bring the archive"
        " back, make room on the disk, or raise SPOOL_MAX_BYTES"
    )


OF_SPOOL = (Unpublished(), Filled())
SpoolMeasure = Unpublished | Filled
