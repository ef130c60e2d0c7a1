"""The benchmark of extraction measures what it says it measures."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.bootstrap import paired_difference
from benchmarks.readers import READERS, Reading, read
from benchmarks.score_table import of_scores
from benchmarks.scoring import Metric, scores
from benchmarks.stored_pages import Half, NotAPageStore, StoredPage, aeb, quality, recorded, wcxb
from benchmarks.text_scores import (
    Matches,
    author_score,
    f1_of_means,
    is_exact,
    is_same_day,
    is_same_title,
    mean_of_pages,
    shingles,
    snippets_in,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_words_are_counted_as_often_as_they_stand_there_in_any_order_and_letter_case() -> None:
    found = words("The cat, the CAT sat", "the cat sat down")
    assert (found.precision, found.recall) == pytest.approx((3 / 5, 3 / 4))
    assert found.f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "gold", "precision", "recall"),
    [("", "", 1.0, 1.0), ("", "a text", 0.0, 0.0), ("a text", "", 0.0, 0.0), ("a b", "a b", 1.0, 1.0)],
)
def test_an_empty_text_is_right_only_where_none_is_wanted(
    text: str, gold: str, precision: float, recall: float
) -> None:
    for measure in (words, shingles):
        assert (measure(text, gold).precision, measure(text, gold).recall) == (precision, recall)


def test_shingles_are_four_tokens_in_a_row_and_a_short_text_is_one() -> None:
    found = shingles("a b c d e", "a b c d f")
    assert (found.true, found.false, found.missed) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert shingles("a b", "a b").f1 == 1.0
    assert shingles("a b", "b a").f1 == 0.0
    assert shingles("A b", "a b").f1 == 0.0
    assert is_exact("A, b.", "A b")
    assert not is_exact("a b", "A b")


def test_pages_are_summed_up_in_two_ways() -> None:
    pages = [Matches(1.0, 0.0, 0.0), Matches(0.0, 0.0, 1.0), Matches(0.5, 0.5, 0.0)]
    assert mean_of_pages(pages).precision == pytest.approx((1 + 0 + 0.5) / 3)
    assert mean_of_pages(pages).f1 == pytest.approx((1 + 0 + 2 / 3) / 3)
    published = f1_of_means(pages)
    assert published.precision == pytest.approx((1 + 0.5) / 2)  # the page without a text does not count here
    assert published.recall == pytest.approx((1 + 0 + 1) / 3)
    assert published.f1 == pytest.approx(2 * 0.75 * (2 / 3) / (0.75 + 2 / 3))


def test_fields_are_compared_by_what_they_say() -> None:
    assert is_same_title(" “Roads” close ", '"roads" close')
    assert not is_same_title(None, "Roads")
    assert is_same_day("2025-11-14T10:00:00", "2025-11-14")
    assert not is_same_day(None, "2025-11-14")
    assert author_score(["Jane Doe", "Max Roe"], "By Jane Doe and Max Roe") == 1.0
    assert author_score(["Jane Doe", "The Courier"], "Jane Doe") == pytest.approx(2 / 3)
    assert author_score([], "Jane Doe") == 0.0
    assert snippets_in("one two\nthree", ["two three", "four"]) == 1


def test_a_difference_is_sure_only_when_most_draws_agree() -> None:
    good, bad = Matches(1.0, 0.0, 0.0), Matches(0.5, 0.5, 0.0)
    sure = paired_difference([good] * 20, [bad] * 20, mean_of_pages)
    assert sure.value == pytest.approx(1 / 3)
    assert sure.is_sure
    mixed = paired_difference([good, bad] * 10, [bad, good] * 10, mean_of_pages)
    assert mixed.value == pytest.approx(0)
    assert mixed.low < 0 < mixed.high
    assert not mixed.is_sure
    assert mixed == paired_difference([good, bad] * 10, [bad, good] * 10, mean_of_pages)


def test_a_folder_of_the_published_form_is_read_and_scored(tmp_path: Path) -> None:
    pages = quality()[:2]
    (tmp_path / "html").mkdir()
    truth = {page.name: {"articleBody": page.text, "url": page.url} for page in pages}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")
    for page in pages:
        (tmp_path / "html" / f"{page.name}.html.gz").write_bytes(gzip.compress(page.html))
    stored = aeb(tmp_path)
    assert [(page.name, page.html) for page in stored] == [(page.name, page.html) for page in pages]
    ours, other = scores(stored, ["ours", "trafilatura-std"], Metric.SHINGLES)
    assert ours.totals.f1 > 0.8
    assert ours.difference is None
    assert other.difference is not None
    table = of_scores("Both", (ours, other), by_half=False)
    assert table.head[:2] == ("extractor", "F1")
    assert table.markdown.count("\n|") == 4


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAPageStore, match=r"no gold/\*\.json"):
        wcxb(tmp_path)
    with pytest.raises(NotAPageStore, match=r"ground-truth\.json"):
        aeb(tmp_path)


def test_recorded_cases_are_read_as_they_are_expected() -> None:
    for page in recorded():
        assert words(READERS["ours"].read(page.html, page.url, page.at).text, page.text).f1 == 1.0, page.name


def test_halves_depend_on_the_name_alone() -> None:
    names = [f"{number:04}" for number in range(200)]
    halves = [StoredPage(name, "", b"", "").half for name in names]
    assert 60 < halves.count(Half.TUNE) < 140
    assert StoredPage("0001", "https://e.org", b"x", "y").half is halves[1]


def test_what_an_extractor_raises_is_counted_and_is_no_text() -> None:
    assert read("readability", b"", "https://e.org/", None)[0] == Reading()
    assert read("readability", b"", "https://e.org/", None)[1]
