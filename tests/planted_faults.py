"""Faults in a forked crawl: at the n-th passing of a point the process dies, or its trouble begins."""

from __future__ import annotations

import os
import resource
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from storage import frontier, spool

if TYPE_CHECKING:
    from collections.abc import Callable


def plant(fault: str) -> None:
    """`<name>:<n>`, as `before-commit:6`; in the process that is to meet it."""
    name, _, n = fault.partition(":")
    _FAULTS[name](int(n))


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


def _no_space(n: int) -> None:
    """From the n-th commit of the spool on, the disk is full."""

    def sync(self: spool.Spool, before: spool._OpenWarc | None, size: int) -> None:
        if _passes() >= n:
            raise sqlite3.OperationalError("database or disk is full")
        synced(self, before, size)

    synced = spool.Spool._sync
    spool.Spool._sync = sync  # type: ignore[method-assign]


def _no_files(n: int) -> None:
    """From the n-th commit of the spool on, no further file or socket can be opened."""

    def sync(self: spool.Spool, before: spool._OpenWarc | None, size: int) -> None:
        synced(self, before, size)
        if _passes() == n:
            used = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
            resource.setrlimit(resource.RLIMIT_NOFILE, (used, used))

    synced = spool.Spool._sync
    spool.Spool._sync = sync  # type: ignore[method-assign]


def _no_state(n: int) -> None:
    """From the n-th look on, the state cannot be read."""

    def due(db: sqlite3.Connection, run: str, now: float, limit: int) -> tuple[frontier.Scheduled, ...]:
        if _passes() >= n:
            raise sqlite3.OperationalError("disk I/O error")
        return read(db, run, now, limit)

    read = frontier.due
    frontier.due = due


def _clock(jump: int) -> None:
    """After the third commit with bytes, the machine's clock is set by so many seconds."""

    def sync(self: spool.Spool, before: spool._OpenWarc | None, size: int) -> None:
        synced(self, before, size)
        if self._warc and self._warc.size > size and _passes() == _JUMPS_AT:
            time.time = lambda: told() + jump

    told = time.time
    synced = spool.Spool._sync
    spool.Spool._sync = sync  # type: ignore[method-assign]


_JUMPS_AT = 3
_passed = 0
_lock = threading.Lock()


def _passes() -> int:
    global _passed  # noqa: PLW0603 - one child, one count
    with _lock:
        _passed += 1
        return _passed


def _die_at(n: int) -> None:
    if _passes() == n:
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


_FAULTS: dict[str, Callable[[int], None]] = {
    "before-commit": _before_commit,
    "commit-first": _commit_first,
    "clock": _clock,
    "no-cut": _no_cut,
    "no-files": _no_files,
    "no-space": _no_space,
    "no-state": _no_state,
}
