"""Corpus, pull, site, release and export on a real S3 server, with requests for ranges."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.site.build import Site
from storage import Corpus, footers, reading_tables
from storage.object_store import open_store
from storage.publish import publish
from storage.pull_state import Output
from storage.pulling import Meter, Pull
from storage.releases.build import Release
from storage.releases.verify import faults
from storage.selection import EVERYTHING
from storage.wacz_export import export_month
from tests.counting_store import CountingStore
from tests.museum import good
from tests.rows import example_row, with_body
from tests.runs import finished_run
from tests.signing_keys import key_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_articles_are_read_pulled_shown_and_released_in_a_bucket(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_tables, "WHOLE_BYTES", 0)
    store, quiet = open_store(s3), Meter(lambda _: None, lambda _: None)
    rows = [with_body(example_row(number), f"{number} paragraph " * 500) for number in range(40)]
    manifest = finished_run(tmp_path / "one", rows)
    publish(store, tmp_path / "one", manifest)
    footers._kept.clear()
    row = Corpus(s3).article("southfront:7")
    assert row == rows[7]
    assert len(list(Corpus(s3).latest(since="2022-02-01"))) == 40

    mark = rows[7].article.pressmark
    assert mark
    counting = CountingStore(s3)
    here = replace(mark, warc=manifest.files[0].key.rsplit("/", 1)[1], offset=12, length=30)
    assert len(Corpus(counting).capture(replace(rows[7].article, pressmark=here))) == 30
    assert len(counting.asked) == 1

    def pulled() -> tuple[int, int]:
        done = Pull(store, tmp_path / "copy", EVERYTHING, Output.JSONL, frozenset(), quiet)()
        return done.articles, done.new

    assert pulled() == (40, 40)
    later = finished_run(tmp_path / "two", [example_row(99)], run="20220202T060000-b2")
    publish(store, tmp_path / "two", later)
    assert pulled() == (41, 1)
    assert pulled() == (41, 0)

    site = Site(store, EVERYTHING, frozenset(), "http://127.0.0.1:8080/pressmark", "1")
    assert site(tmp_path / "site", lambda *_: None).articles == 41
    assert site(tmp_path / "site", lambda *_: None).changed == 0

    (tmp_path / "scratch").mkdir()
    private, public = key_files(tmp_path / "keys")
    made = Release(store, "2022.02", EVERYTHING, {}, tmp_path / "scratch", private)()
    assert made.outlets["southfront"].articles == 41
    assert list(faults(store, "2022.02", public)) == []
    store.delete(made.runs[0].key)
    assert list(faults(store, "2022.02", public)) == [
        f"{made.runs[0].key}, of a run in the release, is missing"
    ]


def test_a_month_is_exported_out_of_a_bucket_as_out_of_a_folder(s3: str, tmp_path: Path) -> None:
    good.make(tmp_path / "archive", tmp_path / "scratch")
    store = open_store(s3)
    for path in sorted((tmp_path / "archive").rglob("*")):
        if path.is_file():
            store.put(path.relative_to(tmp_path / "archive").as_posix(), path.read_bytes())
    exported = [wacz(archive) for archive in (str(tmp_path / "archive"), s3)]
    assert exported[0] == exported[1]
    assert b"archive/pages-2026" in exported[0]


def wacz(archive: str) -> bytes:
    corpus, sink = Corpus(archive), io.BytesIO()
    done = export_month(
        corpus, tuple(corpus.runs("pages")), "pages", "2026-11", sink, "test", lambda *_: None, []
    )
    assert done.pages
    return sink.getvalue()
