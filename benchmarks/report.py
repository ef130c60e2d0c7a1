"""What a benchmark found, as rows of one table."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEAD = "| measured | Pressmark | compared with | ratio | wanted | |\n|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `holds` None: nothing was promised."""

    measured: str
    ours: str
    other: str = ""
    ratio: str = ""
    wanted: str = ""
    holds: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "yes", False: "**no**", None: ""}[self.holds]
        return f"| {self.measured} | {self.ours} | {self.other} | {self.ratio} | {self.wanted} | {verdict} |"


def compared(
    measured: str,
    unit: str,
    ours: Sequence[float],
    other: Sequence[float],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
) -> Row:
    """Medians of both, and the median, least and greatest of the ratios within a round."""
    ratios = [a / b for a, b in zip(ours, other, strict=True)]
    middle = median(ratios)
    wanted = f"at most {at_most:.2f}" if at_most else f"at least {at_least:.2f}" if at_least else ""
    held = None if not wanted else middle <= (at_most or middle) and middle >= (at_least or middle)
    return Row(
        measured,
        f"{median(ours):.2f} {unit}",
        f"{median(other):.2f} {unit}",
        f"{middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
        wanted,
        held,
    )


def table(rows: Iterable[Row]) -> str:
    return "\n".join((HEAD, *map(str, rows)))
