"""Rows to Parquet and back: exact, in order, in bounded memory, and always the same bytes."""

from __future__ import annotations

import hashlib
import io
import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import table_files
from storage.article import Article
from storage.manifest import FileKind
from storage.outcome import Outcome
from storage.schemas import ARTICLE_SCHEMA, OUTCOME_SCHEMA, file_schema
from storage.site_terms import NO_TERMS
from storage.table_rows import change_record, terms_record
from storage.tables import article_files, outcome_files, read_articles, read_outcomes
from tests.rows import article_rows, example_outcome, example_row, outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.manifest import ArchivedFile
    from storage.table_rows import ArticleRow

DESIGNED_COLUMNS = [
    "article_id",
    "outlet",
    "url",
    "canonical_url",
    "revision",
    "kind",
    "headline",
    "description",
    "author",
    "byline",
    "dateline",
    "date_published",
    "date_modified",
    "date_published_source",
    "article_section",
    "keywords",
    "in_language",
    "image",
    "video",
    "links",
    "article_body",
    "word_count",
    "is_accessible_for_free",
    "is_based_on",
    "copyright_notice",
    "boilerplate",
    "content_digest",
    "found_by",
    "layout",
    "extractor_version",
    "flags",
    "robots_directives",
    "tdm_reservation",
    "tdm_policy",
    "content_usage",
    "license",
    "republication_notice",
    "change",
    "changed",
    "words_added",
    "words_removed",
    "robots_txt",
    "ai_agents_disallowed",
    "robots_record_id",
    "tdmrep_reservation",
    "tdmrep_policy",
    "captured_at",
    "record_id",
    "warc",
    "warc_offset",
    "warc_length",
    "payload_digest",
    "run",
    "year",
]


def articles_in(folder: Path, files: Sequence[ArchivedFile]) -> list[ArticleRow]:
    return [
        row for file in files for row in read_articles(file.key, io.BytesIO((folder / file.key).read_bytes()))
    ]


def place_of(row: ArticleRow) -> tuple[str, int, bool, datetime, str]:
    article, mark = row.article, row.article.pressmark
    assert mark
    moment = article.date_published or article.captured_at
    return article.outlet, article.captured_at.year, row.revision > 1, moment, mark.record_id


def outcomes_in(folder: Path, files: Sequence[ArchivedFile]) -> list[Outcome]:
    return [
        row for file in files for row in read_outcomes(file.key, io.BytesIO((folder / file.key).read_bytes()))
    ]


def test_the_columns_are_those_of_the_design() -> None:
    assert ARTICLE_SCHEMA.names == DESIGNED_COLUMNS
    mark = {"record_id", "warc", "warc_offset", "warc_length", "payload_digest", "run", "revision", "year"}
    beside = {*change_record(None), *terms_record(NO_TERMS)}
    assert set(ARTICLE_SCHEMA.names) - mark - beside == {*Article.__dataclass_fields__} - {"pressmark"}
    assert {*OUTCOME_SCHEMA.names} - {"outcome", "year"} == {*Outcome.__dataclass_fields__}


@settings(deadline=None)
@given(st.lists(article_rows(), max_size=6))
def test_any_article_rows_are_read_as_they_were_written(rows: list[ArticleRow]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read = articles_in(folder, article_files(rows, folder))
    assert read == sorted(rows, key=place_of)


@settings(deadline=None)
@given(st.lists(outcomes(), max_size=6))
def test_any_outcomes_are_read_as_they_were_written(rows: list[Outcome]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read = outcomes_in(folder, outcome_files(rows, folder))
    assert read == sorted(rows, key=lambda row: (row.decided_at, row.url))


def test_the_same_rows_make_the_same_bytes_in_whatever_order_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "GROUP_ROWS", 7)
    rows = [example_row(number) for number in range(100)]
    shuffled = random.Random(3).sample(rows, len(rows))
    files = article_files(rows, tmp_path / "a")
    assert article_files(iter(shuffled), tmp_path / "b") == files
    assert (tmp_path / "a" / files[0].key).read_bytes() == (tmp_path / "b" / files[0].key).read_bytes()
    assert articles_in(tmp_path / "b", files) == rows


def test_another_process_at_another_time_makes_the_same_bytes(tmp_path: Path) -> None:
    files = article_files([example_row(number) for number in range(10)], tmp_path / "here")
    program = (
        "import sys; from pathlib import Path; from storage.tables import article_files; from tests.rows import *;"
        "print(article_files([example_row(n) for n in range(10)], Path(sys.argv[1]))[0].sha256)"
    )
    there = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "there"], capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == files[0].sha256


def test_a_file_is_named_by_its_partition_and_content(tmp_path: Path) -> None:
    old = example_row(1)
    new = replace(old, article=replace(old.article, captured_at=datetime(2026, 1, 1, tzinfo=UTC)))
    other = example_row(1, outlet="themedialine")
    files = article_files([other, new, old], tmp_path)
    assert [file.key.rsplit("/", 1)[0] for file in files] == [
        "articles/outlet=southfront/year=2022",
        "articles/outlet=southfront/year=2026",
        "articles/outlet=themedialine/year=2022",
    ]
    for file in files:
        data = (tmp_path / file.key).read_bytes()
        assert (file.kind, file.rows, file.size) == (FileKind.ARTICLES, 1, len(data))
        assert file.sha256 == hashlib.sha256(data).hexdigest()
        assert file.key.endswith(f"/{file.sha256[:32]}.parquet")


def test_only_the_named_files_are_left_in_the_folder(tmp_path: Path) -> None:
    files = outcome_files([example_outcome(1)], tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / file.key for file in files]
    assert outcome_files([], tmp_path / "none") == ()


def test_the_columns_of_the_partition_are_not_inside_the_file(tmp_path: Path) -> None:
    (file,) = outcome_files([example_outcome(1)], tmp_path)
    schema = pq.read_schema(tmp_path / file.key)
    assert schema.names == file_schema(FileKind.OUTCOMES).names
    assert "outlet" not in schema.names
    assert "year" not in schema.names


def test_an_article_that_was_never_archived_is_no_row(tmp_path: Path) -> None:
    row = example_row(1)
    with pytest.raises(ValueError, match="pressmark"):
        article_files([replace(row, article=replace(row.article, pressmark=None))], tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_utf8_cannot_say_does_not_lose_the_row(tmp_path: Path) -> None:
    outcome = replace(example_outcome(1), url="https://example.org/\ud800")
    (read,) = outcomes_in(tmp_path, outcome_files([outcome], tmp_path))
    assert read.url == "https://example.org/?"


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    program = """if True:
        import random, re, sys
        from pathlib import Path
        from tests import without_pandas
        import pyarrow
        from storage.tables import article_files
        from tests.rows import example_row, with_body

        text = random.Random(1).randbytes(25_000).hex()
        rows = (with_body(example_row(number), f"{number} {text}") for number in reversed(range(1_500)))
        def peak():  # bytes; getrusage would begin with the peak of the process that started this one
            return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) << 10
        before = peak()
        (file,) = article_files(rows, Path(sys.argv[1]))
        print(file.rows, pyarrow.default_memory_pool().max_memory(), peak() - before)
    """
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True
    )
    rows, of_arrow, of_the_process = map(int, done.stdout.split())
    assert rows == 1_500
    assert of_arrow < 20 << 20  # of 75 MB of text
    assert of_the_process < 40 << 20
