"""Learning on some pages, and what an accepted proposal does to others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.clean import Frame, article_text
from extractors.decode import payload, response
from extractors.learning.digest import digest, sketch
from extractors.learning.learn import layouts_of, learned
from extractors.learning.proposal import accepted
from extractors.learning.stories import story_pages
from extractors.matching import matching_form
from extractors.parse import page
from extractors.reader import claims
from extractors.refusal import Refusal
from extractors.stated import stated
from storage.article import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.learning.proposal import Proposal
    from extractors.learning.stories import StoryPage
    from extractors.lines import Line
    from extractors.vocabulary import Outlet
    from tests.generated.page import GeneratedPage


@dataclass(frozen=True, slots=True)
class Learned:
    proposal: Proposal
    pages: tuple[StoryPage, ...]
    outlet: Outlet  # with all of the proposal


@dataclass(frozen=True, slots=True)
class Words:
    """Over several pages."""

    planted: int
    found: int
    article: int
    lost: int

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0

    @property
    def loss(self) -> float:
        return self.lost / self.article


def learned_on(outlet: Outlet, pages: Sequence[GeneratedPage]) -> Learned:
    captures = [one.capture(outlet.slug) for one in pages]
    sketches = [sketch(capture, outlet) for capture in captures]
    proposed = layouts_of(outlet, [one for one in sketches if one])
    known = replace(outlet, layouts=tuple(one.layout for one in proposed))
    digests = [
        (one, found)
        for one, capture in zip(sketches, captures, strict=True)
        if one and (found := digest(capture, known, one.reference))
    ]
    told = story_pages(digests)
    proposal = learned(outlet, proposed, told)
    return Learned(proposal, told, accepted(outlet, proposal))


def measured(outlet: Outlet, pages: Sequence[GeneratedPage]) -> Words:
    totals = [0, 0, 0, 0]
    for one in pages:
        kept = {matching_form(line.text).removeprefix("- ") for line in lines(outlet, one) if line.is_kept}
        for at, texts in ((0, one.planted), (2, one.article)):
            totals[at] += sum(len(text.split()) for text in texts)
            totals[at + 1] += sum(len(text.split()) for text in texts if matching_form(text) not in kept)
    return Words(*totals)


def lines(outlet: Outlet, one: GeneratedPage) -> tuple[Line, ...]:
    """As the extractor reads the page when the outlet's file says so."""
    received = response(one.capture(outlet.slug))
    assert not isinstance(received, Refusal)
    body = payload(received)
    assert not isinstance(body, Refusal)
    parsed = page(body.decode(), one.url)
    assert parsed
    said = stated(parsed)
    frame = Frame(parsed, outlet, said.headline, said.author, one.at, claims(said), said.description)
    return article_text(frame, Kind.ARTICLE).lines
