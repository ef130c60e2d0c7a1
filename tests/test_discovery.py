"""Each kind of source alone leads to every article, and a place that is not there is not asked for again and again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from storage.spool import STATE
from tests.operator import Operator
from tests.replica import themedialine
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer
from tests.replica.wordpress_rest import PATH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.replica.wordpress import WordPressSite

pytestmark = pytest.mark.untraced

HOME = "https://themedialine.org"
SITE = themedialine.site()
ARTICLES = {article.path for article in SITE.articles}
ALL_SOURCES = frozenset({"/feed", "/sitemap_index.xml", "/news-sitemap.xml", PATH, "/", "/top-stories"})


@dataclass(frozen=True)
class Bare:
    """The site with these answers of its own, and none of its sources but those named."""

    site: WordPressSite
    own: Mapping[str, Reply]

    @property
    def hosts(self) -> tuple[str, ...]:
        return self.site.hosts

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        path = urlsplit(ask.target).path
        return self.own[path] if secure and path in self.own else self.site.reply(ask, secure=secure)


def bare(left: set[str], own: Mapping[str, bytes]) -> Bare:
    replies = {path: Reply(200, body, _type(body)) for path, body in own.items()}
    silent = {"/robots.txt": Reply(404, b"", "text/plain")}
    return Bare(replace(SITE, without=ALL_SOURCES - left), {**silent, **replies})


def _type(body: bytes) -> str:
    return "application/json" if body.startswith(b"{") else "text/plain"


def urls() -> list[str]:
    return [article.url for article in SITE.articles]


def feed() -> bytes:
    items = "".join(f"<item><link>{url}</link></item>" for url in urls())
    return f"<rss><channel>{items}</channel></rss>".encode()


def json_feed() -> bytes:
    items = ",".join(f'{{"id":"{url}","url":"{url}"}}' for url in urls())
    return f'{{"version":"https://jsonfeed.org/version/1.1","items":[{items}]}}'.encode()


KINDS: dict[str, tuple[set[str], Mapping[str, bytes]]] = {
    "robots.txt names a plain list": (
        set(),
        {"/robots.txt": f"Sitemap: {HOME}/list.txt\n".encode(), "/list.txt": "\n".join(urls()).encode()},
    ),
    "rss": (set(), {"/feed/": feed()}),
    "a json feed that the home page links to": (
        set(),
        {
            "/": b'<html><link rel="alternate" type="application/feed+json" href="/news.json"><p>Home</p></html>',
            "/news.json": json_feed(),
        },
    ),
    "rest": ({PATH}, {}),
    "listing": ({"/", "/top-stories"}, {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_source_alone_leads_to_every_article(kind: str, tmp_path: Path) -> None:
    left, own = KINDS[kind]
    with ReplicaServer([bare(left, own)]) as server:
        operator = Operator(str(tmp_path / "archive"), tmp_path / "spool", server)
        done = operator.scrapy("crawl", "themedialine")
        if not {urlsplit(each.path).path for each in server.requests} >= ARTICLES:
            # That the declared sources are not there, the first run finds out; the next one looks elsewhere.
            done = operator.scrapy("crawl", "themedialine")
        asked = [urlsplit(each.path).path for each in server.requests]
    assert done.returncode == 0, done.stderr[-3000:]
    assert set(asked) >= ARTICLES
    assert max(asked.count(path) for path in ARTICLES) == 1


def test_a_source_that_could_not_be_read_is_asked_for_in_full_until_it_is(tmp_path: Path) -> None:
    reply = Reply(200, feed(), "application/rss+xml", modified=datetime(2026, 3, 1, tzinfo=UTC))
    site = bare(set(), {})
    with ReplicaServer([replace(site, own={**site.own, "/feed/": reply})]) as server:
        operator = Operator(str(tmp_path / "archive"), tmp_path / "spool", server)
        unread = operator.scrapy("crawl", "themedialine", EXTRACT_TIMEOUT="0.0001")
        (operator.spool / "themedialine" / STATE).unlink()
        assert operator.scrapy("rebuild", "themedialine").returncode == 0
        done = operator.scrapy("crawl", "themedialine")
        asked = {urlsplit(each.path).path for each in server.requests}
        of_feed = [each.status for each in server.requests if each.path == "/feed/"]
    assert unread.returncode == 75, unread.stdout
    assert "rejected:extract_timeout" in unread.stdout
    assert done.returncode == 0, done.stderr[-3000:]
    assert of_feed == [200, 200]
    assert asked >= ARTICLES


def test_a_run_after_another_asks_for_nothing_that_was_not_there(tmp_path: Path) -> None:
    with ReplicaServer([bare({"/sitemap_index.xml"}, {})]) as server:
        operator = Operator(str(tmp_path / "archive"), tmp_path / "spool", server)
        for _ in range(
            2
        ):  # the first finds that the declared feed is not there, the second looks for another
            assert operator.scrapy("crawl", "themedialine").returncode == 0
        first = len(server.requests)
        assert operator.scrapy("crawl", "themedialine").returncode == 0
        third = {urlsplit(each.path).path for each in server.requests[first:]}
    missing = {urlsplit(each.path).path for each in server.requests if each.status == 404}
    assert missing >= {"/feed/", PATH}
    assert third - {"/robots.txt"} <= {"/sitemap_index.xml", "/post-sitemap.xml", "/post-sitemap2.xml"}
