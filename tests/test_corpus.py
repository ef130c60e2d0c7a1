"""The reading side: what was published comes out of it, filtered, and damage is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from storage.article import Kind
from storage.corpus import Corpus, Filter
from storage.object_store import CorruptObject, NoSuchKey, open_store
from storage.publish import publish
from tests.rows import FIRST_CAPTURE, example_row
from tests.runs import finished_run

if TYPE_CHECKING:
    from pathlib import Path

    from storage.object_store import ObjectStore
    from storage.table_rows import ArticleRow


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return open_store((tmp_path / "an archive").as_uri())
    return open_store(request.getfixturevalue(request.param))


def changed(row: ArticleRow, revision: int | None = None, **changes: Any) -> ArticleRow:
    return replace(row, article=replace(row.article, **changes), revision=revision or row.revision)


def published(store: ObjectStore, folder: Path, rows: list[ArticleRow], **names: str) -> Corpus:
    outbox = folder / "-".join(("outbox", *names.values()))
    publish(store, outbox, finished_run(outbox, rows, **names))
    return Corpus(store)


def test_an_empty_archive_is_an_empty_corpus(store: ObjectStore) -> None:
    corpus = Corpus(store)
    assert list(corpus.articles()) == []
    assert list(corpus.outcomes()) == []
    assert list(corpus.runs("southfront")) == []
    assert corpus.revisions("southfront:1") == ()
    assert corpus.article("southfront:1") is None
    assert corpus.version is None


def test_articles_come_out_as_they_went_in(store: ObjectStore, tmp_path: Path) -> None:
    rows = [example_row(number) for number in range(5)]
    corpus = published(store, tmp_path, rows)
    assert list(corpus.articles()) == rows
    assert list(corpus.latest()) == rows
    assert corpus.article("southfront:3") == rows[3]
    assert corpus.revisions("southfront:3") == (rows[3],)


def test_filters_choose_by_outlet_date_kind_and_language(store: ObjectStore, tmp_path: Path) -> None:
    plain, appeal, spanish, undated = (example_row(number) for number in (0, 100, 200, 300))
    appeal = changed(appeal, kind=Kind.APPEAL)
    spanish = changed(spanish, in_language="es-ES")
    undated = changed(undated, date_published=None)
    elsewhere = example_row(0, outlet="themedialine")
    published(store, tmp_path, [plain, appeal, spanish, undated])
    corpus = published(store, tmp_path, [elsewhere], outlet="themedialine")

    def chosen(**conditions: Any) -> list[ArticleRow]:
        return list(corpus.articles(Filter(**conditions)))

    assert chosen(outlet="themedialine") == [elsewhere]
    assert chosen(kind=Kind.APPEAL) == [appeal]
    assert chosen(language="es") == [spanish]
    assert chosen(since=FIRST_CAPTURE + timedelta(minutes=140)) == [spanish, undated]
    assert chosen(outlet="southfront", until=FIRST_CAPTURE + timedelta(minutes=40)) == [plain]
    assert chosen(until=FIRST_CAPTURE + timedelta(minutes=41), kind=Kind.APPEAL) == [appeal]


def test_revisions_are_told_from_articles(store: ObjectStore, tmp_path: Path) -> None:
    first, other = example_row(1), example_row(2)
    second = changed(first, 2, headline="Corrected", captured_at=FIRST_CAPTURE + timedelta(days=1))
    published(store, tmp_path, [first, other])
    corpus = published(store, tmp_path, [second], run="20220202T060000-b2")
    assert corpus.revisions(first.article.article_id) == (first, second)
    assert corpus.article(first.article.article_id) == second
    assert sorted(row.article.headline or "" for row in corpus.latest()) == ["Corrected", "Headline 2"]
    assert len(list(corpus.articles())) == 3


def test_outcomes_are_found_by_outlet_and_run(store: ObjectStore, tmp_path: Path) -> None:
    published(store, tmp_path, [example_row(1)])
    corpus = published(store, tmp_path, [example_row(2)], run="20220202T060000-b2")
    assert len(list(corpus.outcomes())) == 10
    assert len(list(corpus.outcomes("southfront", "20220202T060000-b2"))) == 5
    assert list(corpus.outcomes("themedialine")) == []


def test_runs_are_read_the_oldest_first(store: ObjectStore, tmp_path: Path) -> None:
    names = ["20220201T060000-a1", "20220202T060000-b2"]
    for run in reversed(names):
        corpus = published(store, tmp_path, [example_row(1, run=run)], run=run)
    assert [manifest.run for manifest in corpus.runs("southfront")] == names


def test_the_bytes_behind_an_article_are_a_piece_of_its_warc(store: ObjectStore, tmp_path: Path) -> None:
    article = example_row(1).article
    manifest = finished_run(tmp_path / "outbox", [example_row(1)])
    publish(store, tmp_path / "outbox", manifest)
    whole = store.get(manifest.files[0].key)
    warc = manifest.files[0].key.rsplit("/", 1)[1]
    assert article.pressmark is not None
    here = replace(article.pressmark, warc=warc, offset=7, length=50)
    assert Corpus(store).capture_bytes(replace(article, pressmark=here)) == whole[7:57]
    behind = replace(here, offset=len(whole) - 10)
    with pytest.raises(CorruptObject, match="ends inside"):
        Corpus(store).capture_bytes(replace(article, pressmark=behind))
    with pytest.raises(NoSuchKey):
        Corpus(store).capture_bytes(
            replace(article, pressmark=replace(here, warc=warc.replace("00001", "00002")))
        )


def test_a_table_file_with_other_bytes_than_its_name_says_is_named(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    corpus = published(store, tmp_path, [example_row(1)])
    (path,) = (tmp_path / "archive" / "articles").rglob("outlet=*/**/*.parquet")
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(CorruptObject, match=path.name):
        list(corpus.articles())
