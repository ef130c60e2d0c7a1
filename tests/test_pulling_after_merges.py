"""What `scrapy compact` merges a pull knows already: it reads what is new, and no text a second time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import compaction, delta
from storage.manifest import FileKind
from storage.pull_state import STATE, Output, described
from storage.pulling import STAGE
from storage.selection import EVERYTHING
from tests.counting_store import CountingStore
from tests.growing_archive import NOW, changed, contents, pull, two_outlets
from tests.rows import example_row

if TYPE_CHECKING:
    from pathlib import Path

    from storage.object_store import ObjectStore
    from storage.table_rows import ArticleRow


def test_what_was_only_merged_is_not_read_again_and_nothing_is_written(tmp_path: Path) -> None:
    archive = two_outlets(tmp_path)
    archive.add(example_row(70))
    folder, store = tmp_path / "copy", CountingStore(archive.store.url)
    pull(store, folder, Output.JSONL)
    written = times(folder)
    assert merge(store) == 1
    store.asked.clear()
    done = pull(store, folder, Output.JSONL)
    assert (done.articles, done.new, done.version) == (10, 0, delta.version(store, FileKind.ARTICLES))
    assert [key for key, _ in store.asked if key.startswith("articles/")] == []
    assert times(folder) == written
    archive.add(example_row(71))
    store.asked.clear()
    assert pull(store, folder, Output.JSONL).new == 1
    assert len({key for key, _ in store.asked if key.startswith("articles/")}) == 1


def test_what_was_merged_with_news_leaves_later_revisions_as_they_are(tmp_path: Path) -> None:
    archive = two_outlets(tmp_path)
    archive.add(a_year_later(changed(example_row(2), headline="Corrected")))
    folder = tmp_path / "copy"
    pull(archive.store, folder, Output.JSONL)
    archive.add(example_row(70), changed(example_row(3), headline="Corrected, too"))
    assert merge(archive.store) == 1  # the first revision of the article with it, and not the second
    pull(archive.store, folder, Output.JSONL)
    pull(archive.store, tmp_path / "anew", Output.JSONL)
    assert contents(folder) == contents(tmp_path / "anew")


def test_a_pull_whose_version_is_gone_begins_with_what_is_there(tmp_path: Path) -> None:
    archive = two_outlets(tmp_path)
    archive.add(example_row(70))
    version, stage = delta.version(archive.store, FileKind.ARTICLES), tmp_path / "copy" / STAGE
    stage.mkdir(parents=True)
    plan = {"archive": archive.store.url, "wanted": described(EVERYTHING), "version": version}
    (stage / "plan.json").write_text(json.dumps(plan))
    merge(archive.store)
    for old in compaction.superseded(archive.store, frozenset(), timedelta(0)):
        compaction.vacuum(archive.store, old, NOW)
    assert pull(archive.store, tmp_path / "copy", Output.JSONL).articles == 10


def a_year_later(row: ArticleRow) -> ArticleRow:
    """Captured then, so that it lies in another partition."""
    return replace(
        row, article=replace(row.article, captured_at=row.article.captured_at + timedelta(days=365))
    )


def merge(store: ObjectStore) -> int:
    """How many partitions of articles were merged."""
    found = [one for one in compaction.merges(store, frozenset()) if one.table is FileKind.ARTICLES]
    for one in found:
        compaction.compact(store, one, NOW)
    return len(found)


def times(folder: Path) -> dict[str, int]:
    """When each file was written that people read."""
    return {
        path.name: path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name != STATE
    }
