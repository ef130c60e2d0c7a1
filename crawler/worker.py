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
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = "import sys; from crawler import cage; cage.serve(*map(int, sys.argv[1:]))"
START = 60.0  # seconds that a worker may take for its imports; no page is to blame for them
END = 5.0  # seconds that a worker may take to end that has no work, or has hung up
OUT_OF_MEMORY = 112  # exit status of a worker that could not even say so


class Part(NamedTuple):
    """A piece of an answer that comes in pieces; what is no part is the last one."""

    content: Any  # of any verb


class WorkerDied(Exception):
    """The worker is gone; the message says how."""


class WorkerSlow(Exception):
    """The worker did not answer in time; it still runs."""


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
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                process_group=0,  # an interrupt at the terminal is the crawl's business alone
            )

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
                self._answer(START)  # that it is ready
            self.pages += 1
            self._connection.send((verb, item))
            while isinstance(answer := self._answer(timeout), Part):
                if take:
                    take(answer.content)
        except (EOFError, ConnectionError) as error:
            raise self._death() from error
        self.busy = False
        return answer

    def _answer(self, timeout: float) -> Any:  # noqa: ANN401 - whatever the worker sent
        if not self._connection.poll(timeout):
            raise WorkerSlow(f"no answer within {timeout:g} s")
        return self._connection.recv()

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
