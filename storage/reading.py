"""What a worker read out of a capture, in a form that can be kept until the run closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.announcement import SourceEntry
    from storage.article import Reason


@dataclass(frozen=True, slots=True)
class Part:
    """A batch of the entries of a source; its reading comes after the last one."""

    entries: tuple[SourceEntry, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """`record_id` is that of the capture; `result` is storage.article_json of an article or a rejection; empty for a source."""

    record_id: str
    result: bytes
    reason: Reason | None  # None: an article, or a source that was read
    detail: str  # of a source: what is wrong with it
    article_id: str | None
