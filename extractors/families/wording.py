"""How rules about wordings are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.vocabulary import BoilerplateRule, Scope, Where

if TYPE_CHECKING:
    from storage.article import Family

SOCIAL = (
    r"(?:facebook|twitter|x|instagram|telegram|you ?tube|linkedin|tik ?tok|whatsapp|vk|google (?:news|actualit\u00e9s)|"
    r"rumble|substack|blue ?sky|threads|mastodon|gab|parler|odysee|bitchute|max|rss)"
)
"""Where pages are followed and shared; a list of them is `SOCIAL` and whatever joins it."""

RIGHTS_OF = r"(?:(?:[\W\d]|copyright)[^!?]{0,100}?[ .,|-]+)?"
"""Whose rights they are, before "all rights reserved" on the same line."""


def prompt(alternatives: str) -> str:
    """One of the alternatives, with whatever ends a prompt: a colon, an arrow, a full stop."""
    return rf"(?:{alternatives})[ .:!>\"\u203a\u2192\u25b6\u25b8-]*"


@dataclass(frozen=True, slots=True)
class Language:
    """Makes the rules of one language; `any-fr-share` is a rule for French."""

    code: str  # ISO 639-1

    def line(
        self,
        name: str,
        family: Family,
        alternatives: str,
        *,
        examples: tuple[str, ...],
        near_misses: tuple[str, ...],
        where: Where = Where.ANYWHERE,
    ) -> BoilerplateRule:
        """A prompt or label that is a line of its own."""
        return BoilerplateRule(
            name=f"any-{self.code}-{name}",
            family=family,
            pattern=prompt(alternatives),
            examples=examples,
            near_misses=near_misses,
            where=where,
        )

    def opening(
        self,
        name: str,
        family: Family,
        pattern: str,
        *,
        examples: tuple[str, ...],
        near_misses: tuple[str, ...],
    ) -> BoilerplateRule:
        """A notice that is known by how it begins."""
        return BoilerplateRule(
            name=f"any-{self.code}-{name}",
            family=family,
            pattern=pattern,
            examples=examples,
            near_misses=near_misses,
            scope=Scope.START,
        )
