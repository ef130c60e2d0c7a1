"""Whether two extractors really differ on a set of pages, or only on these pages."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.text_scores import Matches, Totals

ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Difference:
    """Of F1, with the interval in which 95 % of the resampled differences lie."""

    value: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Zero lies outside the interval."""
        return self.low > 0 or self.high < 0


def paired_difference(
    ours: Sequence[Matches], other: Sequence[Matches], total: Callable[[Sequence[Matches]], Totals]
) -> Difference:
    """Ours less the other's, over the same pages: pages are drawn with replacement, both are scored on the draw."""
    draw, count = random.Random("the same draws every time"), len(ours)
    found = []
    for _ in range(ROUNDS):
        chosen = draw.choices(range(count), k=count)
        found.append(total([ours[at] for at in chosen]).f1 - total([other[at] for at in chosen]).f1)
    found.sort()
    edge = ROUNDS // 40
    return Difference(total(ours).f1 - total(other).f1, found[edge], found[-edge - 1])
