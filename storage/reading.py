"""What a worker read out of a capture, in a form that can be kept until the run closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.article import Reason
    from storage.exchange import Purpose


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A URL that a feed, sitemap or listing named, and what it is to be fetched for."""

    url: str
    purpose: Purpose | None  # None: of no use, by the outlet's shapes
    modified: datetime | None = None  # as the source states it, aware UTC


@dataclass(frozen=True, slots=True)
class Reading:
    """`record_id` is that of the capture; `result` is storage.article_json of an article or a rejection; empty for a source."""

    record_id: str
    result: bytes
    reason: Reason | None  # None: an article, or a source that was read
    detail: str
    article_id: str | None
    entries: tuple[SourceEntry, ...]
