"""A line as it stands on a page, and the blocks around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extractors.lines import Line

if TYPE_CHECKING:
    from extractors.markup import Mark


_DIGITS: Final = re.compile(r"\d+")


class Block:
    """One block element."""

    __slots__ = (
        "_place",
        "depth",
        "identity",
        "item",
        "mark",
        "names",
        "number",
        "own_mark",
        "parent",
        "tag",
    )

    def __init__(
        self,
        parent: Block | None,
        tag: str,
        names: str = "",
        mark: Mark | None = None,
        item: str = "",
        identity: str = "",
        number: int = -1,
    ) -> None:
        self.parent = parent
        self.tag = tag
        self.names = names  # of its classes, as written
        self.own_mark = mark
        inherited: Mark | None = parent.mark if parent else None
        self.mark: Mark | None = inherited or mark
        self.item = item  # itemprop
        self.identity = identity
        self.number = number  # its place among the blocks of a walk; -1 for those around the walk's root
        self.depth: int = parent.depth + 1 if parent else 0
        self._place: tuple[str, ...] | None = None

    @property
    def place(self) -> tuple[str, ...]:
        """Of this block and the two around it, outer first, as "tag.class.class"."""
        if self._place is None:
            around = self.parent.place[-2:] if self.parent and self.parent.tag else ()
            self._place = (*around, _step(self.tag, self.names))
        return self._place


NOWHERE: Final = Block(None, "")


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
    return line_with(line, line.block.mark)


def line_with(line: Printed, mark: Mark | None) -> Line:
    """Likewise, with another mark than that of its block."""
    family, rule = mark or (None, "")
    text = f"- {line.text}" if line.has_bullet else line.text
    return Line(
        text,
        line.number,
        line.links,
        family,
        rule,
        line.is_link,
        line.block.place,
        line.is_strong,
        line.hides,
    )


@lru_cache(maxsize=4_096)
def _step(tag: str, names: str) -> str:
    return ".".join((tag, *sorted(set(_DIGITS.sub("", names).split())))) if names else tag


class Walked(NamedTuple):
    """What was found below one element, both in the order of the page."""

    lines: list[Printed]
    blocks: list[Block]  # each after its parent
