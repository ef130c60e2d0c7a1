"""A crawl takes its date from one place, whoever sets it."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler import clock
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, listed, news, operator_in, outcomes

if TYPE_CHECKING:
    from pathlib import Path


def test_a_shifted_clock_goes_on_from_where_it_was_set() -> None:
    new_year = datetime(2031, 1, 1, tzinfo=UTC)
    with clock.shifted(new_year):
        first, then = clock.now(), clock.now()
        assert new_year <= first <= then < new_year + timedelta(minutes=5)
    assert clock.now().year < 2031


def test_everything_that_a_crawl_dates_bears_the_date_that_its_process_is_given(tmp_path: Path) -> None:
    faketime = shutil.which("faketime")
    if faketime is None:
        pytest.skip("faketime is not installed")
    site = Site("calm.example", {"/a": news(1)})
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        crawl = operator.command("crawl", "pages", "-a", listed(tmp_path, site.urls))
        done = subprocess.run([faketime, "-f", "+400d", *crawl], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (run,) = operator.corpus.runs("pages")
    (outcome,) = outcomes(operator).values()
    (row,) = operator.corpus.articles()
    soon = datetime.now(UTC) + timedelta(days=399)
    assert min(run.started_at, run.closed_at, outcome.decided_at, row.article.captured_at) > soon
