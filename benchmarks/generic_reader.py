"""trafilatura by itself in two processes: what reading the pages takes when nothing is fetched and nothing kept."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier
    from pathlib import Path

    from benchmarks.web_server import Site

PROCESSES = 2
AT_ONCE = 8  # pages handed to a process at a time


@dataclass(frozen=True, slots=True)
class Speed:
    """What reading all pages took, in seconds."""

    pages: int
    seconds: float  # of the clock, from the first page to the last
    cpu: float  # of both processes, within trafilatura


def read_all(site: Site) -> Speed:
    """The processes have imported everything and read a page before the clock starts."""
    context = multiprocessing.get_context("spawn")
    everybody = context.Barrier(PROCESSES + 1)
    first = site.root / site.files[0]
    with context.Pool(PROCESSES, _ready, (everybody, first)) as pool:
        everybody.wait()
        start = time.monotonic()
        times = list(pool.imap_unordered(partial(_read, site.host, site.root), site.files, chunksize=AT_ONCE))
        seconds = time.monotonic() - start
    return Speed(len(times), seconds, sum(times))


def _ready(everybody: Barrier, first: Path) -> None:
    _read("example.org", first.parent, first.name)
    everybody.wait()


def _read(host: str, root: Path, name: str) -> float:
    """Seconds of CPU for one page."""
    import trafilatura  # noqa: PLC0415 - in these processes only

    start = time.process_time()
    html, url = (root / name).read_bytes(), f"http://{host}/{name}"
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    assert getattr(found, "text", ""), f"trafilatura found no text in {name}"
    return time.process_time() - start
