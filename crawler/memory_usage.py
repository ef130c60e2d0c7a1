"""The memory of the crawling process as it is now, for the limit at which a run ends.

Scrapy asks for the peak. Linux hands the peak of a process on to the programs that it starts, so a crawl started by
a process that was once large would end at once, in the name of a memory that it never used.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATISTICS = Path("/proc/self/statm")  # sizes in pages; the second is what is resident (proc(5))


class CurrentMemoryUsage(MemoryUsage):
    """Scrapy's MEMUSAGE_* settings, held against what is resident now; its peak where the system does not tell."""

    def get_virtual_size(self) -> int:
        """Bytes."""
        with suppress(OSError):  # no Linux
            return int(_STATISTICS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return super().get_virtual_size()
