"""The folder of the pages: a file is written only if it is not yet what it is to be, and what is no more a page goes."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crawler.configuration import BadConfiguration
from crawler.site.places import OURS
from storage.pull_state import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK, SCRATCH = "site.json", ".scratch-"
_MARKED = f"{json.dumps({'format': 'pressmark-site/1'})}\n".encode()


@dataclass(slots=True)
class SiteFolder:
    """Made by `site_folder`. What was written is noted on disk: there may be millions."""

    root: Path
    scratch: Path
    written: sqlite3.Connection
    pages: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def has_articles(self) -> bool:
        """Whether a run before this one wrote some."""
        return (self.root / "articles").exists()

    def write(self, place: str, text: str) -> None:
        path, data = self.root / place, text.encode("utf-8", "replace")
        self.written.execute("INSERT OR IGNORE INTO written VALUES (?)", (place,))
        self.pages += 1
        if not _holds(path, data):
            write_atomically(path, data)
            self.changed += 1

    def remove_others(self) -> None:
        """What is in our folders and was not written now: pages of articles that are gone, or are withheld."""
        for ours in OURS:
            for parent, _, names in os.walk(self.root / ours, topdown=False):
                folder = Path(parent)
                for name in names:
                    self._remove_unless_written(folder / name)
                if not any(folder.iterdir()):
                    folder.rmdir()

    def _remove_unless_written(self, path: Path) -> None:
        place = path.relative_to(self.root).as_posix()
        if not self.written.execute("SELECT 1 FROM written WHERE place = ?", (place,)).fetchone():
            path.unlink()
            self.removed += 1


@contextmanager
def site_folder(root: Path) -> Iterator[SiteFolder]:
    """BadConfiguration where something else lies there; pages that a run before this one wrote are brought up to date."""
    if root.exists() and not root.is_dir():
        raise BadConfiguration(f"--to {root} is not a folder")
    if root.is_dir() and any(root.iterdir()) and not _holds(root / MARK, _MARKED):
        raise BadConfiguration(
            f"--to {root} has files in it that are not of `scrapy site`: name a new folder"
        )
    write_atomically(root / MARK, _MARKED)
    for left in root.glob(f"{SCRATCH}*"):  # by a run that was killed
        shutil.rmtree(left)
    with (
        TemporaryDirectory(dir=root, prefix=SCRATCH) as name,
        closing(sqlite3.connect(f"{name}/written.sqlite")) as written,
    ):
        written.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE written (place TEXT PRIMARY KEY) WITHOUT ROWID"
        )
        yield SiteFolder(root, Path(name), written)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False
