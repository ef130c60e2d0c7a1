"""How near an extractor came to what a person says stands on a page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from extractors.matching import matching_form

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

SHINGLE = 4  # tokens

_WORD = re.compile(r"\w+")
_BETWEEN_AUTHORS = re.compile(r"\s*(?:,|;|&|\band\b|\||^by\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Matches:
    """Of one page: what was found and wanted, found and unwanted, wanted and not found; shares of their sum."""

    true: float
    false: float
    missed: float

    @property
    def precision(self) -> float:
        return _share(self.true, self.false) if self.false or self.missed else 1.0

    @property
    def recall(self) -> float:
        return _share(self.true, self.missed) if self.false or self.missed else 1.0

    @property
    def f1(self) -> float:
        return _harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Totals:
    """Of many pages, each between 0 and 1."""

    precision: float
    recall: float
    f1: float


def words(text: str, gold: str) -> Matches:
    """Multisets of words in lower case: the metric of WCXB."""
    return _matches(_WORD.findall(text.lower()), _WORD.findall(gold.lower()))


def shingles(text: str, gold: str) -> Matches:
    """Multisets of four tokens in a row, letter case kept: that of scrapinghub/article-extraction-benchmark.

    A text of fewer tokens is one shingle. Each page weighs the same, however long it is.
    """
    return _matches(_shingles(_WORD.findall(text)), _shingles(_WORD.findall(gold)))


def is_exact(text: str, gold: str) -> bool:
    """The same tokens in the same order: the "accuracy" of the same benchmark."""
    return _WORD.findall(text) == _WORD.findall(gold)


def mean_of_pages(pages: Sequence[Matches]) -> Totals:
    """The mean over pages of precision, of recall and of F1 (WCXB)."""
    return Totals(
        fmean(page.precision for page in pages),
        fmean(page.recall for page in pages),
        fmean(page.f1 for page in pages),
    )


def f1_of_means(pages: Sequence[Matches]) -> Totals:
    """As published: precision over pages with a text, recall over pages with a gold text, F1 of these two."""
    precision = fmean([page.precision for page in pages if page.true + page.false] or [0.0])
    recall = fmean([page.recall for page in pages if page.true + page.missed] or [0.0])
    return Totals(precision, recall, _harmonic(precision, recall))


def snippets_in(text: str, snippets: Iterable[str]) -> int:
    """How many of the snippets stand in the text; white space does not count."""
    bare = _bare(text)
    return sum(_bare(snippet) in bare for snippet in snippets)


def is_same_title(found: str | None, gold: str) -> bool:
    """Letter by letter, but for spaces, letter case and the shapes of quotes and dashes."""
    return matching_form(found or "").casefold() == matching_form(gold).casefold()


def author_score(found: Iterable[str], gold: str) -> float:
    """F1 of two sets of names; both sides are taken apart at commas, "and", "&" and ";", degrees with them."""
    wanted = _names(gold)
    named = {name for one in found for name in _names(one)}
    return 2 * len(wanted & named) / (len(wanted) + len(named)) if wanted or named else 1.0


def is_same_day(found: str | None, gold: str) -> bool:
    return (found or "")[:10] == gold[:10]


def _matches(found: Iterable[Hashable], gold: Iterable[Hashable]) -> Matches:
    counted, wanted = Counter(found), Counter(gold)
    true = (counted & wanted).total()
    false, missed = counted.total() - true, wanted.total() - true
    size = (true + false + missed) or 1
    return Matches(true / size, false / size, missed / size)


def _shingles(tokens: list[str]) -> list[tuple[str, ...]]:
    if not tokens:
        return []
    return [tuple(tokens[at : at + SHINGLE]) for at in range(max(1, len(tokens) - SHINGLE + 1))]


def _share(true: float, wrong: float) -> float:
    return true / (true + wrong) if true + wrong else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _names(text: str) -> set[str]:
    return {name for name in _BETWEEN_AUTHORS.split(matching_form(text).casefold()) if name}


def _bare(text: str) -> str:
    return "".join(matching_form(text).split())
