"""The one place where a crawl asks what day it is: dates of records and outcomes, due times, Retry-After.

The machine's clock is read once, when the process starts, and goes on from there by a clock that nobody sets and that counts
sleep: a clock that is put right, or wrong, in the middle of a run moves nothing in it. A process under `faketime` is dated
by it; who runs many crawls in one process shifts this clock (`shifted`). A shifted clock goes on at the pace of the real one,
for a run waits until its retries come due.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def _elapsed() -> float:
    """Seconds since some moment."""
    counts_sleep = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux has it
    return time.clock_gettime(counts_sleep)


_started = time.time() - _elapsed()  # noqa: TID251 - the one place
_ahead = 0.0  # seconds


def seconds() -> float:
    """Seconds since the epoch."""
    return _started + _elapsed() + _ahead


def now() -> datetime:
    """The moment, aware UTC."""
    return datetime.fromtimestamp(seconds(), UTC)


@contextmanager
def shifted(to: datetime) -> Iterator[None]:
    """Let it be `to` (aware) now, in this process; the clock goes on from there until the block ends."""
    global _ahead  # noqa: PLW0603 - a process has one date, and its threads share it
    before = _ahead
    _ahead += to.timestamp() - seconds()
    try:
        yield
    finally:
        _ahead = before
