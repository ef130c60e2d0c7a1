"""One worker process, seen from the thread that feeds it: a page goes in, what was read comes out, or it dies.

A plain process with one socket, and none of multiprocessing's: that would import the program that was started
(Scrapy, for a crawl) into every worker, and so triple its start and add half to its memory.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from crawler.answers import LARGEST, BadAnswer, parsed_answer
from storage.reading import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROGRAM = "import sys; from crawler import cage; cage.serve(*map(int, sys.argv[1:]))"
START = 60.0  # seconds that a worker may take for its imports; no page is to blame for them
END = 5.0  # seconds that a worker may take to end that has no work, or has hung up
# Where programs and libraries are, how text is coded, what the tests' coverage and clock need.
_PASSED = frozenset({"PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "LD_PRELOAD"})
_PASSED_FAMILIES = ("LC_", "PYTHON", "COVERAGE_", "FAKETIME")
OUT_OF_MEMORY = 112  # exit status of a worker that could not even say so


class WorkerDied(Exception):
    """The worker is gone; the message says how."""


class WorkerSlow(Exception):
    """The worker did not answer in time; it still runs."""


def worker_environment(ours: Mapping[str, str]) -> dict[str, str]:
    """What a worker may know of our environment: how to run, and none of the keys and passwords that stand in it."""
    passed = {
        name: value for name, value in ours.items() if name in _PASSED or name.startswith(_PASSED_FAMILIES)
    }
    return {**passed, "PYTHONPATH": os.pathsep.join(sys.path)}


class Worker:
    """A process that reads one capture at a time. One thread at a time, but for `kill` and `busy`."""

    def __init__(self, memory_mb: int) -> None:
        """Start it; it imports while this returns. OSError when the machine has no room for a process."""
        ours, theirs = socket.socketpair()
        self._connection = Connection(ours.detach())
        warnings = [f"-W{option}" for option in sys.warnoptions]
        self.pages = 0
        self.busy = False
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and numbers
                [sys.executable, *warnings, "-c", PROGRAM, str(theirs.fileno()), str(memory_mb)],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=worker_environment(os.environ),
                process_group=0,  # an interrupt at the terminal is the crawl's business alone
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def result(
        self,
        verb: Callable[[Any], Any],
        item: object,
        timeout: float,
        take: Callable[[Any], None] | None = None,
    ) -> Any:  # noqa: ANN401 - of any verb
        """What `verb` makes of `item` there; `take` is given each part of it before the next one is waited for.

        `timeout` is in seconds, for each part. WorkerDied, WorkerSlow, MemoryError: close it.
        """
        self.busy = True
        try:
            if not self.pages:
                self._piece(START)  # that it is ready
            self.pages += 1
            self._connection.send((verb, item))
        except OSError as error:  # hung up
            raise self._death() from error
        while isinstance(answer := self._piece(timeout), Part):
            if take:
                take(answer.entries)
        self.busy = False
        return answer

    def _piece(self, timeout: float) -> Any:  # noqa: ANN401 - whatever the worker sent
        try:
            return self._answer(timeout)
        except BadAnswer as error:
            raise WorkerDied(f"the worker answered with what is no reading: {error}") from error
        except (EOFError, OSError) as error:  # OSError: hung up, or an answer beyond measure
            raise self._death() from error

    def _answer(self, timeout: float) -> Any:  # noqa: ANN401 - whatever the worker sent
        if not self._connection.poll(timeout):
            raise WorkerSlow(f"no answer within {timeout:g} s")
        return parsed_answer(self._connection.recv_bytes(LARGEST))

    def _death(self) -> WorkerDied | MemoryError:
        try:
            status = self._process.wait(END)
        except subprocess.TimeoutExpired:
            return WorkerDied("the worker hung up")
        if status == OUT_OF_MEMORY:
            return MemoryError("the worker reached its memory limit")
        return WorkerDied(f"the worker ended with {'signal' if status < 0 else 'status'} {abs(status)}")

    def kill(self) -> None:
        """End it now, whatever it does. From any thread."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let it end, which it does when nobody is left to serve; if it does not, kill it."""
        self._connection.close()
        try:
            self._process.wait(END)
        except subprocess.TimeoutExpired:
            self.kill()
