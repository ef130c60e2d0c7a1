"""The rules of a robots.txt, read without asking anybody."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.robots_rules import robots_decision
from storage.site_terms import RobotsTxt


def test_sitemaps_are_listed_whichever_group_they_stand_in() -> None:
    body = b"Sitemap: https://a.example/1.xml\nUser-agent: other\nDisallow: /\nsitemap:/2.xml # comment\n"
    decision = robots_decision(200, body, ())
    assert decision.sitemaps == ("https://a.example/1.xml", "/2.xml")
    assert decision.allows("https://a.example/")


@pytest.mark.parametrize(
    "line",
    [
        "User-agent: Pressmark",
        "user-agent:pressmark",
        "USERAGENT: PressMark/2.0",
        "User-agent: *Pressmark*",
        "User Agent: pressmark # us",
    ],
)
def test_our_group_is_found_however_it_is_written(line: str) -> None:
    decision = robots_decision(200, f"User-agent: *\nAllow: /\n\n{line}\nDisallow: /\n".encode(), ())
    assert not decision.allows("https://a.example/x")


@pytest.mark.parametrize(
    "name", ["press", "mark", "Pressmarket", "Pressmark-News", "xPressmark", "*press", "p"]
)
def test_a_group_of_another_name_is_not_ours(name: str) -> None:
    decision = robots_decision(200, f"User-agent: {name}\nDisallow: /\n".encode(), ())
    assert decision.allows("https://a.example/x")


def test_groups_that_share_their_rules_are_kept_together() -> None:
    body = (
        b"User-agent: a\nUser-agent: Pressmark\nUser-agent: b\nDisallow: /x\n\nUser-agent: c\nDisallow: /y\n"
    )
    decision = robots_decision(200, body, ())
    assert not decision.allows("https://a.example/x")
    assert decision.allows("https://a.example/y")


@given(st.integers(100, 999), st.binary(max_size=200), st.lists(st.text(max_size=12), max_size=3))
def test_any_bytes_lead_to_a_decision(status: int, body: bytes, codings: list[str]) -> None:
    decision = robots_decision(status, body, codings)
    if decision.status is RobotsTxt.UNREACHABLE:
        assert not decision.allows("https://a.example/")
    assert decision == robots_decision(status, body, codings)


@given(
    st.lists(st.sampled_from([b"User-agent: *\n", b"Disallow: /a\n", b"Allow: /a/b\n", b"#\r", b"\xff\0"]))
)
def test_gzip_says_the_same_as_plain(lines: list[bytes]) -> None:
    body = b"".join(lines)
    plain, folded = robots_decision(200, body, ()), robots_decision(200, gzip.compress(body), ["gzip"])
    for url in ("https://a.example/", "https://a.example/a", "https://a.example/a/b"):
        assert plain.allows(url) == folded.allows(url)
