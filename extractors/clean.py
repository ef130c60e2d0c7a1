"""The article's text out of a page: where it stands, what of it is boilerplate, and what its lines say.

The layout of the outlet is asked first. Layouts rot, and a container without a guard lost 4.6 points of F1: so
a yield that looks odd is compared with the generic extractor's, which wins when the layout gives less than
`DRIFT` of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from extractors.boilerplate import (
    is_only,
    marked,
    without_blocks,
    without_link_lists,
    without_repeated,
    without_repeats,
)
from extractors.by_trafilatura import generic_lines
from extractors.container import lines, lines_around, with_addresses
from extractors.evidence import NO_CLAIMS
from extractors.families import PROVENANCE, RULES
from extractors.kind import APPEALS
from extractors.lines import kept_words
from extractors.markup import HIDDEN
from extractors.media import Media, embedded, without_addresses
from extractors.provenance import Provenance, printed_headline, provenance
from extractors.reader import read_lines
from extractors.selection import elements_of
from extractors.signature import without_signatures
from extractors.urls import host_of
from storage.article import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

    from extractors.evidence import Claims
    from extractors.lines import Line
    from extractors.parse import Page
    from extractors.rule_index import LineRule
    from extractors.vocabulary import Layout, Outlet, ProvenanceRule

MAX_LINKS = 1_000  # of one article
DRIFT = 0.4
"""Of what the generic extractor finds: the least that a layout has to find to be believed."""

SAMPLE = 20
"""Of how many pages of a layout one is read both ways."""

_MUCH_MORE = (
    1.5  # times the reader's words: what another way has to find to be preferred on a page of few words
)
_MANY_WORDS = 400  # a yield that only the sample doubts
_FEW_WORDS = 100  # a yield that is worth a second look, and the least that overrules a layout


@dataclass(frozen=True, slots=True)
class Frame:
    """What the text of one page is read against."""

    page: Page
    outlet: Outlet | None
    headline: str | None  # as the page states it
    names: tuple[str, ...]  # of the authors, likewise
    at: datetime  # of the capture
    claims: Claims = NO_CLAIMS
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The lines of the container, each kept or marked, and what they state."""

    lines: tuple[Line, ...]
    kind: Kind
    media: Media
    provenance: Provenance
    headline: str | None  # as a line shows it, where the page does not state one
    found_by: str  # "layout", "reader" or "trafilatura"
    layout: str | None
    flags: frozenset[str]
    container: HtmlElement | None = None  # of a layout

    @property
    def links(self) -> tuple[str, ...]:
        """Of the article's own lines; what leads to a shop or a login is none of it."""
        return tuple(dict.fromkeys(url for line in self.lines if line.is_kept for url in line.links))[
            :MAX_LINKS
        ]


def article_text(frame: Frame, kind: Kind) -> ArticleText:
    layouts = frame.outlet.layouts_at(frame.at) if frame.outlet else ()
    layout, container = _container(frame.page, layouts)
    if layout is None or container is None:
        return _by_page(frame, kind, frozenset({"layout_missing"} if layouts else ()))
    found = without_signatures(lines(container, layout.drop), layout.signatures, frame.at.date())
    beside = lines_around(container)
    text = _cleaned(found, frame, kind, "layout", layout=layout.name, container=container, beside=beside)
    if _looks_odd(text.lines, frame.page) or (
        _is_in_sample(frame.page.url) and _may_drift(text.lines, frame)
    ):
        other = _by_page(frame, kind, frozenset({"drift"}))
        return other if _has_drifted(text.lines, other.lines) else text
    return text


def _by_page(frame: Frame, kind: Kind, flags: frozenset[str]) -> ArticleText:
    """Without knowledge of the outlet: by the evidence of the lines; by trafilatura where that finds hardly anything."""
    raw, beside = read_lines(frame.page, frame.claims)
    text = _cleaned(raw, frame, kind, "reader", flags=flags, beside=beside)
    if kept_words(text.lines) >= _FEW_WORDS or text.kind is Kind.APPEAL:
        return text
    other = _cleaned(generic_lines(frame.page), frame, kind, "trafilatura", flags=flags)
    return other if kept_words(other.lines) > _MUCH_MORE * kept_words(text.lines) else text


