"""Lines that are not the article, marked by rules.

A rule has to explain a line before it goes, and where a line stands counts: rules for the head look before
the first long line that nothing else takes, rules for the tail after the last one.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from extractors.matching import compiled_pattern, matching_form, straight
from extractors.rule_index import rule_index
from extractors.vocabulary import Where
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from extractors.lines import Line
    from extractors.rule_index import LineRule
    from extractors.vocabulary import BoilerplateBlock

LONG_LINE = 20  # words; labels, credits, dates and prompts of one clause are shorter
_EDGE = 12  # lines at either end that are head and tail of a text without a long line
_BYLINE_WORDS = 10  # beside the name
_FRAME = _BYLINE_WORDS + 10  # words that a line may have beside a headline or a name that it repeats
_STANDFIRST_WORDS = 6
_STANDFIRST_CLASS = re.compile(r"\b(?:standfirst|dek|sub-?headline)\b", re.IGNORECASE)
_REPEATED_WORDS = 12  # of a paragraph; shorter lines recur in songs and lists
_MAX_RAIL = 8  # links; one benchmark page lists 21 sources below "Further reading"
_MAX_MATCHED = 2_000  # characters; longer lines are paragraphs, whatever they begin with

STANDFIRST_RULE = "standfirst-repeated"
HEADLINE_RULE = "headline-repeated"
REPEAT_RULE = "printed-before"
NAME_RULE = "name-repeated"


def marked(
    lines: tuple[Line, ...], rules: Iterable[LineRule], keep: Iterable[str], day: date
) -> tuple[Line, ...]:
    """`lines` with each line marked by the first rule that explains it; those that `keep` protects stay."""
    index = rule_index(tuple(rules))
    protected = tuple(compiled_pattern(pattern) for pattern in keep)
    forms = tuple(map(_form, lines))
    judged = list(lines)

    def judge(where: Where, among: range) -> None:
        asked = [(at, form) for at in among if (form := forms[at]) is not None and judged[at].is_open]
        explained = index.of(where).explaining((form for _, form in asked), day)
        for (at, form), rule in zip(asked, explained, strict=True):
            if rule is not None and not any(pattern.search(form) for pattern in protected):
                judged[at] = judged[at].marked(rule.family, rule.name)

    judge(Where.ANYWHERE, range(len(lines)))
    head, tail = _edges(judged)
    judge(Where.HEAD, range(min(head, len(lines))))
    judge(Where.TAIL, range(tail, len(lines)))
    return tuple(judged)


def without_repeated(
    lines: tuple[Line, ...],
    headline: str | None,
    names: Iterable[str] = (),
    description: str | None = None,
) -> tuple[Line, ...]:
    """The headline, the authors and the standfirst, printed at the top of the text, are fields, not sentences."""
    names = tuple(_folded(name) for name in names if name)
    rules = dict.fromkeys(names, NAME_RULE) | ({_folded(headline): HEADLINE_RULE} if headline else {})
    most_words = max((text.count(" ") + 1 for text in rules), default=-_FRAME) + _FRAME
    end = _end_of_head(lines)
    standfirst = _standfirst(lines, end, _folded(description or ""))

    def judged(at: int, line: Line) -> Line:
        if at == standfirst:
            return line.marked(Family.METADATA_LINE, STANDFIRST_RULE)
        if line.words > most_words:
            return line
        text = _folded_form(straight(line.text.removeprefix("- ")))
        rule = rules.get(text) or (NAME_RULE if _is_byline(text, names) else None)
        return line.marked(Family.METADATA_LINE, rule) if rule else line

    return (*(judged(at, line) for at, line in enumerate(lines[:end])), *lines[end:])


def _end_of_head(lines: tuple[Line, ...]) -> int:
    """Behind the first lines that are kept; whatever stands before them counts, too."""
    kept = islice((at for at, line in enumerate(lines) if line.is_kept), _EDGE)
    return max(kept, default=-1) + 1


def _is_byline(folded: str, names: tuple[str, ...]) -> bool:
    """A name with a date, a place or a time to read beside it: `By Jane Doe · 14 November 2025 · 4 min read`."""
    name = next((name for name in names if name in folded), None)
    if name is None:
        return False
    before, _, after = folded.partition(name)
    others = f"{before} {after}".split()
    is_short = len(before.split()) <= 2 and len(others) <= _BYLINE_WORDS
    return is_short and any(map(str.isdigit, after)) and not after.endswith(("!", "?", '"'))


def _standfirst(lines: tuple[Line, ...], end: int, description: str) -> int | None:
    """Where the standfirst is printed above the text: so named by its block, or the page's description.

    Many a page states its lede as its description: such a line stands where the other paragraphs stand, and stays.
    """
    likely = [at for at, line in enumerate(lines[:end]) if _may_be_standfirst(line, description)]
    if not likely:
        return None
    weights: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        if _is_long(line):
            weights[line.place] += line.words
    main = max(weights, key=lambda place: (weights[place], place), default=())
    return next((at for at in likely if lines[at].place != main), None)


def _may_be_standfirst(line: Line, description: str) -> bool:
    """Told by its words alone, whatever the other lines are."""
    if line.words < _STANDFIRST_WORDS:
        return False
    if line.place and _STANDFIRST_CLASS.search(line.place[-1]):
        return True
    return bool(description) and _folded_form(straight(line.text)) == description


def without_repeats(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Paragraphs that stand on the page twice (for wide and for narrow screens) are kept once."""
    if len({line.text for line in lines}) == len(lines):
        return lines
    seen: set[str] = set()
    judged = []
    for line in lines:
        is_long = line.is_kept and line.words >= _REPEATED_WORDS
        judged.append(line.marked(Family.OTHER, REPEAT_RULE) if is_long and line.text in seen else line)
        if is_long:
            seen.add(line.text)
    return tuple(judged)


