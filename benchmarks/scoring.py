"""Every extractor on every page of a set: the pages are read in two processes, the scores summed up here."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from enum import Enum
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING, Any

from benchmarks import text_scores
from benchmarks.bootstrap import Difference, paired_difference
from benchmarks.readers import READERS, Gives, forget, read
from benchmarks.stored_pages import Half

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.stored_pages import StoredPage
    from benchmarks.text_scores import Matches, Totals

PROCESSES = 2
AT_ONCE = 20  # pages handed to a process at a time


class Metric(Enum):
    """How a page is scored, and how a set of pages."""

    WORDS = (text_scores.words, text_scores.mean_of_pages)
    SHINGLES = (text_scores.shingles, text_scores.f1_of_means)

    def of_page(self, text: str, gold: str) -> Matches:
        return self.value[0](text, gold)

    def of_pages(self, pages: Sequence[Matches]) -> Totals:
        return self.value[1](pages)


@dataclass(frozen=True, slots=True)
class PageScore:
    """One extractor on one page. None: the gold does not say, or the extractor does not give it."""

    page: str
    half: Half
    matches: Matches
    is_exact: bool
    held: int  # of the snippets that the text must hold
    wanted: int
    wrongly_held: int  # of those that it must not hold
    unwanted: int
    title: float | None
    author: float | None
    date: float | None
    error: str  # the name of what the extractor raised


@dataclass(frozen=True, slots=True)
class Score:
    """One extractor on a set of pages."""

    reader: str
    pages: tuple[PageScore, ...]
    totals: Totals
    by_half: dict[Half, Totals]
    accuracy: float
    held: float | None
    wrongly_held: float | None
    title: float | None
    author: float | None
    date: float | None
    errors: tuple[str, ...]
    difference: Difference | None = None  # ours less this one; None for ours itself


def scores(pages: tuple[StoredPage, ...], readers: Iterable[str], metric: Metric) -> tuple[Score, ...]:
    """In the order of `readers`; differences where "ours" is among them."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        found = {
            name: tuple(pool.imap(partial(_page_score, name, metric.name), pages, chunksize=AT_ONCE))
            for name in readers
        }
    return tuple(_score(name, of_pages, found.get("ours"), metric) for name, of_pages in found.items())


def _page_score(name: str, metric: str, page: StoredPage) -> PageScore:
    forget()
    gives, (found, error) = READERS[name].gives, read(name, page.html, page.url, page.at)
    return PageScore(
        page=page.name,
        half=page.half,
        matches=Metric[metric].of_page(found.text, page.text),
        is_exact=text_scores.is_exact(found.text, page.text),
        held=text_scores.snippets_in(found.text, page.must_hold),
        wanted=len(page.must_hold),
        wrongly_held=text_scores.snippets_in(found.text, page.must_not_hold),
        unwanted=len(page.must_not_hold),
        title=_number(text_scores.is_same_title, found.title, page.title, Gives.TITLE & gives),
        author=_number(text_scores.author_score, found.authors, page.author, Gives.AUTHORS & gives),
        date=_number(text_scores.is_same_day, found.date, _whole_date(page.date), Gives.DATE & gives),
        error=error,
    )


def _number(
    measure: Callable[[Any, str], float], found: object, gold: str | None, is_given: Gives
) -> float | None:
    return float(measure(found, gold)) if gold and is_given else None


def _whole_date(date: str | None) -> str | None:
    """Gold dates may be a year or a month: no day to compare with."""
    return date if date and len(date) >= len("YYYY-MM-DD") else None


def _score(
    name: str, pages: tuple[PageScore, ...], ours: tuple[PageScore, ...] | None, metric: Metric
) -> Score:
    matches = [page.matches for page in pages]
    halves = {half: [page.matches for page in pages if page.half is half] for half in Half}
    compared = None if ours is None or name == "ours" or Gives.TEXT not in READERS[name].gives else ours
    return Score(
        reader=name,
        pages=pages,
        totals=metric.of_pages(matches),
        by_half={half: metric.of_pages(found) for half, found in halves.items() if found},
        accuracy=fmean(page.is_exact for page in pages),
        held=_part(sum(page.held for page in pages), sum(page.wanted for page in pages)),
        wrongly_held=_part(sum(page.wrongly_held for page in pages), sum(page.unwanted for page in pages)),
        title=_mean(page.title for page in pages),
        author=_mean(page.author for page in pages),
        date=_mean(page.date for page in pages),
        errors=tuple(page.error for page in pages if page.error),
        difference=paired_difference([page.matches for page in compared], matches, metric.of_pages)
        if compared
        else None,
    )


def _part(some: int, of_all: int) -> float | None:
    return some / of_all if of_all else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
