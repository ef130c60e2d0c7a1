"""What speaks for and against each printed line of a page being its article: numbers, not yet a judgement.

The strongest are relations: how much of the page's running text stands at the same path, in the same parent, how
far up the block lies that holds most of it. Words in the names of blocks, tags, links and neighbours add to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from extractors.signs import Sign
from extractors.walk import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.walk import Block, Printed, Walked

PROSE_WORDS = 10  # the least of a line of running text
_PROSE_LINKED = 0.35  # the most of it that may stand in links
_FAR = 60  # lines; what is farther away is as far
_SAMPLE = 200  # characters that are counted by kind
_LONG = 20  # letters; shorter texts recur by chance
_NEARLY_ALL = 0.95  # of the running text: no block that holds it is comments or a sidebar, whatever its name
_MUCH = 0.25
_ENOUGH = 60  # words outside comments and sidebars

_ASIDE: Final = (Sign.NAV | Sign.SIDE | Sign.FOOT | Sign.COMMENT | Sign.HIDDEN).value
_TAGS: Final = {tag: code for code, tag in enumerate(
    "p div li td h1 h2 h3 h4 h5 h6 blockquote figcaption pre dt dd section article header footer aside th address summary".split(),
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
IN_LIST, IN_TABLE, IN_QUOTE, IN_FORM, IN_ARTICLE = 1, 2, 4, 8, 16
_STATED_BODY = 128  # within itemprop="articleBody"
_QUOTES: Final = frozenset('"“”„«»')
_ENDS: Final = frozenset(".!?…\"'”’»)]:。؟")


class Evidence(NamedTuple):
    """Of one line. Shares are of the page's running text; distances are counted in lines."""

    words: int
    link_share: float  # of the line's characters
    strong_share: float
    ends: int  # like a sentence
    capitals: float  # share of the characters
    digits: float
    quotes: int
    tag: int  # of the nearest block: its place in a list, 0 for others
    within: int  # bits: list, table, quote, form, article
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
    is_described: int  # part of what the page states as its description
    is_stated: int  # part of the stated articleBody; -1 where none is stated
    before_words: int
    before_links: float
    before_prose: int
    before_main: int
    after_words: int
    after_links: float
    after_prose: int
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
    description: str = ""
    article_body: str = ""


def bare(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(filter(str.isalnum, text)).lower()


def evidence(walked: Walked, claims: Claims) -> list[Evidence]:
    """One for each line, in order. Fills in the counts of the blocks."""
    lines = walked.lines
    shares = [line.linked / len(line.text) for line in lines]
    prose = [_prose_words(line, share) for line, share in zip(lines, shares, strict=True)]
    texts = [bare(line.text) for line in lines]
    headline = _headline_at(lines, texts, claims.headline)
    total = _count(walked, prose, lines[headline].block if headline is not None else None)
    main = _relate(walked.blocks, total)
    paths: dict[int, int] = {}
    for line, words in zip(lines, prose, strict=True):
        paths[line.block.path] = paths.get(line.block.path, 0) + (0 if line.block.is_aside else words)
    running = [at for at, words in enumerate(prose) if words and lines[at].block.in_main]
    first, last = (running[0], running[-1]) if running else (0, len(lines))
    seen: dict[str, int] = {}
    main_share = main.prose / total if main else 0.0
    found = []
    before = (-1, -1.0, -1, -1)
    for at, (line, share, text) in enumerate(zip(lines, shares, texts, strict=True)):
        block = line.block
        parent = block.parent or block
        grand = parent.parent or parent
        raw, length = line.text, len(line.text)
        now = (line.words, share, int(prose[at] > 0), int(block.in_main))
        after_line = lines[at + 1] if at + 1 < len(lines) else None
        after = (
            (after_line.words, shares[at + 1], int(prose[at + 1] > 0), int(after_line.block.in_main))
            if after_line
            else (-1, -1.0, -1, -1)
        )
        repeated = seen.get(text, 0)
        seen[text] = repeated + 1
        found.append(
            Evidence(
                line.words,
                share,
                line.strong / length,
                int(raw[-1] in _ENDS),
                sum(map(str.isupper, raw[:_SAMPLE])) / min(length, _SAMPLE),
                sum(map(str.isdigit, raw[:_SAMPLE])) / min(length, _SAMPLE),
                int(not _QUOTES.isdisjoint(raw)),
                _TAGS.get(block.tag, 0),
                block.within,
                block.around,
                block.signs | parent.signs,
                block.prose / total,
                parent.prose / total,
                grand.prose / total,
                paths[block.path] / total,
                parent.linked / (6 * parent.words + 1),
                grand.linked / (6 * grand.words + 1),
                parent.lines,
                grand.lines,
                grand.words,
                parent.prose / (parent.words + 1),
                block.up,
                now[3],
                (at - first) / max(1, last - first),
                min(_FAR, abs(at - first)),
                max(-_FAR, min(_FAR, at - last)),
                -_FAR if headline is None else max(1 - _FAR, min(_FAR, at - headline)),
                repeated,
                int(len(text) > _LONG and text in claims.description),
                int(text in claims.article_body) if claims.article_body else -1,
                *before,
                *after,
                int(at > 0 and lines[at - 1].block.parent is block.parent),
                int(after_line is not None and after_line.block.parent is block.parent),
                main_share,
                total,
                len(lines),
            )
        )
        before = now
    return found


def _prose_words(line: Printed, link_share: float) -> int:
    is_running = line.words >= PROSE_WORDS and link_share < _PROSE_LINKED
    return line.words if is_running else 0


def _headline_at(lines: Sequence[Printed], texts: Sequence[str], headline: str) -> int | None:
    """Where the headline is printed; else the first <h1>."""
    if len(headline) > _LONG // 2 and headline in texts:
        return texts.index(headline)
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

    Such tags were never closed, or a script shows what is in them.
    """
    hidden = sum(words for line, words in zip(walked.lines, prose, strict=True) if line.mark == HIDDEN)
    are_shown = hidden * 2 > everything
    for block in walked.blocks:
        if block.mark is not None:
            is_as_parent = block.own_mark is None and block.parent is not None and block.parent.mark is None
            if is_as_parent or block.prose * 2 > everything or (are_shown and block.mark == HIDDEN):
                block.mark = None


def _without_asides(walked: Walked, prose: Sequence[int], everything: int, headline: Block | None) -> int:
    """Blocks that say they are comments, sidebars and such; the running text outside them.

    One that holds much of the text is not what its name says, but comments may be longer than the article.
    """
    around_headline = set()
    while headline is not None:
        around_headline.add(headline)
        headline = headline.parent
    for block in walked.blocks:
        is_aside = block.mark is not None or (
            bool(block.signs & _ASIDE) and block.prose <= _MUCH * everything
        )
        is_comments = bool(block.signs & Sign.COMMENT.value) and block.prose <= _NEARLY_ALL * everything
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
        key = (parent.path if parent else 0, block.tag, without_digits(block.names))
        block.path = known.setdefault(key, len(known) + 1)
    for block in blocks:
        block.in_main = block is main or (block.parent is not None and block.parent.in_main)
    return main


@lru_cache(maxsize=16_384)
def without_digits(names: str) -> str:
    return re.sub(r"\d+", "", names)
