"""Addresses without end are told by their shape, and articles are never taken for them."""

from __future__ import annotations

import pytest

from crawler.admission import page_key
from extractors import outlets
from extractors.traps import objection
from storage.outcome import Refusal

OUTLET = outlets.load()["southfront"]
HOST = "https://southfront.press"


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("/a/b/a/b/a/b/a/b/story", Refusal.REPEATED_PATH),
        ("/1/2/3/4/5/6/7/8/1/2/3", Refusal.REPEATED_PATH),
        ("/x/?a=1&a=1&a=1&a=1", Refusal.REPEATED_PATH),
        ("/events/2031/05/", Refusal.CALENDAR),
        ("/calendar/?month=2031-05", Refusal.CALENDAR),
        ("/x/y/?tribe-bar-date=2031-05-01", Refusal.CALENDAR),
        ("/shop/all/?color=red&size=4&brand=x&fit=slim", Refusal.FACETS),
        ("/x/y/?orderby=date&sort=asc", Refusal.FACETS),
        ("/?s=map", Refusal.TRAP),
        ("/wp-login.php", Refusal.IGNORED),
        ("/syrian-war-report-april-5-2018/", None),
        ("/events/", None),
        ("/2018/04/a-story-of-2018/", None),
        ("/category/maps/page/3/", None),
    ],
)
def test_an_address_is_refused_by_the_rule_that_it_breaks(path: str, refusal: Refusal | None) -> None:
    assert objection(OUTLET, HOST + path) == refusal


def test_what_is_on_no_host_of_the_outlet_is_out_of_scope() -> None:
    assert objection(OUTLET, "https://elsewhere.example/a/") is Refusal.SCOPE


@pytest.mark.parametrize(
    "url",
    [
        "https://southfront.press/some-story/",
        "http://southfront.press/some-story",
        "https://www.southfront.org/some-story/?utm_source=rss&utm_medium=rss",
        "https://southfront.press/some-story/?doing_wp_cron=1700000000.1",
        "https://southfront.press/some-story/?print=1",
        "https://southfront.press/some-story/amp/",
        "https://southfront.press/some-story/;jsessionid=AB12?PHPSESSID=9f9f",
        "https://southfront.press/SOME-story/",
    ],
)
def test_one_article_has_one_key_at_whatever_address(url: str) -> None:
    assert page_key(OUTLET, url) == "some-story"


def test_a_page_without_a_key_of_the_outlet_is_known_by_its_address_without_decoration() -> None:
    plain = page_key(OUTLET, "https://southfront.press/a/b/c?x=1")
    assert plain == page_key(OUTLET, "http://www.southfront.press/a/b/c/?utm_campaign=z&x=1")
    assert plain != page_key(OUTLET, "https://southfront.press/a/b/c?x=2")
