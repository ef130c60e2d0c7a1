"""Where the download handler hands its exchanges, and how it finds that place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from storage.exchange import Exchange


class Recorder(Protocol):
    async def record(self, request: Request, exchanges: tuple[Exchange, ...]) -> None:
        """Archive what one request of Scrapy's led to, oldest first; return when it is durable.

        There is always at least one exchange, and only the last can be whole: those before it were dropped
        connections on which the client asked again. What this raises replaces the response.
        """


_recorders: WeakKeyDictionary[Crawler, Recorder] = WeakKeyDictionary()


def set_recorder(crawler: Crawler, recorder: Recorder) -> None:
    """Name the recorder of a crawler, before its first request."""
    _recorders[crawler] = recorder


def recorder_for(crawler: Crawler) -> Recorder:
    """The crawler's recorder; RuntimeError when none was set, for nothing may be fetched and not kept."""
    try:
        return _recorders[crawler]
    except KeyError:
        raise RuntimeError("no recorder is set for this crawler: call set_recorder first") from None
