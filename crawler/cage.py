"""A worker process: one task after another under limits, such as to read a capture.

A hostile page can hold a parser for a minute or fill memory; here it costs one process and one page. What reading needs is
imported in the worker alone: the rules of seven languages take longer to load than a crawl that finds nothing new.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from crawler import logs
from crawler.worker import OUT_OF_MEMORY

if TYPE_CHECKING:
    from storage.capture import Capture
    from storage.reading import Part, Reading

_READING = "crawler.capture_reading"
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h


def serve(descriptor: int, memory_mb: int) -> None:
    """Answer every task that comes in at the socket (a function, its argument), until nobody is at its other end."""
    logs.install_in_worker()
    importlib.import_module(_READING)
    _leave_the_network()
    _set_limits(memory_mb)
    gc.freeze()  # the rules stay: looking through them again and again takes a twentieth of the time
    with Connection(descriptor) as parent, suppress(EOFError, ConnectionError):
        parent.send("ready")
        try:
            while True:
                verb, item = parent.recv()
                answer = verb(item)
                for part in answer if isinstance(answer, Iterator) else (answer,):
                    parent.send(part)
        except MemoryError:  # of a capture or a reading on its way; the parent hears of it by the status
            os._exit(OUT_OF_MEMORY)


def _set_limits(memory_mb: int) -> None:
    """For this process, and for good."""
    size = memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_the_network() -> None:
    """Where Linux allows it, a network namespace of our own with nothing in it (unshare(2)); elsewhere, nothing.

    Root may; others by way of a user namespace, unless that is forbidden (`kernel.unprivileged_userns_clone`,
    `RestrictNamespaces=`, most containers). docs/threat-model.md says what holds then. os.unshare comes with Python 3.12.
    """
    if sys.platform != "linux":
        return
    unshare = ctypes.CDLL(None).unshare
    if unshare(_CLONE_NEWNET) != 0:
        unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def read(capture: Capture) -> Iterator[Part | Reading]:
    """The entries of a source in parts, and the reading last (crawler.capture_reading)."""
    readings: Iterator[Part | Reading] = importlib.import_module(_READING).read(capture)
    return readings
