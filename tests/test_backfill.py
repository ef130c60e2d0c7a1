"""The history of an outlet is walked newest first, within the days asked for, and goes on where it was cut off."""

from __future__ import annotations

import subprocess
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from crawler.backfill import Belongs, belongs, is_worth_opening, sources, wanted
from crawler.configuration import BadConfiguration
from crawler.progress import expectation
from extractors.url_dates import article_time, sitemap_time
from storage import endings, frontier
from storage.announcement import SourceEntry
from storage.backfills import Backfill, Remaining
from storage.endings import Ended
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.outcome import OutcomeKind
from storage.state import open_state
from tests.operator import PROJECT, Operator
from tests.replica import southfront
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.untraced

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
YEARS = Backfill(datetime(2018, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC), NOW.isoformat())
SITE = southfront.site()
WANTED = {article.path for article in SITE.articles if YEARS.since <= article.published < YEARS.until}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = open_state(tmp_path / "state.sqlite")
    yield opened
    opened.close()


def entry(path: str = "/a/", published: str = "", modified: str = "") -> SourceEntry:
    at = [
        datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None for text in (published, modified)
    ]
    url = f"https://southfront.press{path}"
    return SourceEntry(url=url, purpose=Purpose.PAGE, date_published=at[0], date_modified=at[1])


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (entry(published="2018-01-01", modified="2024-01-01"), Belongs.YES),
        (entry(published="2017-12-31T23:59:59"), Belongs.NO),
        (entry(published="2022-01-01"), Belongs.NO),
        (entry("/2019/03/talks/"), Belongs.YES),
        (entry("/2023/03/talks/", modified="2023-03-01"), Belongs.NO),
        (entry(modified="2017-01-01"), Belongs.NO),
        (entry(modified="2020-01-01"), Belongs.YES),
        (entry(modified="2024-01-01"), Belongs.PERHAPS),
        (entry(), Belongs.PERHAPS),
    ],
)
def test_an_article_belongs_to_a_time_by_what_is_known_of_it(
    db: sqlite3.Connection, said: SourceEntry, verdict: Belongs
) -> None:
    assert belongs(db, YEARS, said) is verdict


@pytest.mark.parametrize(
    ("said", "opened"),
    [
        (entry("/sitemap-2019-03.xml"), True),
        (entry("/sitemap-2023.xml"), False),
        (entry("/sitemap.xml?yyyy=2017&mm=12&dd=31"), False),
        (entry("/post-sitemap3.xml", modified="2017-05-01"), False),
        (entry("/post-sitemap3.xml", modified="2024-05-01"), True),
        (entry("/wp-sitemap-posts-post-12.xml"), True),
    ],
)
def test_a_sitemap_is_opened_when_it_may_name_articles_of_that_time(
    db: sqlite3.Connection,
    said: SourceEntry,
    opened: bool,  # noqa: FBT001 -- parametrized
) -> None:
    assert is_worth_opening(db, YEARS, said) is opened


def test_addresses_tell_their_time_and_headlines_do_not() -> None:
    assert article_time("https://e.org/2019/02/28/talks/") == (
        datetime(2019, 2, 28, tzinfo=UTC),
        datetime(2019, 3, 1, tzinfo=UTC),
    )
    assert article_time("https://e.org/what-2019-brought/") is None
    assert article_time("https://e.org/2019/02/30/talks/") is None
    december = sitemap_time("https://e.org/sitemap-pt-post-2019-12.xml")
    assert december == (datetime(2019, 12, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC))
    assert sitemap_time("https://e.org/post-sitemap12.xml") is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"since": "2018-13-01"},
        {"since": "yesterday"},
        {"until": "01/02/2018"},
        {"since": "2019-01-01", "until": "2018-01-01"},
        {"since": "2027-01-01"},
    ],
)
def test_days_that_cannot_be_are_refused_by_name(arguments: dict[str, str]) -> None:
    with pytest.raises(BadConfiguration, match=r"-a (?:since|until)"):
        wanted(arguments, NOW)


def test_both_days_are_included() -> None:
    day = wanted({"since": "2018-05-01", "until": "2018-05-01"}, NOW)
    assert (day.since, day.until) == (datetime(2018, 5, 1, tzinfo=UTC), datetime(2018, 5, 2, tzinfo=UTC))


def test_what_remains_is_estimated_by_the_pace_so_far() -> None:
    assert expectation(Remaining(300, 0, 0), 100, 600.0) == "300 left, 30 min"
    assert expectation(Remaining(100, 2, 400), 0, 0.0) == "about 502 left"


@pytest.mark.parametrize(("reason", "asked"), [("http_status", 0), ("extract_crash", 1)])
def test_a_walk_asks_again_for_a_source_that_it_could_not_read(
    db: sqlite3.Connection, reason: str, asked: int
) -> None:
    source = Target("https://southfront.press/sitemap.xml", Purpose.SITEMAP, Hop.SEED)
    frontier.enqueue(db, "run-1", [source])
    endings.end(db, source.url, Ended(OutcomeKind.REJECTED, reason), NOW.isoformat(), 200)
    assert [each.url for each in sources(db, YEARS, [source])] == [source.url] * asked


def paths(server: ReplicaServer, start: int = 0) -> list[str]:
    return [urlsplit(each.path).path for each in server.requests[start:]]


def test_a_walk_that_is_killed_and_one_that_has_spent_its_budget_go_on_and_ask_no_page_twice(
    tmp_path: Path,
) -> None:
    walk = ("crawl", "southfront", "-a", "since=2018-01-01", "-a", "until=2021-12-31")
    with ReplicaServer([SITE]) as server:
        operator = Operator(str(tmp_path / "archive"), tmp_path / "spool", server)
        slowly = operator.command(*walk, DOWNLOAD_DELAY="0.3")
        with subprocess.Popen(
            slowly, cwd=PROJECT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ) as cut:
            until = time.monotonic() + 120
            while sum(path in WANTED for path in paths(server)) < 3:
                assert time.monotonic() < until
                time.sleep(0.05)
            cut.kill()
        killed = len(server.requests)
        spent = operator.scrapy(*walk, MAX_PAGES="3")
        whole = operator.scrapy(*walk)
        asked = paths(server)
    assert spent.returncode == 75, spent.stderr[-3000:]
    assert "(budget)" in spent.stdout
    assert whole.returncode == 0, whole.stderr[-3000:]
    articles = [path for path in asked if path in {article.path for article in SITE.articles}]
    twice = {path for path in articles if articles.count(path) > 1}
    # What was on its way when the process was killed had not been archived.
    assert twice <= set(asked[killed - 1 : killed])
    assert set(articles) == WANTED
    order = [article.path for article in SITE.articles if article.path in WANTED]
    assert list(dict.fromkeys(articles)) == order
    sources = [path for path in asked if "sitemap" in path or "wp-json" in path]
    assert len(sources) == len(set(sources))
