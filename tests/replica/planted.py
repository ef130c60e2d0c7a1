"""What a replica page holds, known before it is built: the article, and all that must not be taken for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.article import Family, Kind

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page. `family` None: a paragraph of the article.

    `markup` is its inner HTML where that is more than the text; `wrap` puts it into an element of that
    class. A line that is not `inside` stands outside the element that holds the article's text: it must
    never come into the body, but need not be in the ledger.
    """

    text: str
    family: Family | None = None
    tag: str = "p"
    markup: str | None = None
    wrap: str | None = None
    inside: bool = True

    @property
    def printed(self) -> str:
        """As plain text shows it: a list item with its bullet."""
        return f"- {self.text}" if self.tag == "li" else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """An article of a replica site, with the results that an extraction has to give."""

    outlet: str
    url: str
    post_id: int
    headline: str
    lines: tuple[Line, ...]
    published: datetime  # aware UTC
    modified: datetime | None = None
    authors: tuple[str, ...]
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: str | None = None
    video: tuple[str, ...] = ()
    language: str = "en"
    kind: Kind = Kind.ARTICLE
    based_on: str | None = None
    copyright_notice: str | None = None
    dressing: str = "theme"  # which of the outlet's templates
    states_metadata: bool = True  # False: no JSON-LD and no OpenGraph, only what is printed

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(line.printed for line in self.lines if line.family is None and line.text)

    @property
    def boilerplate(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.family is not None)

    @property
    def path(self) -> str:
        return "/" + self.url.split("/", 3)[3]

    @property
    def last_change(self) -> datetime:
        return self.modified or self.published


def wanted(*texts: str, tag: str = "p") -> tuple[Line, ...]:
    return tuple(Line(text, tag=tag) for text in texts)


def unwanted(family: Family, *texts: str, tag: str = "p", wrap: str | None = None) -> tuple[Line, ...]:
    return tuple(Line(text, family, tag=tag, wrap=wrap) for text in texts)
