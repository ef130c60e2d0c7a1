"""What a proposal is called, and which family it is guessed to be of: for a person to correct."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from extractors.learning.cues import family_by_names, family_by_words
from extractors.signature import Flag
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.learning.digest import SeenLine

_MAX_NAME = 40  # characters
_TOLD = 0.25  # of the lines, from which what rules or words say of them names the family


def guessed_family(lines: Sequence[SeenLine], steps: tuple[str, ...] = ()) -> Family:
    """By the rules that take its lines, the names of its blocks, the words in it; links without any are related ones."""
    by_rules = Counter(line.family for line in lines if line.family)
    by_words = Counter(told for line in lines if (told := family_by_words(line.text)))
    ranked = (_most(by_rules, lines), family_by_names(steps), _most(by_words, lines))
    is_links = sum(Flag.LINK in line.place.flags for line in lines) * 2 > len(lines)
    return next((family for family in ranked if family), Family.RELATED if is_links else Family.NAVIGATION)


def rule_name(text: str, taken: Iterable[str]) -> str:
    """`text` as a name in lower-case ASCII that is none of `taken`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z]+", "-", plain).strip("-")[:_MAX_NAME].rstrip("-") or "line"
    names = set(taken)
    number = next(number for number in range(1, len(names) + 2) if _numbered(name, number) not in names)
    return _numbered(name, number)


def _numbered(name: str, number: int) -> str:
    return f"learned-{name}" if number == 1 else f"learned-{name}-{number}"


def _most(told: Counter[Family], lines: Sequence[SeenLine]) -> Family | None:
    if not told:
        return None
    family = min(told, key=lambda family: (-told[family], family))
    return family if told[family] >= _TOLD * len(lines) else None
