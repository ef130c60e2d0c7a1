"""Merged articles lie so that a month of one outlet is read without the rest; one arrangement, however often it is made."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage import arrangement, compaction, delta, reading_tables, table_files
from storage.corpus import Corpus
from storage.manifest import FileKind
from storage.object_store import open_store
from storage.publish import publish
from storage.spans import Span
from tests.counting_store import CountingStore
from tests.rows import example_row, with_body
from tests.runs import finished_run

if TYPE_CHECKING:
    from pathlib import Path

    from storage.article import Article
    from storage.delta import TableFile
    from storage.object_store import ObjectStore
    from storage.table_rows import ArticleRow

ALL: frozenset[str] = frozenset()
FIRST = datetime(2012, 1, 1, tzinfo=UTC)
CAPTURED = datetime(2022, 2, 1, tzinfo=UTC)
A_MONTH = {"since": "2016-06-01", "until": "2016-06-30"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ObjectStore:
    """Ten years that were captured in one, in four runs: 1,200 articles, a revision of some, some without a date."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(arrangement, "FEW_ROWS", 60)
        patched.setattr(table_files, "SEAM_CHARACTERS", 1)
        return compacted_archive(tmp_path_factory.mktemp("arrangement"))


def compacted_archive(folder: Path) -> ObjectStore:
    draw, store = random.Random(7), open_store(str(folder / "archive"))
    rows = [row(number, draw) for number in range(1_200)]
    rows += [replace(one, revision=2) for one in draw.sample(rows, 40)]
    rows += [undated(example_row(number)) for number in range(1_200, 1_230)]
    rows.append(
        replace(row(1_231, draw), article=published(row(1_231, draw), datetime(1999, 5, 5, tzinfo=UTC)))
    )
    draw.shuffle(rows)
    for number in range(4):
        run = f"2022020{number + 1}T060000-a1"
        of_run = [
            replace(one, article=replace(one.article, pressmark=replace(one.article.pressmark, run=run)))
            for one in rows[number::4]
            if one.article.pressmark
        ]
        publish(store, folder / run, finished_run(folder / run, of_run, run=run))
    for merge in compaction.merges(store, ALL):
        compaction.compact(store, merge, CAPTURED)
    return store


def row(number: int, draw: random.Random) -> ArticleRow:
    made = with_body(example_row(number), draw.randbytes(400).hex())
    return replace(made, article=published(made, FIRST + timedelta(days=3 * number)))


def published(made: ArticleRow, at: datetime) -> Article:
    return replace(made.article, date_published=at)


def undated(made: ArticleRow) -> ArticleRow:
    return replace(made, article=replace(made.article, date_published=None))


def articles(store: ObjectStore) -> tuple[TableFile, ...]:
    return delta.snapshot(store, FileKind.ARTICLES).files


def test_years_lie_apart_and_so_do_later_revisions_and_what_has_no_date(store: ObjectStore) -> None:
    kinds = sorted(
        (file.spans["revision"].low, file.spans["date_published"].low is None, file.rows)
        for file in articles(store)
    )
    years = [rows for revision, is_undated, rows in kinds if revision == 1 and not is_undated]
    assert sum(rows or 0 for rows in years) == 1_201
    assert len(years) == 11  # ten of them, and the page of 1999
    assert [rows for revision, is_undated, rows in kinds if is_undated] == [30]
    assert [rows for revision, _, rows in kinds if revision == 2] == [40]


def test_what_lies_as_it_should_is_left_alone(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrangement, "FEW_ROWS", 60)
    assert compaction.merges(store, ALL) == ()


def test_a_month_of_ten_years_is_read_without_the_rest(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_tables, "WHOLE_BYTES", 0)
    counted = CountingStore(store.url)
    rows = list(Corpus(counted).latest(**A_MONTH))  # type: ignore[arg-type] # days, by name
    assert len(rows) == 10
    asked = {key for key, _ in counted.asked}
    opened = [file for file in articles(store) if file.key in asked]
    assert [file.spans["revision"].low for file in opened if file.spans["revision"].low > 1] == [2]
    assert [file.rows for file in opened if file.spans["revision"].low == 1] == [122]  # the year's


def test_no_value_anywhere_is_told_from_no_statistics(store: ObjectStore) -> None:
    (file,) = [file for file in articles(store) if file.rows == 30]
    assert file.spans["date_published"] == Span(None, None, 30)
    assert list(Corpus(store).articles(since="2030-01-01")) == []
    assert len(list(Corpus(store).articles(since="2022-02-01", until="2022-02-28"))) == 30
