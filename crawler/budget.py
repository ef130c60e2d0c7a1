"""What a run may spend: as the operator says, else as the outlet's file says, else as much as there is."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.configuration import Configuration
    from extractors.vocabulary import Outlet


@dataclass(frozen=True, slots=True)
class Budget:
    """Of one run."""

    requests: int
    bytes: int  # of responses
    minutes: float


def budget(configuration: Configuration, outlet: Outlet | None) -> Budget:
    """A list of pages has no outlet, and no bounds of its own."""
    own = outlet.budgets if outlet else None
    return Budget(
        configuration.max_pages or (own.pages if own else sys.maxsize),
        configuration.max_bytes or (own.megabytes << 20 if own else sys.maxsize),
        configuration.max_minutes or (own.minutes if own else math.inf),
    )
