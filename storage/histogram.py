"""Counts by size, in steps of a ninth: small, and those of two runs add up to those of both.

A histogram is a mapping from the number of its step, as text (JSON knows no other names), to how many values fell there.
Quantiles are off by 4.5 % at most (half of a step of 2 ** (1/8)).
"""

from __future__ import annotations

from math import floor, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STEPS_PER_DOUBLING = 8


def step(value: float) -> str:
    """The step of a value; all below 1 share one."""
    return str(0 if value < 1 else 1 + floor(log2(value) * STEPS_PER_DOUBLING))


def middle(name: str) -> float:
    """The value that stands for all of a step."""
    number = int(name)
    return 0.0 if number == 0 else 2.0 ** ((number - 0.5) / STEPS_PER_DOUBLING)


def quantile(counts: Mapping[str, int], share: float) -> float | None:
    """The value below which that share of all lies; None without values."""
    wanted = share * sum(counts.values())
    seen = 0
    for name in sorted(counts, key=int):
        seen += counts[name]
        if seen >= wanted:
            return middle(name)
    return None
