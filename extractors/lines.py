"""The text of an article's container as lines, each of which is either the article's or marked as not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractors.block import Block  # noqa: TC001 - mypyc looks up the types of a NamedTuple's fields
from storage.article import Boilerplate

if TYPE_CHECKING:
    from storage.article import Family

READER_RULE = "unlike-the-article"
"""The mark of lines that no rule names, but that do not look like the article's (`extractors.reader`)."""


class Line(NamedTuple):
    """One printed line. Lines of one `block` (a <p> with <br> in it) make one paragraph."""

    text: str  # plain, never empty
    block: int
    links: tuple[str, ...] = ()  # absolute, in order
    family: Family | None = None  # None: the article's own
    rule: str = ""
    is_link: bool = False  # nothing but links
    within: Block | None = None  # the block element around it
    is_strong: bool = False  # all of it emphasis or heading
    hides: bool = False  # held what shows nothing and deceives (`extractors.matching.invisible`)

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1  # `plain` left single ones

    @property
    def place(self) -> tuple[str, ...]:
        """The last three block elements around it, outer first, as "tag.class.class"."""
        return self.within.place if self.within is not None else ()

    @property
    def is_kept(self) -> bool:
        return self.family is None

    @property
    def is_open(self) -> bool:
        """Kept, or left out by the reader's judgement alone: a rule may still say what the line is."""
        return self.family is None or self.rule == READER_RULE

    def marked(self, family: Family, rule: str) -> Line:
        """The first mark by a rule holds: a line that has one stays as it is."""
        return self._replace(family=family, rule=rule) if self.is_open else self


def kept_words(lines: tuple[Line, ...]) -> int:
    return sum(line.words for line in lines if line.is_kept)


def separated(lines: tuple[Line, ...]) -> tuple[tuple[str, ...], tuple[Boilerplate, ...]]:
    """The paragraphs of the article, and every marked line with its place among them.

    A marked line between two kept lines of one block parts them into two paragraphs, so that its place can
    be told.
    """
    paragraphs: list[list[str]] = []
    removed: list[Boilerplate] = []
    open_block: int | None = None
    for line in lines:
        if line.family is not None:
            removed.append(Boilerplate(line.text, line.family, line.rule, len(paragraphs)))
            open_block = None
        elif line.block == open_block:
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
            open_block = line.block
    return tuple(map("\n".join, paragraphs)), tuple(removed)
