"""Runs that are told to stop, or killed."""

from __future__ import annotations

import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.keys import cdxj_key
from storage.manifest import FileKind
from tests.operator import PROJECT, Operator
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.manifest import RunManifest

from tests.small_sites import Site, crawl_pages, labels, listed, many_pages, operator_in

pytestmark = pytest.mark.untraced


@contextmanager
def cut_off(
    operator: Operator, site: Site, folder: Path, how: signal.Signals, **settings: str
) -> Iterator[str]:
    """A crawl of the site that gets a signal when ten pages were asked for; what it said."""
    command = operator.command("crawl", "pages", "-a", listed(folder, site.urls), **settings)
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as crawl:
        site.wait_for(10)
        crawl.send_signal(how)
        assert crawl.stdout
        yield crawl.stdout.read()
        status = crawl.wait(60)
    assert status == (-how if how is signal.SIGKILL else 75)


def archived_pages(operator: Operator) -> list[str]:
    return sorted(row.article.url for row in operator.corpus.articles())


def test_a_run_that_is_told_to_stop_loses_nothing_and_the_next_one_completes_it(tmp_path: Path) -> None:
    site = many_pages("slow.example", 30, pause=0.1)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        with cut_off(operator, site, tmp_path, signal.SIGTERM, WARC_MAX_BYTES="20000") as said:
            assert "(interrupted)" in said
            assert "Traceback" not in said
        asked = len(site.asked)
        site.pause = 0
        done = crawl_pages(operator, tmp_path, site.urls, WARC_MAX_BYTES="20000")
    assert done.returncode == 0, done.stderr
    assert labels(operator, 0) == {"archived": asked, "deferred:interrupted": 30 - asked}
    assert site.asked[:30] == [f"/{n}" for n in range(30)]  # what was left first
    assert labels(operator, 1) == {"archived": 30 - asked, "unchanged": asked}
    assert archived_pages(operator) == sorted(site.urls)
    for run in operator.corpus.runs("pages"):
        assert_sealed(operator, run)


def assert_sealed(operator: Operator, run: RunManifest) -> None:
    """Several WARC files, none much larger than allowed, each with its index, none left open."""
    files = {file.key: file for file in run.files}
    warcs = [file for file in run.files if file.kind is FileKind.WARC]
    assert len(warcs) > 1
    for warc in warcs:
        path = Path(operator.archive) / warc.key
        assert path.stat().st_size == warc.size < 30_000
        assert (files[cdxj_key(path.name)].rows or 0) > 0
    assert not list(operator.spool.glob("**/*.open"))


def test_a_killed_run_whose_state_is_lost_is_rescued_by_rebuild(tmp_path: Path) -> None:
    site = many_pages("slow.example", 30, pause=0.1)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        with cut_off(operator, site, tmp_path, signal.SIGKILL) as said:
            assert "Traceback" not in said
        asked = len(site.asked)
        site.pause = 0
        log = operator.spool / "pages/state.sqlite-wal"
        assert log.stat().st_size
        # The log stays behind, as it does when somebody moves the state file away; SQLite would apply it to the new.
        (operator.spool / "pages/state.sqlite").unlink()
        refused = crawl_pages(operator, tmp_path, site.urls)
        assert refused.returncode == 73
        assert "scrapy rebuild" in refused.stderr
        assert len(site.asked) == asked
        rebuilt = operator.scrapy("rebuild", "pages")
        assert rebuilt.returncode == 0, rebuilt.stderr
        assert "captures of an interrupted run taken up" in rebuilt.stdout
        assert not log.exists()
        done = crawl_pages(operator, tmp_path, site.urls)
    assert done.returncode == 0, done.stderr
    assert archived_pages(operator) == sorted(site.urls)
    assert labels(operator) == {"archived": 30}
    assert len(list(operator.corpus.runs("pages"))) == 1
    assert len(site.asked) <= 31  # one answer may have been on its way
