"""How the running text of a page lies in its blocks: what each holds, and which one holds the most.

Running text are lines of some length that are hardly links. A block that calls itself comments or a sidebar holds none,
unless nearly all of the page's text stands in it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extractors.block import NOWHERE
from extractors.markup import CAPTION, HIDDEN
from extractors.signs import Sign, named_family, signs
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractors.block import Block
    from extractors.markup import Mark
    from extractors.printed import Printed, Walked

PROSE_WORDS = 10  # the least of a line of running text
_PROSE_LINKED = 0.35  # the most of it that may stand in links
_LONG = 10  # letters; shorter headlines recur by chance
_NEARLY_ALL = 0.95  # of the running text: no block that holds it is comments or a sidebar, whatever its name
_MUCH = 0.25
_SMALL = 0.25
_ENOUGH = 60  # words outside comments and sidebars

_ASIDE: Final = (Sign.NAV | Sign.SIDE | Sign.FOOT | Sign.COMMENT | Sign.HIDDEN).value
_COMMENT: Final = Sign.COMMENT.value
_WITHIN: Final = {
    "li": 1,
    "table": 2,
    "blockquote": 4,
    "form": 8,
    "article": 16,
    "main": 16,
    "nav": 32,
    "footer": 64,
}
_STATED_BODY = 128  # within itemprop="articleBody"


class Held:
    """What stands in one block and the blocks below it, and where it lies."""

    __slots__ = (
        "around", "block", "family", "in_main", "is_aside", "lines", "linked", "mark", "parent", "path", "prose", "signs", "up",
        "within", "words",
    )  # fmt: skip

    def __init__(self, block: Block, parent: Held | None) -> None:
        self.block = block
        self.parent = parent
        self.mark: Mark | None = block.mark
        names, identity = block.names, block.identity
        self.signs = signs(f"{names} {identity}" if identity else names, block.tag)
        self.lines = self.words = self.linked = self.prose = 0
        self.around = (
            0  # signs of this block and of those around it that hold less than half of the running text
        )
        self.within = self.path = self.up = 0
        self.in_main = self.is_aside = False
        self.family: Family | None = None  # what its name, or that of a small block around it, says outright


class Survey(NamedTuple):
    """What holds for all lines of a page."""

    homes: list[Held]  # of each line, the block that it stands in
    shares: list[float]  # of each line's characters, those in links
    total: int  # words of running text
    paths: Mapping[int, int]  # of them, by path
    first: int  # line of running text in the main block
    last: int
    headline: int | None  # the line that prints it
    main_share: float


def bare(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text)).lower()


def survey(walked: Walked, headline: str) -> Survey:
    """`headline` is `bare`; empty where none is stated."""
    lines = walked.lines
    shares = [line.linked / len(line.text) for line in lines]
    prose = [_running_words(line, share) for line, share in zip(lines, shares, strict=True)]
    held = _held(walked.blocks)
    homes = [held[line.block.number] for line in lines]
    at_headline = _headline_at(lines, headline)
    counted = _Counted(lines, homes, prose, held)
    total = _count(counted, homes[at_headline] if at_headline is not None else None)
    main = _relate(held[:-1], total)
    paths: dict[int, int] = {}
    for home, words in zip(homes, prose, strict=True):
        if words and not home.is_aside:
            paths[home.path] = paths.get(home.path, 0) + words
    running = [at for at, words in enumerate(prose) if words and homes[at].in_main]
    first, last = (running[0], running[-1]) if running else (0, len(lines))
    share = main.prose / total if main else 0.0
    return Survey(homes, shares, total, paths, first, last, at_headline, share)


class _Counted(NamedTuple):
    """The lines, their homes and running words, and all blocks: those of the page, then the one around its root."""

    lines: Sequence[Printed]
    homes: Sequence[Held]
    prose: Sequence[int]
    held: Sequence[Held]


def _held(blocks: Sequence[Block]) -> list[Held]:
    """By the blocks' numbers; that of the block around the root is -1."""
    around = Held((blocks[0].parent if blocks else None) or NOWHERE, None)
    found: list[Held] = []
    for block in blocks:
        parent = block.parent
        found.append(Held(block, found[parent.number] if parent and parent.number >= 0 else around))
    return [*found, around]


def _running_words(line: Printed, link_share: float) -> int:
    """Its words, if it is running text. What stands in a box to copy from is an article's markup, not an article."""
    is_running = line.words >= PROSE_WORDS and link_share < _PROSE_LINKED and line.block.tag != "textarea"
    return line.words if is_running else 0


