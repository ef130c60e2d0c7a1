"""Who copies whom: outlets on a circle, an arrow from each original to who copied it."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING

from crawler.report.svg import element, number, picture, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

SIZE = 520.0
SPACE = 120.0  # at both sides, for names
RADIUS = 190.0
MOST_OUTLETS = 24  # more names than these cannot be read; the table has all
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Flow:
    """Articles of one outlet that stand in another, as copies, whole or in part. The lag is None where none is known."""

    original: str
    copier: str
    copies: int
    median_lag_s: float | None

    @property
    def said(self) -> str:
        return f"{self.copier} has {number(self.copies)} of {self.original}, {lag(self.median_lag_s)}"


def lag(seconds: float | None) -> str:
    """The median time from one publication to the other."""
    if seconds is None:
        return "lag not known"
    hours = seconds / HOUR
    return f"after {hours:.1f} h" if abs(hours) < 48 else f"after {hours / 24:.0f} d"


def network(flows: Sequence[Flow], label: str) -> Markup:
    """The largest flows, so many outlets as can be read. Wider is more; darker is no sign."""
    names = _largest(flows)
    places = _places(names)
    shown = [flow for flow in flows if flow.original in places and flow.copier in places]
    most = max((flow.copies for flow in shown), default=1)
    drawn = [_arrow(flow, places, most) for flow in sorted(shown, key=lambda flow: flow.copies)]
    nodes = [_node(name, places[name], shown) for name in names]
    return picture(SIZE, label, *drawn, *nodes, width=SIZE + 2 * SPACE)


def _largest(flows: Sequence[Flow]) -> list[str]:
    sums: dict[str, int] = {}
    for flow in flows:
        for name in (flow.original, flow.copier):
            sums[name] = sums.get(name, 0) + flow.copies
    return sorted(sorted(sums, key=lambda name: (-sums[name], name))[:MOST_OUTLETS])


def _places(names: Sequence[str]) -> Mapping[str, tuple[float, float]]:
    turns = [2 * pi * at / max(len(names), 1) - pi / 2 for at in range(len(names))]
    return {
        name: (SPACE + SIZE / 2 + RADIUS * cos(turn), SIZE / 2 + RADIUS * sin(turn))
        for name, turn in zip(names, turns, strict=True)
    }


def _arrow(flow: Flow, places: Mapping[str, tuple[float, float]], most: int) -> Markup:
    """Bent to its right, so that the two directions between two outlets lie apart; it ends before the circle."""
    (x1, y1), (x2, y2) = places[flow.original], places[flow.copier]
    middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
    bend_x, bend_y = middle_x - (y2 - y1) * 0.18, middle_y + (x2 - x1) * 0.18
    width = 1 + 7 * sqrt(flow.copies / most)
    away_x, away_y = x2 - bend_x, y2 - bend_y
    away = hypot(away_x, away_y) or 1.0
    unit_x, unit_y = away_x / away, away_y / away
    tip_x, tip_y = x2 - unit_x * 9, y2 - unit_y * 9
    head = 5 + width
    base_x, base_y = tip_x - unit_x * head, tip_y - unit_y * head
    curve = f"M{x1:.1f} {y1:.1f}Q{bend_x:.1f} {bend_y:.1f} {base_x:.1f} {base_y:.1f}"
    side = head / 2 + 1
    left = f"{base_x - unit_y * side:.1f} {base_y + unit_x * side:.1f}"
    right = f"{base_x + unit_y * side:.1f} {base_y - unit_x * side:.1f}"
    return element(
        "g",
        title(flow.said),
        element("path", d=curve, class_="flow", stroke_width=width),
        element("path", d=f"M{tip_x:.1f} {tip_y:.1f}L{left}L{right}Z", class_="flowhead"),
        class_="arrow",
    )


def _node(name: str, place: tuple[float, float], flows: Sequence[Flow]) -> Markup:
    x, y = place
    given = sum(flow.copies for flow in flows if flow.original == name)
    taken = sum(flow.copies for flow in flows if flow.copier == name)
    is_right = x >= SPACE + SIZE / 2
    return element(
        "g",
        title(f"{name}: copied by others {given}, copied from others {taken}"),
        element("circle", cx=x, cy=y, r=6.0, class_="node"),
        element(
            "text",
            name[:18],
            class_="name",
            x=x + (11 if is_right else -11),
            y=y + 4,
            text_anchor="start" if is_right else "end",
        ),
    )
