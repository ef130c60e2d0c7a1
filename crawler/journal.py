"""The one thread that touches the spool: whatever waits when it is free becomes one durable transaction.

Compression, pwrite, fsync and commit cost the reactor nothing but the wait of the request that caused them.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

    from storage.spool import Spool

T = TypeVar("T")
BATCH = 64  # operations after which a transaction takes no more
PATIENCE = 0.2  # seconds


class JournalFailed(Exception):
    """The disk or the state failed, now or earlier; nothing more is taken, what was committed is kept."""


@dataclass(frozen=True, slots=True)
class _Entry:
    operation: Callable[[Spool], Any]
    future: asyncio.Future[Any]


class Journal:
    """Runs operations on the spool in the order of their submission, several in one transaction.

    A future's result means: durable. An operation that raises is rolled back alone and its future raises;
    when the disk fails or the state does, that operation and all later ones raise JournalFailed.
    """

    def __init__(
        self,
        spool: Spool,
        loop: asyncio.AbstractEventLoop,
        warc_max_bytes: int,
        on_sealed: Callable[[Path], None],
    ) -> None:
        self._spool = spool
        self._loop = loop
        self._warc_max_bytes = warc_max_bytes
        self._on_sealed = on_sealed
        self._queue: SimpleQueue[list[_Entry] | None] = SimpleQueue()
        self._patient: list[_Entry] = []
        self._timer: asyncio.TimerHandle | None = None
        self.failure: JournalFailed | None = None
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def submit(self, operation: Callable[[Spool], T], *, patient: bool = False) -> asyncio.Future[T]:
        """Have the operation done; a patient one shares the next transaction, or waits for PATIENCE at most."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._patient.append(_Entry(operation, future))
        if not patient or len(self._patient) >= BATCH:
            self._hurry()
        elif self._timer is None:
            self._timer = self._loop.call_later(PATIENCE, self._hurry)
        return future

    def close(self) -> None:
        """Finish what was submitted; the spool then belongs to the caller again."""
        self._hurry()
        self._queue.put(None)
        self._thread.join()

    def _hurry(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._patient:
            self._queue.put(self._patient)
            self._patient = []

    def _run(self) -> None:
        # Each batch in a call of its own: in a variable here, its bytes would live on until the next one comes.
        while self._serve_next():
            pass

    def _serve_next(self) -> bool:
        batch = self._next_batch()
        if batch is None:
            return False
        results = self._committed(batch)
        self._loop.call_soon_threadsafe(_deliver, batch, results)
        return True

    def _next_batch(self) -> list[_Entry] | None:
        batch = self._queue.get()
        while batch and len(batch) < BATCH and not self._queue.empty():
            more = self._queue.get()
            if more is None:
                self._queue.put(None)
                break
            batch += more
        return batch

    def _committed(self, batch: list[_Entry]) -> list[Any]:
        if self.failure:
            return [self.failure] * len(batch)
        try:
            self._rotate()
            with self._spool.transaction():
                return [entry.operation(self._spool) for entry in batch]
        except Exception as error:  # noqa: BLE001 - each is handed to the one who asked
            if len(batch) > 1:
                return [self._committed([entry])[0] for entry in batch]
            return [self._failed(error) if isinstance(error, _DISK) else error]

    def _failed(self, error: Exception) -> JournalFailed:
        self.failure = JournalFailed(str(error))
        self.failure.__cause__ = error
        return self.failure

    def _rotate(self) -> None:
        if self._spool.warc_size >= self._warc_max_bytes:
            sealed = self._spool.seal()
            if sealed:
                self._on_sealed(sealed)


_DISK = (OSError, sqlite3.Error)


def _deliver(batch: list[_Entry], results: list[Any]) -> None:
    for entry, result in zip(batch, results, strict=True):
        if entry.future.done():  # cancelled by who waited; the operation stands all the same
            continue
        if isinstance(result, Exception):
            entry.future.set_exception(result)
        else:
            entry.future.set_result(result)
