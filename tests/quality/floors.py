"""The floors under the scores: kept in one file, raised when a score is better, never lowered."""

from __future__ import annotations

import json
import math
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.text_scores import words
from extractors.extract import extract_html
from storage.article import Article
from tests.quality.planting import HERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from benchmarks.text_scores import Matches
    from tests.quality.planting import QualityPage

FLOORS = HERE / "floors.json"
MEAN = "mean of all pages"

Floors = dict[str, dict[str, float]]
"""F1 of words by page, and precision, recall and F1 of the mean.

One page may trade a little precision for recall or the other way round; all of them together may not.
"""

_STEPS = 10_000


def score(page: QualityPage) -> Matches:
    """Of today's extractor; a page that it refuses has no text."""
    answer = extract_html(page.html, page.url)
    return words(answer.article_body if isinstance(answer, Article) else "", "\n".join(page.wanted))


def scores(pages: Iterable[QualityPage]) -> Floors:
    """Rounded down, so that a score always reaches the floor made from it."""
    found = {page.name: score(page) for page in pages}
    mean = {
        "precision": _down(fmean(one.precision for one in found.values())),
        "recall": _down(fmean(one.recall for one in found.values())),
        "f1": _down(fmean(one.f1 for one in found.values())),
    }
    return {MEAN: mean, **{page: {"f1": _down(one.f1)} for page, one in found.items()}}


def kept(path: Path = FLOORS) -> Floors:
    floors: Floors = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return floors


def raised(floors: Mapping[str, Mapping[str, float]], found: Floors) -> Floors:
    """The better of both for each number. Pages that are no more fall away with their floors."""
    return {
        page: {name: max(value, floors.get(page, {}).get(name, 0.0)) for name, value in now.items()}
        for page, now in found.items()
    }


def write(floors: Floors, path: Path = FLOORS) -> None:
    lines = (f"  {json.dumps(page)}: {json.dumps(floors[page])}" for page in floors)
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _down(value: float) -> float:
    return math.floor(value * _STEPS) / _STEPS
