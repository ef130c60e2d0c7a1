"""Stands between the project and the disk: every operation that changes it is told before and after it is done.

Our own code runs as it is; what is replaced are the operating system's calls (of `os`, by which pathlib works, too) and
SQLite's commits. What Rust writes (the commits of Delta tables) is told of as a whole.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from storage import delta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WRITES = ("write", "pwrite")
CALLS = (*WRITES, "fsync", "ftruncate", "rename", "link", "mkdir", "unlink", "rmdir")
_CHANGES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Watcher(Protocol):
    """Is told of every operation; may raise or end the process instead of letting it happen."""

    def before(self, name: str, args: tuple[Any, ...]) -> None: ...

    def after(self, name: str, args: tuple[Any, ...]) -> None: ...


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Put the watcher between, for the whole process."""
    own = {name: getattr(os, name) for name in CALLS}
    opened, connect, commit = os.open, sqlite3.connect, delta.commit
    for name, call in own.items():
        setattr(os, name, _told(watcher, name, call))
    os.open = _told(watcher, "create", opened, lambda args: bool(args[1] & os.O_CREAT))
    sqlite3.connect = partial(connect, factory=partial(_Connection, watcher))  # type: ignore[assignment]
    delta.commit = _told(watcher, "table commit", commit)
    try:
        yield
    finally:
        for name, call in own.items():
            setattr(os, name, call)
        os.open, sqlite3.connect, delta.commit = opened, connect, commit


def _told(
    watcher: Watcher,
    name: str,
    call: Callable[..., Any],
    counts: Callable[[tuple[Any, ...]], bool] = lambda _: True,
) -> Callable[..., Any]:
    def told(*args: Any, **kwargs: Any) -> Any:
        if not counts(args):
            return call(*args, **kwargs)
        watcher.before(name, args)
        result = call(*args, **kwargs)
        watcher.after(name, args)
        return result

    return told


class _Connection(sqlite3.Connection):
    def __init__(self, watcher: Watcher, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watcher = watcher

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        alone = not self.in_transaction and sql.lstrip().startswith(_CHANGES)
        return self._told(sql, partial(super().execute, sql, *parameters), commits=alone or sql == "COMMIT")

    def executescript(self, sql: str) -> sqlite3.Cursor:
        return self._told(sql, partial(super().executescript, sql), commits=True)

    def _told(self, sql: str, call: Callable[[], sqlite3.Cursor], *, commits: bool) -> sqlite3.Cursor:
        if not commits:
            return call()
        self._watcher.before("commit", (self, sql))
        result = call()
        self._watcher.after("commit", (self, sql))
        return result
