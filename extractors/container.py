"""The text of one element that is known to hold the article, and the lines that stand next to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.printed import line_of
from extractors.selection import elements
from extractors.urls import absolute
from extractors.walk import printed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from extractors.lines import Line
    from extractors.parse import Page
    from extractors.vocabulary import Drop

AROUND = 15  # lines on either side of a container where themes print byline and labels


def lines(container: HtmlElement, drops: Iterable[Drop] = ()) -> tuple[Line, ...]:
    """The lines of `container`; those of dropped, hidden and control elements are marked. Drops are looked for within.

    Links are as written; `with_addresses` resolves them.
    """
    dropped = {
        element: (drop.family, drop.name or drop.selector)
        for drop in drops
        for element in reversed(elements(container, drop.selector))
    }
    return tuple(map(line_of, printed(container, dropped).lines))


def with_addresses(found: tuple[Line, ...], page: Page) -> tuple[Line, ...]:
    """`found` with their links absolute; what is no address of the web falls away."""
    return tuple(
        line._replace(links=_absolute(line.links, page.base_url)) if line.links else line for line in found
    )


def lines_around(container: HtmlElement) -> tuple[Line, ...]:
    """The lines next to `container` within the same <article> or <main>."""
    scope = next((parent for parent in container.iterancestors("article", "main")), container.getparent())
    if scope is None or scope.tag in {"html", "body"}:
        return ()
    found = printed(scope, left_out=container, most_after=AROUND).lines
    at = next((place for place, line in enumerate(found) if not line.text), len(found))
    return tuple(map(line_of, (*found[:at][-AROUND:], *found[at + 1 :][:AROUND])))


def _absolute(addresses: tuple[str, ...], base_url: str) -> tuple[str, ...]:
    found = (absolute(base_url, address) for address in addresses if not address.startswith("#"))
    return tuple(url for url in found if url)
