"""What a worker read out of a capture, in a form that can be kept until the run closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.article import Rejection
from storage.article_json import to_json

if TYPE_CHECKING:
    from storage.announcement import SourceEntry
    from storage.article import Reason
    from storage.capture import Capture


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


def rejected(capture: Capture, reason: Reason, detail: str) -> Reading:
    """The reading of a capture that nobody could read."""
    rejection = Rejection(reason, capture.outlet, capture.url, capture.captured_at, detail, capture.pressmark)
    return Reading(record_id(capture), to_json(rejection), reason, detail, None)


def record_id(capture: Capture) -> str:
    assert capture.pressmark, "what is read here was archived"
    return capture.pressmark.record_id
