"""Who copies whom: outlets on a circle, an arrow from each original to who copied it."""

from __future__ import annotations

from math import cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING

from crawler.report.svg import element, number, picture, title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from storage.syndication import Flow

SPACE = 105.0  # at both sides, for names
MARGIN = 30.0  # above and below
MOST_OUTLETS = 24  # more names than these cannot be read; the table has all
LABELLED = 12  # flows that are written on where outlets are few
FEW_OUTLETS = 5
LABELLED_OF_MANY = 4  # where lines cross, more of them hide each other
HOUR = 3600


def lag(seconds: float | None) -> str:
    """The median time from one publication to the other."""
    if seconds is None:
        return "lag not known"
    hours = seconds / HOUR
    return f"after {hours:.1f} h" if abs(hours) < 48 else f"after {hours / 24:.0f} d"


def network(flows: Sequence[Flow], label: str) -> Markup:
    """The largest flows, so many outlets as can be read. Wider is more; the largest are written on."""
    names = _largest(flows)
    radius = 60.0 + 9 * len(names)
    places = _places(names, radius)
    shown = [flow for flow in flows if flow.original in places and flow.copier in places]
    ordered = sorted(shown, key=lambda flow: (flow.copies, flow.original, flow.copier))
    most = max((flow.copies for flow in shown), default=1)
    drawn = [_arrow(flow, places, most) for flow in ordered]
    labelled = LABELLED if len(names) <= FEW_OUTLETS else LABELLED_OF_MANY
    written = [_label(flow, places) for flow in ordered[-labelled:]]
    nodes = [_node(name, places[name], shown, 2 * (SPACE + radius)) for name in names]
    size = 2 * (MARGIN + radius)
    return picture(size, label, *drawn, *nodes, *written, width=2 * (SPACE + radius))


def _largest(flows: Sequence[Flow]) -> list[str]:
    sums: dict[str, int] = {}
    for flow in flows:
        for name in (flow.original, flow.copier):
            sums[name] = sums.get(name, 0) + flow.copies
    return sorted(sorted(sums, key=lambda name: (-sums[name], name))[:MOST_OUTLETS])


def _places(names: Sequence[str], radius: float) -> Mapping[str, tuple[float, float]]:
    """The first one at the left: two outlets lie beside each other, and so do their names."""
    turns = [2 * pi * at / max(len(names), 1) + pi for at in range(len(names))]
    return {
        name: (SPACE + radius + radius * cos(turn), MARGIN + radius + radius * sin(turn))
        for name, turn in zip(names, turns, strict=True)
    }


def _bend(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """To the right of the way, so that the two directions between two outlets lie apart."""
    (x1, y1), (x2, y2) = start, end
    return (x1 + x2) / 2 - (y2 - y1) * 0.22, (y1 + y2) / 2 + (x2 - x1) * 0.22


def _label(flow: Flow, places: Mapping[str, tuple[float, float]]) -> Markup:
    (x1, y1), (x2, y2) = start, end = places[flow.original], places[flow.copier]
    bend_x, bend_y = _bend(start, end)
    x, y = (x1 + 2 * bend_x + x2) / 4, (y1 + 2 * bend_y + y2) / 4
    said = f"{number(flow.copies)}, {lag(flow.median_lag_s)}"
    return element("text", said, class_="flowname", x=x, y=y + 4, text_anchor="middle")


def _arrow(flow: Flow, places: Mapping[str, tuple[float, float]], most: int) -> Markup:
    """It ends before the circle."""
    (x1, y1), (x2, y2) = start, end = places[flow.original], places[flow.copier]
    bend_x, bend_y = _bend(start, end)
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
        title(f"{flow.copier} has {number(flow.copies)} of {flow.original}, {lag(flow.median_lag_s)}"),
        element("path", d=curve, class_="flow", stroke_width=width),
        element("path", d=f"M{tip_x:.1f} {tip_y:.1f}L{left}L{right}Z", class_="flowhead"),
        class_="arrow",
    )


def _node(name: str, place: tuple[float, float], flows: Sequence[Flow], width: float) -> Markup:
    x, y = place
    given = sum(flow.copies for flow in flows if flow.original == name)
    taken = sum(flow.copies for flow in flows if flow.copier == name)
    is_right = x >= width / 2
    return element(
        "g",
        title(f"{name}: copied by others {given}, copied from others {taken}"),
        element("circle", cx=x, cy=y, r=6.0, class_="node"),
        element(
            "text",
            name[:15],
            class_="name",
            x=x + (11 if is_right else -11),
            y=y + 4,
            text_anchor="start" if is_right else "end",
        ),
    )
