"""What speaks for and against each printed line of a page being its article: numbers, not yet a judgement.

The strongest are relations: how much of the page's running text stands at the same path, in the same parent, how
far up the block lies that holds most of it. Words in the names of blocks, tags, links and neighbours add to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extractors.signs import Sign, named_family, signs
from extractors.walk import CAPTION, HIDDEN
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractors.walk import Block, Mark, Printed, Walked

PROSE_WORDS = 10  # the least of a line of running text
_PROSE_LINKED = 0.35  # the most of it that may stand in links
_FAR = 60  # lines; what is farther away is as far
_SAMPLE = 60  # characters that are counted by kind
_LONG = 10  # letters; shorter headlines recur by chance
_NEARLY_ALL = 0.95  # of the running text: no block that holds it is comments or a sidebar, whatever its name
_MUCH = 0.25
_SMALL = 0.25
_ENOUGH = 60  # words outside comments and sidebars

_ASIDE: Final = (Sign.NAV | Sign.SIDE | Sign.FOOT | Sign.COMMENT | Sign.HIDDEN).value
_COMMENT: Final = Sign.COMMENT.value
_TAGS: Final = {tag: code for code, tag in enumerate(
    ["p", "div", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption", "pre", "dt", "dd", "section", "article", "header", "footer", "aside", "th", "address", "summary"],
    start=1,
)}  # fmt: skip
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
_ENDS: Final = frozenset(".!?\u2026\"'\u201d\u2019\u00bb)]:\u3002\u061f")


class Evidence(NamedTuple):
    """Of one line. Shares are of the page's running text; distances are counted in lines."""

    words: int
    link_share: float  # of the line's characters
    strong_share: float
    ends: int  # like a sentence
    capitals: float  # share of the first characters
    tag: int  # of the nearest block: its place in a list, 0 for others
    within: int  # bits: list, table, quote, form, article, nav, footer, stated body
    signs: int  # `Sign` bits of the blocks around it that hold less than half of the running text
    own_signs: int  # of the nearest two blocks, whatever they hold
    block_share: float  # of the running text, in the nearest block
    parent_share: float
    grand_share: float
    path_share: float  # at the same path of tags and classes
    parent_links: float  # share of the words below the parent that stand in links
    grand_links: float
    parent_lines: int
    grand_lines: int
    grand_words: int
    parent_prose: float  # running text's share of the words below the parent
    up: int  # blocks to the one that holds half of the running text
    in_main: int  # whether that is the deepest such block of the page
    place: float  # 0 at the first line of running text within it, 1 at the last
    from_first: int
    from_last: int
    from_headline: int  # -_FAR where no headline stands on the page
    seen: int  # times that the same text came before
    is_stated: int  # part of the stated articleBody; -1 where none is stated
    before_words: int
    before_links: float
    before_main: int
    after_words: int
    after_links: float
    after_main: int
    same_before: int  # parent as the line before
    same_after: int
    main_share: float
    page_prose: int
    page_lines: int


@dataclass(frozen=True, slots=True)
class Claims:
    """What the page states, in the form that lines are compared in (`bare`)."""

    headline: str = ""
    article_body: str = ""


NO_CLAIMS = Claims()


def bare(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text)).lower()


def evidence(walked: Walked, claims: Claims) -> list[Evidence | None]:
    """One for each line that may be the article's, in order; None for the others. Fills in the counts of the blocks.

    Lines are judged that stand in the block of most running text, or are running text themselves.
    """
    lines = walked.lines
    shares = [line.linked / len(line.text) for line in lines]
    prose = [_running_words(line, share) for line, share in zip(lines, shares, strict=True)]
    page = _survey(walked, prose, claims)
    seen: dict[str, int] = {}
    found: list[Evidence | None] = []
    for at, line in enumerate(lines):
        repeated = seen.get(line.text, 0)
        seen[line.text] = repeated + 1
        block = line.block
        is_judged = (
            block.mark is None and block.family is None and (block.in_main or line.words >= PROSE_WORDS)
        )
        found.append(_of_line(at, lines, shares, page, claims, repeated) if is_judged else None)
    return found


