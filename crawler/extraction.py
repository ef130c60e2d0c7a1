"""The worker processes, seen from the crawling process: give a capture, await its reading.

Each worker has a thread that feeds it, waits for its answer no longer than allowed, and starts another when it died.
"""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from crawler import cage
from crawler.worker import Worker, WorkerDied, WorkerSlow
from storage.article import Reason
from storage.reading import rejected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from crawler.configuration import Configuration
    from storage.announcement import SourceEntry
    from storage.capture import Capture
    from storage.reading import Part, Reading

    Entries = tuple[SourceEntry, ...]

Given = TypeVar("Given")
Made = TypeVar("Made")

AHEAD = 16  # captures in memory while earlier ones are read
CHECK_AGAIN = 0.5  # seconds after which a batch that is not taken yet may be one that never will be
KILL_AGAIN = 0.1  # seconds: a worker may be started at the moment when all are ended
REASON_OF = {
    WorkerSlow: Reason.EXTRACT_TIMEOUT,
    MemoryError: Reason.EXTRACT_MEMORY,
    WorkerDied: Reason.EXTRACT_CRASH,
}
FATAL = tuple(REASON_OF)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may take, and how many pages a worker reads before another takes its place."""

    seconds: float
    memory_mb: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Task:
    verb: Callable[[Any], Any]  # a function of a module, so that the worker finds it by its name
    item: Any
    take: Callable[[Any], None] | None = None  # is given the parts of a result that comes in parts
    future: Future[Any] = field(default_factory=Future)


class Extraction:
    """A pool of killable readers. Started at the first capture; `close` ends every worker."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._workers, self._limits = workers, limits
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._closing = Event()
        self._feeders: tuple[_Feeder, ...] = ()

    async def read(self, capture: Capture, take: Callable[[Entries], Awaitable[None]]) -> Reading:
        """The reading; a page that kills or outlasts its worker gives a rejection with the reason.

        The entries of a source come before, in batches: the worker goes on when `take` has returned.
        """
        loop = asyncio.get_running_loop()

        def hand_over(entries: Entries) -> None:  # in the thread of a feeder
            self._awaited(asyncio.run_coroutine_threadsafe(_taken(take, entries), loop))

        try:
            return await asyncio.wrap_future(self._submit(cage.read, capture, hand_over))
        except FATAL as error:
            return unread(capture, error)

    def _awaited(self, taken: Future[None]) -> None:
        """Wait, but not for a loop that has ended."""
        while not self._closing.is_set():
            try:
                return taken.result(CHECK_AGAIN)
            except TimeoutError:
                if taken.done():  # it was what `take` raised
                    raise
        raise CancelledError

    def read_now(self, capture: Capture, take: Callable[[Entries], None] | None = None) -> Reading:
        """The same, for callers without a loop; `take` is called in another thread while this one waits."""
        return _outcome(capture, self._submit(cage.read, capture, take))

    def read_all(self, captures: Iterator[Capture]) -> Iterator[Reading]:
        """Readings in the order of the captures; a few captures are read ahead."""
        ahead: deque[tuple[Capture, Future[Reading]]] = deque()
        for capture in captures:
            ahead.append((capture, self._submit(cage.read, capture)))
            if len(ahead) > AHEAD:
                yield _outcome(*ahead.popleft())
        while ahead:
            yield _outcome(*ahead.popleft())

    def each(self, verb: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made | None]:
        """What `verb`, a function of a module, makes of each item, in order; None where that cost its worker."""
        ahead: deque[Future[Made]] = deque()
        for item in items:
            ahead.append(self._submit(verb, item))
            if len(ahead) > AHEAD:
                yield _made(ahead.popleft())
        while ahead:
            yield _made(ahead.popleft())

    def _submit(
        self,
        verb: Callable[[Given], Made | Iterator[Part | Made]],
        item: Given,
        take: Callable[[Any], None] | None = None,
    ) -> Future[Made]:
        if not self._feeders:
            self._feeders = tuple(
                _Feeder(self._tasks, self._limits, self._closing) for _ in range(self._workers)
            )
            for feeder in self._feeders:
                feeder.start()
        task = _Task(verb, item, take)
        self._tasks.put(task)
        return task.future

    def kill(self) -> None:
        """End every worker at once; the process is about to exit."""
        for feeder in self._feeders:
            feeder.kill()

    def close(self) -> None:
        """End every worker, whatever it reads; readings that somebody still waits for are cancelled."""
        self._closing.set()
        for _ in self._feeders:
            self._tasks.put(None)
        for feeder in self._feeders:
            feeder.finish()


class _Feeder(Thread):
    """Hands captures from the queue to a worker, and to the next one when that has gone."""

    def __init__(self, tasks: SimpleQueue[_Task | None], limits: Limits, closing: Event) -> None:
        super().__init__(name="extraction", daemon=True)
        self._tasks, self._limits, self._closing = tasks, limits, closing
        self._worker: Worker | None = None

    def run(self) -> None:
        for task in iter(self._tasks.get, None):
            if self._closing.is_set():
                task.future.cancel()
            elif task.future.set_running_or_notify_cancel():
                self._answer(task)
        self._dismiss()

    def finish(self) -> None:
        """Return when thread and worker have ended; call it when `closing` is set."""
        while self.is_alive():
            worker = self._worker
            if worker and worker.busy:
                worker.kill()
            self.join(KILL_AGAIN)

    def kill(self) -> None:
        if worker := self._worker:
            worker.kill()

    def _answer(self, task: _Task) -> None:
        try:
            task.future.set_result(self._result(task))
        except BaseException as error:  # noqa: BLE001 - it is for who asked, and the next task may fare better
            self._dismiss()  # its answer, if one comes after all, belongs to no other page
            task.future.set_exception(error)

    def _result(self, task: _Task) -> Any:  # noqa: ANN401 - whatever its verb gives
        if self._worker and not self._worker.alive:  # killed from outside, and not by a page
            self._dismiss()
        worker = self._worker = self._worker or Worker(self._limits.memory_mb)
        try:
            result = worker.result(task.verb, task.item, self._limits.seconds, task.take)
        except FATAL as error:
            self._dismiss()
            if self._closing.is_set():
                raise CancelledError from error
            raise
        if worker.pages >= self._limits.pages:
            self._dismiss()
        return result

    def _dismiss(self) -> None:
        if self._worker:
            if self._worker.busy:
                self._worker.kill()
            self._worker.close()
            self._worker = None


def unread(capture: Capture, error: Exception) -> Reading:
    """The reading of a capture whose worker did not survive it."""
    return rejected(capture, REASON_OF[type(error)], str(error))


async def _taken(take: Callable[[Entries], Awaitable[None]], entries: Entries) -> None:
    await take(entries)


def _outcome(capture: Capture, future: Future[Reading]) -> Reading:
    try:
        return future.result()
    except FATAL as error:
        return unread(capture, error)


def _made(future: Future[Made]) -> Made | None:
    try:
        return future.result()
    except FATAL:
        return None


@contextmanager
def extraction(configuration: Configuration) -> Iterator[Extraction]:
    """A pool as configured, whether or not a crawl would read its pages."""
    limits = Limits(
        configuration.extract_timeout,
        configuration.extract_memory_mb,
        configuration.extract_pages_per_worker,
    )
    pool = Extraction(configuration.extract_workers, limits)
    try:
        yield pool
    finally:
        pool.close()
