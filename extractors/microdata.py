"""What the page's first article states in microdata; comments and the articles it links to are others."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml.etree import XPath

from extractors.stated_values import MAX_LIST, names, text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from extractors.parse import Page

_WANTED = {
    "headline": "headline",
    "datePublished": "date_published",
    "dateModified": "date_modified",
    "author": "author",
    "creator": "author",
}
GIVEN = frozenset({"headline", "author", "date_published", "date_modified"})
"""The fields of `Stated` that this step may give."""

_MAX_ELEMENTS = 400
_MAX_TEXTS = 100  # of one element
_STATED = XPath("//@itemprop/..")
_OTHERS = re.compile(r"comment|answer|review$|rating", re.IGNORECASE)
_PARTS = re.compile(r"person|organi[sz]ation|imageobject", re.IGNORECASE)


def of_microdata(page: Page) -> dict[str, Any]:
    """By name of the field in `Stated`."""
    found: dict[str, list[str]] = {}
    owner: HtmlElement | None = None
    for element in islice(_elements(page.tree), _MAX_ELEMENTS):
        wanted = [_WANTED[name] for name in element.get("itemprop", "").split() if name in _WANTED]
        if not wanted or _is_of_other(element):
            continue
        scope = _scope(element)
        owner = scope if owner is None else owner
        if scope is not owner:
            continue
        for name in wanted:
            if len(found.setdefault(name, [])) < (MAX_LIST if name == "author" else 1):
                found[name].append(_value(element))
    single = {name: text(next(iter(values), None)) for name, values in found.items() if name != "author"}
    return {**single, "author": names(found.get("author", ()))}


def _elements(tree: HtmlElement) -> list[HtmlElement]:
    found = _STATED(tree)
    return found if isinstance(found, list) else []


def _scope(element: HtmlElement) -> HtmlElement:
    """The item that the element states something of; the page's root where none is named."""
    last = element
    for parent in element.iterancestors():
        if "itemscope" in parent.attrib and not _PARTS.search(parent.get("itemtype", "")):
            return parent
        last = parent
    return last


def _is_of_other(element: HtmlElement) -> bool:
    return any(
        _OTHERS.search(parent.get("itemtype", "")) or parent.get("itemprop") in {"comment", "review"}
        for parent in element.iterancestors()
    )


def _value(element: HtmlElement) -> str:
    if (named := element.find('.//*[@itemprop="name"]')) is not None:
        element = named
    return (
        element.get("content") or element.get("datetime") or "".join(islice(element.itertext(), _MAX_TEXTS))
    )
