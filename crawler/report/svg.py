"""SVG by hand: elements, and the frame of axes that the pictures share. Every text and attribute is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

WIDTH = 760
NARROW = 600  # a picture of at most so many points shrinks with the screen, and can be read still
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 8, 24  # margins of a picture with axes


def element(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """`class_` is the attribute `class`, `stroke_width` is `stroke-width`; numbers are rounded to a tenth."""
    given = Markup().join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _short(value))
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup().join(children)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), given, inner)  # noqa: S704 - a name of ours


def _short(value: object) -> object:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def title(text: str) -> Markup:
    """What is shown when the pointer rests on the element."""
    return element("title", escape(text))


def picture(height: float, label: str, *children: Markup, width: float = WIDTH) -> Markup:
    """The whole SVG; `label` is what a screen reader says of it. A narrow one fits a phone, a wide one is scrolled."""
    return element(
        "svg",
        *children,
        class_="narrow" if width <= NARROW else None,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        aria_label=label,
        width=f"{width:.0f}",
        height=f"{height:.0f}",
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The field of a picture with days below and numbers at the left."""

    first: date
    days: int
    most: float
    whole: bool = False  # what is shown are counts
    height: float = 150

    @property
    def right(self) -> float:
        return WIDTH - RIGHT

    @property
    def bottom(self) -> float:
        return self.height - BOTTOM

    @property
    def day_width(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(self.days, 1)

    def x(self, day: date) -> float:
        """The left edge of the day."""
        return LEFT + (day - self.first).days * self.day_width

    def y(self, value: float) -> float:
        return self.bottom - min(value / self.most, 1.0) * (self.bottom - TOP)

    def axes(self) -> Markup:
        return Markup().join((*self._levels(), *self._months()))

    def _levels(self) -> Iterable[Markup]:
        for value in ticks(self.most, whole=self.whole):
            y = self.y(value)
            yield element("line", class_="grid", x1=LEFT, x2=self.right, y1=y, y2=y)
            yield element("text", number(value), class_="tick", x=LEFT - 6, y=y + 4, text_anchor="end")

    def _months(self) -> Iterable[Markup]:
        marks = months(self.first, self.days)
        every = ceil(len(marks) / 12) if len(marks) <= 36 else 12
        for at, month in enumerate(marks):
            x, is_named = self.x(month), _is_named(month, at, every)
            yield element(
                "line",
                class_="axis",
                x1=x,
                x2=x,
                y1=self.bottom,
                y2=self.bottom + (5 if is_named else 2),
            )
            if is_named and x < self.right - 40:
                name = f"{month:%Y}" if month.month == 1 else f"{month:%b}"
                yield element("text", name, class_="tick", x=x + 3, y=self.bottom + 16)
        yield element("line", class_="axis", x1=LEFT, x2=self.right, y1=self.bottom, y2=self.bottom)


def _is_named(month: date, at: int, every: int) -> bool:
    return (month.month - 1) % every == 0 if every > 1 else at >= 0


def months(first: date, days: int) -> list[date]:
    """The first days of the months within so many days."""
    found: list[date] = []
    year, month = first.year, first.month
    while True:
        day = first.replace(year=year, month=month, day=1)
        if (day - first).days >= days:
            return found
        if day >= first:
            found.append(day)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def ticks(most: float, *, whole: bool = False) -> list[float]:
    """Three to five round numbers up to the largest; `whole` ones where things are counted."""
    power = 10.0 ** floor(log10(most)) if most > 0 else 1.0
    step = next(size for size in (0.2, 0.25, 0.5, 1.0, 2.0) if most / (size * power) <= 5) * power
    step = max(step, 1.0) if whole else step
    return [step * n for n in range(floor(most / step + 1e-9) + 1)]


def number(value: float) -> str:
    """As an axis says it."""
    return f"{value:,.0f}" if value == int(value) else f"{value:.2f}".rstrip("0")


def path(points: Sequence[tuple[float, float]]) -> str:
    """A line through the points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
