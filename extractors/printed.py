"""A line as it stands on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractors.lines import Line

if TYPE_CHECKING:
    from extractors.block import Block
    from extractors.markup import Mark


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
        line.block,
        line.is_strong,
        line.hides,
    )


class Walked(NamedTuple):
    """What was found below one element, both in the order of the page."""

    lines: list[Printed]
    blocks: list[Block]  # each after its parent
