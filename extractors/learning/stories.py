"""Pages as stories: copies of one text, follow-ups and daily reports of one frame count once, however often they recur."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from extractors.learning.digest import PROSE
from extractors.signature import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from extractors.learning.digest import Digest, SeenLine, Sketch

SIBLING = 0.25  # of the shingles of the shorter page: above it two pages tell one story
COMMON = 0.2  # of all pages: a line on more of them makes no siblings
RECURS = 3  # distinct stories from which a line is more than a repetition
_FEW = 5  # pages: on so few no line is common
_FEWEST_SHARED = 3  # sampled shingles; fewer agree by chance
_POSTINGS = 40  # pages that are compared with one another for a shingle; of more, each with the next


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The lines of one page, and the story that it tells."""

    url: str
    story: str
    day: date  # of the capture
    dated: date  # published, else captured
    layout: str
    lines: tuple[SeenLine, ...]


def story_pages(found: Iterable[tuple[Sketch, Digest]]) -> tuple[StoryPage, ...]:
    """In the order of their days, with the stories that siblings share."""
    pages = sorted(found, key=lambda pair: (pair[0].day, pair[0].url, pair[1].layout))
    leader = list(range(len(pages)))
    by_key: dict[str, int] = {}
    for at, (sketch, _) in enumerate(pages):
        _join(leader, at, by_key.setdefault(sketch.story, at))
    for one, other in _siblings(_shingles([digest for _, digest in pages])):
        _join(leader, one, other)
    return tuple(
        StoryPage(s.url, pages[_root(leader, at)][0].story, s.day, s.dated, d.layout, d.lines)
        for at, (s, d) in enumerate(pages)
    )


@dataclass(frozen=True, slots=True)
class Recurrence:
    """In how many stories each line is found."""

    stories: Mapping[str, int]

    def recurs(self, line: SeenLine) -> bool:
        return self.stories.get(line.fold, 0) >= RECURS

    def is_prose(self, line: SeenLine) -> bool:
        """The article's own by consensus: kept by the generic extractor, by no rule taken, on no other story's page."""
        return (
            line.family is None
            and line.is_generic
            and self.stories.get(line.fold, 0) <= 1
            and Flag.LINK not in line.place.flags
        )

    def is_long_prose(self, line: SeenLine) -> bool:
        return line.words >= PROSE and self.is_prose(line)


def recurrence(pages: Sequence[StoryPage]) -> Recurrence:
    stories: defaultdict[str, set[str]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            stories[line.fold].add(page.story)
    return Recurrence({fold: len(found) for fold, found in stories.items()})


def _shingles(digests: Sequence[Digest]) -> list[frozenset[int]]:
    """Without those of lines that so many pages have that they tell no story."""
    pages = Counter(fold for digest in digests for fold in {line.fold for line in digest.lines})
    most = max(_FEW, COMMON * len(digests))
    return [
        frozenset(shingle for line in digest.lines if pages[line.fold] <= most for shingle in line.shingles)
        for digest in digests
    ]


def _siblings(shingles: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    postings: defaultdict[int, list[int]] = defaultdict(list)
    for at, found in enumerate(shingles):
        for shingle in found:
            postings[shingle].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for pages in postings.values():
        shared.update(combinations(pages, 2) if len(pages) <= _POSTINGS else pairwise(pages))
    for (one, other), number in shared.items():
        least = min(len(shingles[one]), len(shingles[other]))
        # Where a shingle had too many postings the number is a lower bound: count anew.
        if number >= _FEWEST_SHARED and len(shingles[one] & shingles[other]) > SIBLING * least:
            yield one, other


def _root(leader: list[int], at: int) -> int:
    while leader[at] != at:
        at = leader[at]
    return at


def _join(leader: list[int], one: int, other: int) -> None:
    """The earliest page names the story."""
    first, second = sorted((_root(leader, one), _root(leader, other)))
    leader[second] = first
