"""Runs the benchmarks and prints one table. `python -m benchmarks --help` says what can be chosen."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import known_pages, pages
from benchmarks.crawl_cpu import crawl_cpu
from benchmarks.extraction_speed import extraction_speed
from benchmarks.memory import memory
from benchmarks.report import table
from benchmarks.web_server import NoWebServer, nginx, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.report import Row

    Benchmark = Callable[[], tuple[Row, ...]]

NAMES = ("cpu", "cpu-identity", "extraction", "extraction-known", "memory")


def main() -> None:
    chosen = _arguments()
    try:
        nginx()
    except NoWebServer as error:
        sys.exit(f"benchmarks: {error}")
    rows: list[Row] = []
    with TemporaryDirectory(prefix="benchmarks-") as name:
        for benchmark_name, benchmark in _benchmarks(Path(name), chosen.rounds, chosen.pages).items():
            if not chosen.only or benchmark_name in chosen.only:
                print(f"{benchmark_name} ...", file=sys.stderr, flush=True)
                found = benchmark()
                print(*found, sep="\n", file=sys.stderr, flush=True)
                rows += found
    print(f"{chosen.pages} pages, {chosen.rounds} rounds; {_machine()}\n\n{table(rows)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of each benchmark; medians are reported (5)")
    parser.add_argument("--pages", type=int, default=2000, help="of about 60 KB in each crawl (2000)")
    parser.add_argument("--only", action="append", choices=NAMES, help="may be given several times")
    return parser.parse_args()


def _benchmarks(folder: Path, rounds: int, count: int) -> dict[str, Benchmark]:
    print(f"writing {2 * count} pages ...", file=sys.stderr, flush=True)
    unknown = written(folder / "unknown", pages.HOST, map(pages.unknown_page, range(count)))
    known = written(folder / "known", known_pages.HOST, map(known_pages.known_page, range(count)))
    return {
        "cpu": partial(crawl_cpu, unknown, folder, rounds, coded=True),
        "cpu-identity": partial(crawl_cpu, unknown, folder, rounds, coded=False),
        "extraction": partial(extraction_speed, unknown, folder, rounds, "unknown site"),
        "extraction-known": partial(extraction_speed, known, folder, rounds, "known outlet"),
        "memory": partial(memory, unknown, folder, rounds),
    }


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("scrapy", "twisted", "trafilatura", "lxml"))
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, load {load:.1f} at the end; Python {platform.python_version()}, {libraries}"
    )


if __name__ == "__main__":
    main()
