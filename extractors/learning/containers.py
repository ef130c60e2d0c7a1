"""What one page says of its container, and of how it is built."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from extractors.selection import elements
from extractors.signature import lasting_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

ENOUGH = 0.5  # of the article's words, in an element that may be its container
_TAGS = frozenset(["article", "div", "main", "section", "td"])
_MAX_SKELETON = 600  # names of one page
_NAME = re.compile(r"[A-Za-z_][A-Za-z_-]{2,60}")
_VISIBLE = etree.XPath(
    "descendant::text()[not(parent::script or parent::style or parent::noscript or parent::template)]"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A selector on one page: how well what it finds agrees with the generic extractor's article, 0 to 1."""

    selector: str
    agreement: float


def candidates(tree: HtmlElement, article: Counter[str], known: Iterable[str] = ()) -> tuple[Candidate, ...]:
    """Selectors of elements with at least half of the words in `article`, and those that are `known` already.

    A layout reads the largest of what its selector finds, so a selector counts by that one.
    """
    if not article:
        return ()
    scores: dict[str, float] = {}
    for element, words in _chain(tree, article):
        agreement = _agreement(words, article)
        for selector in _selectors(element):
            if _largest(elements(tree, selector)) is element:
                scores[selector] = max(agreement, scores.get(selector, 0.0))
    for selector in known:
        if (largest := _largest(elements(tree, selector))) is not None:
            scores[selector] = _agreement(_words(largest), article)
    return tuple(Candidate(selector, scores[selector]) for selector in sorted(scores))


def skeleton(tree: HtmlElement) -> frozenset[str]:
    """The names that the page's elements bear, by which a redesign is known."""
    found: set[str] = set()
    for element in tree.iter(*_TAGS, "header", "footer", "aside", "nav", "ul"):
        if element.get("class"):
            found.update(f"{element.tag!s}.{name}" for name in _names(element))
        if len(found) >= _MAX_SKELETON:
            break
    return frozenset(found)


def _chain(tree: HtmlElement, article: Counter[str]) -> Iterator[tuple[HtmlElement, Counter[str]]]:
    """Elements from the outside in that hold enough of the article; at most two side by side."""
    least = ENOUGH * article.total()
    open_elements = [tree]
    while open_elements:
        element = open_elements.pop()
        words = _words(element)
        if (words & article).total() < least:
            continue
        if element.tag in _TAGS:
            yield element, words
        # A word has two letters or more, most of the time: much shorter texts need not be counted.
        open_elements += [child for child in element if len(child) and len(_text(child)) >= 2 * least]


def _words(element: HtmlElement) -> Counter[str]:
    found = _VISIBLE(element)
    return Counter(" ".join(map(str, found)).split()) if isinstance(found, list) else Counter()


def _agreement(words: Counter[str], article: Counter[str]) -> float:
    """F2: what is missing weighs four times what is too much, since boilerplate inside is learned next."""
    shared = (words & article).total()
    return 5 * shared / (4 * article.total() + words.total())


def _selectors(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    if _NAME.fullmatch(stated := element.get("itemprop", "")):
        yield f"{tag}[itemprop={stated}]"
    if _NAME.fullmatch(name := element.get("id", "")):
        yield f"{tag}#{name}"
    yield from (f"{tag}.{name}" for name in _names(element) if name in element.get("class", "").split())
    if tag in {"article", "main"}:
        yield tag


def _names(element: HtmlElement) -> list[str]:
    names = map(lasting_class, element.get("class", "").split())
    return [name for name in names if _NAME.fullmatch(name)]


def _largest(found: tuple[HtmlElement, ...]) -> HtmlElement | None:
    return max(found, key=lambda element: len(_text(element)), default=None)


def _text(element: HtmlElement) -> str:
    return str(element.text_content()) if isinstance(element.tag, str) else ""
