"""How the pages of an outlet are built: where the article stands, and which parts of it are not the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.described import BadOutletError, require
from extractors.signature import parsed_signature

if TYPE_CHECKING:
    from datetime import date

    from storage.article import Family


@dataclass(frozen=True, slots=True)
class Drop:
    """An element of the container that is boilerplate whatever its words; its text goes to the ledger."""

    selector: str
    family: Family
    name: str = ""  # of the rule in the ledger; the selector itself when empty


@dataclass(frozen=True, slots=True)
class BlockDrop:
    """A block of boilerplate told by where its lines stand (`extractors.signature`) on some days of capture."""

    signature: str  # as `div.entry-content > aside.promo > p +link`, or a part of that
    family: Family
    name: str = ""  # of the rule in the ledger; the signature itself when empty
    valid_from: date | None = None  # first day; None: as long as the layout
    valid_until: date | None = None  # last day

    def __post_init__(self) -> None:
        try:
            parsed_signature(self.signature)
        except ValueError as error:
            message = f"{self.name or 'block drop'}: signature: {self.signature!r}: {error}"
            raise BadOutletError(message) from None
        if self.valid_from and self.valid_until:
            require(
                self.valid_from <= self.valid_until, self.signature, "valid_until", "lies before valid_from"
            )

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the outlet's pages were built during some time.

    `container` selects the element that holds the article's text. The layouts that were valid on the day of
    the capture are tried in order, and the first whose container is found is used. Without one, or when it
    yields far less than the generic extractor, the generic extractor's text is used and flagged.
    """

    name: str
    container: tuple[str, ...]
    valid_from: date | None = None  # first day; None: from the beginning
    valid_until: date | None = None  # last day; None: still in use
    drop: tuple[Drop, ...] = ()
    signatures: tuple[BlockDrop, ...] = ()  # the first that fits names the line
    headline: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()  # the line as printed; authors are read from it
    date_published: tuple[str, ...] = ()
    date_modified: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()  # strptime formats of the printed dates, tried before free reading
    article_section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    description: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(self.name, "layout", "name", "is empty")
        require(self.container, self.name, "container", "names no selector")
        if self.valid_from and self.valid_until:
            require(self.valid_from <= self.valid_until, self.name, "valid_until", "lies before valid_from")
        listed = [(drop.signature, drop.valid_from, drop.valid_until) for drop in self.signatures]
        require(len(set(listed)) == len(listed), self.name, "signatures", "one is listed twice")

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )
