"""The worker processes, seen from the crawling process: give a capture, await its reading.

Pebble kills a worker that takes too long and says when one died; the fork server makes a new one in
milliseconds, with the extractors already imported.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import deque
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler import cage
from storage.article import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from crawler.configuration import Configuration
    from storage.capture import Capture
    from storage.reading import Reading


Given = TypeVar("Given")
Made = TypeVar("Made")

FATAL = (ProcessExpired, FutureTimeoutError, MemoryError)  # of a page, to its worker
AHEAD = 16  # captures in memory while earlier ones are read


class Extraction:
    """A pool of killable readers. Started at the first capture; `close` ends every worker."""

    def __init__(self, workers: int, timeout: float, memory_mb: int, pages_per_worker: int) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(cage.IMPORTED_IN_ADVANCE))
        self._timeout = timeout
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=pages_per_worker,
            initializer=cage.enter,
            initargs=(memory_mb,),
            context=context,
        )

    async def read(self, capture: Capture) -> Reading:
        """The reading; a page that kills or outlasts its worker gives a rejection with the reason."""
        try:
            return await asyncio.wrap_future(self._submit(capture))
        except FATAL as error:
            return unread(capture, error, self._timeout)

    def read_now(self, capture: Capture) -> Reading:
        """The same, for callers without a loop."""
        return next(self.read_all(iter((capture,))))

    def read_all(self, captures: Iterator[Capture]) -> Iterator[Reading]:
        """Readings in the order of the captures; a few captures are read ahead."""
        ahead: deque[tuple[Capture, Future[Reading]]] = deque()
        for capture in captures:
            ahead.append((capture, self._submit(capture)))
            if len(ahead) > AHEAD:
                yield self._reading(*ahead.popleft())
        while ahead:
            yield self._reading(*ahead.popleft())

    def each(self, task: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made | None]:
        """What `task`, a function of a module, makes of each item, in order; None where that cost its worker."""
        ahead: deque[Future[Made]] = deque()
        for item in items:
            ahead.append(self._pool.schedule(task, args=(item,), timeout=self._timeout))
            if len(ahead) > AHEAD:
                yield _made(ahead.popleft())
        while ahead:
            yield _made(ahead.popleft())

    def _reading(self, capture: Capture, future: Future[Reading]) -> Reading:
        try:
            return future.result()
        except FATAL as error:
            return unread(capture, error, self._timeout)

    def _submit(self, capture: Capture) -> Future[Reading]:
        future: Future[Reading] = self._pool.schedule(cage.read, args=(capture,), timeout=self._timeout)
        return future

    def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # Pebble is half typed
        self._pool.join()


def _made(future: Future[Made]) -> Made | None:
    try:
        return future.result()
    except FATAL:
        return None


def unread(capture: Capture, error: BaseException, timeout: float) -> Reading:
    """The reading of a capture whose worker did not survive it."""
    if isinstance(error, FutureTimeoutError):
        return cage.rejected(capture, Reason.EXTRACT_TIMEOUT, f"no answer within {timeout:g} s")
    if isinstance(error, MemoryError):
        return cage.rejected(capture, Reason.EXTRACT_MEMORY, "the worker reached its memory limit")
    return cage.rejected(capture, Reason.EXTRACT_CRASH, " ".join(str(error).split()))


@contextmanager
def extraction(configuration: Configuration) -> Iterator[Extraction]:
    """A pool as configured, whether or not a crawl would read its pages."""
    pool = Extraction(
        configuration.extract_workers,
        configuration.extract_timeout,
        configuration.extract_memory_mb,
        configuration.extract_pages_per_worker,
    )
    try:
        yield pool
    finally:
        pool.close()
