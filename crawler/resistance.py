"""Whether a site lets us read it: told by what it answers in a row. What does not want us is left, and never tricked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from storage.article import Reason
from storage.endings import REFUSING

BLOCKED = "blocked"  # why a run stops, and the reason of what it leaves
MOST_REFUSALS = 5  # answers in a row by one of those statuses, retries included
MOST_WALLS = 3  # pages in a row that were a bot shield, a CAPTCHA or a consent wall
WALLS = frozenset({Reason.BLOCKED, Reason.CONSENT_WALL})


@dataclass(frozen=True, slots=True)
class Resistance:
    """What one site answered last, in a row."""

    refusals: int = 0
    walls: int = 0

    @property
    def is_blocking(self) -> bool:
        return self.refusals >= MOST_REFUSALS or self.walls >= MOST_WALLS

    def answered(self, status: int | None) -> Resistance:
        """After an answer; None: there was none, which says nothing."""
        if status is None:
            return self
        return replace(self, refusals=self.refusals + 1 if status in REFUSING else 0)

    def read(self, reason: Reason | None) -> Resistance:
        """After a page was read: as what, if it was no article."""
        return replace(self, walls=self.walls + 1 if reason in WALLS else 0)

    def __str__(self) -> str:
        if self.walls >= MOST_WALLS:
            return f"{self.walls} pages in a row were a bot shield or a consent wall"
        return f"{self.refusals} answers in a row were {', '.join(map(str, sorted(REFUSING)))}"
