"""The one place where a crawl asks what day it is: dates of records and outcomes, due times, Retry-After.

What lasts (time-outs, politeness, budgets of minutes) is measured by the monotonic clock, which nobody sets. A process
under `faketime` is dated by it; who runs many crawls in one process shifts this clock (`shifted`). A shifted clock goes
on at the pace of the real one, for a run waits until its retries come due.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ahead = 0.0  # seconds


def seconds() -> float:
    """Seconds since the epoch."""
    return time.time() + _ahead  # noqa: TID251 - the one place


def now() -> datetime:
    """The moment, aware UTC."""
    return datetime.fromtimestamp(seconds(), UTC)


@contextmanager
def shifted(to: datetime) -> Iterator[None]:
    """Let it be `to` (aware) now, in this process; the clock goes on from there until the block ends."""
    global _ahead  # noqa: PLW0603 - a process has one date, and its threads share it
    before = _ahead
    _ahead = to.timestamp() - time.time()  # noqa: TID251 - the one place
    try:
        yield
    finally:
        _ahead = before
