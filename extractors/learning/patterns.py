"""Texts that recur as rules of an outlet's file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.line_rules import BoilerplateRule, ProvenanceRule, Where
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.learning.proposal import Evidence

# What stands behind a label, as groups of `ProvenanceRule`.
_GROUPS = (
    (re.compile(r"region|section|category|categories|filed under"), "section"),
    (re.compile(r"theme|topics?|tags?|keywords?|in-depth report"), "keyword"),
    (re.compile(r"(?:articles? |written |reported |posted )?by|authors?"), "author"),
    (
        re.compile(r"(?:original )?source|.*\b(?:source\b.* is|(?:published|appeared|posted) (?:by|in))"),
        "outlet",
    ),
)
_NUMBER = r"\d+(?:[.,]\d+)*"


def outlet_rule(
    name: str,
    pattern: str,
    family: Family,
    label: str,
    examples: tuple[str, ...],
    where: Where,
    shown: Evidence,
) -> BoilerplateRule | ProvenanceRule:
    """What stands behind a label that names a field goes there, whenever it was printed. Not checked yet."""
    group = next((group for told, group in _GROUPS if told.fullmatch(label)), None)
    if group:
        family = Family.SOURCE_LINE if group == "outlet" else Family.METADATA_LINE
        named = pattern.replace("(?P<rest>", f"(?P<{group}>")
        return ProvenanceRule(name=name, family=family, pattern=named, examples=examples, where=where)
    return BoilerplateRule(
        name=name,
        family=family,
        pattern=pattern.replace("(?P<rest>", "(?:"),
        examples=examples,
        where=where,
        valid_from=shown.since,
        valid_until=shown.until,
    )


def common_opening(lines: Sequence[list[str]]) -> str:
    """The words that all begin with; at least one word of each line is behind them."""
    least = min(map(len, lines)) - 1
    same = next((at for at in range(least) if len({words[at] for words in lines}) > 1), least)
    return " ".join(lines[0][:same])


def expression(fold: str) -> str:
    """A regular expression for what was folded: any number where one stood."""
    return _NUMBER.join(re.escape(part).replace(r"\ ", " ").replace(r"\-", "-") for part in fold.split("0"))
