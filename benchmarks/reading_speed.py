"""Pages per second of each extractor on one core, metadata included.

In each round all extractors read all pages, a few pages each in turn: so a spell in which the machine is slow falls on
all of them alike, and their ratio holds. Each has a process of its own that does nothing else, as a worker has: in one
that has done other things a tree lies scattered over the memory that those have left, and takes longer to read.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from typing import TYPE_CHECKING

from benchmarks import known_pages, pages
from benchmarks.furniture import FULL, LEAN
from benchmarks.readers import READERS, Gives, forget, read
from benchmarks.real_layouts import outlet_of
from benchmarks.report import Row, compared
from extractors import walk
from extractors.extract import extract_html

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.furniture import Amount
    from benchmarks.stored_pages import StoredPage
    from extractors.vocabulary import Outlet

AT_LEAST = {"known outlet": 6.0, "unknown site": 1.3}
"""Times trafilatura's pages per second, with its comments or without."""

_PROMISED_AGAINST = frozenset({"trafilatura", "trafilatura-std"})
_IN_TURN = 10  # pages
CAPTURED = pages.FIRST_DAY + timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TimedPage:
    html: bytes
    url: str
    at: datetime | None
    outlet: Outlet | None = None  # as ours knows it; None: it looks for one by the address


def reading_speed(stored: tuple[StoredPage, ...], readers: list[str], rounds: int, count: int) -> list[Row]:
    """`count` pages of each sort; `stored` are real ones, where there are any."""
    sorts = {
        f"{sort}{_how()}, invented pages of {_kilobytes(timed)} KB": (sort, timed)
        for amount in (LEAN, FULL)
        for sort, timed in (("known outlet", known(count, amount)), ("unknown site", unknown(count, amount)))
    }
    rows = [
        row
        for what, (sort, timed) in sorts.items()
        for row in _rows(what, timed, readers, rounds, AT_LEAST[sort])
    ]
    step = max(1, len(stored) // count)
    real = stored[::step][:count]
    if not real:
        return rows
    described = tuple(TimedPage(p.html, p.url, p.at, one) for p in real if (one := outlet_of(p)))
    plain = tuple(TimedPage(page.html, page.url, page.at) for page in real)
    return [
        *rows,
        *_rows(_what("known outlet", described), described, readers, rounds, AT_LEAST["known outlet"]),
        *_rows(_what("unknown site", plain), plain, readers, rounds, AT_LEAST["unknown site"]),
    ]


def _what(sort: str, timed: tuple[TimedPage, ...]) -> str:
    return f"{sort}{_how()}, {len(timed)} real pages of {_kilobytes(timed)} KB"


def _how() -> str:
    """Whether `make compiled` made the extractors that are read with."""
    return "" if str(walk.__file__).endswith(".py") else ", compiled"


def known(count: int, amount: Amount = LEAN) -> tuple[TimedPage, ...]:
    """Pages of an outlet that has a layout."""
    made = (known_pages.known_page(number, amount) for number in range(count))
    return tuple(TimedPage(page.html, f"http://{known_pages.HOST}/{page.path}", CAPTURED) for page in made)


def unknown(count: int, amount: Amount = LEAN) -> tuple[TimedPage, ...]:
    made = (pages.unknown_page(number, amount) for number in range(count))
    return tuple(TimedPage(page.html, f"http://{pages.HOST}/{page.path}", CAPTURED) for page in made)


def _kilobytes(timed: tuple[TimedPage, ...]) -> int:
    return round(sum(len(page.html) for page in timed) / len(timed) / 1000)


def _rows(
    what: str, timed: tuple[TimedPage, ...], readers: list[str], rounds: int, at_least: float
) -> list[Row]:
    found: dict[str, list[float]] = {name: [] for name in readers}
    with ExitStack() as started:
        processes = {
            name: started.enter_context(
                ProcessPoolExecutor(
                    1, mp_context=get_context("spawn"), initializer=_begin, initargs=(name, timed)
                )
            )
            for name in readers
        }
        for _ in range(rounds):
            seconds = dict.fromkeys(readers, 0.0)
            for first in range(0, len(timed), _IN_TURN):
                for name, process in processes.items():
                    seconds[name] += process.submit(_seconds, name, first).result()
            for name in readers:
                found[name].append(len(timed) / seconds[name])
    return [
        compared(
            f"{what}, against {name}",
            "pages/s",
            found["ours"],
            found[name],
            at_least=at_least if name in _PROMISED_AGAINST else None,
        )
        for name in readers
        if name != "ours" and Gives.TEXT in READERS[name].gives
    ]


_own: list[TimedPage] = []  # of a process that reads


def _begin(name: str, timed: tuple[TimedPage, ...]) -> None:
    _own.extend(timed)
    _read(name, timed[0])  # imports are no part of a page


def _read(name: str, page: TimedPage) -> None:
    if name == "ours" and page.outlet is not None:
        extract_html(page.html, page.url, None, page.at, page.outlet)
    else:
        read(name, page.html, page.url, page.at)


def _seconds(name: str, first: int) -> float:
    """Of CPU, for the process's next pages from `first`."""
    forget()
    start = time.process_time()
    for page in _own[first : first + _IN_TURN]:
        _read(name, page)
    return time.process_time() - start
