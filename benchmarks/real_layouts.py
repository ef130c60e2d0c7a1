"""Real pages as those of outlets with a layout: a layout for each, with the places of its marked text, author and date.

Layouts are written for an outlet, not for a page: where no element of this one prints the author or the date, the layout
names a place that the page does not have. For speed alone. What such layouts find is no measure of quality: they were
made from the answer.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.stored_pages import NOWHERE
from extractors.byline import authors
from extractors.charset import characters
from extractors.dates import Reading, moment
from extractors.extract import NO_MOMENT
from extractors.layouts import Layout
from extractors.learning.containers import candidates
from extractors.matching import plain
from extractors.parse import Page, page
from extractors.selection import elements, first_value
from extractors.urls import host_of
from extractors.vocabulary import Outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from benchmarks.stored_pages import StoredPage

_NOWHERE = ("span.not-on-this-page",)
_OF_FIELDS = ("a", "address", "div", "em", "li", "p", "span", "strong", "time")
_LONGEST_FIELD, _MOST_PIECES = 200, 20  # characters and texts of an element that prints a field
LEAST_AGREEMENT = 0.8  # of the container with the marked text, by words; missing ones weigh four times


def outlet_of(stored: StoredPage) -> Outlet | None:
    """None: no element of the page can be named that holds most of its text and little else."""
    parsed = page(characters(stored.html, "text/html").utf8, stored.url)
    host = host_of(stored.url)
    if parsed is None or host is None or stored.url == NOWHERE:
        return None
    found = candidates(parsed.tree, Counter(stored.text.split()))
    best = max(found, key=lambda one: (one.agreement, one.selector), default=None)
    if best is None or best.agreement < LEAST_AGREEMENT:
        return None
    layout = Layout(
        name="of-this-page",
        container=(best.selector,),
        byline=_byline(parsed, stored.author) or _NOWHERE,
        date_published=_date(parsed, stored.date) or _NOWHERE,
    )
    bare = host.removeprefix("www.")
    return Outlet(
        slug="real",
        name=bare,
        hosts=(bare,),
        language="en",
        time_zone="UTC",
        sources=(),
        url_shapes=(),
        layouts=(layout,),
    )


def _byline(parsed: Page, marked: str | None) -> tuple[str, ...]:
    """The selector of which the first text names the marked authors and nobody else; none where nobody is marked."""
    wanted = authors(marked)
    return _first(parsed, "", lambda text: authors(text) == wanted) if wanted else ()


def _date(parsed: Page, marked: str | None) -> tuple[str, ...]:
    """Likewise for the marked day: by a <time>, or by its print."""

    def is_wanted(text: str) -> bool:
        at = moment(text, _READING)
        return at is not None and at.at.date().isoformat() == marked

    if marked is None:
        return ()
    return _first(parsed, "::attr(datetime)", is_wanted) or _first(parsed, "", is_wanted)


_READING = Reading(time_zone="UTC", not_after=NO_MOMENT)


def _first(parsed: Page, attribute: str, is_wanted: Callable[[str], bool]) -> tuple[str, ...]:
    """Of the selectors that find it, the one that finds the least besides."""
    found: dict[str, int] = {}
    for element in parsed.tree.iter("time") if attribute else parsed.tree.iter(*_OF_FIELDS):
        text = element.get("datetime", "") if attribute else _short_text(element)
        for selector in _selectors(element) if text and is_wanted(text) else ():
            if is_wanted(first_value(parsed, (selector + attribute,)) or ""):
                found.setdefault(selector + attribute, len(elements(parsed.tree, selector)))
    return (min(found, key=lambda selector: found[selector]),) if found else ()


def _short_text(element: HtmlElement) -> str:
    text = "".join(islice(element.itertext(), _MOST_PIECES))
    return plain(text) if len(text) <= _LONGEST_FIELD else ""


def _selectors(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    for name in element.get("class", "").split():
        if name.replace("-", "").replace("_", "").isalnum() and name[0].isalpha():
            yield f"{tag}.{name}"
    for attribute in ("rel", "itemprop"):
        if (value := element.get(attribute, "")).isalpha():
            yield f"{tag}[{attribute}={value}]"
    if tag == "time":
        yield tag
