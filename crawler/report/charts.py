"""The kinds of pictures: bars by day, stacked bars, bands of quantiles, a map of weeks. Data in, SVG out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.report.svg import RIGHT, TOP, WIDTH, Frame, element, months, number, path, picture, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COLOURS = (
    8  # of the style sheet: c0 to c7, told apart with every kind of colour blindness (Okabe and Ito, 2008)
)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a report shows."""

    first: date
    days: int

    @property
    def end(self) -> date:
        return self.first + timedelta(days=self.days)

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def each_day(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.days))

    def weeks(self) -> Iterator[date]:
        """The Mondays of its weeks."""
        day = self.first - timedelta(days=self.first.weekday())
        while day < self.end:
            yield day
            day += WEEK

    def months(self) -> list[date]:
        """The first days of its months, the first one whole."""
        return months(self.first.replace(day=1), self.days + self.first.day - 1)


@dataclass(frozen=True, slots=True)
class Series:
    """Values by the first day of a step."""

    name: str
    values: Mapping[date, float]


def day_bars(period: Period, values: Mapping[date, int], gaps: frozenset[date], label: str) -> Markup:
    """A bar a day; below the axis, days that nobody looked at. The pointer tells a week at a time."""
    frame = Frame(period.first, period.days, most=max((*values.values(), 1)), whole=True)
    shape = "".join(
        f"M{frame.x(day):.1f} {frame.bottom:.1f}V{frame.y(values[day]):.1f}h{_bar(frame):.1f}V{frame.bottom:.1f}Z"
        for day in period.each_day()
        if values.get(day)
    )
    marks = [
        element(
            "rect",
            title(f"{first} to {last}: no source was read"),
            class_="gap",
            x=frame.x(first),
            y=TOP,
            width=frame.x(last + timedelta(days=1)) - frame.x(first),
            height=frame.bottom - TOP,
        )
        for first, last in spans(day for day in period.each_day() if day in gaps)
    ]
    hover = (_week(frame, week, values, period) for week in period.weeks())
    return picture(
        frame.height, label, frame.axes(), *marks, element("path", d=shape, class_="c0 fill"), *hover
    )


def _bar(frame: Frame) -> float:
    return frame.day_width * (0.8 if frame.day_width > 2 else 1.0)


def _week(frame: Frame, week: date, values: Mapping[date, int], period: Period) -> Markup:
    days = [week + timedelta(days=n) for n in range(7)]
    shown = [day for day in days if period.first <= day < period.end]
    said = f"week of {week}: {sum(values.get(day, 0) for day in shown)}"
    return _target(frame, shown[0], len(shown), said)


def _target(frame: Frame, day: date, days: float, said: str) -> Markup:
    """What is not seen, and speaks when the pointer is on it."""
    return element(
        "rect",
        title(said),
        class_="hover",
        x=frame.x(day),
        y=TOP,
        width=frame.day_width * days,
        height=frame.bottom - TOP,
    )


def stacked(
    period: Period, steps: Sequence[date], series: Sequence[Series], label: str, *, whole: bool = False
) -> Markup:
    """Bars of a week or month, each of the series on top of those before it."""
    totals = [sum(one.values.get(step, 0) for one in series) for step in steps]
    frame = _frame(period, steps, max((*totals, 0)) or 1, whole=whole)
    widths = _widths(period, steps)
    drawn: list[Markup] = []
    for number_, one in enumerate(series):
        shape = []
        for step, days in zip(steps, widths, strict=True):
            below = sum(earlier.values.get(step, 0) for earlier in series[:number_])
            if value := one.values.get(step, 0):
                low, high = frame.y(below), frame.y(below + value)
                width = max(frame.day_width * days - (1 if frame.day_width * days > 4 else 0), 0.5)
                shape.append(f"M{frame.x(step):.1f} {low:.1f}V{high:.1f}h{width:.1f}V{low:.1f}Z")
        drawn.append(element("path", d="".join(shape), class_=f"c{number_ % COLOURS} fill"))
    hover = (
        _target(frame, step, days, _said(step, series)) for step, days in zip(steps, widths, strict=True)
    )
    return picture(frame.height, label, frame.axes(), *drawn, *hover)


def _frame(period: Period, steps: Sequence[date], most: float, *, whole: bool = False) -> Frame:
    first = steps[0] if steps else period.first
    return Frame(first, (period.end - first).days, most=most, whole=whole)


def _widths(period: Period, steps: Sequence[date]) -> list[int]:
    return [(after - step).days for step, after in zip(steps, (*steps[1:], period.end), strict=True)]


