"""The history of an outlet that lies in archived feeds (RFC 5005), archive pages and sitemaps, one stretch of years after another."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.source_reading import BATCH, batches
from extractors.candidate import Problem
from storage import backfills
from storage.capture import Capture
from storage.exchange import Purpose
from storage.spool import STATE
from storage.state import open_for_reading
from tests.operator import Operator
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import news

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytestmark = pytest.mark.untraced

HOST = "www.globalresearch.ca"
HOME = f"https://{HOST}"
PAGES = tuple(
    (year, year - 1) for year in range(2020, 2008, -2)
)  # of a feed or of archive pages: 2020 and 2019, and so on
LISTING = "/latest-news-and-top-stories"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # nothing of the site has changed since


def path(source: str, year: int) -> str:
    return f"/{source}-of-{year}/{ {'feed': 1, 'listing': 2, 'sitemap': 3}[source] }{year}"


def feed_path(number: int) -> str:
    return f"/archive/{number}/feed" if number > 1 else "/feed"


def listing_path(number: int) -> str:
    return f"{LISTING}/page/{number}" if number > 1 else LISTING


def feed(number: int) -> str:
    entries = "".join(
        f"<entry><link href='{HOME}{path('feed', year)}'/><published>{year}-06-01T08:00:00Z</published></entry>"
        for year in PAGES[number - 1]
    )
    older = f"<link rel='prev-archive' href='{feed_path(number + 1)}'/>" if number < len(PAGES) else ""
    newer = f"<link rel='next-archive' href='{feed_path(number - 1)}'/>" if number > 1 else ""
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{older}{newer}{entries}</feed>"


def listing(number: int) -> str:
    teasers = "".join(
        f"<div><time datetime='{year}-06-01'></time><a href='{path('listing', year)}'>Of {year}</a></div>"
        for year in PAGES[number - 1]
    )
    older = f"<a href='{listing_path(number + 1)}'>{number + 1}</a>" if number < len(PAGES) else ""
    return f"<html><title>Latest</title><body>{teasers}{older}</body></html>"


def sitemap() -> str:
    years = (year for page in PAGES for year in page)
    urls = "".join(
        f"<url><loc>{HOME}{path('sitemap', year)}</loc><lastmod>{year}-06-01</lastmod></url>"
        for year in years
    )
    return f"<urlset>{urls}</urlset>"


class PagedSite:
    """Answers "not modified" wherever it is asked conditionally."""

    hosts = (HOST,)

    def __init__(self) -> None:
        index = f"<sitemapindex><sitemap><loc>{HOME}/post-sitemap.xml</loc></sitemap></sitemapindex>"
        self.sources = {
            "/sitemap_index.xml": index,
            "/post-sitemap.xml": sitemap(),
            **{feed_path(n): feed(n) for n in range(1, len(PAGES) + 1)},
            **{listing_path(n): listing(n) for n in range(1, len(PAGES) + 1)},
        }
        self.asked: list[str] = []

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        assert secure
        self.asked.append(ask.target)
        if text := self.sources.get(ask.target):
            kind = "text/html" if text.startswith("<html") else "application/xml"
            return Reply(200, text.encode(), kind, modified=LONG_AGO)
        number = ask.target.rpartition("/")[2]
        return news(int(number), modified=LONG_AGO) if number.isdigit() else Reply(404, b"", "text/plain")


def walk(operator: Operator, first: int, last: int, **settings: str) -> subprocess.CompletedProcess[str]:
    days = ("-a", f"since={first}-01-01", "-a", f"until={last}-12-31")
    return operator.scrapy("crawl", "globalresearch", *days, **settings)


def of_years(*years: int) -> Counter[str]:
    """Each article of these years, once."""
    return Counter(path(source, year) for source in ("feed", "listing", "sitemap") for year in years)


def left_aside(spool: Path) -> set[str]:
    with closing(open_for_reading(spool / "globalresearch" / STATE)) as db:
        return {url for url, _ in backfills.left_aside(db)}


def articles(asked: list[str]) -> Counter[str]:
    return Counter(each for each in asked if "-of-" in each)


def test_pages_are_followed_to_the_days_asked_for_and_not_beyond_and_another_time_is_walked_anew(
    tmp_path: Path,
) -> None:
    site = PagedSite()
    with ReplicaServer([site]) as server:
        operator = Operator(str(tmp_path / "archive"), tmp_path / "spool", server)
        spent = walk(operator, 2017, 2018, MAX_PAGES="4")
        whole = walk(operator, 2017, 2018)
        first = site.asked[:]
        older = walk(operator, 2013, 2016)
        second = site.asked[len(first) :]
        (tmp_path / "rebuilt").mkdir()
        rebuilt = operator.scrapy("rebuild", "globalresearch", SPOOL_DIR=str(tmp_path / "rebuilt"))
        asides = [left_aside(spool) for spool in (operator.spool, tmp_path / "rebuilt")]
        daily = operator.scrapy_on(datetime.now(UTC) + timedelta(days=30), "crawl", "globalresearch")
        third = site.asked[len(first) + len(second) :]
    assert (spent.returncode, whole.returncode, older.returncode) == (75, 0, 0), whole.stderr + older.stderr
    assert (rebuilt.returncode, daily.returncode) == (0, 0), rebuilt.stderr + daily.stderr
    perhaps = Counter(
        path("sitemap", year) for year in (2020, 2019)
    )  # changed later: nobody says when they were published
    assert articles(first) == of_years(2018, 2017) + perhaps
    assert articles(second) == of_years(2016, 2015, 2014, 2013)
    paged = [of(n) for of in (feed_path, listing_path) for n in range(1, len(PAGES) + 1)]
    assert Counter(each for each in first if each in paged) == Counter(
        of(n) for of in (feed_path, listing_path) for n in (1, 2, 3)
    )
    assert Counter(each for each in second if each in paged) == Counter(
        of(n) for of in (feed_path, listing_path) for n in (1, 2, 3, 4, 5)
    )
    # What stays as it is, and names what no walk wanted, is read again by runs without dates.
    names = [of(n) for of in (feed_path, listing_path) for n in (1, 5)]
    assert asides == [{HOME + name for name in (*names, "/post-sitemap.xml")}] * 2
    assert articles(third) >= of_years(2020, 2019, 2012, 2011, 2010, 2009) - perhaps
    assert left_aside(operator.spool) == set()


@pytest.mark.parametrize("entries", [BATCH - 1, BATCH, BATCH + 1, 2 * BATCH - 1, 2 * BATCH])
def test_the_next_page_comes_with_entries_that_say_whether_it_is_worth_asking_for(entries: int) -> None:
    items = "".join(f"<item><link>{HOME}/a/{100000 + n}</link></item>" for n in range(entries))
    body = f"<rss><channel><link rel='next' href='/feed?paged=2'/>{items}</channel></rss>".encode()
    block = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n" % len(body)
        + body
    )
    capture = Capture("globalresearch", f"{HOME}/feed", LONG_AGO, block, None, None, Purpose.FEED)
    found = [batch for batch in batches(capture) if not isinstance(batch, Problem)]
    assert sum(map(len, found)) == entries + 1
    assert found[-1][-1].url == f"{HOME}/feed?paged=2"
    assert len(found[-1]) >= min(BATCH, entries + 1)
