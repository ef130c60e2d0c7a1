"""The letters that a line has to begin with for a pattern to match it, and its length, read off the parsed pattern.

Rules are matched from the beginning of a line, and nearly every line of a page begins as no rule does. The
answer may be too generous and never too narrow: what is not understood counts as "begins with anything".

The parse tree is that of the standard library (`re._parser`, private): `tests/test_rule_index.py` fails when it
changes. Whoever replaces it may return `ANYTHING` for every pattern and loses speed alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DEPTH = 6  # folded characters that are told
ANYTHING = ""
NO_LETTER = "\0"
"""Stands for every character that is no letter: bullets, digits, quotation marks."""

MOST_PATTERNS = 1_024  # remembered: outlets and kinds of articles share the generic ones
_MAX_OPENINGS = 2_000  # before more characters; beyond, what was read so far is the answer
_MAX_CLASS = 16  # characters of a class that are written out
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
GROUPS = frozenset({"SUBPATTERN", "ATOMIC_GROUP"})
NOTHING_READ = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_CATEGORIES_WITHOUT_LETTERS = frozenset({"CATEGORY_DIGIT", "CATEGORY_SPACE", "CATEGORY_NOT_WORD"})

# The standard library describes its parse tree to nobody, so its nodes are Any here and nowhere else.
# One tree is kept: openings, widths and needles of a pattern are asked for in a row.
parsed: Callable[[str], Any] = lru_cache(maxsize=1)(import_module("re._parser").parse)


@dataclass(frozen=True, slots=True)
class _Read:
    """Beginnings of lines: those after which the pattern reads on, and those after which anything may come."""

    open: frozenset[str]
    closed: frozenset[str] = frozenset()


def folded(text: str) -> str:
    """One spelling for whatever `re.IGNORECASE` takes for one: final sigma, long s, dotless i, capital sharp s."""
    if text.isascii():
        return text.lower()
    return text.lower().upper().lower().replace("\u03c2", "\u03c3").replace("\u0307", "")


@lru_cache(maxsize=MOST_PATTERNS)
def openings(pattern: str) -> frozenset[str]:
    """Folded beginnings, at most `DEPTH` long, one of which every line has that `pattern` matches from its start."""
    read = _after(parsed(pattern), _Read(frozenset({""})))
    return _shortest(frozenset(map(folded, read.open | read.closed)))


@lru_cache(maxsize=MOST_PATTERNS)
def widths(pattern: str) -> tuple[int, int]:
    """The fewest and the most characters that `pattern` can match; of what has no end, more than any line has."""
    least, most = parsed(pattern).getwidth()
    return int(least), int(most)


def _shortest(found: frozenset[str]) -> frozenset[str]:
    return frozenset(
        opening for opening in found if not any(opening[:length] in found for length in range(len(opening)))
    )


def _after(tokens: Iterable[Any], read: _Read) -> _Read:
    for operation, argument in tokens:
        if not read.open:
            break
        step = _after_one(str(operation), argument, read.open)
        read = _Read(step.open, read.closed | step.closed)
    return read


def _after_one(operation: str, argument: Any, before: frozenset[str]) -> _Read:  # noqa: ANN401 - see parsed
    if operation in NOTHING_READ:
        return _Read(before)
    if operation in {"LITERAL", "IN"}:
        return _after_class(argument if operation == "IN" else ((operation, argument),), before)
    if operation == "BRANCH":
        return _union(_after(branch, _Read(before)) for branch in argument[1])
    if operation in GROUPS:
        return _after(argument[-1] if operation == "SUBPATTERN" else argument, _Read(before))
    if operation in REPEATS:
        least, most, repeated = argument
        return _after_repeat(least, most, repeated, before)
    return _Read(frozenset(), before)


def _after_class(items: Iterable[Any], before: frozenset[str]) -> _Read:
    characters = _characters(items)
    if characters is not None and len(characters) <= _MAX_CLASS:
        return _with_characters(before, characters)
    if "" in before and _has_no_letter(items):
        return _Read(frozenset(), before - {""} | {NO_LETTER})
    return _Read(frozenset(), before)


def _after_repeat(least: Any, most: Any, tokens: Any, before: frozenset[str]) -> _Read:  # noqa: ANN401 - see parsed
    found = _Read(before if least == 0 else frozenset())
    seen, times = frozenset[str](), 0
    while before - seen and times < most:
        seen, times = seen | before, times + 1
        step = _after(tokens, _Read(before))
        before = step.open
        found = _union((found, _Read(before if times >= least else frozenset(), step.closed)))
    # A repetition that may read nothing never gets further: whatever it has reached is reached.
    return found if times >= least else _union((found, _Read(before)))


def _with_characters(before: frozenset[str], characters: tuple[str, ...]) -> _Read:
    if len(before) * len(characters) > _MAX_OPENINGS:
        return _Read(frozenset(), before)
    longer = {opening + character for opening in before for character in characters}
    full = {opening for opening in longer if len(opening) >= DEPTH}
    return _Read(frozenset(longer - full), frozenset(full))


def _union(parts: Iterable[_Read]) -> _Read:
    known = tuple(parts)
    return _Read(
        frozenset(chain.from_iterable(part.open for part in known)),
        frozenset(chain.from_iterable(part.closed for part in known)),
    )


def _characters(items: Iterable[Any]) -> tuple[str, ...] | None:
    """Those of a class; None when it is negated or has a category or a long range."""
    found: list[str] = []
    for kind, value in items:
        if str(kind) == "LITERAL":
            found.append(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _MAX_CLASS:
            found.extend(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return tuple(found)


def _has_no_letter(items: Iterable[Any]) -> bool:
    return all(
        str(value) in _CATEGORIES_WITHOUT_LETTERS
        if str(kind) == "CATEGORY"
        else str(kind) in {"LITERAL", "RANGE"} and not _letters(_characters(((kind, value),)))
        for kind, value in items
    )


def _letters(characters: tuple[str, ...] | None) -> bool:
    return characters is None or any(any(map(str.isalpha, folded(character))) for character in characters)
