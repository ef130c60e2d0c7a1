"""Every piece of text of one element, as lines: what a reader sees, in the order it stands.

Inline text is never glued and never lost at the edges of links and emphasis; what a browser does not show
(scripts, styles, templates) is no text. Elements that are known not to be the article give marked lines.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractors.lines import Line
from extractors.matching import plain
from extractors.selection import elements
from extractors.urls import absolute
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.html import HtmlElement

    from extractors.parse import Page
    from extractors.vocabulary import Drop

MAX_LINKS = 5_000  # of one page

_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "link",
        "meta",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "svg",
        "datalist",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "caption",
        "html",
        "td",
        "th",
    ]
)
_CONTROLS = frozenset(
    ["button", "select", "option", "optgroup", "textarea", "label", "input", "output", "progress", "meter"]
)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption-text|image-caption|figcaption|photo-credit)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STRONG = frozenset(["b", "strong", "em", "i", "h1", "h2", "h3", "h4", "h5", "h6"])
_AROUND = 15  # lines on either side
_FORM_WORDS = 60  # a form with more of them is a page wrapped in a form (ASP.NET), not a box to fill in

type_of_mark = tuple[Family, str]


def lines(page: Page, container: HtmlElement, drops: Iterable[Drop] = ()) -> tuple[Line, ...]:
    """The lines of `container`; those of dropped, hidden and control elements are marked.

    Links are as written; `with_addresses` resolves them.
    """
    dropped = {
        element: (drop.family, drop.name or drop.selector)
        for drop in drops
        for element in reversed(elements(page.tree, drop.selector))
    }
    walk = _Walk(dropped)
    outer = (parent for parent in container.iterancestors() if parent.tag in _BLOCKS)
    walk.places = [_step(parent, str(parent.tag)) for parent in outer][::-1]
    walk.enter(container, None)
    walk.end_line()
    return tuple(walk.lines)


def with_addresses(found: tuple[Line, ...], page: Page) -> tuple[Line, ...]:
    """`found` with their links absolute; what is no address of the web falls away."""
    return tuple(
        replace(line, links=_absolute(line.links, page.base_url)) if line.links else line for line in found
    )


def _absolute(addresses: tuple[str, ...], base_url: str) -> tuple[str, ...]:
    found = (absolute(base_url, address) for address in addresses if not address.startswith("#"))
    return tuple(url for url in found if url)


def lines_around(container: HtmlElement) -> tuple[Line, ...]:
    """The lines next to `container` within the same <article> or <main>: where themes print byline and labels."""
    scope = next((parent for parent in container.iterancestors("article", "main")), container.getparent())
    if scope is None or scope.tag in {"html", "body"}:
        return ()
    walk = _Walk({})
    walk.left_out = container
    walk.enter(scope, None)
    walk.end_line()
    return (*walk.lines[: walk.left_at][-_AROUND:], *walk.lines[walk.left_at :][:_AROUND])


@dataclass(slots=True)
class _Walk:
    """What one pass over the tree has seen so far."""

    dropped: Mapping[HtmlElement, type_of_mark]
    lines: list[Line] = field(default_factory=list)
    block: int = 0
    bullet: bool = False  # the next line is the first of a list item
    text: list[str] = field(default_factory=list)
    links: deque[str] = field(default_factory=deque)
    mark: type_of_mark | None = None
    link_count: int = 0
    in_row: bool = False
    has_text: bool = False  # something but white space has come since the last line
    in_link: bool = False
    linked: int = 0  # letters and digits of the line that stand in links
    places: list[str] = field(default_factory=list)  # blocks around what comes next
    in_strong: bool = False
    stressed: int = 0  # letters and digits of the line that stand in emphasis or a heading
    left_out: HtmlElement | None = None
    left_at: int = 0  # the number of lines before the element that is left out

    def enter(self, element: HtmlElement, mark: type_of_mark | None) -> None:
        """All of `element` but its tail. libxml2 nests at most 256 deep, so recursion is safe."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag == "br":
            self._break()
            return
        if element is self.left_out:
            self._start_block(tag)
            self.left_at = len(self.lines)
            return
        own = mark or self._mark_of(element, tag)
        starts_block = tag in _BLOCKS or own != mark
        if starts_block:
            self._start_block(tag)
        if tag in _BLOCKS:
            self.places.append(_step(element, tag))
        unstressed, self.in_strong = self.in_strong, self.in_strong or tag in _STRONG
        outer, self.mark = self.mark, own
        outside, self.in_link = self.in_link, self.in_link or (tag == "a" and bool(element.get("href")))
        self._note_link(element, tag)
        self._take(element.text, is_verbatim=tag == "pre")
        for child in element:
            self.enter(child, own)
            self.in_link = self.in_link if tag == "a" else outside
            self._take(child.tail, is_verbatim=tag == "pre")
        if starts_block:
            self._end_block(tag)
        if tag in _BLOCKS:
            self.places.pop()
        self.mark, self.in_link, self.in_strong = outer, outside, unstressed

    def end_line(self) -> None:
        if not self.text:
            return
        text = plain("".join(self.text))
        letters = sum(map(str.isalnum, text))
        is_link, is_strong = 0 < self.linked >= letters, 0 < self.stressed >= letters
        self.text.clear()
        self.linked, self.stressed, self.has_text = 0, 0, False
        if not text or text == "|":
            return
        if self.bullet:
            text, self.bullet = f"- {text}", False
        family, rule = self.mark or (None, "")
        place = tuple(self.places[-3:])
        self.lines.append(Line(text, self.block, tuple(self.links), family, rule, is_link, place, is_strong))
        self.links.clear()

    def _start_block(self, tag: str) -> None:
        if tag in {"td", "th"} and self.in_row and self.has_text:
            self.text.append(" | ")  # cells of one row stay one line
            return
        self.end_line()
        self.block += 1
        self.bullet = tag == "li" or (self.bullet and tag in {"p", "div"})
        self.in_row = tag in {"tr", "td", "th"}

    def _end_block(self, tag: str) -> None:
        if tag in {"td", "th"} and self.in_row:
            return
        self.end_line()
        self.block += 1
        self.bullet = False if tag == "li" else self.bullet
        self.in_row = False

    def _break(self) -> None:
        """One <br> ends a line; a second one with nothing between ends the paragraph."""
        if self.has_text:
            self.end_line()
        else:
            self.block += 1

    def _take(self, text: str | None, *, is_verbatim: bool) -> None:
        if not text:
            return
        if self.in_link:
            self.linked += sum(map(str.isalnum, text))
        if self.in_strong:
            self.stressed += sum(map(str.isalnum, text))
        self.has_text = self.has_text or not text.isspace()
        first, *others = text.split("\n") if is_verbatim else [text]
        self.text.append(first)
        for other in others:
            self.end_line()
            self.text.append(other)

    def _note_link(self, element: HtmlElement, tag: str) -> None:
        if tag == "a" and self.link_count < MAX_LINKS and (address := element.get("href")):
            self.links.append(address)
            self.link_count += 1

    def _mark_of(self, element: HtmlElement, tag: str) -> type_of_mark | None:
        if element in self.dropped:
            return self.dropped[element]
        if tag == "figcaption" or _CAPTION_CLASS.search(element.get("class", "")):
            return Family.IMAGE, "caption"
        if tag in _CONTROLS or (tag == "form" and len(element.text_content().split()) < _FORM_WORDS):
            return Family.NAVIGATION, "controls"
        if tag == "nav":
            return Family.NAVIGATION, "nav"
        if "hidden" in element.attrib or _UNSEEN.search(element.get("style", "")):
            return Family.NAVIGATION, "hidden"
        return None


def _step(element: HtmlElement, tag: str) -> str:
    classes = {re.sub(r"\d+", "", name) for name in element.get("class", "").split()}
    return ".".join((tag, *sorted(filter(None, classes))))
