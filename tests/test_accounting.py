"""Every URL that a source names ends the run in one outcome, and a second run asks for next to nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.living_site import DAY_0, HOME, OUTLET, PROSE, LivingSite, crawl_on, story
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import operator_in

if TYPE_CHECKING:
    from pathlib import Path

STORIES = [f"/story-{n}/" for n in range(30)]
NAMED = {
    "/loops/": "error:redirect_loop",
    "/to-a-seen-one/": "rejected:redirect",
    "/story-1/?utm_source=rss": "duplicate",
    "/a/b/a/b/a/b/a/b/": "refused:repeated_path",
    "/x/y/?orderby=date&sort=asc&filter=red": "refused:facets",
    "/events/2031/05/": "refused:calendar",
    "/?s=map": "refused:trap",
    "/wp-login.php": "refused:ignored",
}
ABROAD = {"https://elsewhere.example/a/": "refused:scope", f"{HOME}:8443/b/": "refused:port"}


def test_each_named_url_has_one_outcome_and_the_sums_match(tmp_path: Path) -> None:
    pages = {path: story(path, *PROSE, f"This is {path}.", day="2021-05-03") for path in STORIES}
    site = LivingSite({**pages, "/loops/": Reply(301, headers=(("Location", "/loops/"),))})
    site.pages["/to-a-seen-one/"] = Reply(301, headers=(("Location", "/story-2/"),))
    site.named = [f"{HOME}{path}".replace("&", "&amp;") for path in (*STORIES, *NAMED)] + list(ABROAD)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = crawl_on(operator, DAY_0)
        asked = len(server.requests)
        second = crawl_on(operator, DAY_0 + timedelta(hours=1))
        asked_again = len(server.requests) - asked
    assert first.returncode == 0, first.stderr
    runs = list(operator.corpus.runs(OUTLET))
    found = {outcome.url: outcome for outcome in operator.corpus.outcomes(OUTLET, runs[0].run)}
    expected = {**{f"{HOME}{path}": label for path, label in NAMED.items()}, **ABROAD}
    assert {url: found[url].label for url in expected} == expected
    assert {found[f"{HOME}{path}"].label for path in STORIES} == {"archived"}
    assert len(found) == sum(runs[0].outcomes.values())
    assert found[f"{HOME}/story-1/?utm_source=rss"].article_id == found[f"{HOME}/story-1/"].article_id
    assert second.returncode == 0, second.stderr
    assert not [url for url in server_pages(site, asked) if url in STORIES]
    assert asked_again <= 6  # robots.txt, the sources
    stated = dict(runs[1].outcomes)
    assert stated.pop("known", 0) in {0, len(STORIES) + len(expected)}
    assert sum(stated.values()) == len(list(operator.corpus.outcomes(OUTLET, runs[1].run)))


def server_pages(site: LivingSite, after: int) -> list[str]:
    """What was asked for after so many requests, robots.txt not among them."""
    return [ask.target for ask in site.asked[after:]]
