"""A pull brings a folder to what the archive has, reads only what changed, and never leaves half of it."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import delta, footers, reading_tables
from storage.article import Kind
from storage.export_lines import uncell
from storage.manifest import FileKind
from storage.object_store import StoreRefused, StoreUnavailable, open_store
from storage.pull_state import STATE, Output
from storage.pulling import Meter, Pull
from storage.safe_names import safe_name
from storage.selection import EVERYTHING, Filter
from tests.counting_store import CountingStore
from tests.growing_archive import changed, contents, pull, two_outlets
from tests.rows import FIRST_CAPTURE, example_row
from tests.runs import finished_run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.growing_archive import Archive


FORMATS = pytest.mark.parametrize("output", Output)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return two_outlets(tmp_path)


@FORMATS
def test_a_folder_brought_up_to_date_is_as_one_made_anew(
    archive: Archive, tmp_path: Path, output: Output
) -> None:
    folder, wanted = tmp_path / "copy", Filter(kind=Kind.ARTICLE)
    first = pull(archive.store, folder, output, wanted)
    assert (first.articles, first.new, first.removed) == (9, 9, 0)
    revised = changed(example_row(2), headline="Corrected")
    archive.add(revised, changed(example_row(3), kind=Kind.APPEAL), example_row(70))
    second = pull(archive.store, folder, output, wanted)
    assert (second.articles, second.new, second.removed) == (9, 2, 1)
    pull(archive.store, tmp_path / "anew", output, wanted)
    assert contents(folder) == contents(tmp_path / "anew")
    assert b"Corrected" in b"".join(contents(folder).values()) or output is Output.PARQUET


@FORMATS
def test_what_did_not_change_is_not_read_again(archive: Archive, tmp_path: Path, output: Output) -> None:
    store = CountingStore(archive.store.url)
    pull(store, tmp_path / "copy", output)
    before = set(store.asked)
    store.asked.clear()
    assert pull(store, tmp_path / "copy", output).new == 0
    assert store.asked == []
    archive.add(example_row(70))
    assert pull(store, tmp_path / "copy", output).new == 1
    assert {key for key, _ in store.asked}.isdisjoint(key for key, _ in before)


@FORMATS
def test_tables_made_again_are_pulled_again(archive: Archive, tmp_path: Path, output: Output) -> None:
    pull(archive.store, tmp_path / "copy", output)
    outbox = tmp_path / "made again"
    kept = finished_run(outbox, [example_row(number) for number in range(4)], run="20220209T060000-z9")
    files = tuple(file for file in kept.files if file.kind is FileKind.ARTICLES)
    for file in files:
        archive.store.put_file(file.key, outbox / file.key, file.sha256)
    delta.replace(archive.store, FileKind.ARTICLES, files, outlet="southfront", at=FIRST_CAPTURE)
    assert pull(archive.store, tmp_path / "copy", output).articles == 7
    pull(archive.store, tmp_path / "anew", output)
    assert contents(tmp_path / "copy") == contents(tmp_path / "anew")


def test_a_file_that_was_changed_or_lost_is_made_again(archive: Archive, tmp_path: Path) -> None:
    pull(archive.store, tmp_path / "copy")
    before = contents(tmp_path / "copy")
    texts = sorted((tmp_path / "copy").rglob("*.txt"))
    texts[0].write_text("something else")
    texts[1].unlink()
    (tmp_path / "copy/notes.txt").write_text("of the researcher")
    assert pull(archive.store, tmp_path / "copy").new == 2
    assert contents(tmp_path / "copy") == {**before, "notes.txt": b"of the researcher"}


def test_an_interrupted_pull_goes_on_where_it_was(archive: Archive, tmp_path: Path) -> None:
    class Failing(CountingStore):
        left = 100

        def _counted(self, key: str, offset: int, data: bytes) -> bytes:
            self.left -= 1
            if self.left < 0:
                raise StoreUnavailable("the network is gone")
            return super()._counted(key, offset, data)

    store = Failing(archive.store.url)
    pull(store, tmp_path / "whole", Output.JSONL)
    needed = len(store.asked)
    store.asked.clear()
    footers._kept.clear()  # the next is another process
    store.left = needed - 1
    with pytest.raises(StoreUnavailable):
        pull(store, tmp_path / "copy", Output.JSONL)
    assert not (tmp_path / "copy" / STATE).exists()
    archive.add(example_row(70))
    store.left = 100
    store.asked.clear()
    footers._kept.clear()
    resumed = pull(store, tmp_path / "copy", Output.JSONL)
    assert resumed.articles == 9  # the version that was begun
    assert len(store.asked) < needed
    assert contents(tmp_path / "copy") == contents(tmp_path / "whole")
    assert pull(store, tmp_path / "copy", Output.JSONL).new == 1


@FORMATS
def test_what_is_withheld_leaves_the_copy_and_comes_back(
    archive: Archive, tmp_path: Path, output: Output
) -> None:
    folder, name = tmp_path / "copy", example_row(2).article.article_id
    pull(archive.store, folder, output)
    whole = contents(folder)
    lines = [
        {"article_id": name, "reason": "takedown"},
        {"article_id": "southfront:1", "until": "2026-11-28"},
    ]
    archive.store.put("withheld/1.jsonl", "\n".join(map(json.dumps, lines)).encode())
    done = pull(archive.store, folder, output)
    assert (done.articles, done.removed) == (8, 1)
    archive.store.delete("withheld/1.jsonl")
    assert pull(archive.store, folder, output).articles == 9
    assert contents(folder) == whole


def test_as_many_bytes_come_as_were_expected(archive: Archive, tmp_path: Path) -> None:
    expected, came = list[int](), list[int]()
    Pull(
        archive.store,
        tmp_path / "copy",
        EVERYTHING,
        Output.TXT,
        frozenset(),
        Meter(expected.append, came.append),
    )()
    assert [sum(came)] == expected
    assert sum(came) > 1000


def test_an_archive_that_is_gone_leaves_the_copy_alone(archive: Archive, tmp_path: Path) -> None:
    copy, root = tmp_path / "copy", tmp_path / "archive"
    pull(archive.store, copy)
    before = contents(copy)
    moved = root.rename(tmp_path / "not mounted")
    for _ in range(2):
        with pytest.raises(
            StoreRefused, match=r"has no articles, and .*copy holds 9 of its version \d+: is its disk"
        ):
            pull(archive.store, copy)
        assert contents(copy) == before
        next(copy.rglob("*.txt")).unlink()  # a copy that is not whole is no reason to empty it
        before = contents(copy)
    moved.rename(root)
    assert pull(archive.store, copy).articles == 9


def test_an_archive_that_was_always_empty_gives_nothing(tmp_path: Path) -> None:
    store = open_store((tmp_path / "empty").as_uri())
    assert pull(store, tmp_path / "copy").articles == 0
    assert pull(store, tmp_path / "copy").articles == 0


def test_a_list_of_the_withheld_that_cannot_be_read_stops_the_pull(archive: Archive, tmp_path: Path) -> None:
    archive.store.put("withheld/1.jsonl", b'{"article_id": "a"}\n{"articel": "b"}\n')
    with pytest.raises(StoreRefused, match=r"withheld/1\.jsonl, line 2"):
        pull(archive.store, tmp_path / "copy")


def test_a_month_is_pulled_by_its_row_groups(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_tables, "WHOLE_BYTES", 0)
    store = CountingStore(archive.store.url)
    wanted = Filter(
        outlet="themedialine", since=datetime(2022, 2, 1, tzinfo=UTC), until=datetime(2022, 3, 1, tzinfo=UTC)
    )
    assert pull(store, tmp_path / "copy", Output.PARQUET, wanted).articles == 3
    assert all("outlet=themedialine" in key for key, _ in store.asked)


def test_later_revisions_are_not_looked_for_years_before_the_articles(
    archive: Archive, tmp_path: Path
) -> None:
    archive.add(changed(example_row(2)))
    later, store = FIRST_CAPTURE + timedelta(days=1500), CountingStore(archive.store.url)
    row = example_row(70)
    archive.add(replace(row, article=replace(row.article, captured_at=later, date_published=later)))
    wanted = Filter(outlet="southfront", since=later - timedelta(days=9))
    assert pull(store, tmp_path / "copy", Output.JSONL, wanted).articles == 1
    assert {key.split("/")[2] for key, _ in store.asked} == {f"year={later.year}"}


def test_cells_of_a_table_are_no_formulas(archive: Archive, tmp_path: Path) -> None:
    headlines = ["=1+1", "-2", "@a", "'quoted", "\tx", 'He said: "no",\r\nand left', "plain"]
    archive.add(*[changed(example_row(n), headline=text) for n, text in enumerate(headlines[:6])])
    pull(archive.store, tmp_path / "copy", Output.CSV, Filter(outlet="southfront"))
    with (tmp_path / "copy/articles.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["headline"] for row in csv.DictReader(file)]
    assert {uncell(cell) for cell in cells} == {*headlines[:6]}
    assert not [cell for cell in cells if cell.startswith(("=", "-", "@", "\t"))]


def test_no_value_of_an_article_writes_a_line_of_the_header(archive: Archive, tmp_path: Path) -> None:
    forged = "A. Writer\nURL: http://forged.example/\r\n\nNo news"
    archive.add(changed(example_row(1), author=(forged,), headline=forged, canonical_url=forged))
    pull(archive.store, tmp_path / "copy", Output.TXT, Filter(outlet="southfront"))
    names = {"Article", "URL", "Authors", "Published", "Captured", "Based on", "Pressmark"}
    for file in (tmp_path / "copy").rglob("*.txt"):
        header = file.read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
        assert {line.partition(": ")[0] for line in header} == names
        assert len(header) == len(names)


def test_the_database_finds_words_without_their_accents(archive: Archive, tmp_path: Path) -> None:
    archive.add(changed(example_row(1), headline="Café in Kraków"))
    pull(archive.store, tmp_path / "copy", Output.SQLITE)
    with closing(sqlite3.connect(tmp_path / "copy/articles.sqlite")) as db:
        found = db.execute(
            "SELECT article_id FROM articles JOIN articles_fts ON articles_fts.rowid = articles.rowid"
            " WHERE articles_fts MATCH 'krakow'"
        ).fetchall()
    assert found == [("southfront:1",)]


def test_parquet_has_the_columns_of_the_archive(archive: Archive, tmp_path: Path) -> None:
    pull(archive.store, tmp_path / "copy", Output.PARQUET)
    table = pq.read_table(tmp_path / "copy/articles-themedialine.parquet")
    assert set(table["outlet"].to_pylist()) == {"themedialine"}
    assert table.num_rows == 3


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_name_is_safe_on_any_file_system(name: str) -> None:
    safe = safe_name(name)
    assert safe.isascii()
    assert safe == safe.lower()
    assert len(safe) <= 180
    assert not set(safe) & set('<>:"/\\|?*\0 ')
    assert safe.partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert not safe.endswith(".")
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("one", "other"), [("A", "a"), ("a:b", "a/b"), ("x" * 300, "x" * 301), ("Con", "con"), ("é", "e\u0301")]
)
def test_two_names_stay_two_where_letter_case_does_not_count(one: str, other: str) -> None:
    assert safe_name(one) != safe_name(other)
