"""What speaks for and against each printed line of a page being its article: numbers, not yet a judgement.

The strongest are relations: how much of the page's running text stands at the same path, in the same parent, how
far up the block lies that holds most of it. Words in the names of blocks, tags, links and neighbours add to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from extractors.survey import PROSE_WORDS, bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.printed import Printed
    from extractors.survey import Survey

_FAR = 60  # lines; what is farther away is as far
_SAMPLE = 60  # characters that are counted by kind
_TAGS: Final = {tag: code for code, tag in enumerate(
    ["p", "div", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption", "pre", "dt", "dd", "section", "article", "header", "footer", "aside", "th", "address", "summary"],
    start=1,
)}  # fmt: skip
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


def evidence(lines: Sequence[Printed], page: Survey, claims: Claims) -> list[Evidence | None]:
    """One for each line that may be the article's, in order; None for the others.

    Lines are judged that stand in the block of most running text, or are running text themselves.
    """
    seen: dict[str, int] = {}
    found: list[Evidence | None] = []
    for at, line in enumerate(lines):
        repeated = seen.get(line.text, 0)
        seen[line.text] = repeated + 1
        home = page.homes[at]
        is_judged = home.mark is None and home.family is None and (home.in_main or line.words >= PROSE_WORDS)
        found.append(_of_line(at, lines, page, claims, repeated) if is_judged else None)
    return found


def _of_line(at: int, lines: Sequence[Printed], page: Survey, claims: Claims, repeated: int) -> Evidence:
    line, home, shares = lines[at], page.homes[at], page.shares
    text = line.text
    parent = home.parent or home
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
        _TAGS.get(line.block.tag, 0),
        home.within,
        home.around,
        home.signs | parent.signs,
        home.prose / total,
        parent.prose / total,
        grand.prose / total,
        page.paths.get(home.path, 0) / total,
        parent.linked / (6 * parent.words + 1),
        grand.linked / (6 * grand.words + 1),
        parent.lines,
        grand.lines,
        grand.words,
        parent.prose / (parent.words + 1),
        home.up,
        home.in_main,
        (at - first) / max(1, last - first),
        min(_FAR, abs(at - first)),
        max(-_FAR, min(_FAR, at - last)),
        -_FAR if page.headline is None else max(1 - _FAR, min(_FAR, at - page.headline)),
        repeated,
        bare(text) in claims.article_body if claims.article_body else -1,
        before.words if before else -1,
        shares[at - 1] if before else -1.0,
        page.homes[at - 1].in_main if before else -1,
        after.words if after else -1,
        shares[at + 1] if after else -1.0,
        page.homes[at + 1].in_main if after else -1,
        before is not None and before.block.parent is line.block.parent,
        after is not None and after.block.parent is line.block.parent,
        page.main_share,
        total,
        len(lines),
    )