def _said(step: date, series: Sequence[Series]) -> str:
    values = [f"{one.name} {number(one.values[step])}" for one in series if one.values.get(step)]
    return f"{step}: {', '.join(values) or 'nothing'}"


def bands(
    period: Period, steps: Sequence[date], low: Series, middle: Series, high: Series, label: str
) -> Markup:
    """A line in a band: the median between two quantiles. Steps without values leave a hole."""
    frame = _frame(period, steps, max((*high.values.values(), 0)) or 1)
    half = frame.day_width * 3.5
    drawn: list[Markup] = []
    for run in _runs(steps, middle.values):
        top = [(frame.x(step) + half, frame.y(high.values[step])) for step in run]
        under = [(frame.x(step) + half, frame.y(low.values[step])) for step in reversed(run)]
        line = [(frame.x(step) + half, frame.y(middle.values[step])) for step in run]
        drawn.append(element("path", d=path((*top, *under)) + "Z", class_="c0 band"))
        drawn.append(element("path", d=path(line), class_="c0 line"))
        if len(run) == 1:
            drawn.append(element("circle", cx=line[0][0], cy=line[0][1], r=2, class_="c0 fill"))
    widths = _widths(period, steps)
    hover = (
        _target(frame, step, days, _said(step, (low, middle, high)))
        for step, days in zip(steps, widths, strict=True)
    )
    return picture(frame.height, label, frame.axes(), *drawn, *hover)


def _runs(steps: Sequence[date], values: Mapping[date, float]) -> Iterator[list[date]]:
    run: list[date] = []
    for step in steps:
        if step in values:
            run.append(step)
        elif run:
            yield run
            run = []
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class Cell:
    """One of a map: `share` from 0 to 1, None where nothing is known."""

    share: float | None
    said: str


def heat(rows: Mapping[str, Sequence[Cell]], steps: Sequence[date], label: str) -> Markup:
    """A row for each name, a column for each step. Bad cells have a mark besides their colour."""
    left, size = 110.0, 14.0
    width = (WIDTH - left - RIGHT) / max(len(steps), 1)
    height = TOP + size * len(rows) + 20
    drawn: list[Markup] = []
    for line, (name, cells) in enumerate(rows.items()):
        y = TOP + line * size
        drawn.append(element("text", name[:16], class_="tick", x=left - 6, y=y + 10, text_anchor="end"))
        drawn += [_cell(cell, left + width * at, y, width, size) for at, cell in enumerate(cells)]
    for at, step in enumerate(steps):
        if step.day <= 7 and (step.month in {1, 4, 7, 10} or len(steps) < 30):
            x = left + width * at
            name = f"{step:%Y}" if step.month == 1 else f"{step:%b}"
            drawn.append(element("text", name, class_="tick", x=x, y=height - 6))
    return picture(height, label, *drawn)


def _cell(cell: Cell, x: float, y: float, width: float, size: float) -> Markup:
    level = "none" if cell.share is None else f"h{min(int(cell.share * 5), 4)}"
    gap = 1 if width > 3 else 0
    box = element(
        "rect",
        title(cell.said),
        class_=level,
        x=x,
        y=y,
        width=max(width - gap, 0.5),
        height=size - 2,
    )
    if cell.share is not None and cell.share < 0.6:
        dot = element(
            "circle",
            cx=x + (width - gap) / 2,
            cy=y + size / 2 - 1,
            r=min(width / 4, 2.5),
            class_="mark",
        )
        return Markup().join((box, dot))
    return box


def horizontal(values: Sequence[tuple[str, float]], label: str, colour: int = 0) -> Markup:
    """A bar for each name, the value at its end."""
    left, size, width = 110.0, 20.0, 480.0
    most = max((value for _, value in values), default=0) or 1
    room = width - left - RIGHT - 60
    drawn: list[Markup] = []
    for line, (name, value) in enumerate(values):
        y = TOP + line * size
        drawn += [
            element("text", name[:16], class_="tick", x=left - 6, y=y + 13, text_anchor="end"),
            element(
                "rect",
                title(f"{name}: {number(value)}"),
                class_=f"c{colour} fill",
                x=left,
                y=y + 2,
                width=room * value / most,
                height=size - 5,
            ),
            element("text", number(value), class_="tick", x=left + room * value / most + 6, y=y + 13),
        ]
    return picture(TOP + size * len(values) + 4, label, *drawn, width=width)


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in order as runs of days that follow each other."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
