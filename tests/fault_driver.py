"""Makes the n-th operation on the disk fail, in forked children, one import for all.

python -m tests.fault_driver      reads lines "<how> <n> <folder>" from standard input and answers each with
"<exit status of the run> <of the next one> <operation that was hit, or ->"; `how` is one of HOW. Pages: the number of pages
is the line's fourth word.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import disk, dry_run

if TYPE_CHECKING:
    from collections.abc import Callable

DIED = 137
_HIT = "hit"  # the file that says which operation was hit


class Fault:
    """Counts operations; at the n-th, and from there on where the fault lasts, something goes wrong."""

    def __init__(self, how: str, n: int, note: Path) -> None:
        self.how, self.left, self.note = how, n, note
        self.write, self.pwrite, self.die = os.write, os.pwrite, os._exit
        self.open = os.open

    def before(self, name: str, args: tuple[Any, ...]) -> None:
        self.left -= 1
        lasting = self.how == "full" and self.left < 0 and name in _NEEDS_SPACE
        if self.left and not lasting:
            return
        if not self.left:
            self.write(self.open(self.note, os.O_WRONLY | os.O_CREAT, 0o644), name.encode())
        _HOW[self.how](self, name, args)

    def after(self, name: str, args: tuple[Any, ...]) -> None:
        """What was done is done."""

    def half(self, name: str, args: tuple[Any, ...]) -> None:
        """A write that comes half way."""
        if name == "pwrite":
            self.pwrite(args[0], bytes(args[1])[: len(args[1]) // 2], args[2])
        elif name == "write":
            self.write(args[0], bytes(args[1])[: len(args[1]) // 2])


_NEEDS_SPACE = {*disk.WRITES, "create", "mkdir", "link", "rename", "commit", "table commit"}


def _death(fault: Fault, name: str, args: tuple[Any, ...]) -> None:
    fault.half(name, args)
    fault.die(DIED)


def _error(fault: Fault, name: str, args: tuple[Any, ...]) -> None:
    if name == "commit":
        raise sqlite3.OperationalError("disk I/O error")
    raise OSError(errno.EIO, os.strerror(errno.EIO), str(args[0]))


def _full(fault: Fault, name: str, args: tuple[Any, ...]) -> None:
    fault.half(name, args)
    if name == "commit":
        raise sqlite3.OperationalError("database or disk is full")
    if name in _NEEDS_SPACE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(args[0]))


_HOW: dict[str, Callable[[Fault, str, tuple[Any, ...]], None]] = {
    "death": _death,
    "error": _error,
    "full": _full,
}
HOW = tuple(_HOW)


def main() -> None:
    dry_run.warm_up()
    for line in sys.stdin:
        how, n, folder, number = line.split()
        print(_tried(how, int(n), Path(folder), int(number)), flush=True)


def _tried(how: str, n: int, folder: Path, number: int) -> str:
    note = folder / _HIT
    first = _forked(lambda: _attempt(folder, number, Fault(how, n, note)))
    after = _forked(lambda: _attempt(folder, number, None))
    hit = note.read_text().replace(" ", "_") if note.exists() else "-"
    return f"{first} {after} {hit}"


def _attempt(folder: Path, number: int, fault: Fault | None) -> int:
    given = dry_run.pages(number)
    if fault is None:
        return dry_run.attempt(folder, given)
    with disk.watched(fault):
        return dry_run.attempt(folder, given)


def _forked(body: Callable[[], int]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = body()
        finally:
            sys.stderr.flush()
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
