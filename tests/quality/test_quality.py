"""The text that is read out of pages of which every word is known never gets worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.quality.floors import MEAN, kept, raised, scores, write
from tests.quality.pages import all_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.quality.floors import Floors

PAGES = all_pages()
FLOORS = kept()


@pytest.fixture(scope="module")
def found() -> Floors:
    return scores(PAGES)


@pytest.mark.parametrize("name", [MEAN, *(page.name for page in PAGES)])
def test_no_score_falls_below_its_floor(name: str, found: Floors) -> None:
    floor, now = FLOORS[name], found[name]
    assert {measure: now[measure] for measure in floor if now[measure] < floor[measure]} == {}


def test_every_page_has_its_floor_and_every_floor_its_page() -> None:
    assert FLOORS.keys() == {MEAN, *(page.name for page in PAGES)}


def test_there_are_pages_in_seven_languages_and_of_eighteen_makes() -> None:
    names = [page.name.rsplit("-", 1) for page in PAGES]
    assert len(names) == 54
    assert {language for _, language in names} == {"ar", "de", "en", "es", "fr", "it", "ru"}
    assert len({template for template, _ in names}) == 18


def test_what_is_wanted_and_what_is_not_are_never_the_same() -> None:
    for page in PAGES:
        text = "\n".join(page.wanted)
        assert page.wanted, page.name
        assert page.unwanted, page.name
        assert [piece for piece in page.unwanted if piece in text] == [], page.name
        assert b"data-b" not in page.html, page.name


def test_floors_only_rise(tmp_path: Path) -> None:
    low, high = {"a": {"f1": 0.9, "recall": 0.5}}, {"a": {"f1": 0.8, "recall": 0.6}, "b": {"f1": 0.1}}
    assert raised(low, high) == {"a": {"f1": 0.9, "recall": 0.6}, "b": {"f1": 0.1}}
    assert raised(high, {"a": low["a"]}) == {"a": {"f1": 0.9, "recall": 0.6}}
    write(raised(low, high), tmp_path / "floors.json")
    assert kept(tmp_path / "floors.json") == raised(low, high)
    assert kept(tmp_path / "none.json") == {}
