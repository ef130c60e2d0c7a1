"""Scores extractors on pages with a known answer, and times them. benchmarks/README.md explains every column.

python -m benchmarks.extraction --wcxb FOLDER --aeb FOLDER --cases --speed --memory
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import stored_pages
from benchmarks.readers import READERS
from benchmarks.score_table import Printed, of_rows, of_scores, of_worst, show
from benchmarks.scoring import Metric, scores
from benchmarks.stored_pages import Half, NotAPageStore, StoredPage

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
TIMED_PAGES = 150
READ_PAGES = 20_000  # for the memory of a worker


@dataclass(frozen=True, slots=True)
class _PageSet:
    """Pages that are scored together, and whether one half of them was developed against."""

    what: str
    pages: tuple[StoredPage, ...]
    metric: Metric
    is_halved: bool = False


def main() -> None:
    chosen = _arguments()
    readers = [name for name in READERS if name in chosen.extractors and READERS[name].version is not None]
    if left_out := sorted(set(chosen.extractors) - set(readers)):
        print(f"left out, not installed: {', '.join(left_out)}", file=sys.stderr)
    try:
        show(_tables(chosen, readers), is_markdown=chosen.markdown)
    except NotAPageStore as error:
        sys.exit(f"benchmarks.extraction: {error}")
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end; Python {platform.python_version()}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument("--wcxb", type=Path, metavar="FOLDER", help="html/ID.html.gz and gold/ID.json")
    parser.add_argument("--aeb", type=Path, metavar="FOLDER", help="html/ID.html.gz and ground-truth.json")
    parser.add_argument("--cases", action="store_true", help="our own pages: invented ones and recorded ones")
    parser.add_argument(
        "--extractors", type=_names, default=tuple(READERS), help=f"of {', '.join(READERS)} (all)"
    )
    parser.add_argument(
        "--half", choices=[*Half, "both"], default="both", help="of the pages of a folder (both)"
    )
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N pages ours is worst on")
    parser.add_argument(
        "--unscored", action="store_true", help="score no pages: only time them, or read them"
    )
    parser.add_argument("--speed", action="store_true", help="pages per second; real ones too with --wcxb")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"of --speed ({ROUNDS})")
    parser.add_argument(
        "--timed", type=int, default=TIMED_PAGES, metavar="N", help=f"pages of each sort ({TIMED_PAGES})"
    )
    parser.add_argument(
        "--memory", type=int, nargs="?", const=READ_PAGES, default=0, metavar="N",
        help=f"resident size of a worker over N pages ({READ_PAGES})",
    )  # fmt: skip
    parser.add_argument("--markdown", action="store_true", help="tables for benchmarks/README.md")
    chosen = parser.parse_args()
    if not (chosen.wcxb or chosen.aeb or chosen.cases or chosen.speed or chosen.memory):
        parser.error("nothing to do: name at least one of --wcxb, --aeb, --cases, --speed, --memory")
    return chosen


def _names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(","))
    if unknown := set(names) - set(READERS):
        raise argparse.ArgumentTypeError(f"no such extractor: {', '.join(sorted(unknown))}")
    return names


def _tables(chosen: argparse.Namespace, readers: list[str]) -> Iterator[Printed]:
    for pages in () if chosen.unscored else _page_sets(chosen):
        print(f"{pages.what}: {len(pages.pages)} pages ...", file=sys.stderr, flush=True)
        found = scores(pages.pages, readers, pages.metric)
        yield of_scores(f"{pages.what}, {len(pages.pages)} pages", found, by_half=pages.is_halved)
        if chosen.worst:
            yield from (of_worst(score, chosen.worst) for score in found if score.reader == "ours")
    stored = stored_pages.wcxb(chosen.wcxb) if chosen.wcxb else ()
    yield from _measured(chosen, stored, readers)


def _page_sets(chosen: argparse.Namespace) -> Iterator[_PageSet]:
    if chosen.wcxb:
        found = _half(stored_pages.wcxb(chosen.wcxb), chosen.half)
        yield _PageSet("WCXB, words", found, Metric.WORDS, is_halved=True)
    if chosen.aeb:
        found = _half(stored_pages.aeb(chosen.aeb), chosen.half)
        yield _PageSet(f"{chosen.aeb.name}, 4-gram shingles", found, Metric.SHINGLES, is_halved=True)
    if chosen.cases:
        yield _PageSet("Invented pages, words", stored_pages.quality(), Metric.WORDS)
        yield _PageSet("Recorded pages, words", stored_pages.recorded(), Metric.WORDS)


def _measured(
    chosen: argparse.Namespace, stored: tuple[StoredPage, ...], readers: list[str]
) -> Iterator[Printed]:
    if chosen.speed:
        from benchmarks.reading_speed import reading_speed  # noqa: PLC0415 - scores need no invented pages

        rows = reading_speed(stored, readers, chosen.rounds, chosen.timed)
        yield of_rows(f"Speed on one core, {chosen.rounds} rounds of {chosen.timed} pages", rows)
    if chosen.memory:
        from benchmarks.reading_memory import reading_memory  # noqa: PLC0415 - likewise

        yield of_rows("Memory of a worker", reading_memory(stored, chosen.memory))


def _half(pages: tuple[StoredPage, ...], half: str) -> tuple[StoredPage, ...]:
    return pages if half == "both" else tuple(page for page in pages if page.half == half)


if __name__ == "__main__":
    main()
