"""Rules that tell lines of boilerplate, and lines that say where an article comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from extractors.described import checked, require
from extractors.matching import compiled_pattern, matching_form

if TYPE_CHECKING:
    from datetime import date

    from storage.article import Family


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = (
    rf"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (?:19|20)\d\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
)
"""A printed English date, for use in patterns: `January 31, 2022`, `31 January 2022`, `01/31/2022`, `2022-01-31`."""


WHOLE = r")\Z"
"""What the expression of a rule ends with that has to explain the whole line."""


class Scope(StrEnum):
    """How much of a line a pattern has to explain before the line goes."""

    LINE = "line"  # the whole line
    START = "start"  # its beginning: the rest may say anything


class Where(StrEnum):
    """In which part of the text a rule may match."""

    ANYWHERE = "anywhere"
    HEAD = "head"  # before the first long line that no other rule takes
    TAIL = "tail"  # after the last such line


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateRule:
    """A kind of line that is not the article. A line goes only when the pattern explains it (`scope`)."""

    name: str
    family: Family
    pattern: str
    examples: tuple[str, ...]  # lines as printed that must match; at least one
    near_misses: tuple[str, ...] = ()  # lines of articles that look alike and must stay
    scope: Scope = Scope.LINE
    where: Where = Where.ANYWHERE
    valid_from: date | None = None  # days of the capture between which the rule holds
    valid_until: date | None = None

    def check(self) -> None:
        """Raises `BadOutletError` where the pattern is none, or examples and near misses say otherwise.

        Outlets ask it of their rules, the tests of the generic ones: compiling all of these was two fifths of what a
        worker imports.
        """
        checked(self.expression, self.name, "pattern")
        require(self.examples, self.name, "examples", "is empty")
        for example in self.examples:
            require(
                self.explains(matching_form(example)), self.name, "examples", f"{example!r} does not match"
            )
        for near in self.near_misses:
            require(not self.explains(matching_form(near)), self.name, "near_misses", f"{near!r} matches")

    @property
    def expression(self) -> str:
        """What matches from the beginning of each line that the rule explains."""
        return f"(?:{self.pattern}{WHOLE}" if self.scope is Scope.LINE else self.pattern

    def explains(self, line: str) -> bool:
        """`line` in its matching form; `where` and the dates are the caller's."""
        return compiled_pattern(self.expression).match(line) is not None

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateBlock:
    """A run of lines between marks (`***`, a lone `*`) that goes as a whole.

    A head block (`opens` None) runs from the top of the container to the line that `closes` matches; a tail
    block (`closes` None) from the line that `opens` matches to the end. Because authors use such marks too,
    the block goes only when the line next to the mark (before `closes`, after `opens`) is explained by a rule,
    and at most `max_words` words of it are explained by none. Explained lines keep their rule's family, the
    others take the block's; the mark itself is `Family.SEPARATOR`.
    """

    name: str
    family: Family
    opens: str | None = None
    closes: str | None = None
    max_words: int = 250  # that only the block itself would remove

    def __post_init__(self) -> None:
        one_sided = (self.opens is None) != (self.closes is None)
        require(one_sided, self.name, "opens", "a block has either `opens` (tail) or `closes` (head)")
        checked(self.opens or self.closes or "", self.name, "opens" if self.opens else "closes")
        require(self.max_words > 0, self.name, "max_words", "must be positive")

    @property
    def mark(self) -> str:
        return self.opens or self.closes or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceRule:
    """A line that says where the article comes from: it leaves the body and becomes fields.

    Named groups say which: `outlet` (the original's name), `date` (of the original), `author` (several may be
    joined by commas), `holders` (of the copyright), `byline`, `published` (date of this page), `section` and
    `keyword`. A group may be missing or empty.
    """

    name: str
    family: Family
    pattern: str  # the whole line
    examples: tuple[str, ...]
    near_misses: tuple[str, ...] = ()
    where: Where = Where.ANYWHERE

    GROUPS: ClassVar[frozenset[str]] = frozenset(
        {"outlet", "date", "author", "holders", "byline", "published", "section", "keyword"}
    )

    def check(self) -> None:
        """As that of `BoilerplateRule`; there are no other groups than `GROUPS`."""
        compiled = checked(self.pattern, self.name, "pattern")
        unknown = set(compiled.groupindex) - self.GROUPS
        require(not unknown, self.name, "pattern", f"unknown groups {sorted(unknown)}")
        require(self.examples, self.name, "examples", "is empty")
        for example in self.examples:
            require(
                compiled.fullmatch(matching_form(example)),
                self.name,
                "examples",
                f"{example!r} does not match",
            )
        for near in self.near_misses:
            require(
                not compiled.fullmatch(matching_form(near)), self.name, "near_misses", f"{near!r} matches"
            )

    @property
    def expression(self) -> str:
        """What matches from the beginning of each line that the rule explains."""
        return f"(?:{self.pattern}{WHOLE}"

    def explains(self, line: str) -> bool:
        """`line` in its matching form."""
        return compiled_pattern(self.pattern).fullmatch(line) is not None

    def valid_on(self, _day: date) -> bool:
        """Source lines mean the same whenever they were printed."""
        return True
