"""Every piece of text of one element, as printed lines, in the order in which it stands.

Inline text is never glued and never lost at the edges of links and emphasis; what no browser shows (scripts,
styles, templates) is no text. Elements that are known not to be the article give marked lines.

One loop over the tree's events: this is read for every page, and a recursion takes twice the time.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from lxml import etree

from extractors.lines import Line
from extractors.matching import plain_and_hiding
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

MAX_LINKS = 5_000  # of one page

_SILENT: Final = frozenset(
    [
        "title", "script", "style", "template", "noscript", "head", "link", "meta", "iframe", "object", "embed",
        "audio", "video", "canvas", "map", "svg", "datalist",
    ]
)  # fmt: skip
BLOCKS: Final = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "tfoot", "thead", "tr", "ul", "caption", "html", "td", "th", "option", "optgroup",
    ]
)  # fmt: skip
_CONTROLS: Final = frozenset(
    ["button", "select", "option", "optgroup", "textarea", "label", "output", "progress", "meter"]
)
_EDGED: Final = _CONTROLS | {
    "input",
    "img",
    "picture",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "canvas",
}
"""What words do not run on over. Scripts and icons are none: they stand within words and before full stops."""
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_STRONG: Final = frozenset(["b", "strong", "em", "i"]) | _HEADINGS
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption-text|image-caption|figcaption|photo-credit)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|screen-reader-text|screen-reader-only|visually-?hidden|u-hidden-visually|element-invisible)(?:\s|$)"
)
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|pt|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|em|rem)"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*;.{0,200}overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden\s*;.{0,200}\b(?<!-)(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\))",
    re.IGNORECASE,
)
_FORM_WORDS = 60  # a form with more of them is a page wrapped in a form (ASP.NET), not a box to fill in

_MARKED_TAGS: Final = _CONTROLS | {"figcaption", "form", "nav"}

Mark: TypeAlias = tuple[Family, str]  # a family and the name of the rule
HIDDEN: Final = (Family.NAVIGATION, "hidden")
CAPTION: Final = (Family.IMAGE, "caption")
_CONTROL: Final = (Family.NAVIGATION, "controls")
_MENU: Final = (Family.NAVIGATION, "nav")
_WITHIN_LINES: Final = frozenset([HIDDEN, _CONTROL])
MARKS: Final = frozenset(rule for _, rule in (HIDDEN, CAPTION, _CONTROL, _MENU))
"""The rules by which markup alone says that text is no part of an article."""


class Block:
    """One block element, with what the blocks below it hold once they were counted (`evidence`)."""

    __slots__ = (
        "around", "depth", "family", "identity", "in_main", "is_aside", "item", "lines", "linked", "mark", "names", "own_mark", "parent", "path",
        "prose", "signs", "tag", "up", "within", "words",
    )  # fmt: skip

    def __init__(
        self, parent: Block | None, tag: str, names: str, mark: Mark | None, item: str, identity: str = ""
    ) -> None:
        self.parent = parent
        self.tag = tag
        self.names = names  # of its classes, as written
        self.own_mark = mark
        inherited: Mark | None = parent.mark if parent else None
        self.mark: Mark | None = inherited or mark
        self.item = item  # itemprop
        self.identity = identity
        self.signs = 0
        self.depth: int = parent.depth + 1 if parent else 0
        self.lines = self.words = self.linked = self.prose = 0
        self.around = self.within = self.path = self.up = 0
        self.in_main = self.is_aside = False
        self.family: Family | None = None  # what its name, or that of a small block around it, says outright


_NOWHERE: Final = Block(None, "", "", None, "")


class Printed:
    """One line as it stands on the page."""

    __slots__ = ("block", "has_bullet", "hides", "linked", "links", "number", "strong", "text", "words")

    def __init__(
        self, text: str, block: Block, number: int, linked: int, strong: int, links: tuple[str, ...]
    ) -> None:
        self.text = text
        self.block = block
        self.number = number  # lines of one number are one paragraph
        self.linked = linked  # characters that stand in links
        self.strong = strong  # likewise in emphasis or a heading
        self.links = links  # as written
        self.words = text.count(" ") + 1
        self.has_bullet = self.hides = False

    @property
    def mark(self) -> Mark | None:
        """Of the block that the line stands in."""
        return self.block.mark

    @property
    def is_link(self) -> bool:
        """Nothing but links, and what separates them."""
        return self._is_all(self.linked)

    @property
    def is_strong(self) -> bool:
        return self._is_all(self.strong)

    def _is_all(self, part: int) -> bool:
        """Whether so many characters are all letters and digits of the line."""
        return part * 2 > len(self.text) and part >= sum(map(str.isalnum, self.text))


def line_of(line: Printed) -> Line:
    """As a step reads it: a list item with its bullet, a marked one with family and rule."""
    block = line.block
    parent = block.parent or _NOWHERE
    grand = parent.parent or _NOWHERE
    family, rule = block.mark or (None, "")
    place = tuple(_step(one.tag, one.names) for one in (grand, parent, block) if one.tag)
    text = f"- {line.text}" if line.has_bullet else line.text
    return Line(text, line.number, line.links, family, rule, line.is_link, place, line.is_strong, line.hides)


@lru_cache(maxsize=16_384)
def _step(tag: str, names: str) -> str:
    classes = {re.sub(r"\d+", "", name) for name in names.split()} if names else ()
    return ".".join((tag, *sorted(filter(None, classes))))


class Walked(NamedTuple):
    """What was found below one element, both in the order of the page."""

    lines: list[Printed]
    blocks: list[Block]  # each after its parent


def printed(
    root: HtmlElement,
    dropped: Mapping[HtmlElement, Mark] | None = None,
    left_out: HtmlElement | None = None,
    most_after: int = 0,
) -> Walked:
    """The lines of `root`; those of dropped, hidden and control elements are marked.

    Where `left_out` stands, one line with an empty text is put; of the lines behind it, some more than `most_after`
    are read.
    """
    walk = _Walk(dropped or {}, _around(root))
    events = etree.iterwalk(root, events=("start", "end"))
    enter, leave, lines = walk.enter, walk.leave, walk.lines
    most_lines = sys.maxsize
    for event, element in events:
        tag = str(element.tag)
        if event == "end":
            leave(element, tag, is_root=element is root)
        elif tag in _SILENT:
            events.skip_subtree()
        elif element is left_out:
            walk.leave_out()
            most_lines = len(walk.lines) + most_after
            events.skip_subtree()
        else:
            enter(element, tag)
        if len(lines) > most_lines:
            break
    walk.end_line()
    return Walked(walk.lines, walk.blocks)


def _around(root: HtmlElement) -> Block:
    """The blocks around `root`, as far as signatures name them."""
    block = Block(None, "", "", None, "")
    for parent in reversed([one for one in root.iterancestors() if one.tag in BLOCKS][:3]):
        block = Block(block, str(parent.tag), parent.get("class", ""), None, "")
    return block


class _Interrupted(NamedTuple):
    """A line of which the end is still to come."""

    by: HtmlElement
    text: list[str]
    links: list[str]
    linked: int
    strong: int
    bullet: bool
    in_row: bool


class _Walk:
    """What the loop has seen so far."""

    __slots__ = (
        "block", "blocks", "bullet", "dropped", "in_link", "in_pre", "in_row", "in_strong", "interrupted",
        "lines", "link_count", "linked", "links", "number", "opened", "strong", "text",
    )  # fmt: skip

    def __init__(self, dropped: Mapping[HtmlElement, Mark], around: Block) -> None:
        self.dropped = dropped
        self.block = around
        self.opened: list[HtmlElement] = []  # the elements of `block` and the blocks around it
        self.lines: list[Printed] = []
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.links: list[str] = []
        self.number = self.linked = self.strong = self.link_count = 0
        self.in_link = self.in_strong = self.in_pre = 0  # how many such elements are open
        self.interrupted: list[_Interrupted] = []
        self.bullet = False  # the next line is the first of a list item
        self.in_row = False

    def enter(self, element: HtmlElement, tag: str) -> None:
        given = dict(element.items())
        mark = self._mark_of(element, tag, given) if given or self.dropped or tag in _MARKED_TAGS else None
        if tag in BLOCKS:
            self._open(element, tag, mark, given)
        elif mark is not None and self.block.mark is None:
            if mark in _WITHIN_LINES:
                self._interrupt(element)
            self._open(element, tag, mark, given)
        if tag == "a":
            self._enter_link(given.get("href"))
        elif tag == "br":
            self._break()
        elif tag in _STRONG:
            self.in_strong += 1
        elif tag == "pre":
            self.in_pre += 1
        elif tag in _CONTROLS:
            self.text.append(" ")
        if text := element.text:
            self._take(text)

    def leave(self, element: HtmlElement, tag: str, *, is_root: bool) -> None:
        if self.opened and self.opened[-1] is element:
            self._close(tag)
            if self.interrupted and self.interrupted[-1].by is element:
                self._resume()
        if tag == "a":
            self.in_link -= element.get("href") is not None
        elif tag in _STRONG:
            self.in_strong -= 1
        elif tag == "pre":
            self.in_pre -= 1
        elif tag in _EDGED:
            self.text.append(" ")
        if not is_root and (text := element.tail):
            self._take(text)

    def leave_out(self) -> None:
        self.end_line()
        self.number += 1
        self.lines.append(Printed("", self.block, self.number, 0, 0, ()))

    def end_line(self) -> None:
        pieces = self.text
        if not pieces:
            return
        whole = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        if whole.isspace():  # what stands between two blocks, as a rule
            self.linked = self.strong = 0
            return
        text, hides = plain_and_hiding(whole)
        if self.in_row:
            text = text.strip(" |")  # cells at the edges that hold nothing
        linked, strong = self.linked, self.strong
        self.linked = self.strong = 0
        if not text or text == "|":
            return
        line = Printed(text, self.block, self.number, linked, strong, tuple(self.links))
        line.hides = hides
        line.has_bullet, self.bullet = self.bullet, False
        self.links.clear()
        self.lines.append(line)

    def _open(self, element: HtmlElement, tag: str, mark: Mark | None, given: dict[str, str]) -> None:
        if self.in_row and mark is None and tag in {"td", "th"}:
            self.text.append(" | ")  # cells of one row stay one line
        else:
            self.end_line()
            self.number += 1
            self.bullet = tag == "li" or (self.bullet and tag in {"p", "div"})
            self.in_row = mark is None and tag in {"tr", "td", "th"}
        names, identity = given.get("class", ""), given.get("id", "")
        self.block = Block(self.block, tag, names, mark, given.get("itemprop", ""), identity)
        self.opened.append(element)
        self.blocks.append(self.block)

    def _close(self, tag: str) -> None:
        if tag not in {"td", "th"} or not self.in_row:
            self.end_line()
            self.number += 1
            self.bullet = False if tag == "li" else self.bullet
            self.in_row = False
        else:
            self.text.append(" ")  # what stands between cells is no part of either
        self.opened.pop()
        self.block = self.block.parent or self.block

    def _interrupt(self, element: HtmlElement) -> None:
        """What is hidden within a line, and a button in it, are lines of their own and part it not."""
        self.interrupted.append(
            _Interrupted(
                element,
                self.text,
                self.links,
                self.linked,
                self.strong,
                bullet=self.bullet,
                in_row=self.in_row,
            )
        )
        self.text, self.links, self.linked, self.strong = [], [], 0, 0

    def _resume(self) -> None:
        _, self.text, self.links, self.linked, self.strong, self.bullet, self.in_row = self.interrupted.pop()

    def _break(self) -> None:
        """One <br> ends a line; a second one with nothing between ends the paragraph."""
        before = len(self.lines)
        self.end_line()
        if len(self.lines) == before:
            self.number += 1

    def _take(self, text: str) -> None:
        if self.in_link or self.in_strong:
            length = len(" ".join(text.split()))
            self.linked += length if self.in_link else 0
            self.strong += length if self.in_strong else 0
        if not self.in_pre:
            self.text.append(text)
            return
        first, *others = text.split("\n")
        self.text.append(first)
        for other in others:
            self.end_line()
            self.text.append(other)

    def _enter_link(self, address: str | None) -> None:
        if address is None:
            return
        self.in_link += 1
        if address and self.link_count < MAX_LINKS:
            self.links.append(address)
            self.link_count += 1

    def _mark_of(self, element: HtmlElement, tag: str, given: dict[str, str]) -> Mark | None:
        if self.dropped and element in self.dropped:
            return self.dropped[element]
        style, names = given.get("style"), given.get("class")
        if "hidden" in given or (style and _UNSEEN_STYLE.search(style)):
            return HIDDEN
        if tag == "figcaption" or (names and _is_named_caption(names)):
            return CAPTION
        if names and _is_named_unseen(names):
            return HIDDEN
        if tag in _CONTROLS or (tag == "form" and len(str(element.text_content()).split()) < _FORM_WORDS):
            return _CONTROL
        return _MENU if tag == "nav" else None


@lru_cache(maxsize=16_384)
def _is_named_caption(names: str) -> bool:
    return _CAPTION_CLASS.search(names) is not None


@lru_cache(maxsize=16_384)
def _is_named_unseen(names: str) -> bool:
    return _UNSEEN_CLASS.search(names) is not None
