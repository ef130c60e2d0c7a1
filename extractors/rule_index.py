"""Of many rules the first that explains a line, without asking each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from extractors.matching import compiled_pattern
from extractors.openings import DEPTH, NO_LETTER, folded, openings
from extractors.vocabulary import Where

if TYPE_CHECKING:
    from datetime import date

    from storage.article import Family


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


class RuleIndex:
    """Rules by the letters that their lines begin with. Answers as asking each rule in turn would."""

    def __init__(self, rules: tuple[LineRule, ...]) -> None:
        self._rules = tuple((rule, compiled_pattern(rule.expression).match) for rule in rules)
        self._places: dict[str, dict[str, tuple[int, ...]]] = {where: {} for where in Where}
        for place, rule in enumerate(rules):
            known = self._places[rule.where]
            for opening in openings(rule.expression):
                known[opening] = (*known.get(opening, ()), place)

    def explaining(self, line: str, where: Where, day: date) -> LineRule | None:
        """The first rule for this part of a text that explains `line` (in its matching form) on `day`."""
        known = self._places[where]
        opening = folded(line[: 2 * DEPTH])[:DEPTH]  # folding may shorten
        places = {place for end in range(len(opening) + 1) for place in known.get(opening[:end], ())}
        if not line[:1].isalpha():
            places.update(known.get(NO_LETTER, ()))
        for place in sorted(places):
            rule, matches = self._rules[place]
            if matches(line) and rule.valid_on(day):
                return rule
        return None


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
