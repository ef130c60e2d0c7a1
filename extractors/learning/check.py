"""What a proposal would do to pages that it was not learned from: every story is left out once.

The pages are parted into groups of whole stories; each group is read with what the other groups teach.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from extractors.boilerplate import marked
from extractors.learning.learn import MIN_STORIES, learned
from extractors.learning.stories import recurrence
from extractors.lines import Line
from extractors.signature import parsed_signature

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractors.layouts import BlockDrop
    from extractors.learning.digest import SeenLine
    from extractors.learning.proposal import Proposal, ProposedLayout
    from extractors.learning.stories import StoryPage
    from extractors.vocabulary import Outlet

GROUPS = 60  # at most: with fewer stories than that, each is left out alone


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one rule, or of all together, in words."""

    removed: int
    lost: int  # that the consensus holds for the article's own


@dataclass(frozen=True, slots=True)
class Check:
    pages: int
    article: int  # words that the consensus holds for the article's own
    total: Effect
    by_rule: tuple[tuple[str, Effect], ...]  # signature or name of the rule, those that lose most first


def check(
    outlet: Outlet,
    layouts: Sequence[ProposedLayout],
    pages: Sequence[StoryPage],
    min_stories: int = MIN_STORIES,
) -> Check:
    """The consensus: kept by the generic extractor, on no other story's page, no link, taken by no rule of today."""
    found = recurrence(pages)
    removed: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for group in _groups(pages):
        proposal = learned(outlet, layouts, [page for page in pages if page.story not in group], min_stories)
        for page in pages:
            if page.story in group:
                for rule, line in _taken(proposal, page, outlet.keep):
                    removed[rule] += line.words
                    lost[rule] += line.words if found.is_prose(line) else 0
    rules = sorted(removed, key=lambda rule: (-lost[rule], -removed[rule], rule))
    return Check(
        pages=len(pages),
        article=sum(line.words for page in pages for line in page.lines if found.is_prose(line)),
        total=Effect(removed.total(), lost.total()),
        by_rule=tuple((rule, Effect(removed[rule], lost[rule])) for rule in rules),
    )


def _groups(pages: Sequence[StoryPage]) -> Iterator[frozenset[str]]:
    stories = sorted({page.story for page in pages}, key=_by_chance)
    number = min(GROUPS, len(stories))
    return (frozenset(stories[start::number]) for start in range(number))


def _by_chance(story: str) -> bytes:
    return blake2b(story.encode("utf-8", "replace"), digest_size=8).digest()


def _taken(proposal: Proposal, page: StoryPage, keep: tuple[str, ...]) -> Iterator[tuple[str, SeenLine]]:
    """The lines that the proposal takes and no rule of today did, each with what takes it."""
    blocks = [block.drop for block in proposal.blocks if block.holds_on(page.layout, page.day)]
    found = tuple(_line(line, blocks) for line in page.lines)
    rules = [proposed.rule for proposed in proposal.lines]
    judged = marked(found, rules, keep, page.day)
    pairs = zip(judged, page.lines, strict=True)
    return ((line.rule, seen) for line, seen in pairs if seen.family is None and line.family is not None)


def _line(seen: SeenLine, blocks: Sequence[BlockDrop]) -> Line:
    line = Line(seen.text, 0, family=seen.family)
    drop = next((drop for drop in blocks if parsed_signature(drop.signature).covers(seen.place)), None)
    return line.marked(drop.family, drop.signature) if drop else line
