"""The spool of one outlet: the open WARC file and the state, moved on together or not at all.

The order of durability: append with pwrite at a tracked offset, fsync the WARC, commit one SQLite
transaction, and only then tell anybody. At start every open WARC file is cut back to its committed size.
No Python file buffer is ever between: what a buffer writes late, it writes in the wrong place.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.durable import made_folder, sync
from storage.keys import warc_key
from storage.state import open_state

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

OPEN = ".open"  # suffix of a WARC file that still grows
STATE = "state.sqlite"


class SpoolBusy(Exception):
    """Another process works on this outlet."""


class SpoolLost(Exception):
    """The spool lacks bytes that the state says were committed."""


@dataclass(slots=True)
class _OpenWarc:
    name: str
    descriptor: int
    size: int  # bytes appended so far, committed or not
    warcinfo_id: str


@dataclass(frozen=True, slots=True)
class NewWarc:
    """The beginning of a WARC file: its name, its warcinfo record and the id of that record."""

    name: str
    warcinfo: bytes
    warcinfo_id: str
    serial: int


class Spool:
    """Owns the outlet's folder while it lives. One thread at a time."""

    def __init__(self, folder: Path, outlet: str) -> None:
        """Lock the folder, open the state, cut what was not committed.

        Raises SpoolBusy, DamagedState, SpoolLost or OSError.
        """
        self.folder = made_folder(folder)
        self.outlet = outlet
        self._warc: _OpenWarc | None = None
        self._lock = _lock(folder)
        with ExitStack() as on_failure:
            on_failure.callback(os.close, self._lock)
            if not (folder / STATE).exists():
                self._refuse_orphans()
            self.db: sqlite3.Connection = open_state(folder / STATE)
            on_failure.callback(self.db.close)
            self._recover()
            on_failure.pop_all()

    def close(self) -> None:
        if self._warc:
            os.close(self._warc.descriptor)
            self._warc = None
        self.db.close()
        os.close(self._lock)

    def outbox(self, run: str) -> Path:
        """Where the run's files wait for publication, each at its key."""
        return self.folder / "outbox" / run

    # -- appending and committing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything appended and every row written inside becomes durable together at the end.

        On any exception neither the file nor the state has changed.
        """
        before = self._warc
        size = before.size if before else 0
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._sync(before, size)
            self.db.execute("COMMIT")
        except BaseException:
            self._roll_back(before, size)
            raise

    def append(self, members: bytes, new_warc: Callable[[int], NewWarc]) -> tuple[str, int]:
        """Append whole gzip members inside a transaction; the file's name and their offset in it."""
        warc = self._warc or self._start(new_warc)
        offset = warc.size
        _write(warc.descriptor, members, offset)
        warc.size += len(members)
        return warc.name, offset

    @property
    def warcinfo_id(self) -> str | None:
        return self._warc.warcinfo_id if self._warc else None

    def prepare(self, new_warc: Callable[[int], NewWarc]) -> str:
        """The record id of the warcinfo that the next appended record belongs to."""
        return (self._warc or self._start(new_warc)).warcinfo_id

    @property
    def warc_size(self) -> int:
        """Size of the open WARC file in bytes; 0 when there is none."""
        return self._warc.size if self._warc else 0

    def _start(self, new_warc: Callable[[int], NewWarc]) -> _OpenWarc:
        serial: int = self.db.execute("SELECT count(*) FROM warc").fetchone()[0]
        new = new_warc(serial)
        path = self.folder / (new.name + OPEN)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        warc = _OpenWarc(new.name, os.open(path, flags, 0o644), 0, new.warcinfo_id)
        self._warc = warc
        _write(warc.descriptor, new.warcinfo, 0)
        warc.size = len(new.warcinfo)
        run = self.db.execute("SELECT id FROM run WHERE state = 'active'").fetchone()[0]
        self.db.execute(
            "INSERT INTO warc (name, run, serial, size, state, warcinfo_id) VALUES (?, ?, ?, ?, 'open', ?)",
            (new.name, run, new.serial, warc.size, new.warcinfo_id),
        )
        return warc

    def _sync(self, before: _OpenWarc | None, size: int) -> None:
        warc = self._warc
        if warc is None or (warc is before and warc.size == size):
            return
        os.fsync(warc.descriptor)
        if warc is not before:
            sync(self.folder)
        self.db.execute("UPDATE warc SET size = ? WHERE name = ?", (warc.size, warc.name))

    def _roll_back(self, before: _OpenWarc | None, size: int) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
        warc, self._warc = self._warc, before
        if warc is None:
            return
        with suppress(OSError):  # what cannot be cut off now is cut off by the seal or the next start
            if warc is before:
                warc.size = size
                os.ftruncate(warc.descriptor, size)
            else:
                os.close(warc.descriptor)
                (self.folder / (warc.name + OPEN)).unlink()

    # -- sealing

    def seal(self) -> Path | None:
        """Close the open WARC file for good; where it now stands in the outbox. None when none was open.

        OSError or sqlite3.Error leave it open; sealing may be tried again.
        """
        warc = self._warc
        if warc is None:
            return None
        os.ftruncate(warc.descriptor, warc.size)
        os.fsync(warc.descriptor)
        place = self._seal(warc.name, _sha256(warc.descriptor, warc.size))
        self._warc = None
        os.close(warc.descriptor)
        return place

    def _seal(self, name: str, digest: str) -> Path:
        place = self._sealed_place(name)
        made_folder(place.parent)
        source = self.folder / (name + OPEN)
        if source.exists():
            source.rename(place)
        sync(place.parent)
        sync(self.folder)
        self.db.execute("UPDATE warc SET state = 'sealed', sha256 = ? WHERE name = ?", (digest, name))
        return place

    def _sealed_place(self, name: str) -> Path:
        run: str = self.db.execute("SELECT run FROM warc WHERE name = ?", (name,)).fetchone()["run"]
        return self.outbox(run) / warc_key(name)

    # -- after a crash

    def _refuse_orphans(self) -> None:
        """Never begin anew beside archived bytes that only a lost state knows."""
        orphans = [*self.folder.glob(f"*{OPEN}"), *self.folder.glob("outbox/*")]
        if orphans:
            raise SpoolLost(f"{orphans[0]} is there, but {self.folder / STATE} is not: run `scrapy rebuild`")

    def _recover(self) -> None:
        known = {
            row["name"]: row["size"] for row in self.db.execute("SELECT * FROM warc WHERE state = 'open'")
        }
        for path in self.folder.glob(f"*{OPEN}"):
            if path.name.removesuffix(OPEN) not in known:
                path.unlink()  # nothing in it was ever committed
        for name, size in known.items():
            self._recover_warc(name, size)

    def _recover_warc(self, name: str, size: int) -> None:
        path = self.folder / (name + OPEN)
        if not path.exists():  # died between the rename and the commit of a seal
            sealed = self._sealed_place(name)
            if not sealed.exists() or sealed.stat().st_size != size:
                raise SpoolLost(f"{path} is missing; the state says that {size} bytes of it were committed")
            with sealed.open("rb") as file:
                self._seal(name, hashlib.file_digest(file, "sha256").hexdigest())
            return
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        found = os.fstat(descriptor).st_size
        if found < size:
            os.close(descriptor)
            raise SpoolLost(f"{path} has {found} bytes; the state says that {size} were committed")
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
        row = self.db.execute("SELECT warcinfo_id FROM warc WHERE name = ?", (name,)).fetchone()
        self._warc = _OpenWarc(name, descriptor, size, row["warcinfo_id"])


def _write(descriptor: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other process from the folder; SpoolBusy when one is there."""
    descriptor = _lock(folder)
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(folder: Path) -> int:
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise SpoolBusy(f"another run works in {folder}") from error
        raise
    return descriptor


def _sha256(descriptor: int, size: int) -> str:
    digest = hashlib.sha256()
    offset = 0
    while offset < size:
        chunk = os.pread(descriptor, min(1 << 20, size - offset), offset)
        digest.update(chunk)
        offset += len(chunk)
    return digest.hexdigest()
