"""The memory of the crawling process as it is now, for the limit at which a run ends, and what keeps it small.

Scrapy asks for the peak. Linux hands the peak of a process on to the programs that it starts, so a crawl started by
a process that was once large would end at once, in the name of a memory that it never used.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATISTICS = Path("/proc/self/statm")  # sizes in pages; the second is what is resident (proc(5))

_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE = 256 << 10  # bytes


def give_back_large_blocks() -> None:
    """Have each large block mapped by itself, so that the system has it back when it is freed.

    glibc does so until the first one is freed; then it takes that one's size for the least (mallopt(3),
    M_MMAP_THRESHOLD), and the room of large bodies stays in a heap full of holes.
    """
    with suppress(AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


class CurrentMemoryUsage(MemoryUsage):
    """Scrapy's MEMUSAGE_* settings, held against what is resident now; its peak where the system does not tell."""

    def get_virtual_size(self) -> int:
        """Bytes."""
        with suppress(OSError):  # no Linux
            return int(_STATISTICS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return super().get_virtual_size()
