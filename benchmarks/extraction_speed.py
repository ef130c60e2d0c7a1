"""How fast a crawl is that also reads its pages, against trafilatura alone on the same pages and cores."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.crawls import Bench, Measured
from benchmarks.generic_reader import PROCESSES, Speed, read_all
from benchmarks.report import Row, compared
from benchmarks.web_server import serving

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.web_server import Site

LEAST = 0.85  # of what trafilatura reaches


def extraction_speed(site: Site, folder: Path, rounds: int, what: str) -> tuple[Row, ...]:
    """The whole crawl, with the start of the workers and with the server on the same two cores."""
    alone, ours = list[Speed](), list[Measured]()
    with serving(site, folder / "nginx") as port:
        bench = Bench(site, port, folder)
        for _ in range(rounds):
            alone.append(read_all(site))
            ours.append(bench.ours(EXTRACT_WORKERS=str(PROCESSES)))
    return (
        compared(
            f"crawl with extraction, {what}, against trafilatura alone in two processes",
            "pages/s",
            [crawl.pages / crawl.seconds for crawl in ours],
            [speed.pages / speed.seconds for speed in alone],
            at_least=LEAST,
        ),
        compared(
            f"CPU of all processes but the server, {what}, against trafilatura alone",
            "ms a page",
            [(crawl.process_cpu + crawl.children_cpu) / crawl.pages * 1000 for crawl in ours],
            [speed.cpu / speed.pages * 1000 for speed in alone],
        ),
        Row(
            f"of that in the workers, {what}",
            f"{median(c.children_cpu / c.pages for c in ours) * 1000:.2f} ms a page",
        ),
    )
