"""Which blocks of a layout's container are boilerplate: told by what stands under one signature over many stories.

A signature is proposed when what stands under it is not the article: it recurs, or is nothing but links, or rules
take it already, on the pages of several stories. It is never proposed when the article's own paragraphs share it.
A box (an element that the article's main path does not know) may also hold text that differs on every page, when
its name or its label says what it is, or when links lead it and the generic extractor keeps none of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.layouts import BlockDrop
from extractors.learning.caps import over_cap
from extractors.learning.cues import family_by_names, family_by_words, is_shape
from extractors.learning.names import guessed_family
from extractors.learning.proposal import ProposedBlock, Withheld, evidence
from extractors.learning.weights import LED, Weights, weighed
from extractors.signature import DEPTH, Flag, Signature, parsed_signature
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from extractors.learning.digest import SeenLine
    from extractors.learning.stories import Recurrence, StoryPage

    Found = Sequence[tuple[StoryPage, SeenLine]]
    Keys = Callable[[SeenLine], Iterable[Signature]]

MAIN = 0.1  # of the prose of all pages: an element that holds so much is on the article's main path
BOX_SHARE = 0.1  # of the stories have a box of links that differ: fewer may be what an article refers to
NAMED = 0.6  # of a box's stories have its label

_DAYS = 2
_LINKS = 3  # of a page: what an editor puts between paragraphs; more are a list of sources
_LINK_SHARE = 0.15  # of the stories have one
_LINK_WORDS = 25
# Classes that an editor gives to paragraphs, rather than a theme to its boxes.
_WRITTEN = (
    "wp-block",
    "has-",
    "is-style",
    "is-layout",
    "align",
    "Mso",
    "Apple-",
    "text-",
    "dropcap",
    "drop-cap",
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# A box so named, or so labelled, is boilerplate whatever else it says.
_TELLING = frozenset(Family) - {
    Family.IMAGE,
    Family.METADATA_LINE,
    Family.SOURCE_LINE,
    Family.SEPARATOR,
    Family.MEDIA_ADDRESS,
    Family.NAVIGATION,
    Family.OTHER,
}


@dataclass(frozen=True, slots=True)
class LearnedBlocks:
    proposed: tuple[ProposedBlock, ...]
    withheld: tuple[Withheld, ...]


def learned_blocks(
    layout: str, pages: Sequence[StoryPage], recurrence: Recurrence, min_stories: int
) -> LearnedBlocks:
    """Of one layout's pages: boxes first, then whole places, then places of links, emphasis or capitals alone."""
    learning = _Learning(layout, tuple(pages), recurrence, min_stories)
    found: Found = [(page, line) for page in pages for line in page.lines]
    for keys in (learning.boxes, _places, _flagged):
        found = learning.left_of(found, keys)
    prose = [sum(line.words for line in page.lines if recurrence.is_prose(line)) for page in pages]
    costs = [_prose_taken(block, pages, recurrence) for block in learning.proposed]
    cheap_first = sorted(
        zip(costs, learning.proposed, strict=True), key=lambda it: (sum(it[0]), it[1].drop.signature)
    )
    over = tuple(
        Withheld(block.drop.signature, why, block.evidence) for block, why in over_cap(cheap_first, prose)
    )
    names = {one.what for one in over}
    proposed = tuple(block for block in learning.proposed if block.drop.signature not in names)
    return LearnedBlocks(proposed, (*learning.withheld, *over))


