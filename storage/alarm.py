"""An alarm: a value of an outlet that is far from what it used to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class AlarmKind(StrEnum):
    """What a person has to think of first, the most pressing first. docs/alarms.md says what to do."""

    STOPPED = "stopped"  # no run has ended for long; no run can tell
    STORAGE = "storage"  # runs wait for the archive, or the spool may not grow
    SILENT = "silent"  # nothing new comes
    BLOCKED = "blocked"  # the site no longer lets us read
    DRIFT = "drift"  # pages have changed their shape: fields or rules no longer fit
    SHRINKING = "shrinking"  # less text, or fewer articles, than there used to be
    LATE = "late"  # captured long after publication
    MISSING = "missing"  # announced days ago, and not had; by the ledger, which no run reads


TOLD_BY_NO_RUN = frozenset({AlarmKind.STOPPED, AlarmKind.MISSING})
"""What `scrapy outlets --check` alone tells (crawler.watch.checking)."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """`value` and `expected` are in the unit of the measure; both are of windows of `days` days."""

    kind: AlarmKind
    measure: (
        str  # which value: a name of crawler.watch.wording.TOLD; of a boilerplate rule `rule:` and its name
    )
    outlet: str
    since: datetime  # aware UTC: of the run that raised it
    value: float
    expected: float  # by the outlet's own history before the alarm
    days: int
    example_url: str | None  # a page to look at
    advice: str
    detail: str = ""  # what a value and an expected one cannot say, in words

    @property
    def name(self) -> tuple[AlarmKind, str]:
        """By what an alarm of one run is the same as one of the run before."""
        return self.kind, self.measure