def _running_words(line: Printed, link_share: float) -> int:
    """Its words, if it is running text. What stands in a box to copy from is an article's markup, not an article."""
    is_running = line.words >= PROSE_WORDS and link_share < _PROSE_LINKED and line.block.tag != "textarea"
    return line.words if is_running else 0


class _Survey(NamedTuple):
    """What holds for all lines of a page."""

    total: int  # words of running text
    paths: Mapping[int, int]  # of them, by path
    first: int  # line of running text in the main block
    last: int
    headline: int | None
    main_share: float


def _survey(walked: Walked, prose: Sequence[int], claims: Claims) -> _Survey:
    lines = walked.lines
    for block in walked.blocks:
        names, identity = block.names, block.identity
        block.signs = signs(f"{names} {identity}" if identity else names, block.tag)
    headline = _headline_at(lines, claims.headline)
    total = _count(walked, prose, lines[headline].block if headline is not None else None)
    main = _relate(walked.blocks, total)
    paths: dict[int, int] = {}
    for line, words in zip(lines, prose, strict=True):
        if words and not line.block.is_aside:
            paths[line.block.path] = paths.get(line.block.path, 0) + words
    running = [at for at, words in enumerate(prose) if words and lines[at].block.in_main]
    first, last = (running[0], running[-1]) if running else (0, len(lines))
    return _Survey(total, paths, first, last, headline, main.prose / total if main else 0.0)


def _of_line(
    at: int, lines: Sequence[Printed], shares: Sequence[float], page: _Survey, claims: Claims, repeated: int
) -> Evidence:
    line = lines[at]
    block, text = line.block, line.text
    parent = block.parent or block
    grand = parent.parent or parent
    total, first, last = page.total, page.first, page.last
    head = text[:_SAMPLE]
    before = lines[at - 1] if at else None
    after = lines[at + 1] if at + 1 < len(lines) else None
    return Evidence(
        line.words,
        shares[at],
        line.strong / len(text),
        text[-1] in _ENDS,
        sum(map(str.isupper, head)) / len(head),
        _TAGS.get(block.tag, 0),
        block.within,
        block.around,
        block.signs | parent.signs,
        block.prose / total,
        parent.prose / total,
        grand.prose / total,
        page.paths.get(block.path, 0) / total,
        parent.linked / (6 * parent.words + 1),
        grand.linked / (6 * grand.words + 1),
        parent.lines,
        grand.lines,
        grand.words,
        parent.prose / (parent.words + 1),
        block.up,
        block.in_main,
        (at - first) / max(1, last - first),
        min(_FAR, abs(at - first)),
        max(-_FAR, min(_FAR, at - last)),
        -_FAR if page.headline is None else max(1 - _FAR, min(_FAR, at - page.headline)),
        repeated,
        bare(text) in claims.article_body if claims.article_body else -1,
        before.words if before else -1,
        shares[at - 1] if before else -1.0,
        before.block.in_main if before else -1,
        after.words if after else -1,
        shares[at + 1] if after else -1.0,
        after.block.in_main if after else -1,
        before is not None and before.block.parent is block.parent,
        after is not None and after.block.parent is block.parent,
        page.main_share,
        total,
        len(lines),
    )


def _headline_at(lines: Sequence[Printed], headline: str) -> int | None:
    """Where the headline is printed; else the first <h1>."""
    size = len(headline)
    if size > _LONG:
        for at, line in enumerate(lines):
            if size <= len(line.text) <= 2 * size and bare(line.text) == headline:
                return at
    return next((at for at, line in enumerate(lines) if line.block.tag == "h1"), None)


