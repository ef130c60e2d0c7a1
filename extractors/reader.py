"""The article of a page that nobody described: which of its printed lines are the text, and why the others are not.

Every line is judged on its evidence by small trees, trained on pages of many sites (`judgement`). The container is
the smallest block around all lines that were chosen; what else stands in it is marked, with the family that the names
of its blocks suggest, so that nothing of the container is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extractors import judgement
from extractors.evidence import Claims, Evidence, evidence
from extractors.lines import READER_RULE, Line
from extractors.printed import line_with
from extractors.signs import Sign
from extractors.survey import bare, survey
from extractors.walk import printed
from storage.article import Family

if TYPE_CHECKING:
    from extractors.block import Block
    from extractors.parse import Page
    from extractors.printed import Printed
    from extractors.stated import Stated
    from extractors.survey import Held

_STATED_BODY = 300  # letters: shorter texts are summaries
_AROUND = 15  # lines on either side of the container

_FAMILIES: Final = (
    (Sign.COMMENT.value, Family.COMMENTS),
    (Sign.NEWSLETTER.value, Family.NEWSLETTER),
    (Sign.SHARE.value, Family.SHARE),
    (Sign.RELATED.value, Family.RELATED),
    (Sign.AUTHOR.value, Family.BIOGRAPHY),
    (Sign.CAPTION.value, Family.IMAGE),
    (Sign.PROMO.value, Family.PRODUCT),
    (Sign.META.value, Family.METADATA_LINE),
)
"""The first sign that a block around the line bears names the family of what is not the article."""


def claims(said: Stated) -> Claims:
    """What lines are compared with."""
    body = bare(said.article_body)
    return Claims(bare(said.headline or ""), body if len(body) > _STATED_BODY else "")


def read_lines(page: Page, said: Claims) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of the container, those that are not the article marked; and the nearest lines around it.

    Both empty: no line of the page looks like an article's.
    """
    walked = printed(page.tree)
    surveyed = survey(walked, said.headline)
    found = evidence(walked.lines, surveyed, said)
    at = [place for place, one in enumerate(found) if one is not None and judgement.votes(one) > 0]
    if not at:
        return (), ()
    container = _smallest_around([walked.lines[place].block for place in at])
    inside = [place for place, line in enumerate(walked.lines) if _is_within(line.block, container)]
    first, last = inside[0], inside[-1]
    chosen = set(at)
    lines = tuple(
        _judged(walked.lines[place], surveyed.homes[place], found[place], mine=place in chosen)
        for place in inside
    )
    beside = (*range(max(0, first - _AROUND), first), *range(last + 1, min(len(found), last + 1 + _AROUND)))
    return lines, tuple(line_with(walked.lines[place], surveyed.homes[place].mark) for place in beside)


def _judged(line: Printed, home: Held, found: Evidence | None, *, mine: bool) -> Line:
    whole = line_with(line, home.mark)
    if mine or not whole.is_kept:
        return whole
    return whole.marked(home.family or _family(whole, found), READER_RULE)


def _family(line: Line, found: Evidence | None) -> Family:
    signs = found.signs | found.own_signs if found else 0
    named = next((family for sign, family in _FAMILIES if signs & sign), None)
    return named or (Family.RELATED if line.is_link else Family.OTHER)


def _smallest_around(blocks: list[Block]) -> Block:
    """The deepest block that all of `blocks` stand in."""
    common = blocks[0]
    for block in blocks[1:]:
        other = block
        while common is not other:
            if common.depth >= other.depth:
                common = common.parent or common
            else:
                other = other.parent or other
            if common.parent is None and other.parent is None:
                break
    return common


def _is_within(block: Block, container: Block) -> bool:
    while block.depth > container.depth and block.parent is not None:
        block = block.parent
    return block is container
