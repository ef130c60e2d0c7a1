"""Inside a worker process: read one capture after another under limits, and give plain bytes back.

A hostile page can hold a parser for a minute or fill memory; here it costs one process and one page.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import extractors
from crawler import logs
from crawler.source_reading import SOURCES, batches
from crawler.worker import OUT_OF_MEMORY
from extractors import Problem
from extractors.by_trafilatura import forget
from extractors.decode import response
from storage.article import Article, Reason, Rejection
from storage.article_json import to_json
from storage.exchange import Purpose
from storage.http_message import HttpResponse
from storage.reading import Part, Reading

if TYPE_CHECKING:
    from storage.capture import Capture

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
CACHES_KEPT_FOR = 200  # pages; trafilatura's caches hold whole paragraphs, which may be of 1 MB
MAX_DETAIL = 1_000  # characters in which the problems of a source are named
_NO_SOURCE = frozenset(
    {
        Reason.HTTP_STATUS,
        Reason.BLOCKED,
        Reason.CONSENT_WALL,
        Reason.ERROR_PAGE,
        Reason.BAD_HTTP,
        Reason.BAD_ENCODING,
    }
)
_pages = 0


def serve(descriptor: int, memory_mb: int) -> None:
    """Answer every task that comes in at the socket (a function, its argument), until nobody is at its other end."""
    logs.install_in_worker()
    _leave_the_network()
    _set_limits(memory_mb)
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
    """The entries of a source in parts, and the reading last; never an exception for what a page says."""
    _forget_now_and_then()
    try:
        if capture.purpose in SOURCES:
            yield from _source(capture)
        else:
            yield _page(capture)
    except MemoryError:
        yield rejected(capture, Reason.EXTRACT_MEMORY, "the worker reached its memory limit")
    except Exception as error:  # noqa: BLE001 - a defect of ours costs one page, which stays archived and is named
        yield rejected(capture, Reason.EXTRACT_CRASH, ascii(f"{type(error).__name__}: {error}")[1:-1][:300])


def rejected(capture: Capture, reason: Reason, detail: str) -> Reading:
    """The reading of a capture that nobody could read."""
    rejection = Rejection(reason, capture.outlet, capture.url, capture.captured_at, detail, capture.pressmark)
    return Reading(_record_id(capture), to_json(rejection), reason, detail, None)


def _record_id(capture: Capture) -> str:
    assert capture.pressmark, "what is read here was archived"
    return capture.pressmark.record_id


def _source(capture: Capture) -> Iterator[Part | Reading]:
    received = response(capture)
    if isinstance(received, HttpResponse) and received.status != 200:
        yield rejected(capture, Reason.HTTP_STATUS, str(received.status))
        return
    problems = []
    named = False
    for batch in batches(capture):
        if isinstance(batch, Problem):
            problems.append(batch.detail)
        else:
            named = True
            yield Part(batch)
    refused = None if named or capture.purpose is Purpose.ROBOTS else _refused_source(capture)
    yield refused or Reading(_record_id(capture), b"", None, "; ".join(problems)[:MAX_DETAIL], None)


def _page(capture: Capture) -> Reading:
    result = extractors.extract(capture)
    if isinstance(result, Article):
        return Reading(_record_id(capture), to_json(result), None, "", result.article_id)
    return Reading(_record_id(capture), to_json(result), result.reason, result.detail, None)


def _refused_source(capture: Capture) -> Reading | None:
    """The reading of a source that names nothing because it is none: an error, or what stands before the site."""
    result = extractors.extract(capture)
    if isinstance(result, Article) or result.reason not in _NO_SOURCE:
        return None
    return rejected(capture, result.reason, result.detail)


def _forget_now_and_then() -> None:
    global _pages  # noqa: PLW0603 - counts the pages of this process
    _pages += 1
    if _pages % CACHES_KEPT_FOR == 0:
        forget()
