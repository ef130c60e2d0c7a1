"""Whether the spool may grow: a crawl goes on without its archive for as long as the local disk lasts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KEPT_FREE = (
    2_000_000_000  # bytes of the disk, or a twentieth of a smaller one: for closing runs, and for others
)


@dataclass(frozen=True, slots=True)
class Room:
    """What the spool may take: so many bytes of all outlets together, and never the last of the disk."""

    spool: Path
    most: int  # bytes; 0: as the disk allows

    def shortage(self) -> str:
        """Why nothing more should be fetched; empty while there is room."""
        disk = os.statvfs(self.spool)
        free, kept = disk.f_bavail * disk.f_frsize, min(KEPT_FREE, disk.f_blocks * disk.f_frsize // 20)
        if free < kept:
            return f"the disk of the spool {self.spool} has {free:,} bytes free, and {kept:,} are kept free"
        if self.most and (held := _held(self.spool)) >= self.most:
            return f"the spool {self.spool} holds {held:,} bytes; SPOOL_MAX_BYTES allows {self.most:,}"
        return ""


def _held(folder: Path) -> int:
    """Bytes on disk below the folder; a file that goes meanwhile counts for nothing."""
    held = 0
    for _, _, names, at in os.fwalk(folder):
        for name in names:
            try:
                held += os.stat(name, dir_fd=at, follow_symlinks=False).st_size
            except FileNotFoundError:
                continue
    return held
