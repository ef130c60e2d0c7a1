"""Texts of which a line has to hold one for a pattern to match it, read off the parsed pattern.

Patterns that begin with anything would be asked about every line; looking for a word in it first takes a tenth of
the time. The answer may be too generous and never too narrow: no needle means that nothing is known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractors.openings import GROUPS, MOST_PATTERNS, NOTHING_READ, REPEATS, folded, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_NEEDLES = 12  # more of them take longer than the pattern
_SHORTEST = 3  # characters; shorter ones stand in nearly every line


@lru_cache(maxsize=MOST_PATTERNS)
def needles(pattern: str) -> frozenset[str]:
    """Folded texts, one of which every text has that `pattern` matches; empty where no such are known."""
    found = _shortest(frozenset(map(folded, _best(parsed(pattern)))))
    is_useful = len(found) <= _MAX_NEEDLES and min(map(len, found), default=0) >= _SHORTEST
    return found if is_useful else frozenset()


def _shortest(found: frozenset[str]) -> frozenset[str]:
    """Without those that hold another, which stands wherever they do."""
    return frozenset(one for one in found if not any(other != one and other in one for other in found))


def _best(tokens: Iterable[Any]) -> frozenset[str]:
    """Of all parts that have to be there, the one that tells most."""
    parts: list[frozenset[str]] = []
    run = ""
    for operation, argument in tokens:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)
        elif name not in NOTHING_READ:
            parts += [frozenset({run}), _of_one(name, argument)]
            run = ""
    told = [part for part in (*parts, frozenset({run})) if part and "" not in part]
    return max(told, key=lambda part: (min(map(len, part)), -len(part), sorted(part)), default=frozenset())


def _of_one(name: str, argument: Any) -> frozenset[str]:  # noqa: ANN401 - see `openings.parsed`
    if name == "BRANCH":
        branches = [_best(branch) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    if name in GROUPS:
        return _best(argument[-1] if name == "SUBPATTERN" else argument)
    if name in REPEATS and argument[0] > 0:
        return _best(argument[2])
    return frozenset()
