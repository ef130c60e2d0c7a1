"""What a source says: of a URL, and of its own damage."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from extractors.dates import EARLIEST, SLACK, moment
from extractors.matching import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.dates import Reading
    from extractors.vocabulary import Purpose

MAX_TITLE = 1_000  # characters
MAX_ID = 500  # characters
MAX_NAMES = 50  # authors or keywords of one entry
_WHOLE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)\Z")
_TAG = re.compile(r"<[^<>]{0,300}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A URL that a source names, not yet fetched, and all that the source says of it."""

    url: str  # absolute http or https, without user and fragment
    purpose: Purpose
    date_published: datetime | None = None  # aware UTC, as is the next one
    date_modified: datetime | None = None  # `lastmod` of a sitemap is one
    title: str | None = None
    author: tuple[str, ...] = ()
    in_language: str | None = None
    keywords: tuple[str, ...] = ()
    source_id: str | None = None  # the outlet's own id: a guid, the number of a post


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a source, in a few words; its good entries are used all the same."""

    detail: str


def date(text: str, reading: Reading) -> datetime | None:
    """As `moment` reads it; the form of nearly all sources, a whole ISO 8601 moment, at a tenth of the cost."""
    if not text:
        return None
    if _WHOLE.match(text):
        try:
            at = datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        return at if at >= EARLIEST and at - SLACK <= reading.not_after else None
    found = moment(text, reading)
    return found.at if found else None


def title(text: str) -> str | None:
    """As a reader sees it: feeds escape markup once, or twice."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return plain(text)[:MAX_TITLE].strip() or None


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once, as printed."""
    shown = (title(text) for text in texts)
    return tuple(dict.fromkeys(name for name in shown if name))[:MAX_NAMES]