def _count(walked: Walked, prose: Sequence[int], headline: Block | None) -> int:
    """Words, links and running text of every block; the running text of the page, comments and such left out."""
    for line, words in zip(walked.lines, prose, strict=True):
        block = line.block
        block.lines += 1
        block.words += line.words
        block.linked += line.linked
        block.prose += words
    for block in reversed(walked.blocks):
        if (parent := block.parent) is not None:
            parent.lines += block.lines
            parent.words += block.words
            parent.linked += block.linked
            parent.prose += block.prose
    everything = sum(prose)
    _without_wrong_marks(walked, prose, everything)
    clean = _without_asides(walked, prose, everything, headline)
    for block in walked.blocks:
        block.prose = 0
    for line, words in zip(walked.lines, prose, strict=True):
        if not line.block.is_aside:
            line.block.prose += words
    for block in reversed(walked.blocks):
        if block.parent is not None:
            block.parent.prose += block.prose
    return max(1, clean)


def _without_wrong_marks(walked: Walked, prose: Sequence[int], everything: int) -> None:
    """What holds most of the text is no menu, no button and not hidden from readers.

    Such tags were never closed, or a script shows what is in them. And pictures whose captions hold most of the
    text are told by them: a gallery.
    """
    shown = {mark for mark in (HIDDEN, CAPTION) if 2 * _words_marked(walked, prose, mark) > everything}
    for block in walked.blocks:
        if block.mark is not None and block.tag != "textarea":
            is_as_parent = block.own_mark is None and block.parent is not None and block.parent.mark is None
            if is_as_parent or block.prose * 2 > everything or block.mark in shown:
                block.mark = None


def _words_marked(walked: Walked, prose: Sequence[int], mark: Mark) -> int:
    return sum(words for line, words in zip(walked.lines, prose, strict=True) if words and line.mark == mark)


def _without_asides(walked: Walked, prose: Sequence[int], everything: int, headline: Block | None) -> int:
    """Blocks that say they are comments, sidebars and such; the running text outside them.

    One that holds much of the text is not what its name says, but comments may be longer than the article.
    """
    around_headline = set()
    while headline is not None:
        around_headline.add(headline)
        headline = headline.parent
    much, nearly_all = _MUCH * everything, _NEARLY_ALL * everything
    for block in walked.blocks:
        is_aside = block.mark is not None or (block.signs & _ASIDE != 0 and block.prose <= much)
        is_comments = block.signs & _COMMENT != 0 and block.prose <= nearly_all
        is_own = (is_aside or is_comments) and block not in around_headline
        block.is_aside = is_own or (block.parent is not None and block.parent.is_aside)
    clean = sum(words for line, words in zip(walked.lines, prose, strict=True) if not line.block.is_aside)
    if clean >= min(_ENOUGH, everything):
        return clean
    for block in walked.blocks:
        block.is_aside = False
    return everything


def _relate(blocks: Sequence[Block], total: int) -> Block | None:
    """What every block inherits; the deepest block that holds more than half of the running text."""
    main = None
    known: dict[tuple[int, str, str], int] = {}
    for block in blocks:
        parent = block.parent
        holds_most = block.prose * 2 > total
        if holds_most and (main is None or block.depth > main.depth):
            main = block
        within = _WITHIN.get(block.tag, 0) | (_STATED_BODY if "articleBody" in block.item else 0)
        block.within = within | (parent.within if parent else 0)
        block.around = 0 if holds_most else block.signs | (parent.around if parent else 0)
        block.up = 0 if holds_most or parent is None else parent.up + 1
        if block.prose <= _SMALL * total:
            own = named_family(block.names) or (Family.RELATED if block.tag == "aside" else None)
            block.family = (parent.family if parent else None) or own
        key = (parent.path if parent else 0, block.tag, without_digits(block.names))
        block.path = known.setdefault(key, len(known) + 1)
    for block in blocks:
        block.in_main = block is main or (block.parent is not None and block.parent.in_main)
    return main


@lru_cache(maxsize=16_384)
def without_digits(names: str) -> str:
    return re.sub(r"\d+", "", names)
