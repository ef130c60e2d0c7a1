"""Whether a worker's memory stays where it is over thousands of pages, read one after another in one process."""

from __future__ import annotations

import itertools
import multiprocessing
from statistics import linear_regression
from typing import TYPE_CHECKING

from benchmarks.known_pages import HOST as KNOWN_HOST
from benchmarks.known_pages import known_page
from benchmarks.pages import HOST, unknown_page
from benchmarks.processes import resident_mb
from benchmarks.reading_speed import CAPTURED
from benchmarks.report import Row
from storage.capture import Capture, Pressmark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.stored_pages import StoredPage

EVERY = 1_000  # pages
GROWTH = 1.05  # from a quarter of the pages to the last: what counts as flat

_NOWHERE = Pressmark("urn:uuid:0", "none.warc.gz", 0, 0, "sha256:0", "none")


def reading_memory(stored: tuple[StoredPage, ...], count: int) -> list[Row]:
    """`count` pages in a process of its own: of a known outlet, of an unknown site, and of `stored` in turn."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        sizes: list[float] = pool.apply(_sizes, (stored, count))
    return _rows(sizes, count)


def _sizes(stored: tuple[StoredPage, ...], count: int) -> list[float]:
    """Resident MB (10^6 bytes) after every 1,000 pages."""
    from crawler import cage  # noqa: PLC0415 - what a worker runs, in this process only

    found = []
    for number, capture in enumerate(itertools.islice(_captures(stored), count), 1):
        list(cage.read(capture))
        if number % EVERY == 0:
            found.append(resident_mb("VmRSS"))
    return found


def _captures(stored: tuple[StoredPage, ...]) -> Iterator[Capture]:
    real = itertools.cycle(stored)
    for number in itertools.count():
        known, unknown = known_page(number), unknown_page(number)
        yield _capture("southfront", f"https://{KNOWN_HOST}/{known.path}", known.html)
        yield _capture("pages", f"https://{HOST}/{unknown.path}", unknown.html)
        if stored:
            page = next(real)
            yield _capture("pages", page.url, page.html)


def _capture(outlet: str, url: str, html: bytes) -> Capture:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    return Capture(outlet, url, CAPTURED, head + html, None, _NOWHERE)


def _rows(sizes: Sequence[float], count: int) -> list[Row]:
    settled = sizes[max(0, len(sizes) // 4 - 1) :]
    slope = linear_regression(range(len(settled)), settled).slope if len(settled) > 1 else 0.0
    growth = settled[-1] / settled[0]
    return [
        Row(
            f"worker after every {EVERY:,} of {count:,} pages",
            ", ".join(f"{size:.0f}" for size in sizes) + " MB",
            ratio=f"{growth:.3f}",
            wanted=f"at most {GROWTH}",
            holds=growth <= GROWTH,
        ),
        Row("slope after the first quarter", f"{slope * 1000:+.0f} kB per {EVERY:,} pages"),
    ]
