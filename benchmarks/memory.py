"""Whether a crawl's memory stays where it is, however many pages it fetches and reads."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.crawls import Bench
from benchmarks.report import Row
from benchmarks.web_server import serving

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.crawls import Measured
    from benchmarks.web_server import Site

MOST_MB = 200  # of the crawling process
GROWTH = 1.05  # from a quarter of the pages to the last: what counts as flat


def memory(site: Site, folder: Path, rounds: int) -> tuple[Row, ...]:
    """Crawls with extraction; sizes are resident ones in MB (10^6 bytes), shared libraries included."""
    quarter = len(site.pages) // 4
    with serving(site, folder / "nginx") as port:
        bench = Bench(site, port, folder)
        crawls = [bench.ours(memory_every=quarter, EXTRACT_WORKERS="2") for _ in range(rounds)]
    return _rows(crawls, quarter)


def _rows(crawls: Sequence[Measured], quarter: int) -> tuple[Row, ...]:
    counts = sorted(crawls[0].resident)
    sizes = [median(crawl.resident[count] for crawl in crawls) for count in counts]
    growth = sizes[-1] / sizes[0]
    peak = median(crawl.peak_mb for crawl in crawls)
    most = max(*sizes, peak)
    worker = max(crawl.child_peak_mb for crawl in crawls)
    along = ", ".join(f"{size:.0f}" for size in sizes)
    return (
        Row(
            f"crawling process after every {quarter} pages",
            f"{along} MB",
            "",
            f"{growth:.2f}",
            f"at most {GROWTH}",
            growth <= GROWTH,
        ),
        Row(
            "crawling process, peak to its end (tables written, published)",
            f"{most:.0f} MB",
            "",
            "",
            f"below {MOST_MB} MB",
            most < MOST_MB,
        ),
        Row(
            "extraction worker, peak",
            f"{worker:.0f} MB",
            "",
            "",
            "bounded (EXTRACT_MEMORY_MB, EXTRACT_PAGES_PER_WORKER)",
        ),
    )
