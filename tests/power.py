"""What a disk may hold after the power was cut: what was synced, and of the rest anything.

A recorder watches a run (tests/disk.py) and says, before each operation, what was durable: the bytes of each file at its last
fsync, the names in each folder at its last fsync, the rows at SQLite's last commit (SQLite's own order is taken on trust:
WAL, synchronous=FULL).
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

STATE = "state.sqlite"
Names = dict[str, int]  # of a folder: name and inode


@dataclass
class Moment:
    """The disk at one moment, as the processes see it and as far as it is durable."""

    operation: str  # that was about to be done
    files: dict[int, bytes]
    folders: dict[int, Names]
    synced_files: dict[int, bytes]
    synced_folders: dict[int, Names]
    top: int
    state: tuple[str, bytes] | None  # where the state lies, from the top, and SQLite's image of it


@dataclass
class Recorder:
    """Watches a folder. Keeps every file open, so that no inode number is given twice."""

    top: Path
    moments: list[Moment] = field(default_factory=list)
    _synced_files: dict[int, bytes] = field(default_factory=dict)
    _synced_folders: dict[int, Names] = field(default_factory=dict)
    _state: tuple[str, bytes] | None = None
    _held: dict[int, int] = field(default_factory=dict)
    _busy: bool = False

    def before(self, name: str, args: tuple[Any, ...]) -> None:
        if not self._busy:
            self._note(name)

    def after(self, name: str, args: tuple[Any, ...]) -> None:
        if name == "fsync":
            self._synced(args[0])
        elif name == "commit":
            connection = args[0]
            place = connection.execute("PRAGMA database_list").fetchone()[2]
            self._state = str(Path(place).relative_to(self.top)), connection.serialize()
            self._synced_folder(Path(place).parent.stat().st_ino, Path(place).parent)

    def close(self) -> None:
        for descriptor in self._held.values():
            os.close(descriptor)

    def _note(self, name: str) -> None:
        self._busy = True
        files, folders = self._seen()
        synced = dict(self._synced_files), {n: dict(names) for n, names in self._synced_folders.items()}
        self.moments.append(Moment(name, files, folders, *synced, self.top.stat().st_ino, self._state))
        self._busy = False

    def _seen(self) -> tuple[dict[int, bytes], dict[int, Names]]:
        files, folders = dict[int, bytes](), dict[int, Names]()
        for place, _, _ in os.walk(self.top):
            folder = Path(place)
            folders[folder.stat().st_ino] = self._names(folder)
            for path in folder.iterdir():
                if path.is_file() and not path.name.startswith(STATE):
                    self._hold(path)
                    files[path.stat().st_ino] = path.read_bytes()
        return files, folders

    def _names(self, folder: Path) -> Names:
        return {path.name: path.stat().st_ino for path in folder.iterdir() if not path.name.startswith(STATE)}

    def _hold(self, path: Path) -> None:
        inode = path.stat().st_ino
        if inode not in self._held:
            self._held[inode] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)

    def _synced(self, descriptor: int) -> None:
        about, path = os.fstat(descriptor), Path(f"/proc/self/fd/{descriptor}").resolve()
        if not path.is_relative_to(self.top):
            return
        if stat.S_ISDIR(about.st_mode):
            self._synced_folder(about.st_ino, path)
        else:
            self._hold(path)
            self._synced_files[about.st_ino] = path.read_bytes()

    def _synced_folder(self, inode: int, path: Path) -> None:
        self._synced_folders[inode] = self._names(path)


def rebuilt(moment: Moment, top: Path, chance: random.Random | None) -> None:
    """Make the folder as the disk may have it: nothing that was not synced, or what chance lets through of it."""
    _folder(moment, moment.top, top, chance)
    if moment.state:
        place, image = moment.state
        if (top / place).parent.is_dir():
            (top / place).write_bytes(image)


def _folder(moment: Moment, inode: int, place: Path, chance: random.Random | None) -> None:
    place.mkdir(exist_ok=True)
    for name, child in sorted(_names_of(moment, inode, chance).items()):
        if child in moment.folders or child in moment.synced_folders:
            _folder(moment, child, place / name, chance)
        else:
            (place / name).write_bytes(_content(moment, child, chance))


def _names_of(moment: Moment, inode: int, chance: random.Random | None) -> Names:
    """Synced names; each change since then with even chances.

    A rename is no such change in two halves: every file system with a journal does it whole, so that a file which has only
    got another name keeps the old one here.
    """
    before = moment.synced_folders.get(inode, {})
    if chance is None:
        return before
    after = moment.folders.get(inode, before)
    kept = {
        name: n
        for name, n in before.items()
        if after.get(name) == n or n in moment.files or chance.random() < 0.5
    }
    return kept | {name: n for name, n in after.items() if before.get(name) != n and chance.random() < 0.5}


def _content(moment: Moment, inode: int, chance: random.Random | None) -> bytes:
    """Synced bytes; of what was written since, all, nothing, a half, or zeros in its place."""
    before = moment.synced_files.get(inode, b"")
    after = moment.files.get(inode, before)
    if chance is None or after == before:
        return before
    half = (len(before) + len(after)) // 2
    return chance.choice((before, after, after[:half], before + b"\0" * (len(after) - len(before))))
