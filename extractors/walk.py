"""Every piece of text of one element, as printed lines, in the order in which it stands.

Inline text is never glued and never lost at the edges of links and emphasis; what no browser shows (scripts,
styles, templates) is no text. Elements that are known not to be the article give marked lines.

One loop over the tree's events: this is read for every page, and a recursion takes twice the time.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree
from lxml.html import HtmlElement  # noqa: TC002 - mypyc looks up the types of a NamedTuple's fields

from extractors.block import Block
from extractors.markup import BLOCKS, CONTROLS, EDGED, MARKED_TAGS, SILENT, STRONG, WITHIN_LINES, mark_of
from extractors.matching import plain_and_hiding
from extractors.printed import Printed, Walked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.markup import Mark

_NOTHING: Final[Mapping[str, str]] = {}
MAX_LINKS = 5_000  # of one page

# What the walk does at an element, by its tag: several sets of tags, asked at once.
_BLOCK, _LINK, _STRONG, _BREAK, _PRE, _CONTROL, _EDGE, _MARKED = (1 << bit for bit in range(8))
_WITHIN = _LINK | _STRONG | _BREAK | _PRE | _CONTROL
_UNDONE = _BLOCK | _LINK | _STRONG | _PRE | _EDGE
_TAGS: Final = (
    (BLOCKS, _BLOCK),
    ({"a"}, _LINK),
    (STRONG, _STRONG),
    ({"br"}, _BREAK),
    ({"pre"}, _PRE),
    (CONTROLS, _CONTROL),
    (EDGED, _EDGE),
    (MARKED_TAGS, _MARKED),
)
_OF_TAG: Final = {
    tag: sum(bit for tags, bit in _TAGS if tag in tags)
    for tag in frozenset().union(*(tags for tags, _ in _TAGS))
}


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
    open_ones: list[int] = []  # what to undo at the end of each open element
    enter, leave, lines = walk.enter, walk.leave, walk.lines
    most_lines = sys.maxsize
    for event, element in events:
        if event == "start":
            tag: str = element.tag  # type: ignore[assignment]  # other nodes than elements were left out by the parser
            if tag in SILENT:
                open_ones.append(_OF_TAG.get(tag, 0) & _EDGE)
                events.skip_subtree()
            elif element is left_out:
                open_ones.append(0)
                walk.leave_out()
                most_lines = len(lines) + most_after
                events.skip_subtree()
            else:
                open_ones.append(enter(element, tag))
            continue
        if undo := open_ones.pop():
            leave(element, undo)
        if open_ones and (text := element.tail):
            walk.take(text)
        if len(lines) > most_lines:
            break
    walk.end_line()
    return Walked(lines, walk.blocks)


def _around(root: HtmlElement) -> Block:
    """The blocks around `root`, as far as signatures name them."""
    block = Block(None, "")
    for parent in reversed([one for one in root.iterancestors() if one.tag in BLOCKS][:3]):
        block = Block(block, str(parent.tag), parent.get("class", ""))
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
        "lines", "link_count", "linked", "links", "number", "strong", "text",
    )  # fmt: skip

    def __init__(self, dropped: Mapping[HtmlElement, Mark], around: Block) -> None:
        self.dropped = dropped
        self.block = around
        self.lines: list[Printed] = []
        self.blocks: list[Block] = []
        self.text: list[str] = []
        self.links: list[str] = []
        self.number = self.linked = self.strong = self.link_count = 0
        self.in_link = self.in_strong = self.in_pre = 0  # how many such elements are open
        self.interrupted: list[_Interrupted] = []
        self.bullet = False  # the next line is the first of a list item
        self.in_row = False

    def enter(self, element: HtmlElement, tag: str) -> int:
        """What `leave` has to undo."""
        kind = _OF_TAG.get(tag, 0)
        given = dict(items) if (items := element.items()) else _NOTHING
        mark = self._mark(element, tag, given) if given or kind & _MARKED or self.dropped else None
        if kind & _BLOCK:
            self._open(tag, mark, given)
        elif mark is not None and self.block.mark is None:
            if mark in WITHIN_LINES:
                self._interrupt(element)
            self._open(tag, mark, given)
            kind |= _BLOCK
        if kind & _WITHIN:
            kind = self._enter_within(kind, given)
        if text := element.text:
            self.take(text)
        return kind & _UNDONE

    def _enter_within(self, kind: int, given: Mapping[str, str]) -> int:
        if kind & _LINK:
            if (address := given.get("href")) is None:
                return kind & ~_LINK
            self._enter_link(address)
        elif kind & _STRONG:
            self.in_strong += 1
        elif kind & _BREAK:
            self._break()
        elif kind & _PRE:
            self.in_pre += 1
        else:
            self.text.append(" ")  # of a control
        return kind

    def _mark(self, element: HtmlElement, tag: str, given: Mapping[str, str]) -> Mark | None:
        return (self.dropped and self.dropped.get(element)) or mark_of(element, tag, given)

    def leave(self, element: HtmlElement, undo: int) -> None:
        if undo & _BLOCK:
            self._close()
            if self.interrupted and self.interrupted[-1].by is element:
                self._resume()
        if undo & _LINK:
            self.in_link -= 1
        elif undo & _STRONG:
            self.in_strong -= 1
        elif undo & _PRE:
            self.in_pre -= 1
        elif undo & _EDGE:
            self.text.append(" ")

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

    def _open(self, tag: str, mark: Mark | None, given: Mapping[str, str]) -> None:
        if self.in_row and mark is None and tag in {"td", "th"}:
            self.text.append(" | ")  # cells of one row stay one line
        else:
            self.end_line()
            self.number += 1
            self.bullet = tag == "li" or (self.bullet and tag in {"p", "div"})
            self.in_row = mark is None and tag in {"tr", "td", "th"}
        number = len(self.blocks)
        names, identity = given.get("class", ""), given.get("id", "")
        self.block = Block(self.block, tag, names, mark, given.get("itemprop", ""), identity, number)
        self.blocks.append(self.block)

    def _close(self) -> None:
        tag = self.block.tag
        if tag not in {"td", "th"} or not self.in_row:
            self.end_line()
            self.number += 1
            self.bullet = False if tag == "li" else self.bullet
            self.in_row = False
        else:
            self.text.append(" ")  # what stands between cells is no part of either
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

    def take(self, text: str) -> None:
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

    def _enter_link(self, address: str) -> None:
        self.in_link += 1
        if address and self.link_count < MAX_LINKS:
            self.links.append(address)
            self.link_count += 1
