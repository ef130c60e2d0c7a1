"""The download handler: every exchange is archived, byte for byte, before its response is handed on.

It sees what a middleware never does: robots.txt, redirects, retries, answers cut short, refused connections.
DOWNLOAD_HANDLERS = {"http": "crawler.wire.WireCaptureHandler", "https": "crawler.wire.WireCaptureHandler"}
"""
# mypy: disallow-untyped-calls=False
# (half of Twisted has no types)

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urldefrag
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, ResponseDataLossError

from crawler.recording import recorder_for
from crawler.tls import context_factory
from crawler.wire_protocol import (
    HeadersTooLargeError,
    TappedPool,
    Trace,
    current_trace,
    large_answers,
    tapped_factory,
)
from storage.exchange import Exchange, Hop, Purpose, Truncation
from storage.warc_fields import has_userinfo

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.wire_protocol import Passage

__all__ = ["CredentialsInUrl", "HeadersTooLargeError", "ToldToStop", "WireCaptureHandler", "cut_off"]

DEFAULT_MAX_HEADER_BYTES = 256 * 1024
IDLE_SECONDS = 30  # of a kept connection; a list of pages may name thousands of hosts, and each costs 80 KB
_ERROR_CHARACTERS = 500
_ASKED_AGAIN = "connection closed before any answer; the client asked again on a new one"


class CredentialsInUrl(ValueError):
    """A URL with a user name or password in it: it is not asked for, for it could not be archived."""


class ToldToStop(DownloadTimeoutError):
    """The run was told to stop, and the answer did not come to its end in the time that was left."""


_under_way: WeakKeyDictionary[Crawler, set[asyncio.Task[Response]]] = WeakKeyDictionary()


def cut_off(crawler: Crawler) -> None:
    """End the transfers that are under way; each is archived as far as it came, and raises ToldToStop."""
    for transfer in _under_way.get(crawler, ()):
        transfer.cancel()


class WireCaptureHandler(HTTP11DownloadHandler):
    """Scrapy's default handler on a pool of tapped connections.

    Reads `via` (URL), `hop` (storage.exchange.Hop) and `purpose` (Purpose) from the request's meta, and the
    setting MAX_HEADER_BYTES. Raises what Scrapy's handler raises, HeadersTooLargeError, CredentialsInUrl, and
    whatever the crawler's recorder raises.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        limit = crawler.settings.getint("MAX_HEADER_BYTES", DEFAULT_MAX_HEADER_BYTES)
        pool = TappedPool(self._pool._reactor, persistent=True)  # noqa: SLF001  # pinned by test_private_names
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        pool.cachedConnectionTimeout = IDLE_SECONDS
        pool._factory = tapped_factory(self._pool._factory, limit)  # noqa: SLF001  # pinned by test_private_names
        self._pool = pool
        self._contextFactory = context_factory(crawler)
        self._under_way = _under_way.setdefault(crawler, set())

    async def download_request(self, request: Request) -> Response:
        if has_userinfo(request.url):
            raise CredentialsInUrl("a URL with a user name or password in it is not fetched")
        trace = Trace()
        token = current_trace.set(trace)
        transfer = asyncio.ensure_future(self._transferred(request, trace))
        self._under_way.add(transfer)
        try:
            return await transfer
        finally:
            self._under_way.discard(transfer)
            current_trace.reset(token)
            await self._record(request, trace)

    async def _transferred(self, request: Request, trace: Trace) -> Response:
        """Scrapy's answer, and in the trace what passed, as it stood when this ended."""
        error: Exception | None = None
        try:
            response = await super().download_request(request)
            _refuse_broken(trace)
            return response  # noqa: TRY300  # what refuses it is handled here
        except asyncio.CancelledError:
            error = ToldToStop("the run was told to stop")
            raise error from None
        except Exception as raised:
            error = trace.error or raised
            if error is raised:
                raise
            raise error from raised
        finally:
            trace.exchanges = _exchanges(request, trace, error)

    async def _record(self, request: Request, trace: Trace) -> None:
        exchanges, trace.exchanges = trace.exchanges, ()
        for passage in trace.passages:
            passage.forget()  # the exchanges hold the bytes now
        try:
            await recorder_for(self._crawler).record(request, exchanges)
        finally:
            for passage in trace.passages:
                large_answers.release(passage)


def _refuse_broken(trace: Trace) -> None:
    """Raise ResponseDataLossError for what Scrapy takes for whole: a body of no stated length that a reset ended."""
    if trace.passages and trace.passages[-1].disconnected:
        raise ResponseDataLossError("the connection broke in a body of no stated length")


def _exchanges(request: Request, trace: Trace, error: BaseException | None) -> tuple[Exchange, ...]:
    """All passages of a request, oldest first; one exchange without bytes when no connection was made."""
    *dropped, last = trace.passages or [trace.attempt]
    return (
        *(_exchange(request, passage, Truncation.DISCONNECT, _ASKED_AGAIN) for passage in dropped),
        _exchange(request, last, _truncation(last, error), _one_line(error) if error else None),
    )


def _exchange(
    request: Request, passage: Passage, truncated: Truncation | None, error: str | None
) -> Exchange:
    response = passage.response
    return Exchange(
        url=urldefrag(request.url).url,
        started_at=passage.started_at,
        request=passage.request,
        response=response,
        ip_address=passage.ip_address,
        tls=passage.tls,
        truncated=truncated if response else None,
        fetch_time_ms=passage.fetch_time_ms,
        via=request.meta.get("via"),
        hop=Hop(request.meta.get("hop", Hop.SEED)),
        error=error,
        purpose=Purpose(request.meta.get("purpose", Purpose.PAGE)),
    )


def _truncation(passage: Passage, error: BaseException | None) -> Truncation | None:
    """Why the answer is not whole (WARC/1.1, section 5.13); None when its end was seen."""
    if passage.ended:
        return None
    if isinstance(error, DownloadCancelledError):  # larger than DOWNLOAD_MAXSIZE or MAX_HEADER_BYTES
        return Truncation.LENGTH
    if isinstance(error, DownloadTimeoutError):
        return Truncation.TIME
    return Truncation.DISCONNECT if passage.disconnected else Truncation.UNSPECIFIED


def _one_line(error: BaseException) -> str:
    text = f"{type(error).__name__}: {error}".rstrip(": ")
    return "".join(c if c.isprintable() else " " for c in text)[:_ERROR_CHARACTERS]
