"""What learning proposes: rules as an outlet's file would hold them, each with its evidence. Nothing applies itself."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.line_rules import BoilerplateRule, ProvenanceRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from extractors.layouts import BlockDrop, Layout
    from extractors.learning.digest import SeenLine
    from extractors.learning.eras import Container
    from extractors.learning.stories import StoryPage
    from extractors.vocabulary import Outlet

_EXAMPLES = 3
_FEWEST = 5  # pages
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where and how often the lines of a proposal were seen. Stories are counted, never pages or occurrences."""

    stories: int
    days: int  # distinct, of publication
    share: float  # of the stories of that time
    first: date  # day of capture
    last: date
    since: date | None  # evidently not before this day; None: as far back as there are pages
    until: date | None
    words: int  # in all its lines
    examples: tuple[tuple[str, str], ...]  # text and URL


@dataclass(frozen=True, slots=True)
class ProposedBlock:
    layout: str
    drop: BlockDrop
    evidence: Evidence

    def holds_on(self, layout: str, day: date) -> bool:
        return self.layout == layout and self.drop.valid_on(day)


@dataclass(frozen=True, slots=True)
class ProposedLine:
    rule: BoilerplateRule | ProvenanceRule
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Withheld:
    """What looks like boilerplate, and why it is not proposed."""

    what: str
    why: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProposedLayout:
    """The layout whole, with its proposed signatures; `containers` is empty for one that is in the file already."""

    layout: Layout
    containers: tuple[Container, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    layouts: tuple[ProposedLayout, ...]
    blocks: tuple[ProposedBlock, ...]
    lines: tuple[ProposedLine, ...]
    withheld: tuple[Withheld, ...]

    @property
    def is_empty(self) -> bool:
        found = any(proposed.containers for proposed in self.layouts)
        return not (found or self.blocks or self.lines)


def accepted(outlet: Outlet, proposal: Proposal) -> Outlet:
    """The outlet as it would be with all of the proposal in its file. BadOutletError."""
    rules = [proposed.rule for proposed in proposal.lines]
    layouts = tuple(proposed.layout for proposed in proposal.layouts)
    return replace(
        outlet,
        layouts=layouts or outlet.layouts,
        boilerplate=(*outlet.boilerplate, *(rule for rule in rules if isinstance(rule, BoilerplateRule))),
        provenance=(*outlet.provenance, *(rule for rule in rules if isinstance(rule, ProvenanceRule))),
    )


def evidence(found: Sequence[tuple[StoryPage, SeenLine]], among: Iterable[StoryPage]) -> Evidence:
    """Of the lines `found`, among pages that might have had them. Does not depend on their order."""
    pages = {page.url: page for page, _ in found}.values()
    stories = {page.story for page, _ in found}
    first, last = min(page.day for page in pages), max(page.day for page in pages)
    others = tuple(among)
    of_that_time = {page.story for page in others if first <= page.day <= last}
    share = len(stories) / max(1, len(of_that_time | stories))
    patience = _patience(share)
    before = sorted((page.day for page in others if page.day < first), reverse=True)
    after = sorted(page.day for page in others if page.day > last)
    ordered = sorted(found, key=lambda pair: (pair[0].day, pair[0].url, pair[1].text))
    return Evidence(
        stories=len(stories),
        days=len({page.dated for page in pages}),
        share=share,
        first=first,
        last=last,
        since=before[patience - 1] if len(before) >= patience else None,
        until=after[patience - 1] if len(after) >= patience else None,
        words=sum(line.words for _, line in found),
        examples=_examples(ordered),
    )


def _patience(share: float) -> int:
    """So many pages without a line that so many have mean, at one in a hundred, that it was no longer printed."""
    return max(_FEWEST, math.ceil(math.log(0.01) / math.log(1 - min(share, _SURE))))


def _examples(ordered: list[tuple[StoryPage, SeenLine]]) -> tuple[tuple[str, str], ...]:
    """Different texts rather than the same again, each from a page of its own."""
    texts: dict[str, str] = {}
    for page, line in ordered:
        if page.url not in texts.values():
            texts.setdefault(line.text, page.url)
        if len(texts) == _EXAMPLES:
            break
    return tuple(texts.items())
