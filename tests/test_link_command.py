"""`scrapy link` on an archive: in a folder and in S3, run by run or at once, the same files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

import pytest

from crawler.linking import Linked, link
from storage import compaction, delta
from storage.capture import Pressmark
from storage.corpus import Corpus
from storage.link import LinkLabel
from storage.manifest import FileKind
from storage.object_store import open_store
from storage.publish import publish
from storage.table_rows import ArticleRow
from tests.forks import FORKS
from tests.invented_texts import Newsroom
from tests.planted_reuse import COPIER, ORIGIN, article, embedded
from tests.quality.prose_texts import prose_texts
from tests.runs import finished_run

if TYPE_CHECKING:
    from pathlib import Path

    from storage.object_store import ObjectStore

NEWSROOM = Newsroom(prose_texts())
TEXTS = tuple(NEWSROOM.text(f"told {number}", 150) for number in range(8))
TODAY = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return open_store((tmp_path / "archive").as_uri())
    return open_store(request.getfixturevalue(request.param))


def row(outlet: str, name: str, text: tuple[str, ...], day: float, revision: int = 1) -> ArticleRow:
    made = article(outlet, name, text, day=day)
    mark = Pressmark(f"urn:uuid:{outlet}-{name}-{revision}", f"{outlet}.warc.gz", 1, 2, "sha1:x", "run")
    return ArticleRow(replace(made, pressmark=mark), revision)


RUNS = (
    ("r1", ORIGIN, [row(ORIGIN, f"{n}", text, n) for n, text in enumerate(TEXTS[:4])]),
    (
        "r2",
        COPIER,
        [
            row(COPIER, "whole", TEXTS[0], 5),
            row(COPIER, "within", embedded(TEXTS[1], TEXTS[5], Random(0)), 5),
        ],
    ),
    ("r3", ORIGIN, [row(ORIGIN, "0", (*TEXTS[0], "Corrected."), 0, 2), row(ORIGIN, "4", TEXTS[4], 6)]),
)


def published(store: ObjectStore, folder: Path, number: int) -> None:
    run, outlet, rows = RUNS[number]
    publish(store, folder / run, finished_run(folder / run, rows, outlet=outlet, run=run))


def linked(store: ObjectStore, spool: Path, *, anew: bool = False) -> Linked:
    return link(store, spool, at=TODAY, advance=lambda *_: None, anew=anew)


def test_run_by_run_gives_the_files_of_all_at_once(store: ObjectStore, tmp_path: Path) -> None:
    for number in range(len(RUNS)):
        published(store, tmp_path, number)
        assert linked(store, tmp_path / "spool").read_files == 1
    by_and_by = delta.live_files(store, FileKind.LINKS)
    again = linked(store, tmp_path / "spool")
    assert (again.read_files, again.written_outlets) == (0, ())
    assert linked(store, tmp_path / "another spool").written_outlets == (COPIER, ORIGIN)
    assert delta.live_files(store, FileKind.LINKS) == by_and_by
    linked(store, tmp_path / "spool", anew=True)
    assert delta.live_files(store, FileKind.LINKS) == by_and_by


def test_the_corpus_gives_the_links_of_an_article_on_either_end(store: ObjectStore, tmp_path: Path) -> None:
    for number in range(len(RUNS)):
        published(store, tmp_path, number)
    linked(store, tmp_path / "spool")
    corpus = Corpus(store)
    ends = [(one.label, one.article.article_id, one.original.article_id) for one in corpus.links()]
    assert sorted(ends) == [
        (LinkLabel.EMBEDS, f"{COPIER}-within", f"{ORIGIN}-1"),
        (LinkLabel.REPOST, f"{COPIER}-whole", f"{ORIGIN}-0"),
        (LinkLabel.REVISION, f"{ORIGIN}-0", f"{ORIGIN}-0"),
    ]
    assert {one.label for one in corpus.links(f"{ORIGIN}-0")} == {LinkLabel.REPOST, LinkLabel.REVISION}
    assert [one.original.article_id for one in corpus.links(f"{COPIER}-within")] == [f"{ORIGIN}-1"]
    assert len(list(corpus.links(outlet=ORIGIN))) == 3
    assert [one.article.article_id for one in corpus.links(outlet=COPIER, label=LinkLabel.REPOST)] == [
        f"{COPIER}-whole"
    ]
    repost = next(corpus.links(label=LinkLabel.REPOST))
    assert repost.containment > 0.95
    assert repost.original.revision == 2
    assert repost.lag_s == 5 * 86400


def test_replaced_article_files_are_read_anew(tmp_path: Path) -> None:
    store = open_store((tmp_path / "archive").as_uri())
    published(store, tmp_path, 0)
    published(store, tmp_path, 1)
    assert len(linked(store, tmp_path / "spool").by_pair) == 2
    delta.replace(store, FileKind.ARTICLES, (), outlet=ORIGIN, at=TODAY)
    after = linked(store, tmp_path / "spool")
    assert (after.articles, after.by_pair, after.written_outlets) == (2, (), (COPIER,))
    assert list(Corpus(store).links()) == []


def test_merged_article_files_are_read_again_only_with_what_is_new(tmp_path: Path) -> None:
    store = open_store((tmp_path / "archive").as_uri())
    published(store, tmp_path, 0)
    published(store, tmp_path, 1)
    published(store, tmp_path, 2)
    linked(store, tmp_path / "spool")
    before = delta.live_files(store, FileKind.LINKS)
    merged(store)
    assert linked(store, tmp_path / "spool").read_files == 0
    publish(store, tmp_path / "r4", finished_run(tmp_path / "r4", RUNS[0][2][:1], outlet=ORIGIN, run="r4"))
    merged(store)
    again = linked(store, tmp_path / "spool")
    assert (again.read_files, again.articles) == (1, 7)
    assert delta.live_files(store, FileKind.LINKS) == before


def merged(store: ObjectStore) -> None:
    for merge in compaction.merges(store, frozenset({ORIGIN})):
        compaction.compact(store, merge, datetime.now(UTC))


def test_the_command_prints_who_has_whose_text(tmp_path: Path) -> None:
    store = open_store((tmp_path / "archive").as_uri())
    for number in range(len(RUNS)):
        published(store, tmp_path, number)
    settings = ["-s", f"ARCHIVE_URL={store.url}", "-s", f"SPOOL_DIR={tmp_path / 'spool'}"]
    done = FORKS.scrapy(["link", *settings])
    assert done.returncode == 0, done.stderr
    assert "articles  7, 7 of them new or changed" in done.stdout
    assert f"{COPIER} " in done.stdout
    assert "repost abridged embeds revision template" in done.stdout
