"""What two articles have to do with each other, and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class LinkLabel(StrEnum):
    """How the text of one article stands in another. The first three lead from a copy to its original."""

    REPOST = "repost"  # nearly the whole of one is nearly the whole of the other
    ABRIDGED = "abridged"  # the copy is shorter, and most of it is the original's
    EMBEDS = "embeds"  # the copy has a passage of the original among other text
    REVISION = "revision"  # the same article of the same outlet, changed or published again
    TEMPLATE = "template"  # the same outlet's next text in the same frame, with other facts: no duplicate


class DirectedBy(StrEnum):
    """The strongest evidence of which of the two came first, in this order."""

    CREDIT = "credit"  # the copy states that it is based on the original, or on its outlet
    LINK = "link"  # the copy links to the original's page
    DATE = "date"  # the dates of publication differ
    LENGTH = "length"  # nothing but that the copy is shorter
    ORDER = "order"  # nothing at all: by date, or by first capture. The direction is a guess
    COMMON_SOURCE = "common_source"  # both name the same third outlet: neither copied the other


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """One end of a link: a revision of an article."""

    article_id: str
    outlet: str
    url: str
    revision: int
    headline: str | None
    date_published: datetime | None  # aware UTC


@dataclass(frozen=True, slots=True)
class Link:
    """`article` has text that `original` has. Counts are of sampled 5-grams, at the sampling of both texts.

    `containment` is the share of the article's text that stands in the original, `original_containment` the share of
    the original's that stands in the article. `lag_s` is None where a date of publication is missing.
    """

    article: LinkedArticle
    original: LinkedArticle
    label: LinkLabel
    directed_by: DirectedBy
    containment: float
    original_containment: float
    shared_hashes: int
    hashes: int
    original_hashes: int
    sampled_every: int  # one 5-gram in so many was compared
    credit: str | None  # the printed line, where that is the evidence
    lag_s: int | None  # seconds from the original's publication to the article's
    year: int  # of the article's capture (UTC); the partition of its row
    rules: str  # version of the rules that made the link
