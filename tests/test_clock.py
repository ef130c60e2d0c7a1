"""A crawl takes its date from one place, whoever sets it, and comes through when the clock of the machine jumps."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from crawler import clock
from storage import frontier, runs
from storage.corpus import Corpus
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.object_store import open_store
from storage.state import open_state
from tests.crash_checker import faults
from tests.forked_crawls import Pages, crawl_of
from tests.operator import PROJECT
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, labels, listed, news, operator_in, outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operator import Operator

pytestmark = pytest.mark.untraced


def crawl_dated(
    offset: str, operator: Operator, urls: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """A crawl in a process for which the machine's clock is so far off."""
    program = shutil.which("faketime")
    if program is None:
        pytest.skip("faketime is not installed")
    command = [program, "-f", offset, *operator.command("crawl", "pages", "-a", urls, **settings)]
    return subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True, timeout=300)


class BusyPages(Pages):
    """Busy when a page is asked for the first time."""

    def __init__(self, n: int) -> None:
        super().__init__(n)
        self._asked: set[str] = set()

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        answer = super().reply(ask, secure=secure)
        if answer.status == 200 and ask.target not in self._asked:
            self._asked.add(ask.target)
            return Reply(503, b"busy", "text/plain")
        return answer


def test_a_shifted_clock_goes_on_from_where_it_was_set() -> None:
    new_year = datetime(2031, 1, 1, tzinfo=UTC)
    with clock.shifted(new_year):
        first, then = clock.now(), clock.now()
        assert new_year <= first <= then < new_year + timedelta(minutes=5)
    assert clock.now().year < 2031


def test_everything_that_a_crawl_dates_bears_the_date_that_its_process_is_given(tmp_path: Path) -> None:
    site = Site("calm.example", {"/a": news(1)})
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        done = crawl_dated("+400d", operator, listed(tmp_path, site.urls))
    assert done.returncode == 0, done.stderr
    (run,) = operator.corpus.runs("pages")
    (outcome,) = outcomes(operator).values()
    (row,) = operator.corpus.articles()
    soon = datetime.now(UTC) + timedelta(days=399)
    assert min(run.started_at, run.closed_at, outcome.decided_at, row.article.captured_at) > soon


@pytest.mark.parametrize("days", [2, -2])
def test_a_clock_that_is_set_during_a_run_moves_nothing_in_it(tmp_path: Path, days: int) -> None:
    """Pages wait for their second attempt, whose moment was computed before."""
    pages = BusyPages(4)
    with ReplicaServer([pages]) as server:
        crawl = crawl_of(tmp_path / "crawl", server, pages)
        assert crawl.attempt(f"clock:{days * 86_400}") == 0, crawl.log
    assert faults(crawl.folder / "archive", crawl.folder / "spool/pages/state.sqlite", {}) == []
    (run,) = Corpus(open_store(str(crawl.folder / "archive"))).runs("pages")
    assert run.outcomes == {"archived": 4}
    assert run.started_at <= run.closed_at < run.started_at + timedelta(days=1)


def test_a_clock_that_is_set_between_runs_loses_and_doubles_nothing(tmp_path: Path) -> None:
    site = Site("jump.example", {f"/{n}": news(n) for n in range(3)})
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        for n, clock_says in enumerate(("+2d", "+0", "+4d")):
            done = crawl_dated(
                clock_says, operator, listed(tmp_path, [site.urls[n]]), EXTRACTION_ENABLED="False"
            )
            assert done.returncode == 0, done.stderr
            assert "Traceback" not in done.stderr
            assert ("it was set back" in done.stderr) is (n == 1)
        verified = operator.scrapy("verify", "--read-data")
    assert verified.returncode == 0, verified.stdout
    bodies = dict(zip(site.urls, (reply.body for reply in site.replies.values()), strict=True))
    assert faults(tmp_path / "archive", tmp_path / "spool/pages/state.sqlite", bodies) == []
    assert [labels(operator, n) for n in range(3)] == [{"archived": 1}] * 3
    found = list(operator.corpus.runs("pages"))
    assert all(one.started_at < then.started_at and one.run < then.run for one, then in pairwise(found))
    assert all(one.closed_at >= one.started_at for one in found)


def test_a_run_that_is_taken_up_waits_no_longer_for_a_clock_that_was_set_back(tmp_path: Path) -> None:
    db = open_state(tmp_path / "state.sqlite")
    run = runs.begin(db, datetime(2026, 11, 28, tzinfo=UTC), "digest")
    frontier.enqueue(db, run.id, (Target("http://a.example/", Purpose.PAGE, Hop.SEED),), "2026-11-28")
    frontier.retry(db, "http://a.example/", 2_000_000, 503, "busy")
    frontier.wait_no_longer(db, run.id, 1_000_120)
    assert frontier.next_due(db, run.id) == 1_000_120
    frontier.wait_no_longer(db, run.id, 1_000_500)
    assert frontier.next_due(db, run.id) == 1_000_120
