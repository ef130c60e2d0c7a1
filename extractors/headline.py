"""The headline: as the page prints it, where that is the one its head speaks of.

What a head states is often cut short, written for search engines, or followed by the site's name; the printed
heading is what readers see. Of 374 pages, the only <h1> is the headline on 276 of the 320 that have just one,
og:title on 180 of 345, the <title> on 93 of 375. But an <h1> may also be the site's name or a rubric, so it
counts only where it shares its words with what the head states.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors.matching import matching_form, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from extractors.parse import Page

ALIKE = 0.3
"""The least share of common words (Dice) at which a heading is the headline that the head speaks of."""

_MAX_HEADINGS = 50  # of one page
_MAX_CHARACTERS = 1_000
_MAX_PIECES = 200
_GAPS = frozenset({"br", "div", "p", "small", "h2", "ul", "li", "time"})
_EDGE = re.compile(r"\s+[|\u2013\u2014\u00bb\u00ab\u00b7\u2022:/-]+\s+|\s*[|\u00bb]\s*|:\s+")
_WORD = re.compile(r"\w+")
_MAX_EDGES = 8
_FEWEST_LETTERS = 4  # of a name that is not taken for a word


def headings(page: Page) -> tuple[tuple[HtmlElement, str], ...]:
    """The page's <h1> elements with their texts; empty ones and those of templates are left out."""
    found = ((element, _text(element)) for element in page.named("h1")[:_MAX_HEADINGS])
    return tuple((element, text[:_MAX_CHARACTERS]) for element, text in found if text and "{{" not in text)


def headline(
    stated: tuple[tuple[str, str], ...], title: str, printed: tuple[str, ...], sites: tuple[str, ...]
) -> tuple[str, str]:
    """The headline and its way: one of `stated` (way, text), or "html" for a heading or the title.

    `printed` are the page's headings, `sites` the names under which the outlet is known. Two empty strings: none.
    """
    names = frozenset(map(folded_name, sites)) - {""}
    own = tuple(text for text in printed if folded_name(text) not in names)
    cut = tuple((way, _without_site(text, names)) for way, text in stated)
    spoken_of = (*(text for _, text in cut), _without_site(title, names))
    forms = {_form(text) for text in own}
    if cut and _form(cut[0][1]) in forms:
        return cut[0][1], cut[0][0]
    if likest := _likest(own, spoken_of):
        return likest, "html"
    if cut:
        return cut[0][1], cut[0][0]
    only = own[0] if len(own) == 1 else ""
    found = only or spoken_of[-1]
    return found, "html" if found else ""


def names_of_host(url: str) -> tuple[str, ...]:
    """What a site may be called after its host: "the-example.co.uk" gives "the-example"."""
    try:
        labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    except ValueError:  # no URL
        return ()
    return tuple(label for label in labels[:-1] if len(label) >= _FEWEST_LETTERS)


def _text(heading: HtmlElement) -> str:
    pieces = (piece[: 2 * _MAX_CHARACTERS] for piece in islice(_pieces(heading), _MAX_PIECES))
    return plain(html.unescape("".join(pieces)))


def _pieces(heading: HtmlElement) -> Iterator[str]:
    """The texts of a heading, parted where its inner blocks part words."""
    yield heading.text or ""
    for inner in heading:
        gap = " " if inner.tag in _GAPS else ""
        yield gap
        if inner.tag not in {"script", "style", "svg"}:
            yield from _pieces(inner)
        yield gap
        yield inner.tail or ""


def _likest(printed: tuple[str, ...], spoken_of: tuple[str, ...]) -> str:
    """The heading with the most words in common with any of the texts; empty when that is not enough."""
    words = tuple(_words(text) for text in spoken_of if text)
    scores = [(max((_dice(_words(text), each) for each in words), default=0.0), text) for text in printed]
    best, text = max(scores, key=lambda pair: pair[0], default=(0.0, ""))
    return text if best >= ALIKE else ""


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _without_site(text: str, names: frozenset[str]) -> str:
    """The headline of "Headline - Site - Section" or "Site: Headline", where the site's name is known."""
    edges = list(islice(_EDGE.finditer(text), _MAX_EDGES))
    ends = (*(edge.start() for edge in edges[1:]), len(text))
    for edge, end in zip(edges, ends, strict=False):
        if _is_name(folded_name(text[edge.end() : end]), names) and ":" not in edge[0]:
            return text[: edge.start()].rstrip() or text
    if edges and folded_name(text[: edges[0].start()]) in names:
        return text[edges[0].end() :].strip() or text
    return text


def _is_name(piece: str, names: frozenset[str]) -> bool:
    """A name of the site, or the most of one: "UChicago Medicine" for "UChicago Medicine AdventHealth"."""
    if piece in names:
        return True
    return len(piece) > _FEWEST_LETTERS and any(
        name.startswith(piece) or (len(name) > 2 * _FEWEST_LETTERS and piece.startswith(name))
        for name in names
    )


def _form(text: str) -> str:
    return matching_form(text).casefold()


def folded_name(name: str) -> str:
    """The name of a site as it is compared: letters and digits alone, without "the"."""
    return "".join(_WORD.findall(matching_form(name).casefold())).removeprefix("the")
