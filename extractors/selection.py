"""Elements and values picked out of a page by the selectors of a layout."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lxml.cssselect import CSSSelector
from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.matching import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_XPATH_STARTS = ("/", "./", "(")
_ATTRIBUTE = "::attr("


def elements(tree: HtmlElement, selector: str) -> tuple[HtmlElement, ...]:
    """In document order. Raises `cssselect.SelectorError` or `lxml.etree.XPathError` for a wrong selector."""
    found = _compiled(selector)(tree)
    return tuple(element for element in found if isinstance(element, HtmlElement))


def values(tree: HtmlElement, selectors: Iterable[str]) -> tuple[str, ...]:
    """The texts (or attributes, with `::attr(name)`) that the first selector with any result finds."""
    for selector in selectors:
        if found := tuple(value for value in _values(tree, selector) if value):
            return found
    return ()


def _values(tree: HtmlElement, selector: str) -> Iterator[str]:
    selector, _, attribute = selector.partition(_ATTRIBUTE)
    for element in elements(tree, selector):
        text = element.get(attribute.rstrip(")"), "") if attribute else element.text_content()
        yield plain(str(text))


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> XPath:
    return XPath(selector) if selector.startswith(_XPATH_STARTS) else CSSSelector(selector, translator="html")
