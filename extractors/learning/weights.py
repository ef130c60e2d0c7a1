"""The words under a signature, weighed by what they are: so a block is told from the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.learning.cues import family_by_words
from extractors.signature import Flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.learning.digest import SeenLine
    from extractors.learning.stories import Recurrence, StoryPage

QUIET = 0.95  # of a block's words: they recur, are links, or are taken by rules
NOISE = 0.02  # of a block's words: prose that may stand in it all the same
LED = 0.3  # of a block's words are links: a box of teasers, when it is mostly quiet
MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class Weights:
    """In words; a word is counted under the first that holds, `headings` and `cued` beside that."""

    total: int
    taken: int  # by rules
    recurring: int
    links: int
    prose: int
    headings: int  # that stand on no other page
    cued: int  # of what is taken or recurs: of lines that speak as boilerplate does

    @property
    def quiet(self) -> float:
        return (self.taken + self.recurring + self.links) / max(1, self.total)

    @property
    def is_quiet(self) -> bool:
        return self.quiet >= QUIET and not self.has_prose

    @property
    def is_led_by_links(self) -> bool:
        is_led = self.links >= LED * self.total and self.quiet >= MOSTLY
        return is_led and not self.prose and not self.headings

    @property
    def recurs(self) -> bool:
        """Whether it need not be links to be quiet."""
        return self.taken + self.recurring >= QUIET * self.total

    @property
    def has_prose(self) -> bool:
        return self.prose > NOISE * self.total


def weighed(found: Sequence[tuple[StoryPage, SeenLine]], recurrence: Recurrence) -> Weights:
    taken = recurring = links = prose = headings = cued = total = 0
    for _, line in found:
        words, total = line.words, total + line.words
        recurs = recurrence.recurs(line)
        if line.family:
            taken += words
        elif recurs:
            recurring += words
        elif Flag.LINK in line.place.flags:
            links += words
        elif recurrence.is_prose(line):
            prose += words
        if not line.family and not recurs and line.place.flags == {Flag.STRONG}:
            headings += words
        if line.family or (recurs and family_by_words(line.text)):
            cued += words
    return Weights(total, taken, recurring, links, prose, headings, cued)
