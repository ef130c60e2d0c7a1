"""SIGKILL at any moment, a disk that fails at any commit: nothing lost, nothing twice, no stray byte, no traceback."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.forked_crawls import KILLED, Pages, crawl_of, killed_until_it_ends
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.untraced

PAGES = Pages(400)


@pytest.fixture(scope="module")
def server() -> Iterator[ReplicaServer]:
    with ReplicaServer([PAGES]) as made:
        yield made


@pytest.mark.timeout(900)
def test_crawls_killed_a_hundred_times_end_as_if_never_killed(tmp_path: Path, server: ReplicaServer) -> None:
    chance = random.Random(20261120)
    kills = 0
    for n in range(100):
        crawl = crawl_of(tmp_path / str(n), server, PAGES)
        kills += killed_until_it_ends(crawl, chance)
        assert crawl.faults() == []
        if kills >= 100:
            return
    raise AssertionError(f"only {kills} kills: the crawls are too short to be killed in")


@pytest.mark.timeout(300)
def test_a_crawl_killed_while_pages_are_read_gives_every_article_once(
    tmp_path: Path, server: ReplicaServer
) -> None:
    crawl = crawl_of(tmp_path / "crawl", server, Pages(60), EXTRACTION_ENABLED="True")
    chance = random.Random(7)
    statuses = [crawl.attempt(seconds=chance.uniform(0.5, 3)) for _ in range(6)]
    assert crawl.attempt() == 0, crawl.log[-3000:]
    assert KILLED in statuses
    assert crawl.faults() == []


@pytest.mark.parametrize("n", [1, 2, 9])
def test_a_crash_between_bytes_and_commit_leaves_no_trace(
    tmp_path: Path, server: ReplicaServer, n: int
) -> None:
    crawl = crawl_of(tmp_path / "crawl", server, Pages(30))
    assert crawl.attempt(f"before-commit:{n}") == 137
    assert crawl.attempt() == 0
    assert crawl.faults() == []


def test_the_checker_sees_a_start_that_does_not_cut_what_was_not_committed(
    tmp_path: Path, server: ReplicaServer
) -> None:
    crawl = crawl_of(tmp_path / "crawl", server, Pages(30))
    assert crawl.attempt("before-commit:6") == 137
    assert crawl.attempt("no-cut:0") == 0
    assert crawl.faults()


def test_rows_committed_before_their_bytes_are_found_at_the_next_start(
    tmp_path: Path, server: ReplicaServer
) -> None:
    crawl = crawl_of(tmp_path / "crawl", server, Pages(30))
    assert crawl.attempt("commit-first:6") == 137
    assert crawl.attempt() == 73
    assert "were committed" in crawl.log


def test_whatever_commit_finds_the_disk_full_the_crawl_says_so_in_one_line(
    tmp_path: Path, server: ReplicaServer
) -> None:
    for n in range(1, 40):
        crawl = crawl_of(tmp_path / str(n), server, Pages(3))
        status = crawl.attempt(f"no-space:{n}")
        if status == 0:
            break
        assert (status, "Traceback" in crawl.log) == (73, False), crawl.log
        assert "disk is full" in crawl.log
    assert n > 5, "the beginning, the seeds, the pages, their readings and the end have commits of their own"


def test_a_disk_that_fills_while_pages_are_read_keeps_all_for_the_next_run(
    tmp_path: Path, server: ReplicaServer
) -> None:
    crawl = crawl_of(tmp_path / "crawl", server, Pages(3), EXTRACTION_ENABLED="True")
    assert crawl.attempt("no-space:5") == 73
    assert "Traceback" not in crawl.log
    assert crawl.attempt() == 0
    assert crawl.faults() == []


@pytest.mark.parametrize("n", [1, 2])
def test_a_state_that_cannot_be_read_any_more_ends_the_crawl_in_one_line(
    tmp_path: Path, server: ReplicaServer, n: int
) -> None:
    crawl = crawl_of(tmp_path / "crawl", server, Pages(4))
    assert crawl.attempt(f"no-state:{n}") == 73
    assert "Traceback" not in crawl.log
    assert "disk I/O error" in crawl.log
    assert crawl.attempt() == 0
    assert crawl.faults() == []


@pytest.mark.parametrize("n", [4, 8])
def test_a_crawl_that_may_open_no_more_files_ends_in_order(
    tmp_path: Path, server: ReplicaServer, n: int
) -> None:
    crawl = crawl_of(tmp_path / "crawl", server, Pages(6))
    assert crawl.attempt(f"no-files:{n}") in (73, 75), crawl.log
    assert "Traceback" not in crawl.log, crawl.log
    assert crawl.attempt() == 0, crawl.log
    assert crawl.faults() == []
