"""Linking by and by gives what linking at once gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.linking import chained, judged
from extractors.credits import link_entry
from storage import postings
from storage.link_index import IndexBusy, open_index
from storage.link_update import settle
from storage.postings import Posting, partners
from storage.table_rows import ArticleRow
from tests.invented_texts import Newsroom
from tests.planted_reuse import article, embedded, first_part
from tests.quality.prose_texts import prose_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.link_entry import LinkEntry
    from storage.table_rows import Record

NEWSROOM = Newsroom(prose_texts())
WORLD = tuple(NEWSROOM.text(f"world {number}", 120) for number in range(5))
FRAME = NEWSROOM.text("frame", 60)


def variants() -> list[ArticleRow]:
    """Few stories in many guises, so that any few of them are akin."""
    rows = []
    for number, text in enumerate(WORLD):
        other = WORLD[(number + 1) % len(WORLD)]
        half = first_part(0.5)(text, other, Random(0))
        within = embedded(text, other, Random(0))
        for turn, body in enumerate((text, text, half, within, (*FRAME, text[0]), (*FRAME, text[1]))):
            made = article(f"site{turn % 3}", f"{number}-{turn}", body, day=turn + number * 0.3)
            rows.append(ArticleRow(replace(made, date_published=None) if turn == 3 else made, 1))
            again = article(f"site{turn % 3}", f"{number}-{turn}", (*body, "Corrected."), day=turn + 9)
            rows.append(ArticleRow(replace(again, date_published=made.date_published), 2))
    return rows


VARIANTS = variants()


def links_after(runs: Sequence[Sequence[ArticleRow]]) -> list[tuple[int, Record]]:
    with TemporaryDirectory() as folder, open_index(Path(folder) / "links.sqlite", "rules") as index:
        for number, rows in enumerate(runs):
            with index.exclusive():
                index.add(f"file {number}", [link_entry(row.article, row.revision) for row in rows])
                settle(index, judged, chained, lambda *_: None)
        found = [link for outlet in ("site0", "site1", "site2") for link in index.links(outlet)]
    return sorted(found, key=repr)


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that few articles reach."""
    monkeypatch.setattr(postings, "MOST_WITHIN_SITE", 3)
    monkeypatch.setattr(postings, "FIRST", 2)
    monkeypatch.setattr(postings, "RECENT", 1)


@pytest.mark.usefixtures("tight")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(VARIANTS), st.integers(0, 3)),
        min_size=2,
        max_size=24,
        unique_by=lambda p: id(p[0]),
    )
)
def test_any_split_into_runs_gives_the_same_links(parts: list[tuple[ArticleRow, int]]) -> None:
    runs = [[row for row, run in parts if run == number] for number in range(4)]
    at_once = links_after([[row for row, _ in sorted(parts, key=lambda part: part[0].article.article_id)]])
    assert links_after(runs) == at_once
    assert links_after(runs[::-1]) == at_once


@pytest.mark.usefixtures("tight")
def test_the_whole_world_article_by_article_gives_the_same_links() -> None:
    at_once = links_after([VARIANTS])
    assert len(at_once) > len(VARIANTS)
    assert links_after([[row] for row in VARIANTS]) == at_once


def test_every_revision_is_linked_with_the_one_before_it() -> None:
    rows = [ArticleRow(article("site0", "a", (*WORLD[0], f"Update {n}.")), n) for n in (3, 1, 2)]
    found = [record for _, record in links_after([rows])]
    assert [(r["label"], r["revision"], r["original_revision"]) for r in found] == [
        ("revision", 2, 1),
        ("revision", 3, 2),
    ]


def test_an_interrupted_update_leaves_nothing(tmp_path: Path) -> None:
    entries = [link_entry(row.article, row.revision) for row in VARIANTS[:6]]
    with open_index(tmp_path / "links.sqlite", "rules") as index:
        with pytest.raises(KeyboardInterrupt), index.exclusive():
            index.add("a file", cut_off(entries))
        assert not index.files()
        assert index.articles() == 0
        with index.exclusive():
            index.add("a file", entries)


def cut_off(entries: Sequence[LinkEntry]) -> Iterator[LinkEntry]:
    yield from entries
    raise KeyboardInterrupt


def test_other_rules_or_a_damaged_file_begin_anew(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    for rules in ("1", "2"):
        with open_index(path, rules) as index, index.exclusive():
            assert not index.files()
            index.add("a file", [])
    path.write_bytes(b"SQLite format 3\0 and then nothing of the kind" * 100)
    with open_index(path, "2") as index:
        assert not index.files()


def test_two_do_not_link_at_once(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    with open_index(path, "1") as index, index.exclusive(), pytest.raises(IndexBusy), open_index(path, "1"):
        pass


class TestPartners:
    """Which articles a hash leads to."""

    def test_a_wire_story_leads_to_its_first_holders_only(self) -> None:
        found = dict(partners([Posting(moment, moment, moment) for moment in range(500)]))
        assert found[499] == tuple(range(postings.FIRST))
        assert max(map(len, found.values())) == postings.FIRST

    def test_a_frame_leads_to_its_last_uses_at_its_site_and_nowhere_else(self) -> None:
        uses = [Posting(moment, moment, 1) for moment in range(100)]
        found = dict(partners([*uses, Posting(200, 200, 2)]))
        assert found[99] == (97, 98)
        assert 200 not in found


def test_the_index_is_found_by_moment_not_by_arrival() -> None:
    text = WORLD[0]
    late, early = article("site0", "late", text, day=4), article("site1", "early", text)
    late = replace(late, captured_at=early.captured_at - timedelta(days=30))
    ((_, link),) = links_after([[ArticleRow(late, 1)], [ArticleRow(early, 1)]])
    assert (link["article_id"], link["original_id"]) == (late.article_id, early.article_id)
