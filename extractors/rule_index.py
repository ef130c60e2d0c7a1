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
    from datetime import date

    from storage.article import Family

_REMEMBERED = 2_500  # beginnings of lines, of one index


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
        self._rules_for_ascii = tuple(map(_for_ascii, self._rules))
        self._places: dict[str, tuple[int, ...]] = {}
        for place, asked in enumerate(self._rules):
            for opening in openings(asked.expression):
                self._places[opening] = (*self._places.get(opening, ()), place)
        self._found: dict[tuple[str, bool, bool], tuple[_Asked, ...]] = {}

    def explaining(self, line: str, day: date) -> LineRule | None:
        """The first rule that explains `line` (in its matching form) on `day`."""
        form, length = folded(line), len(line)
        key = (form[:DEPTH], line[:1].isalpha(), line.isascii())
        asked = self._found.get(key)
        if asked is None:
            asked = self._opened_by(*key)
        for rule, expression, least, most, held in asked:
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

    def _opened_by(self, opening: str, is_letter: bool, is_ascii: bool) -> tuple[_Asked, ...]:  # noqa: FBT001 - a key
        """The rules that may explain a line of this beginning, in their order. Remembered: lines begin alike."""
        places = {place for end in range(len(opening) + 1) for place in self._places.get(opening[:end], ())}
        if not is_letter:
            places.update(self._places.get(NO_LETTER, ()))
        rules = self._rules_for_ascii if is_ascii else self._rules
        found = tuple(asked for place in sorted(places) if (asked := rules[place]))
        if len(self._found) >= _REMEMBERED:
            self._found.clear()
        self._found[opening, is_letter, is_ascii] = found
        return found


def _for_ascii(asked: _Asked) -> _Asked | None:
    """What is asked of a line in ASCII, in which no other needles stand; None: no such line is explained."""
    held = tuple(needle for needle in asked.needles if needle.isascii())
    return asked._replace(needles=held) if held or not asked.needles else None


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
