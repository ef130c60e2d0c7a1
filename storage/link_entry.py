"""What linking knows of an article: its fingerprint, its addresses, and whom it credits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from datetime import datetime

    from storage.article import Kind


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes of a text's 5-grams (`extractors.fingerprint` says which). Equal texts have equal ones.

    `posted` is what the inverted index holds, one 5-gram in sixteen, and more of a short text; `sample` what two texts are compared by, the
    low 32 bits of one in `every`, in the order of the text.
    """

    posted: tuple[int, ...]
    sample: array[int]
    every: int
    numbers: array[int]  # hashes of the words with digits, sorted: what changes in a frame from day to day


@dataclass(frozen=True, slots=True)
class Credit:
    """A source that the page states: the site, and the page if its address was given (hashed)."""

    site: str
    page: int | None
    evidence: str


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """One revision of an article. `site` is the outlet, or the host where the outlet is only `pages`."""

    article_id: str
    outlet: str
    site: str
    url: str
    kind: Kind
    revision: int
    content_digest: str
    headline: str | None
    heading: str  # the headline's words, folded
    date_published: datetime | None
    captured_at: datetime
    fingerprint: Fingerprint
    pages: array[int]  # hashed names of the article's own addresses
    linked_pages: array[int]  # of those that it links to
    credits: tuple[Credit, ...]
