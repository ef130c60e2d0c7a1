"""The invented archive is what the benchmarks take it for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from storage.corpus import Corpus, archived_outlets
from storage.object_store import open_store
from tests.synthetic_archive import write_archive
from tests.synthetic_rows import Life, day_rows, lives, stories_of

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = date(2024, 3, 4)


def test_a_day_is_made_again_without_the_days_before_it() -> None:
    life = Life(slug="gazette")
    assert tuple(day_rows(life, MONDAY, "r")) == tuple(day_rows(life, MONDAY, "r"))
    assert tuple(day_rows(life, MONDAY, "r", seed=1)) != tuple(day_rows(life, MONDAY, "r", seed=2))


def test_a_copy_has_the_paragraphs_of_its_original() -> None:
    original = Life(slug="first", wanted=30)
    copier = Life(slug="second", wanted=30, copies_from="first", copied=1.0)
    bodies = {row.article.article_body for row in day_rows(original, MONDAY, "r") if row.revision == 1}
    copies = [row.article for row in day_rows(copier, MONDAY, "r") if row.revision == 1]
    whole = [copy for copy in copies if copy.article_body in bodies]
    assert len(whole) > len(copies) / 4
    assert any(copy.is_based_on for copy in whole)


def test_nothing_is_published_in_silence_and_nothing_captured_when_blocked() -> None:
    span = (MONDAY, date(2024, 3, 6))
    assert stories_of(Life(slug="a", silent=span), MONDAY) == 0
    assert list(day_rows(Life(slug="a", blocked=span), MONDAY, "r")) == []


def test_the_archive_is_read_as_any_other_and_has_the_same_bytes_again(tmp_path: Path) -> None:
    def written(name: str) -> list[str]:
        store = open_store(str(tmp_path / name))
        manifests = list(
            write_archive(store, lives(2, 3.0), date(2024, 12, 20), date(2025, 1, 10), run_days=10)
        )
        rows = list(Corpus(store).articles())
        assert archived_outlets(store) == ("outlet00", "outlet01")
        assert len(rows) == sum(manifest.counts["revisions"] for manifest in manifests) > 60
        assert len(list(Corpus(store).outcomes())) > 60
        named = {row.said.article_id for row in Corpus(store).announcements()}
        assert {row.article.article_id for row in rows} == named
        return [file.key for manifest in manifests for file in manifest.files]

    assert written("once") == written("again")
