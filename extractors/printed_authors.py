"""Who wrote the article, where its head does not say: marked names and bylines printed near the headline.

Never the names in comments, rails and boxes of other articles; a name counts only by itself, not as the beginning
of a biography.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final

from extractors.byline import authors, is_name, is_title, opens_byline
from extractors.matching import plain
from extractors.near_headline import Printed
from extractors.others import is_of_others

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from extractors.near_headline import NearHeadline

_MAX_MARKED = 60
_MAX_LINKED = 3  # authors of a page without a headline: a page of teasers names those of all
_MAX_TEXTS = 12  # of a marked element
_MARKS_OF: Final = {
    "class": re.compile("uthor|yline|riter|ontributor|eporter|ournalist|autor|auteur"),
    "id": re.compile("uthor|yline"),
    "itemprop": re.compile(r"\Aauthor\Z"),
    "data-component": re.compile("yline"),
    "data-testid": re.compile("yline"),
}
"""What the attributes of an element say that holds an author's name."""

_NOT_THE_NAME = re.compile(
    r"bio|description|avatar|image|photo|social|title|role|job|position|meta-?date|related|more",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:article|story|post|written|reported|posted|published|words|text|created)\s+)?(?:by|von|por|par|di|door|av|"
    r"authors?|autore?n?|auteurs?|\u0430\u0432\u0442\u043e\u0440|\u0628\u0642\u0644\u0645)\s*:?$|^(?:words|text)\s*:$",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"author|byline|writer|contributor|journalist|reporter|creator|autor|auteur", re.IGNORECASE
)
_HANDLE = re.compile(r"by ([\w.-]{2,30})(?:$|\s[^\w\s])", re.IGNORECASE)
_MAX_BYLINE = 200  # characters
_JOINS = re.compile(r"^(?:and|und|et|y|e|&|,|;|\|)$", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+(?:on|in|for|\||\u2022|\u00b7|\u22c5|-|\u2013|\u2014)?\s*(?:\d|(?:last |first )?(?:updated?|published|posted|modified)\b|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d).*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The line that names the authors, where it says so itself, and the names."""

    printed: str | None = None
    names: tuple[str, ...] = ()


def byline_near(near: NearHeadline) -> Byline:
    """By a line that begins as bylines do or is marked as one, below the headline or, after those, above it."""
    for line, following in pairwise(chain(near.nearest_first, (Printed(""),))):
        if _LABEL.match(line.text) and is_name(following.text):
            return Byline(f"{line.text} {following.text}", (following.text,))
        if names := _names_of_byline(line):
            return Byline(line.text, names)
        if is_name(line.text) and " " in line.text and is_title(following.text) and len(following.text) < 60:
            return Byline(line.text, (line.text,))
    return Byline()


def _names_of_byline(line: Printed) -> tuple[str, ...]:
    if len(line.text) > _MAX_BYLINE:
        return ()
    if opens_byline(line.text):
        named = _names_of_line(line.text)
        handle = _HANDLE.match(line.text)
        return named or ((handle[1],) if handle else ())
    is_marked = _MARKS.search(line.label) and not _NOT_THE_NAME.search(line.label)
    return _names_of_line(line.text) if is_marked and not is_title(line.text) else ()


def marked_authors(tree: HtmlElement, near: NearHeadline) -> tuple[str, ...]:
    """By rel, itemprop, class and address of links; the first below the headline, else the first of the page."""
    home = near.home
    elements = list(islice(filter(_is_marked, tree.iter()), 10 * _MAX_MARKED))
    at = elements.index(near.element) if near.element in elements else -1
    for part in (elements[at + 1 :], elements[: max(at, 0)]):
        named = (
            (element, _names_in(element)) for element in part[:_MAX_MARKED] if _is_candidate(element, home)
        )
        first = next(((element, names) for element, names in named if names), None)
        if first:
            names = _with_company(first, part)
            return names if at >= 0 or len(names) <= _MAX_LINKED else ()
    return ()


def _is_marked(element: HtmlElement) -> bool:
    """Headlines count, too: authors are named below theirs. An XPath that says the same takes twice the time."""
    is_link = element.tag == "a"
    for name, value in element.items():
        if name in _MARKS_OF:
            if _speaks_of_author(name, value):
                return True
        elif is_link and (
            (name == "rel" and value == "author")
            or (name == "href" and ("/author/" in value or "/authors/" in value))
        ):
            return True
    return bool(element.tag == "h1")


@lru_cache(maxsize=4_096)
def _speaks_of_author(name: str, value: str) -> bool:
    return _MARKS_OF[name].search(value) is not None


def _is_candidate(element: HtmlElement, home: frozenset[HtmlElement]) -> bool:
    return element.tag not in {"h1", "body", "html", "script", "meta", "link", "article", "main"} and not (
        _NOT_THE_NAME.search(element.get("class", "")) or is_of_others(element, home)
    )


def _with_company(first: tuple[HtmlElement, tuple[str, ...]], part: list[HtmlElement]) -> tuple[str, ...]:
    """The names beside the first: elements of the same make in the same place."""
    element, names = first
    beside = [
        other
        for other in part[:_MAX_MARKED]
        if other is not element and other.getparent() is element.getparent() and other.tag == element.tag
    ]
    more = [
        name for other in beside if other.get("class") == element.get("class") for name in _names_in(other)
    ]
    return tuple(dict.fromkeys((*names, *more)))


def _names_in(element: HtmlElement) -> tuple[str, ...]:
    """The first texts of the element that are names and nothing else."""
    if content := element.get("content"):
        return authors(content)
    names: list[str] = []
    is_joined = True
    for text in _texts(element):
        if _LABEL.match(text):
            continue
        if _JOINS.match(text):
            is_joined = True
            continue
        here = _names_of_line(text) if is_joined else ()
        if not here:
            break
        names += here
        is_joined = text.endswith((",", "&", " and"))
    return tuple(dict.fromkeys(names))


def _texts(element: HtmlElement) -> Iterator[str]:
    texts = (plain(str(text)) for text in islice(element.itertext("*"), 3 * _MAX_TEXTS))
    return islice((text for text in texts if text), _MAX_TEXTS)


def _names_of_line(line: str) -> tuple[str, ...]:
    return tuple(_while_names(authors(_TAIL.sub("", line))))


def _while_names(found: Iterable[str]) -> Iterator[str]:
    for at, name in enumerate(found):
        if not is_name(name) or (at and is_title(name)):
            return
        yield name
