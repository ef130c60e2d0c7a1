"""Whether the spool may grow: a crawl goes on without its archive for as long as the local disk lasts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.configuration import Configuration

KEPT_FREE = (
    2_000_000_000  # bytes of the disk, or a twentieth of a smaller one: for closing runs, and for others
)


@dataclass(frozen=True, slots=True)
class Room:
    """What the spool may take: so many bytes of all outlets together, and never the last of the disk."""

    spool: Path
    most: int  # bytes; 0: as the disk allows

    @classmethod
    def of(cls, configuration: Configuration) -> Room:
        return cls(configuration.spool, configuration.spool_max_bytes)

    def shortage(self) -> str:
        """Why nothing more should be fetched; empty while there is room."""
        free, kept = self._disk()
        if free < kept:
            return f"the disk of the spool {self.spool} has {free:,} bytes free, and {kept:,} are kept free"
        if self.most and (held := held_by(self.spool)) >= self.most:
            return f"the spool {self.spool} holds {held:,} bytes; SPOOL_MAX_BYTES allows {self.most:,}"
        return ""

    def filling(self) -> Filling:
        """How near the spool is to that."""
        free, kept = self._disk()
        held = held_by(self.spool)
        by_disk = held + max(free - kept, 0)
        return Filling(held, min(self.most or by_disk, by_disk))

    def _disk(self) -> tuple[int, int]:
        """Bytes that are free, and those of them that a crawl leaves free."""
        disk = os.statvfs(self.spool)
        return disk.f_bavail * disk.f_frsize, min(KEPT_FREE, disk.f_blocks * disk.f_frsize // 20)


@dataclass(frozen=True, slots=True)
class Filling:
    """Bytes that the spool of all outlets holds, and those at which crawls stop."""

    held: int
    allowed: int


def held_by(folder: Path) -> int:
    """Bytes on disk below the folder; a file that goes meanwhile counts for nothing."""
    held = 0
    for _, _, names, at in os.fwalk(folder):
        for name in names:
            try:
                held += os.stat(name, dir_fd=at, follow_symlinks=False).st_size
            except FileNotFoundError:
                continue
    return held
