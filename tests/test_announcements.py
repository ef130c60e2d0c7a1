"""What each source says of a URL is kept apart, once for each different thing it says, and comes back from its capture."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from crawler.reading import note_announcements
from storage import announcements
from storage.announcement import SourceEntry
from storage.capture import Capture, Pressmark
from storage.exchange import Purpose
from storage.state import open_state
from storage.tables import announcement_files, announcements_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SAID = SourceEntry(
    url="https://southfront.press/talks/",
    purpose=Purpose.PAGE,
    article_key="talks",
    article_id="southfront-1",
    date_published=NOON - timedelta(hours=2),
    title="Talks",
    author=("A. Writer",),
    in_language="en",
    keywords=("peace",),
    source_id="7",
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_state(tmp_path / "state.sqlite")) as opened:
        yield opened


def capture(number: int, url: str = "https://southfront.press/feed/", run: str = "r1") -> Capture:
    mark = Pressmark(f"urn:uuid:{number}", "a.warc.gz", 0, 1, "sha256:", run)
    at = NOON + timedelta(minutes=number)
    return Capture("southfront", url, at, b"", None, mark, Purpose.FEED)


def of(db: sqlite3.Connection, run: str) -> list[tuple[str, str | None, str]]:
    return [
        (row.source, row.said.title, row.record_id) for row in announcements.of_run(db, run, "southfront")
    ]


def test_a_source_that_says_the_same_again_makes_no_row_and_one_that_says_something_else_does(
    db: sqlite3.Connection,
) -> None:
    corrected = replace(SAID, title="Talks resume")
    for number, (said, run) in enumerate(((SAID, "r1"), (SAID, "r2"), (corrected, "r3"), (SAID, "r4"))):
        note_announcements(db, capture(number, run=run), (said,))
    feed = "https://southfront.press/feed/"
    assert [of(db, run) for run in ("r1", "r2", "r3", "r4")] == [
        [(feed, "Talks", "urn:uuid:0")],
        [],
        [(feed, "Talks resume", "urn:uuid:2")],
        [],
    ]
    assert [said.title for said in announcements.latest(db, "talks")] == ["Talks"]


def test_two_sources_are_kept_apart_and_two_pages_of_one_are_not(db: sqlite3.Connection) -> None:
    note_announcements(db, capture(1, "https://southfront.press/feed/"), (SAID,))
    note_announcements(db, capture(2, "https://southfront.press/feed/?paged=2"), (SAID,))
    note_announcements(db, capture(3, "https://southfront.press/category/maps/feed/"), (SAID,))
    assert {source for source, *_ in of(db, "r1")} == {
        "https://southfront.press/feed/",
        "https://southfront.press/category/maps/feed/",
    }
    assert len(announcements.latest(db, "talks")) == 2


def test_which_page_of_a_source_is_read_first_changes_nothing(tmp_path: Path) -> None:
    pages = [capture(1), capture(2, "https://southfront.press/feed/?paged=2")]
    rows = []
    for number, order in enumerate((pages, pages[::-1])):
        with closing(open_state(tmp_path / f"{number}.sqlite")) as db:
            for page in order:
                note_announcements(db, page, (SAID,))
            rows.append(list(announcements.of_run(db, "r1", "southfront")))
    assert rows[0] == rows[1]


def test_what_is_read_from_the_table_is_what_was_written(db: sqlite3.Connection, tmp_path: Path) -> None:
    bare = SourceEntry(url="https://southfront.press/sitemap.xml", purpose=Purpose.SITEMAP)
    note_announcements(db, capture(1), (SAID, bare))
    rows = list(announcements.of_run(db, "r1", "southfront"))
    (file,) = announcement_files(rows, tmp_path)
    assert file.rows == 2
    with (tmp_path / file.key).open("rb") as data, pq.ParquetFile(data) as parquet:
        assert sorted(announcements_of(parquet, "southfront"), key=lambda row: row.said.url) == sorted(
            rows, key=lambda row: row.said.url
        )