def without_link_lists(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The few links that a label such as "Read also" stands above go with it; many are a bibliography."""
    judged = list(lines)
    for at, label in enumerate(lines):
        run = _links_below(lines, at) if label.family is Family.RELATED else range(0)
        for below in run if len(run) <= _MAX_RAIL else ():
            judged[below] = lines[below].marked(Family.RELATED, label.rule)
    return tuple(judged)


def _links_below(lines: tuple[Line, ...], label: int) -> range:
    end = label + 1
    last = min(len(lines), label + _MAX_RAIL + 2)  # a longer run is none, however long
    while end < last and lines[end].is_open and lines[end].is_link and lines[end].words <= LONG_LINE:
        end += 1
    return range(label + 1, end)


def without_blocks(lines: tuple[Line, ...], blocks: Iterable[BoilerplateBlock]) -> tuple[Line, ...]:
    """`lines` with the blocks of the outlet marked (see `BoilerplateBlock`)."""
    for block in blocks:
        is_mark = compiled_pattern(block.mark).fullmatch
        at_marks = [at for at, line in enumerate(lines) if is_mark(straight(line.text))]
        lines = (
            _without_head(lines, block, at_marks)
            if block.opens is None
            else _without_tail(lines, block, at_marks)
        )
    return lines


def is_only(lines: tuple[Line, ...], families: frozenset[Family]) -> bool:
    """Whether nothing of the article is left and most of what was taken is of these families."""
    taken = sum(line.words for line in lines if line.family in families)
    return not any(line.is_kept for line in lines) and taken * 2 >= sum(line.words for line in lines) > 0


def _form(line: Line) -> str | None:
    """What rules are asked about; None for lines that none is asked about."""
    return straight(line.text).removeprefix("- ") if len(line.text) <= _MAX_MATCHED else None


def _edges(lines: list[Line]) -> tuple[int, int]:
    """Where the head ends and the tail starts."""
    first = next((at for at, line in enumerate(lines) if _is_long(line)), None)
    if first is None:
        return _EDGE, max(0, len(lines) - _EDGE)
    return first, next(at for at in range(len(lines), 0, -1) if _is_long(lines[at - 1]))


def _is_long(line: Line) -> bool:
    return line.is_kept and line.words >= LONG_LINE


def _without_head(lines: tuple[Line, ...], block: BoilerplateBlock, at_marks: list[int]) -> tuple[Line, ...]:
    for at in at_marks:
        inside = lines[:at]
        if inside and not inside[-1].is_kept and _is_small(inside, block):
            return (*_taken(inside, block), _separator(lines[at], block), *lines[at + 1 :])
    return lines


def _without_tail(lines: tuple[Line, ...], block: BoilerplateBlock, at_marks: list[int]) -> tuple[Line, ...]:
    for at in at_marks:
        inside = lines[at + 1 :]
        if inside and not inside[0].is_kept and _is_small(inside, block):
            return (*lines[:at], _separator(lines[at], block), *_taken(inside, block))
    return lines


def _is_small(inside: tuple[Line, ...], block: BoilerplateBlock) -> bool:
    return sum(line.words for line in inside if line.is_kept) <= block.max_words


def _taken(inside: tuple[Line, ...], block: BoilerplateBlock) -> tuple[Line, ...]:
    return tuple(line.marked(block.family, block.name) for line in inside)


def _separator(line: Line, block: BoilerplateBlock) -> Line:
    return line.marked(Family.SEPARATOR, block.name)


def _folded(text: str) -> str:
    return _folded_form(matching_form(text))


def _folded_form(form: str) -> str:
    return form.lower().strip(" .:")
