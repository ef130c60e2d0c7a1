"""What is read of an archive for what is wanted of it, and what of that is checked."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import Corpus, delta, footers, reading_tables, table_files
from storage.delta import NoSuchVersion
from storage.manifest import FileKind
from storage.object_store import CorruptObject, open_store
from storage.publish import publish
from storage.selection import Filter
from storage.spans import Span
from tests.counting_store import CountingStore
from tests.rows import FIRST_CAPTURE, example_row, with_body
from tests.runs import finished_run

if TYPE_CHECKING:
    from storage.table_rows import ArticleRow

DAYS = 400


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """One run of pages of 400 days, captured in no order, in small row groups; no file is small enough to be read whole."""
    monkeypatch.setattr(table_files, "GROUP_ROWS", 10)
    monkeypatch.setattr(reading_tables, "WHOLE_BYTES", 0)
    words = random.Random(5)
    rows = [published_on(day, words.randbytes(8_000).hex()) for day in range(DAYS)]
    words.shuffle(rows)
    made = published(tmp_path, rows)
    footers._kept.clear()  # who reads is another process than who wrote
    return made


def published_on(day: int, text: str) -> ArticleRow:
    row = with_body(example_row(day), text)
    return replace(
        row, article=replace(row.article, date_published=FIRST_CAPTURE - timedelta(days=DAYS - day))
    )


def published(folder: Path, rows: list[ArticleRow], run: str = "20220201T060000-a1") -> str:
    store = open_store(str(folder / "archive"))
    publish(store, folder / run, finished_run(folder / run, rows, run=run))
    return store.url


def test_a_month_of_a_year_costs_about_a_month(archive: str) -> None:
    store, since = CountingStore(archive), FIRST_CAPTURE - timedelta(days=200)
    rows = list(Corpus(store).articles(since=since, until=since + timedelta(days=30)))
    assert len(rows) == 30
    (file,) = delta.snapshot(store, FileKind.ARTICLES).files
    assert store.bytes_read < 0.25 * file.size  # a footer of 40 row groups among it


def test_what_the_log_rules_out_is_not_opened(archive: str) -> None:
    store = CountingStore(archive)
    assert list(Corpus(store).articles(since="2023-01-01")) == []
    assert list(Corpus(store).articles(kind="appeal")) == []
    assert store.asked == []


def test_an_article_is_found_by_its_ids_and_one_row_group(archive: str) -> None:
    store = CountingStore(archive)
    row = Corpus(store).article("southfront:77")
    assert row is not None
    assert row.article.headline == "Headline 77"
    (file,) = delta.snapshot(store, FileKind.ARTICLES).files
    assert store.bytes_read < 0.2 * file.size


def test_a_capture_at_hand_is_one_request(archive: str, tmp_path: Path) -> None:
    manifest = finished_run(tmp_path / "again", [example_row(1)])
    store, mark = CountingStore(archive), example_row(1).article.pressmark
    assert mark is not None
    here = replace(mark, warc=manifest.files[0].key.rsplit("/", 1)[1], offset=5, length=9)
    article = replace(example_row(1).article, pressmark=here)
    assert len(Corpus(store).capture(article)) == 9
    assert store.asked == [(manifest.files[0].key, 9)]


@pytest.mark.parametrize("whole", [False, True])
def test_a_flipped_bit_is_named_whether_parts_are_read_or_all(archive: str, whole: bool) -> None:  # noqa: FBT001 - a case
    store = open_store(archive)
    (file,) = delta.snapshot(store, FileKind.ARTICLES).files
    path = table_path(archive, file.key)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 16
    path.write_bytes(data)
    days = (280, 120) if not whole else (1_000, -1_000)
    since, until = (FIRST_CAPTURE - timedelta(days=day) for day in days)
    with pytest.raises(CorruptObject, match=file.key):
        list(Corpus(store).articles(Filter(since=since, until=until)))


def test_a_file_that_ends_early_is_named(archive: str) -> None:
    store = open_store(archive)
    (file,) = delta.snapshot(store, FileKind.ARTICLES).files
    path = table_path(archive, file.key)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CorruptObject, match=file.key):
        list(Corpus(store).articles(until="2021-06-01"))


def table_path(archive: str, key: str) -> Path:
    return Path(archive.removeprefix("file://")) / key


def test_the_log_says_between_what_the_rows_lie(archive: str) -> None:
    (file,) = delta.snapshot(open_store(archive), FileKind.ARTICLES).files
    assert file.rows == DAYS
    assert file.spans["kind"] == Span("article", "article", 0)
    assert file.spans["date_published"].low == FIRST_CAPTURE - timedelta(days=DAYS)


def test_an_earlier_version_is_read_as_it_was(tmp_path: Path) -> None:
    published(tmp_path, [example_row(1)])
    archive = published(tmp_path, [example_row(2)], "20220202T060000-b2")
    now, before = Corpus(archive), Corpus(archive, as_of=1)
    assert (now.version, before.version) == (2, 1)
    assert len(list(now.articles())) == 2
    assert [row.article.headline for row in before.articles()] == ["Headline 1"]
    assert list(before.outcomes())
    with pytest.raises(NoSuchVersion, match="versions 0 to 2"):
        list(Corpus(archive, as_of=9).articles())


def test_days_and_moments_are_taken_as_people_write_them(archive: str) -> None:
    corpus = Corpus(archive)
    day = f"{FIRST_CAPTURE - timedelta(days=100):%Y-%m-%d}"
    assert len(list(corpus.articles(since=day, until=day))) == 1
    assert len(list(corpus.articles(since=day, until=datetime.fromisoformat(day).replace(tzinfo=UTC)))) == 0
    with pytest.raises(ValueError, match="time zone"):
        corpus.articles(since=datetime(2022, 1, 1))  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="no column headlin;"):
        corpus.articles(columns=["headlin"])


def test_columns_come_as_arrow_tables_in_the_order_asked_for(archive: str) -> None:
    table = Corpus(archive).latest(columns=["outlet", "headline"], until="2021-01-31").to_arrow()
    assert table.column_names == ["outlet", "headline"]
    assert table.num_rows
    assert set(table["outlet"].to_pylist()) == {"southfront"}
    assert Corpus(archive).articles(since="2030-01-01").to_arrow().num_rows == 0


def test_the_corpus_needs_neither_scrapy_nor_an_extractor() -> None:
    program = (
        "import sys; import storage; assert 'pyarrow' not in sys.modules; from storage import Corpus;"
        "print(*{name.partition('.')[0] for name in sys.modules}"
        " & {'scrapy', 'twisted', 'warcio', 'lxml', 'trafilatura', 'boto3', 'crawler', 'extractors'})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
