"""What an outlet's archived pages say of its boilerplate, as rules for a person to accept. Pure.

Two passes: `sketch` each capture, choose the eras and containers (`layouts_of`), `digest` each capture with them,
and `learned` decides. The answer does not depend on the order of the pages, and nothing is ever removed by it:
only what a person puts into the outlet's file removes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.learning.blocks import learned_blocks
from extractors.learning.eras import containers, eras, kept_layout, layouts
from extractors.learning.lines import learned_lines
from extractors.learning.proposal import Proposal, ProposedLayout
from extractors.learning.stories import recurrence
from extractors.signature import parsed_signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.learning.digest import SeenLine, Sketch
    from extractors.learning.proposal import ProposedBlock
    from extractors.learning.stories import StoryPage
    from extractors.vocabulary import Outlet

MIN_STORIES = 3


def layouts_of(
    outlet: Outlet, sketches: Sequence[Sketch], min_stories: int = MIN_STORIES
) -> tuple[ProposedLayout, ...]:
    """The outlet's layouts with what its pages say of containers and redesigns; still without new signatures."""
    found = [(era, containers(era, min_stories)) for era in eras(sketches, min_stories)]
    made = layouts(outlet.layouts, found)
    served = [(era, chosen) for era, chosen in found if chosen]
    return tuple(
        ProposedLayout(layout, chosen if kept_layout(outlet.layouts, era, chosen) is None else ())
        for layout, (era, chosen) in zip(made, served, strict=False)
    ) + tuple(ProposedLayout(layout, ()) for layout in made[len(served) :])


def learned(
    outlet: Outlet,
    proposed: Sequence[ProposedLayout],
    pages: Sequence[StoryPage],
    min_stories: int = MIN_STORIES,
) -> Proposal:
    """`pages` as `story_pages` gives them, digested with the `proposed` layouts."""
    pages = sorted(pages, key=lambda page: (page.day, page.url, page.layout))
    found = recurrence(pages)
    by_layout: defaultdict[str, list[StoryPage]] = defaultdict(list)
    for page in pages:
        by_layout[page.layout].append(page)
    learned_by = {
        name: learned_blocks(name, by_layout[name], found, min_stories) for name in sorted(by_layout)
    }
    blocks = tuple(block for part in learned_by.values() for block in part.proposed)
    left = tuple(_without(page, blocks) for page in pages)
    names = (*(rule.name for rule in outlet.boilerplate), *(rule.name for rule in outlet.provenance))
    lines = learned_lines(left, found, min_stories, names)
    withheld = tuple(one for part in learned_by.values() for one in part.withheld)
    completed = tuple(_with_signatures(layout, blocks) for layout in proposed)
    return Proposal(completed, blocks, lines.proposed, (*withheld, *lines.withheld))


def _without(page: StoryPage, blocks: Sequence[ProposedBlock]) -> StoryPage:
    """The page with the lines of the blocks taken, as an accepted proposal would."""
    here = (block.drop for block in blocks if block.holds_on(page.layout, page.day))
    listed = [(parsed_signature(drop.signature), drop.family) for drop in here]

    def judged(line: SeenLine) -> SeenLine:
        if line.family is not None:
            return line
        family = next((family for signature, family in listed if signature.covers(line.place)), None)
        return replace(line, family=family) if family else line

    return replace(page, lines=tuple(map(judged, page.lines)))


def _with_signatures(proposed: ProposedLayout, blocks: Sequence[ProposedBlock]) -> ProposedLayout:
    known = proposed.layout.signatures
    of_layout = (block.drop for block in blocks if block.layout == proposed.layout.name)
    found = tuple(drop for drop in of_layout if drop not in known)
    return replace(proposed, layout=replace(proposed.layout, signatures=(*known, *found)))
