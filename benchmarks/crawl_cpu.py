"""What archiving costs: CPU of a crawl without extraction, against Scrapy that keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.crawls import Bench, Measured
from benchmarks.report import Row, compared
from benchmarks.web_server import serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.web_server import Site

REACTOR, TOTAL = 1.10, 1.35  # times bare Scrapy's CPU, at most


def crawl_cpu(site: Site, folder: Path, rounds: int, *, coded: bool) -> tuple[Row, ...]:
    """Rounds of: bare Scrapy, ours, and bare Scrapy without the hundred tasks that it starts for each response."""
    bare, ours, lean = list[Measured](), list[Measured](), list[Measured]()
    with serving(site, folder / "nginx", coded=coded) as port:
        bench = Bench(site, port, folder)
        for _ in range(rounds):
            bare.append(bench.bare())
            ours.append(bench.ours(EXTRACTION_ENABLED="False"))
            lean.append(bench.bare(CONCURRENT_ITEMS="1"))
    wire = "gzip" if coded else "identity"

    def row(
        what: str, value: Callable[[Measured], float], other: list[Measured], limit: float | None = None
    ) -> Row:
        measured = (
            f"{what}, {wire}, {'bare Scrapy' if other is bare else 'bare Scrapy with CONCURRENT_ITEMS=1'}"
        )
        return compared(measured, "ms a page", [*map(value, ours)], [*map(value, other)], at_most=limit)

    return (
        row("CPU of the reactor thread", _reactor, bare, REACTOR),
        row("CPU of all threads", _total, bare, TOTAL),
        row("CPU of the reactor thread", _reactor, lean),
        row("CPU of all threads", _total, lean),
        compared(f"start, {wire}", "s of CPU", [m.start_cpu for m in ours], [m.start_cpu for m in bare]),
        compared(
            f"closing and publishing, {wire}",
            "s of CPU",
            [m.end_cpu for m in ours],
            [m.end_cpu for m in bare],
        ),
    )


def _reactor(measured: Measured) -> float:
    return measured.reactor_cpu / measured.pages * 1000


def _total(measured: Measured) -> float:
    return measured.process_cpu / measured.pages * 1000