def _headline_at(lines: Sequence[Printed], headline: str) -> int | None:
    """Where the headline is printed; else the first <h1>."""
    size = len(headline)
    if size > _LONG:
        for at, line in enumerate(lines):
            if size <= len(line.text) <= 2 * size and bare(line.text) == headline:
                return at
    return next((at for at, line in enumerate(lines) if line.block.tag == "h1"), None)


def _count(page: _Counted, headline: Held | None) -> int:
    """Words, links and running text of every block; the running text of the page, comments and such left out."""
    for line, home, words in zip(page.lines, page.homes, page.prose, strict=True):
        home.lines += 1
        home.words += line.words
        home.linked += line.linked
        home.prose += words
    for held in reversed(page.held):
        if (parent := held.parent) is not None:
            parent.lines += held.lines
            parent.words += held.words
            parent.linked += held.linked
            parent.prose += held.prose
    everything = sum(page.prose)
    _without_wrong_marks(page, everything)
    clean = _without_asides(page, everything, headline)
    for held in page.held[:-1]:  # what is around the root counts both times: the trees were trained so
        held.prose = 0
    for home, words in zip(page.homes, page.prose, strict=True):
        if not home.is_aside:
            home.prose += words
    for held in reversed(page.held):
        if held.parent is not None:
            held.parent.prose += held.prose
    return max(1, clean)


def _without_wrong_marks(page: _Counted, everything: int) -> None:
    """What holds most of the text is no menu, no button and not hidden from readers.

    Such tags were never closed, or a script shows what is in them. And pictures whose captions hold most of the
    text are told by them: a gallery.
    """
    shown = {mark for mark in (HIDDEN, CAPTION) if 2 * _words_marked(page, mark) > everything}
    for held in page.held:
        if held.mark is not None and held.block.tag != "textarea":
            is_as_parent = (
                held.block.own_mark is None and held.parent is not None and held.parent.mark is None
            )
            if is_as_parent or held.prose * 2 > everything or held.mark in shown:
                held.mark = None


def _words_marked(page: _Counted, mark: Mark) -> int:
    return sum(
        words for home, words in zip(page.homes, page.prose, strict=True) if words and home.mark == mark
    )


def _without_asides(page: _Counted, everything: int, headline: Held | None) -> int:
    """Blocks that say they are comments, sidebars and such; the running text outside them.

    One that holds much of the text is not what its name says, but comments may be longer than the article.
    """
    around_headline = set()
    while headline is not None:
        around_headline.add(headline)
        headline = headline.parent
    much, nearly_all = _MUCH * everything, _NEARLY_ALL * everything
    for held in page.held[:-1]:
        is_aside = held.mark is not None or (held.signs & _ASIDE != 0 and held.prose <= much)
        is_comments = held.signs & _COMMENT != 0 and held.prose <= nearly_all
        is_own = (is_aside or is_comments) and held not in around_headline
        held.is_aside = is_own or (held.parent is not None and held.parent.is_aside)
    clean = sum(words for home, words in zip(page.homes, page.prose, strict=True) if not home.is_aside)
    if clean >= min(_ENOUGH, everything):
        return clean
    for held in page.held:
        held.is_aside = False
    return everything


def _relate(blocks: Sequence[Held], total: int) -> Held | None:
    """What every block inherits; the deepest block that holds more than half of the running text."""
    main: Held | None = None
    known: dict[tuple[int, str, str], int] = {}
    for held in blocks:
        parent, block = held.parent, held.block
        holds_most = held.prose * 2 > total
        if holds_most and (main is None or block.depth > main.block.depth):
            main = held
        within = _WITHIN.get(block.tag, 0) | (_STATED_BODY if "articleBody" in block.item else 0)
        held.within = within | (parent.within if parent else 0)
        held.around = 0 if holds_most else held.signs | (parent.around if parent else 0)
        held.up = 0 if holds_most or parent is None else parent.up + 1
        if held.prose <= _SMALL * total:
            own = named_family(block.names) or (Family.RELATED if block.tag == "aside" else None)
            held.family = (parent.family if parent else None) or own
        key = (parent.path if parent else 0, block.tag, without_digits(block.names))
        held.path = known.setdefault(key, len(known) + 1)
    for held in blocks:
        held.in_main = held is main or (held.parent is not None and held.parent.in_main)
    return main


@lru_cache(maxsize=4_096)
def without_digits(names: str) -> str:
    return re.sub(r"\d+", "", names)
