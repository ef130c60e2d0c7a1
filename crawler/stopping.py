"""SIGTERM and SIGINT: a run comes to its end in order, and within STOP_SECONDS whatever hangs.

At once nothing more is asked for. After two fifths of the time, answers that still come are cut off and archived as
far as they came. At the end of it the process exits where it stands, as it might be killed at any moment: what is
committed is in the spool, and the next run takes it up. A second signal does not wait for that.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from crawler.exit_status import ExitStatus

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

TRANSFERS = 0.4  # of the time: for answers that are on their way
SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stopping:
    """`at_the_end` is called before the process exits by force."""

    def __init__(self, seconds: float, at_the_end: Callable[[], None]) -> None:
        """0 seconds: as long as it takes."""
        self._seconds, self._at_the_end = seconds, at_the_end
        self._asked, self._over = threading.Event(), threading.Event()
        self._watch = threading.Thread(target=self._wait, name="stopping", daemon=True)

    def take_over(
        self, loop: asyncio.AbstractEventLoop, drop: Callable[[], None], cut: Callable[[], None]
    ) -> None:
        """From inside the running loop: put ourselves before the handlers that Scrapy has installed.

        `drop` takes back what was not sent yet, `cut` ends what is under way.
        """
        theirs: Any = signal.getsignal(
            signal.SIGTERM
        )  # Scrapy's, which installs another for the second signal

        def first(number: int, frame: Any) -> None:  # noqa: ANN401 - the frame that was interrupted
            self._asked.set()
            loop.call_soon_threadsafe(drop)
            if self._seconds:
                loop.call_soon_threadsafe(loop.call_later, self._seconds * TRANSFERS, cut)
            theirs(number, frame)

        for each in SIGNALS:
            signal.signal(each, first)

    def leave_to_us(self) -> None:
        """After the loop: the first signal starts the time, one more ends the process."""
        for each in SIGNALS:
            signal.signal(each, self._outside)

    def _outside(self, _number: int, _frame: object) -> None:
        if self._asked.is_set():
            self._exit("told to stop twice")
        self._asked.set()

    def _wait(self) -> None:
        self._asked.wait()
        if self._seconds and not self._over.wait(self._seconds):
            self._exit(f"not at its end {self._seconds:g} s after it was told to stop")

    def _exit(self, why: str) -> None:
        self._at_the_end()
        sys.stderr.write(
            f"pressmark: {why}; all that was fetched is in the spool, the next run takes it up\n"
        )
        sys.stderr.flush()
        os._exit(ExitStatus.INCOMPLETE)

    @contextmanager
    def watching(self) -> Iterator[None]:
        before = [(each, signal.getsignal(each)) for each in SIGNALS]
        self._watch.start()
        try:
            yield
        finally:
            self._over.set()
            self._asked.set()
            for each, handler in before:
                signal.signal(each, handler)
