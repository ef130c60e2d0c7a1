"""Runs `scrapy crawl` in forked children, so that a hundred crashes cost a hundred forks and one import.

python -m tests.crash_driver ARGUMENTS...     reads one line per attempt from standard input:
seconds after which the child is killed, or "end" to let it end; answers with the exit status of each
(-9: killed). With CRASH_WHERE=<point>:<n> in the environment the child dies at the n-th passing of that point.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING

import scrapy.cmdline

import crawler.commands.crawl
from storage import spool

if TYPE_CHECKING:
    from collections.abc import Callable

assert crawler.commands.crawl


def main() -> None:
    for line in sys.stdin:
        print(_attempt(line.strip()), flush=True)


def _attempt(when: str) -> int:
    child = os.fork()
    if child == 0:
        _crawl()
    if when != "end":
        time.sleep(float(when))
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _crawl() -> None:
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        _plant_crash()
        scrapy.cmdline.execute(["scrapy", "crawl", *sys.argv[1:]])
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - it would be lost at _exit
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _plant_crash() -> None:
    point, _, n = os.environ.get("CRASH_WHERE", "").partition(":")
    if point:
        _POINTS[point](int(n))


def _before_commit(n: int) -> None:
    """Bytes written and synced, rows not committed; transactions without bytes do not count."""
    synced = spool.Spool._sync

    def sync(self: spool.Spool, before: spool._OpenWarc | None, size: int) -> None:
        synced(self, before, size)
        if self._warc and (self._warc is not before or self._warc.size > size):
            _die_at(n)

    spool.Spool._sync = sync  # type: ignore[method-assign]


def _commit_first(n: int) -> None:
    """The wrong order on purpose: what is appended is written only after the commit."""
    write = spool._write
    synced = spool.Spool._sync
    waiting: list[tuple[int, bytes, int]] = []

    def later(descriptor: int, data: bytes, offset: int) -> None:
        waiting.append((descriptor, data, offset))

    def sync(self: spool.Spool, before: spool._OpenWarc | None, size: int) -> None:
        synced(self, before, size)
        self.db.execute("COMMIT")
        if waiting:
            _die_at(n)
        for one in waiting:
            write(*one)
        waiting.clear()
        self.db.execute("BEGIN")

    spool._write = later
    spool.Spool._sync = sync  # type: ignore[method-assign]


_passed = 0
_lock = threading.Lock()


def _die_at(n: int) -> None:
    global _passed  # noqa: PLW0603 - one child, one count
    with _lock:
        _passed += 1
        if _passed == n:
            os._exit(137)


def _no_cut(n: int) -> None:
    """A start that goes on behind whatever it finds, committed or not."""
    assert n >= 0
    opened = spool._OpenWarc

    def as_found(name: str, descriptor: int, size: int, warcinfo_id: str) -> spool._OpenWarc:
        return opened(name, descriptor, max(size, os.fstat(descriptor).st_size), warcinfo_id)

    spool._OpenWarc = as_found  # type: ignore[assignment,misc]
    spool.os = _NoTruncate()  # type: ignore[assignment,attr-defined]


class _NoTruncate:
    def __getattr__(self, name: str) -> object:
        return (lambda *_: None) if name == "ftruncate" else getattr(os, name)


_POINTS: dict[str, Callable[[int], None]] = {
    "before-commit": _before_commit,
    "commit-first": _commit_first,
    "no-cut": _no_cut,
}

if __name__ == "__main__":
    main()
