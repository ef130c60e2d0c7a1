"""One run after another: nothing twice, nothing forgotten."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.replica.server import ReplicaServer
from tests.replica.sites import all_sites
from tests.small_sites import Site, crawl_pages, labels, news, operator_in, outcomes, records

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


def test_good_addresses_are_fetched_bad_ones_named_and_nothing_fetched_twice(tmp_path: Path) -> None:
    site = Site("calm.example", {"/a": news(1, modified=LONG_AGO), "/b": news(2)})
    lines = ["# of today", "http://calm.example/a", "", "calm", "ftp://calm.example/", "http://10.0.0.1/"]
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = crawl_pages(operator, tmp_path, [*lines, "http://calm.example:22/", "http://calm.example/b"])
        second = crawl_pages(operator, tmp_path, site.urls)
    assert first.returncode == 78, first.stderr
    for line, reason in ((4, "bad_url"), (5, "scheme"), (6, "address"), (7, "port")):
        assert f"not fetched: {tmp_path}/urls.txt, line {line}: {reason}: " in first.stderr
    assert labels(operator, 0) == {"archived": 2}
    assert second.returncode == 0, second.stderr
    assert labels(operator, 1) == {"unchanged": 2}
    assert [outcome.status for outcome in outcomes(operator).values()] == [304, 200]
    revisits = [(record.url, record.profile) for record in records(operator) if record.type == "revisit"]
    assert revisits == [(site.urls[0], "server-not-modified"), (site.urls[1], "identical-payload-digest")]
    assert len(list(operator.corpus.articles())) == 2


def test_what_a_budget_leaves_the_next_run_fetches(tmp_path: Path) -> None:
    with ReplicaServer(all_sites()) as server:
        operator = operator_in(tmp_path, server)
        first = operator.scrapy("crawl", "themedialine", MAX_PAGES="3")
        second = operator.scrapy("crawl", "themedialine")
        third = operator.scrapy("crawl", "themedialine")
    assert first.returncode == 75, first.stderr
    assert "(budget)" in first.stdout
    cut, whole, again = (outcomes(operator, run, "themedialine") for run in range(3))
    left = [url for url, outcome in cut.items() if outcome.label == "deferred:budget"]
    assert left
    assert sum(outcome.attempts for outcome in cut.values()) == 3
    assert second.returncode == 0, second.stderr
    assert {whole[url].kind for url in left} == {"archived"}
    assert third.returncode == 0, third.stderr
    assert again.keys() == {url for url, outcome in whole.items() if outcome.purpose != "page"}
    assert any(
        outcome.via and outcome.label == "unchanged" for outcome in again.values()
    )  # parts of a sitemap


def test_a_run_that_the_archive_does_not_take_stays_in_the_spool_until_it_does(tmp_path: Path) -> None:
    site = Site("calm.example", {"/a": news(1)})
    (tmp_path / "archive").write_text("no folder")
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = crawl_pages(operator, tmp_path, site.urls)
        assert first.returncode == 73, first.stderr
        assert "the run stays in the spool" in first.stderr
        assert "Traceback" not in first.stderr
        (tmp_path / "archive").unlink()
        second = crawl_pages(operator, tmp_path, site.urls)
    assert second.returncode == 0, second.stderr
    assert [labels(operator, run) for run in (0, 1)] == [{"archived": 1}, {"unchanged": 1}]
    assert not list(operator.spool.glob("pages/outbox/*"))


def test_a_run_waits_for_the_archive_that_has_the_run_before_it(tmp_path: Path) -> None:
    """As when a disk is not mounted, and the folder that it hides stands in its place."""
    site = Site("calm.example", {"/a": news(1)})
    archive, elsewhere = tmp_path / "archive", tmp_path / "not mounted"
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = crawl_pages(operator, tmp_path, site.urls)
        archive.rename(elsewhere)
        site.replies = {**site.replies, "/b": news(2)}
        second = crawl_pages(operator, tmp_path, site.urls)
        in_its_place = [path for path in archive.rglob("*") if path.is_file() and "leases" not in path.parts]
        shutil.rmtree(archive)
        elsewhere.rename(archive)
        third = crawl_pages(operator, tmp_path, site.urls)
    assert first.returncode == 0, first.stderr
    assert second.returncode == 73, second.stderr
    assert "the run before this one: is its disk mounted, and ARCHIVE_URL right?" in second.stderr
    assert in_its_place == []
    assert third.returncode == 0, third.stderr
    assert [labels(operator, run) for run in range(3)] == [
        {"archived": 1},
        {"unchanged": 1, "archived": 1},
        {"unchanged": 2},
    ]