@dataclass(slots=True)
class _Learning:
    """What is decided so far for one layout."""

    layout: str
    pages: tuple[StoryPage, ...]
    recurrence: Recurrence
    min_stories: int
    proposed: list[ProposedBlock] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    mixed: set[str] = field(default_factory=set)  # boxes with prose: their parts are judged as the article's
    main: frozenset[str] = frozenset()  # steps of the article's own paragraphs
    prose: int = 0  # words of all pages

    def __post_init__(self) -> None:
        weight: Counter[str] = Counter()
        for page in self.pages:
            for line in page.lines:
                if self.recurrence.is_long_prose(line):
                    self.prose += line.words
                    weight.update(dict.fromkeys(line.place.steps, line.words))
        self.main = frozenset(step for step, words in weight.items() if words >= MAIN * self.prose)

    def boxes(self, line: SeenLine) -> Iterable[Signature]:
        return (Signature((step,)) for step in dict.fromkeys(line.place.steps) if self._is_box(step))

    def left_of(self, found: Found, keys: Keys) -> Found:
        """Judge the lines by these keys, the commonest first; what no proposal takes is left."""
        groups: defaultdict[Signature, list[int]] = defaultdict(list)
        for at, (_, line) in enumerate(found):
            for key in keys(line):
                groups[key].append(at)
        covered: set[int] = set()
        for key in sorted(groups, key=lambda key: (-len(groups[key]), str(key))):
            lines = [found[at] for at in groups[key] if at not in covered]
            if lines and self._is_taken(key, lines):
                covered.update(groups[key])
        return [pair for at, pair in enumerate(found) if at not in covered]

    def _is_box(self, step: str) -> bool:
        tag, *classes = step.split(".")
        if tag in _HEADINGS:  # which may be links and yet the article's
            return False
        is_written = all(name.startswith(_WRITTEN) or is_shape(name) for name in classes)
        return not is_written and step not in self.main and step not in self.mixed

    def _is_taken(self, key: Signature, found: Found) -> bool:
        stories = {page.story for page, _ in found}
        if len(stories) < self.min_stories or len({page.dated for page, _ in found}) < _DAYS:
            return False
        weights = weighed(found, self.recurrence)
        if weights.prose >= MAIN * self.prose or weights.taken == weights.total:
            return False  # the article's own place, or nothing new
        is_box = any(map(self._is_box, key.steps))
        judged = self._is_furniture if is_box else self._is_prompt
        takes = judged(key, found, weights)
        if takes:
            self.proposed.append(self._proposed(key, found))
        elif is_box and len(key.steps) == 1:
            self._note_mixed(key, found, weights)
        return takes

    def _is_furniture(self, key: Signature, found: Found, weights: Weights) -> bool:
        stories = {page.story for page, _ in found}
        is_usual = len(stories) >= BOX_SHARE * len({page.story for page in self.pages})
        if weights.is_quiet:
            return is_usual or weights.recurs
        if weights.is_led_by_links:
            return True
        return family_by_names(key.steps) in _TELLING or self._has_label(found)

    def _has_label(self, found: Found) -> bool:
        stories = {page.story for page, _ in found}
        labelled = {
            page.story
            for page, line in found
            if (line.family or self.recurrence.recurs(line))
            and (line.family or family_by_words(line.text)) in _TELLING
        }
        return len(labelled) >= NAMED * len(stories)

    def _is_prompt(self, key: Signature, found: Found, weights: Weights) -> bool:
        """Where authors write, too: single links between paragraphs, and what recurs and speaks as prompts do."""
        if weights.has_prose:
            return False
        if Flag.LINK in key.flags:
            return weights.recurs or self._are_single_links(key, found)
        return weights.recurs and weights.cued * 2 >= weights.total

    def _are_single_links(self, key: Signature, found: Found) -> bool:
        stories = {page.story for page, _ in found}
        on_page = Counter((page.url, page.day) for page, _ in found)
        few = sum(number <= _LINKS for number in on_page.values())
        return (
            len(stories) >= _LINK_SHARE * len({page.story for page in self.pages})
            and few >= 0.9 * len(on_page)
            and all(line.words <= _LINK_WORDS for _, line in found)
            and key.steps[-1].partition(".")[0] not in _HEADINGS
        )

    def _note_mixed(self, key: Signature, found: Found, weights: Weights) -> None:
        if weights.has_prose:
            self.mixed.update(key.steps)
        if weights.quiet >= LED:
            why = f"{1 - weights.quiet:.0%} of its words stand on no other page"
            self.withheld.append(Withheld(str(key), why, evidence(found, self.pages)))

    def _proposed(self, key: Signature, found: Found) -> ProposedBlock:
        family = guessed_family([line for _, line in found], key.steps)
        shown = evidence(found, self.pages)
        drop = BlockDrop(str(key), family, valid_from=shown.since, valid_until=shown.until)
        return ProposedBlock(self.layout, drop, shown)


def _places(line: SeenLine) -> Iterable[Signature]:
    """A place of fewer steps is part of others."""
    return (Signature(line.place.steps),) if len(line.place.steps) == DEPTH else ()


def _flagged(line: SeenLine) -> Iterable[Signature]:
    single = (Signature(line.place.steps, frozenset({flag})) for flag in Flag if flag in line.place.flags)
    return tuple(single) if len(line.place.steps) == DEPTH else ()


def _prose_taken(block: ProposedBlock, pages: Sequence[StoryPage], recurrence: Recurrence) -> list[int]:
    listed = parsed_signature(block.drop.signature)
    return [
        sum(line.words for line in page.lines if recurrence.is_prose(line) and listed.covers(line.place))
        for page in pages
    ]
