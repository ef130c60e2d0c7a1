"""Elements and values picked out of a page by the selectors of a layout."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml.cssselect import CSSSelector
from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.matching import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.parse import Page

_XPATH_STARTS = ("/", "./", "(")
_ATTRIBUTE = "::attr("
_NAME = r"[A-Za-z][A-Za-z0-9_-]*"
_SIMPLE = re.compile(rf"({_NAME})(?:\.({_NAME})|\[({_NAME})=({_NAME})\])?")
_SPACE = re.compile(r"[ \t\r\n]+")  # as XPath's normalize-space knows it


def elements_of(page: Page, selector: str) -> list[HtmlElement]:
    """In document order, of the whole page. Raises as `elements` does."""
    simple = _simple(selector)
    if simple is None:
        return list(elements(page.tree, selector))
    tag, attribute, value = simple
    found = page.named(tag)
    if attribute == "class":
        return [
            each
            for each in found
            if value in (names := each.get("class", "")) and value in _SPACE.split(names)
        ]
    return [each for each in found if each.get(attribute) == value] if attribute else found


def elements(tree: HtmlElement, selector: str) -> tuple[HtmlElement, ...]:
    """In document order. Raises `cssselect.SelectorError` or `lxml.etree.XPathError` for a wrong selector."""
    found = _compiled(selector)(tree)
    return tuple(element for element in found if isinstance(element, HtmlElement))


def values(page: Page, selectors: Iterable[str]) -> tuple[str, ...]:
    """The texts (or attributes, with `::attr(name)`) that the first selector with any result finds."""
    for selector in selectors:
        if found := tuple(value for value in _values(page, selector) if value):
            return found
    return ()


def first_value(page: Page, selectors: Iterable[str]) -> str | None:
    """The first of `values`."""
    return next((value for selector in selectors for value in _values(page, selector) if value), None)


def _values(page: Page, selector: str) -> Iterator[str]:
    selector, _, attribute = selector.partition(_ATTRIBUTE)
    for element in elements_of(page, selector):
        text = element.get(attribute.rstrip(")"), "") if attribute else element.text_content()
        yield plain(str(text))


@lru_cache(maxsize=1024)
def _simple(selector: str) -> tuple[str, str, str] | None:
    """Tag, attribute and its value of `div.entry-content`, `a[rel=author]`, `main`: most selectors; None: another."""
    found = _SIMPLE.fullmatch(selector)
    if found is None:
        return None
    tag, name, attribute, value = found.groups("")
    return tag.lower(), "class" if name else attribute.lower(), name or value


@lru_cache(maxsize=1024)
def _compiled(selector: str) -> XPath:
    return XPath(selector) if selector.startswith(_XPATH_STARTS) else CSSSelector(selector, translator="html")