def _cleaned(
    raw: tuple[Line, ...],
    frame: Frame,
    kind: Kind,
    found_by: str,
    *,
    layout: str | None = None,
    flags: frozenset[str] = frozenset(),
    container: HtmlElement | None = None,
    beside: tuple[Line, ...] = (),
) -> ArticleText:
    """A post of which nothing but an appeal is left is an appeal, and then that is its text.

    Source lines count wherever they stand: in `raw`, or `beside` the container.
    """
    sources = (*(frame.outlet.provenance if frame.outlet else ()), *PROVENANCE)
    found, media = without_addresses(with_addresses(raw, frame.page), frame.page.base_url)
    judged, printed = _judged(found, sources, frame, kind)
    if kind in {Kind.ARTICLE, Kind.APPEAL} and is_only(judged, APPEALS):
        kind = Kind.APPEAL
        judged, printed = _judged(found, sources, frame, kind, is_all_there_is=True)
    near = marked(beside, sources, (), frame.at.date())
    signs = {
        "hidden_text": any(line.rule == HIDDEN[1] for line in judged),
        "invisible_characters": any(line.hides for line in judged),
    }
    return ArticleText(
        lines=judged,
        kind=kind,
        media=media.with_more(embedded(frame.page, container)) if container is not None else media,
        provenance=provenance((*judged, *near), sources, _own_names(frame.outlet), host_of(frame.page.url)),
        headline=printed,
        found_by=found_by,
        layout=layout,
        flags=flags | {flag for flag, holds in signs.items() if holds},
        container=container,
    )


def _judged(
    found: tuple[Line, ...],
    sources: tuple[ProvenanceRule, ...],
    frame: Frame,
    kind: Kind,
    *,
    is_all_there_is: bool = False,
) -> tuple[tuple[Line, ...], str | None]:
    """The lines after every rule was asked, and the headline that one of them shows.

    In an appeal the generic rules against asking are off. The outlet's own hold, because its furniture (a bar
    with today's amount) stands around appeals too, unless that is all there is.
    """
    outlet = frame.outlet
    own: tuple[LineRule, ...] = outlet.boilerplate if outlet else ()
    generic: tuple[LineRule, ...] = RULES
    if kind is Kind.APPEAL:
        generic = tuple(rule for rule in generic if rule.family not in APPEALS)
        own = tuple(rule for rule in own if rule.family not in APPEALS) if is_all_there_is else own
    rules = (*sources, *own, *generic)
    judged = without_repeated(found, frame.headline, frame.names, frame.description)
    judged = marked(judged, rules, outlet.keep if outlet else (), frame.at.date())
    printed = None if frame.headline else printed_headline(judged, sources)
    judged = without_repeated(judged, printed) if printed else judged
    judged = without_repeats(without_link_lists(judged))
    return without_blocks(judged, outlet.blocks if outlet else ()), printed


def _own_names(outlet: Outlet | None) -> tuple[str, ...]:
    return (outlet.name, *outlet.names_of_self, *outlet.hosts) if outlet else ()


def _container(page: Page, layouts: tuple[Layout, ...]) -> tuple[Layout | None, HtmlElement | None]:
    """The first layout of which a container is on the page."""
    for layout in layouts:
        for selector in layout.container:
            if found := elements_of(page, selector):
                return layout, found[0] if len(found) == 1 else _largest(found)
    return None, None


def _largest(found: list[HtmlElement]) -> HtmlElement | None:
    """Of several (teasers of other articles), the one with the most text."""
    return max(found, key=lambda element: len(element.text_content()), default=None)


def _looks_odd(of_layout: tuple[Line, ...], page: Page) -> bool:
    """Few words, or a small share of what stands in the page's paragraphs: cheap to know."""
    words = kept_words(of_layout)
    return words < _FEW_WORDS or (words < _MANY_WORDS and words < DRIFT * page.paragraph_words)


def _is_in_sample(url: str) -> bool:
    """One address in `SAMPLE`, always the same ones: there the layout is compared though its yield looks well."""
    return crc32(url.encode("utf-8", "replace")) % SAMPLE == 0


def _may_drift(of_layout: tuple[Line, ...], frame: Frame) -> bool:
    """Whether the evidence of the page's lines finds far more, before any rule takes some of it away."""
    page = frame.page
    if kept_words(of_layout) >= DRIFT * (page.visible_words - page.linked_words):
        return False  # nobody would find that much more
    unruled, _ = read_lines(page, frame.claims)
    return kept_words(unruled) < _FEW_WORDS or _has_drifted(of_layout, unruled)


def _has_drifted(of_layout: tuple[Line, ...], of_generic: tuple[Line, ...]) -> bool:
    generic = kept_words(of_generic)
    return generic >= _FEW_WORDS and kept_words(of_layout) < DRIFT * generic
