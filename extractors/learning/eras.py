"""Over many pages: the days on which an outlet rebuilt them, and the container of each time between."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors.layouts import Layout
from extractors.learning.cues import is_shape

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from extractors.learning.digest import Sketch

WINDOW = 12  # pages on either side of a day that may be that of a redesign
REDESIGN = 0.35  # of the names that pages bear must change; boxes that come and go change less than a fifth
GOOD = 0.7  # agreement with the article from which a container is one
AS_GOOD = (
    0.03  # a layout that is in the outlet's file already is kept when no selector agrees better by so much
)
_MAX_SELECTORS = 4
_FEWEST = 5  # pages that make an era
_OFTEN = 0.5  # of the pages on one side bear a name that counts; many are made anew for every page
_NEAR = 0.01  # a headline more or less makes such a difference


@dataclass(frozen=True, slots=True)
class Era:
    """Days of capture between two redesigns; None is open."""

    since: date | None
    until: date | None
    sketches: tuple[Sketch, ...]

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Container:
    """A selector, with what speaks for it."""

    selector: str
    agreement: float  # mean F2 with the article, over the pages where it is found
    pages: int
    of_pages: int
    first: date
    last: date


def eras(sketches: Sequence[Sketch], min_stories: int) -> tuple[Era, ...]:
    """The times between redesigns, in order; one, where nothing was rebuilt."""
    pages = sorted(sketches, key=lambda sketch: (sketch.day, sketch.url))
    cuts = _cuts(pages, max(min_stories, _FEWEST))
    edges = [0, *cuts, len(pages)]
    parts = [tuple(pages[start:end]) for start, end in pairwise(edges)]
    starts = [None, *(part[0].day for part in parts[1:])]
    ends = [*(_day_before(part, after) for part, after in pairwise(parts)), None]
    return tuple(Era(*bounds) for bounds in zip(starts, ends, parts, strict=True))


def containers(era: Era, min_stories: int) -> tuple[Container, ...]:
    """The selectors that together find the article on the era's pages, the one of most pages first."""
    open_pages = [sketch for sketch in era.sketches if sketch.candidates]
    chosen: list[Container] = []
    while len(open_pages) >= min_stories and len(chosen) < _MAX_SELECTORS:
        best = _best(open_pages)
        served = [sketch for sketch in open_pages if _agreement(sketch, best) >= GOOD]
        if len({sketch.story for sketch in served}) < min_stories:
            break
        chosen.append(_container(best, era, served))
        open_pages = [sketch for sketch in open_pages if _agreement(sketch, best) < GOOD]
    return tuple(chosen)


def layouts(
    known: tuple[Layout, ...], found: Sequence[tuple[Era, tuple[Container, ...]]]
) -> tuple[Layout, ...]:
    """One layout for each era, then those of the outlet's file that are in no era's place.

    A layout that does as well as what was found is kept and only dated.
    """
    kept = {layout.name for era, chosen in found if chosen and (layout := kept_layout(known, era, chosen))}
    others = tuple(layout for layout in known if layout.name not in kept)
    made = [_layout(known, era, chosen) for era, chosen in found if chosen]
    return (*_distinct(made, {layout.name for layout in others}), *others)


def kept_layout(known: tuple[Layout, ...], era: Era, chosen: tuple[Container, ...]) -> Layout | None:
    """The layout of the outlet's file whose containers do as well on the pages of the era."""
    pages = [sketch for sketch in era.sketches if sketch.candidates]
    wanted = _mean([max((_agreement(s, c.selector) for c in chosen), default=0.0) for s in pages])
    for layout in known:
        valid = [sketch for sketch in pages if layout.valid_on(sketch.day)]
        means = [max(_agreement(sketch, selector) for selector in layout.container) for sketch in valid]
        if len(valid) == len(pages) and _mean(means) >= wanted - AS_GOOD:
            return layout
    return None


def _layout(known: tuple[Layout, ...], era: Era, chosen: tuple[Container, ...]) -> Layout:
    if kept := kept_layout(known, era, chosen):
        return replace(kept, valid_from=era.since, valid_until=era.until) if era.since or era.until else kept
    name = f"since-{era.since}" if era.since else "learned"
    selectors = tuple(container.selector for container in chosen)
    return Layout(name=name, container=selectors, valid_from=era.since, valid_until=era.until)


def _distinct(made: list[Layout], taken: set[str]) -> list[Layout]:
    """With names of their own: an old layout may serve several eras, and an old name another layout."""
    names = set(taken)
    distinct = []
    for layout in made:
        numbered = (f"{layout.name}-{number}" for number in range(2, len(made) + len(taken) + 2))
        name = layout.name if layout.name not in names else next(it for it in numbered if it not in names)
        names.add(name)
        distinct.append(replace(layout, name=name))
    return distinct


def _cuts(pages: list[Sketch], fewest: int) -> list[int]:
    """Where pages begin to be built otherwise: the strongest change, then those on either side of it."""
    places = range(fewest, len(pages) - fewest + 1)
    changes = {at: _change(pages, at) for at in places if pages[at - 1].day != pages[at].day}
    best = min(changes, key=lambda at: (-changes[at], at), default=0)
    if changes.get(best, 0.0) < REDESIGN:
        return []
    after = [best + at for at in _cuts(pages[best:], fewest)]
    return [*_cuts(pages[:best], fewest), best, *after]


def _change(pages: list[Sketch], at: int) -> float:
    """How much of the names that pages bear differs before and after: weighted Jaccard distance."""
    before, after = _shares(pages[max(0, at - WINDOW) : at]), _shares(pages[at : at + WINDOW])
    names = sorted(before.keys() | after.keys())
    pairs = [(before.get(name, 0.0), after.get(name, 0.0)) for name in names]
    pairs = [pair for pair in pairs if max(pair) >= _OFTEN]
    most = math.fsum(max(pair) for pair in pairs)
    return math.fsum(abs(one - other) for one, other in pairs) / most if most else 0.0


def _shares(pages: list[Sketch]) -> dict[str, float]:
    counts = Counter(name for sketch in pages for name in sketch.skeleton)
    return {name: count / len(pages) for name, count in sorted(counts.items())}


def _day_before(part: tuple[Sketch, ...], after: tuple[Sketch, ...]) -> date:
    return type(part[0].day).fromordinal(after[0].day.toordinal() - 1)


def _best(pages: list[Sketch]) -> str:
    """By the sum of agreements; of nearly equal ones that which says what it is, and no bare tag if need be."""
    sums: defaultdict[str, float] = defaultdict(float)
    for sketch in pages:
        for candidate in sketch.candidates:
            sums[candidate.selector] += candidate.agreement
    near = [selector for selector, total in sums.items() if total >= (1 - _NEAR) * max(sums.values())]
    return min(near, key=lambda selector: (_bareness(selector), -round(sums[selector], 6), selector))


def _bareness(selector: str) -> int:
    name = re.split(r"[.#]", selector)[-1]
    if "[" in selector:
        return 0
    return 2 if name == selector or is_shape(name) else 1


def _agreement(sketch: Sketch, selector: str) -> float:
    found = (candidate.agreement for candidate in sketch.candidates if candidate.selector == selector)
    return next(found, 0.0)


def _container(selector: str, era: Era, served: list[Sketch]) -> Container:
    days = [sketch.day for sketch in served]
    mean = _mean([_agreement(sketch, selector) for sketch in served])
    return Container(selector, mean, len(served), len(era.sketches), min(days), max(days))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
