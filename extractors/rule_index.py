"""Of many rules the first that explains a line, without asking each."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from extractors.line_rules import WHOLE
from extractors.matching import compiled_pattern
from extractors.needles import needles
from extractors.openings import DEPTH, NO_LETTER, folded, openings, widths
from extractors.vocabulary import Where

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from storage.article import Family


_FEW = 2  # lines of one opening; of more, what all of them lack is looked for once


class LineRule(Protocol):
    """What `BoilerplateRule` and `ProvenanceRule` have in common."""

    @property
    def name(self) -> str: ...
    @property
    def family(self) -> Family: ...
    @property
    def where(self) -> Where: ...
    @property
    def expression(self) -> str: ...
    def explains(self, line: str) -> bool: ...
    def valid_on(self, day: date) -> bool: ...


class _Asked(NamedTuple):
    """A rule, and what a line has to have for it to be worth asking."""

    rule: LineRule
    expression: str  # compiled when it is first asked
    least: int
    most: int
    needles: tuple[str, ...]  # one of which stands in it, folded; empty: whatever does


class RuleIndex:
    """Rules by the letters that their lines begin with. Answers as asking each rule in turn would."""

    def __init__(self, rules: tuple[LineRule, ...]) -> None:
        self._parts = {where: _Part(tuple(rule for rule in rules if rule.where is where)) for where in Where}

    def of(self, where: Where) -> _Part:
        """The rules for one part of a text, to be asked of many lines."""
        return self._parts[where]


class _Part:
    """The rules for one part of a text."""

    def __init__(self, rules: tuple[LineRule, ...]) -> None:
        self._rules = tuple(map(_asked, rules))
        self._places: dict[str, tuple[int, ...]] = {}
        for place, asked in enumerate(self._rules):
            for opening in openings(asked.expression):
                self._places[opening] = (*self._places.get(opening, ()), place)
        self._beginnings = frozenset(
            opening[:length] for opening in self._places for length in range(1, len(opening) + 1)
        )
        self._opened: dict[tuple[str, bool], tuple[_Asked, ...]] = {}

    def explaining(self, lines: Iterable[str], day: date) -> tuple[LineRule | None, ...]:
        """For each of `lines` (in their matching form) the first rule that explains it on `day`."""
        known = [(line, folded(line)) for line in lines]
        explained: list[LineRule | None] = [None] * len(known)
        alike: dict[tuple[str, bool], list[int]] = {}
        for at, (line, form) in enumerate(known):
            alike.setdefault((self._opening(form), line[:1].isalpha()), []).append(at)
        for (opening, is_letter), places in alike.items():
            rules = self._opened_by(opening, is_letter=is_letter)
            if len(places) > _FEW:
                rules = _held_in("\n".join([known[at][1] for at in places]), rules)
            for at in places if rules else ():
                explained[at] = _explaining(rules, *known[at], day)
        return tuple(explained)

    def _opening(self, form: str) -> str:
        """The longest one that a rule has and `form` begins with: it tells all others."""
        found = ""
        for length in range(1, DEPTH + 1):
            beginning = form[:length]
            if beginning not in self._beginnings:
                break
            if beginning in self._places:
                found = beginning
        return found

    def _opened_by(self, opening: str, *, is_letter: bool) -> tuple[_Asked, ...]:
        """The rules that may explain a line of this beginning, in their order."""
        key = (opening, is_letter)
        found = self._opened.get(key)
        if found is None:
            beginnings = {opening[:length] for length in range(len(opening) + 1)}
            if not is_letter:
                beginnings.add(NO_LETTER)
            places = {place for beginning in beginnings for place in self._places.get(beginning, ())}
            found = self._opened[key] = tuple(self._rules[place] for place in sorted(places))
        return found


def _explaining(rules: tuple[_Asked, ...], line: str, form: str, day: date) -> LineRule | None:
    length = len(line)
    for rule, expression, least, most, held in rules:
        if not least <= length <= most:
            continue
        if held:
            for needle in held:  # asked of nearly every line: `any` takes twice the time
                if needle in form:
                    break
            else:
                continue
        if compiled_pattern(expression).match(line) and rule.valid_on(day):
            return rule
    return None


def _held_in(text: str, rules: tuple[_Asked, ...]) -> tuple[_Asked, ...]:
    """Those that a line of `text` (folded) may be explained by, with the needles that stand in it."""
    found = [(asked, tuple([needle for needle in asked.needles if needle in text])) for asked in rules]
    return tuple([asked._replace(needles=held) for asked, held in found if held or not asked.needles])


def _asked(rule: LineRule) -> _Asked:
    expression = rule.expression
    least, most = widths(expression)
    is_told = all(len(opening) == DEPTH for opening in openings(expression))
    return _Asked(
        rule,
        expression,
        least,
        most if expression.endswith(WHOLE) else sys.maxsize,
        () if is_told else tuple(sorted(needles(expression))),
    )


class _Same:
    """Rules as a key: equal only to the very same objects, which is told without reading their texts."""

    __slots__ = ("ids", "rules")

    def __init__(self, rules: tuple[LineRule, ...]) -> None:
        self.rules = rules  # kept, so that no other object can ever bear one of the ids
        self.ids = tuple(map(id, rules))

    def __hash__(self) -> int:
        return hash(self.ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.ids == other.ids


def rule_index(rules: tuple[LineRule, ...]) -> RuleIndex:
    """The index of these rules; made once, since the same ones are asked for page after page."""
    return _made(_Same(rules))


@lru_cache(maxsize=64)
def _made(same: _Same) -> RuleIndex:
    return RuleIndex(same.rules)
