"""Sites that say no, or not now."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.ceph import free_port
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


from tests.small_sites import Crawled, Site, labels, listed, news, operator_in, outcomes, records


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Callable[..., Crawled]]:
    """Crawls pages of small sites into an archive of the test's own."""
    with ExitStack() as stack:

        def run(*sites: Site, **settings: str) -> Crawled:
            server = stack.enter_context(ReplicaServer(sites))
            operator = operator_in(tmp_path, server)
            urls = [url for site in sites for url in site.urls]
            return Crawled(
                operator.scrapy("crawl", "pages", "-a", listed(tmp_path, urls), **settings), operator
            )

        yield run


def test_a_server_that_refuses_connections_is_not_asked_for_pages(crawl: Callable[..., Crawled]) -> None:
    """Without robots.txt nothing else may be asked."""
    url = "http://dead.example/page"
    dead = Site("dead.example", {"/page": news(1)})
    done, operator = crawl(dead, CONNECT_TO=f"dead.example:80:127.0.0.1:{free_port()}")
    assert done.returncode == 75, done.stderr
    assert outcomes(operator)[url].label == "refused:robots_unreachable"
    kept = [record for record in records(operator) if record.type != "warcinfo"]
    assert [(record.type, record.url) for record in kept] == [("metadata", "http://dead.example/robots.txt")]
    assert "refused" in kept[0].block


def test_a_site_that_disallows_everything_is_not_asked(crawl: Callable[..., Crawled]) -> None:
    site = Site(
        "closed.example",
        {"/robots.txt": Reply(200, b"User-agent: *\nDisallow: /\n", "text/plain"), "/": news(1)},
    )
    done, operator = crawl(site)
    assert done.returncode == 69, done.stderr
    assert "the site refused" in done.stdout
    assert labels(operator) == {"refused:robots": 1}
    assert site.asked == []


def test_a_site_whose_robots_txt_fails_is_not_asked_and_tried_again_later(
    crawl: Callable[..., Crawled],
) -> None:
    site = Site("ill.example", {"/robots.txt": Reply(500, b"", "text/plain"), "/": news(1)})
    done, operator = crawl(site)
    assert done.returncode == 75, done.stderr
    assert labels(operator) == {"refused:robots_unreachable": 1}
    assert site.asked == []


def test_a_site_that_asks_for_an_hour_of_patience_gets_it(crawl: Callable[..., Crawled]) -> None:
    busy = Reply(429, b"later", "text/plain", headers=(("Retry-After", "3600"),))
    site = Site("busy.example", {"/first": news(1), "/busy": busy, "/third": news(3), "/fourth": news(4)})
    done, operator = crawl(site)
    assert done.returncode == 75, done.stderr
    assert site.asked == ["/first", "/busy"]
    assert labels(operator) == {"archived": 1, "deferred:retry_after": 3}
    attempts = {outcome.url.rpartition("/")[2]: outcome.attempts for outcome in outcomes(operator).values()}
    assert attempts == {"first": 1, "busy": 1, "third": 0, "fourth": 0}
