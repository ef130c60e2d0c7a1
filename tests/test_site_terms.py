"""What robots.txt and tdmrep.json said of a page when it was asked for, live and out of the archive."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.site_terms import AI_AGENTS, reservation, reservations, robots_rules
from storage.capture import Capture
from storage.site_terms import RobotsTxt
from storage.terms import Terms
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, crawl_pages, news, operator_in

if TYPE_CHECKING:
    from pathlib import Path

    from storage.table_rows import ArticleRow

AT = datetime(2026, 11, 1, tzinfo=UTC)
ROBOTS = """
User-agent: GPTBot
User-agent: ccbot/2.0
Disallow: /

User-agent: Applebot
Disallow: /

User-agent: Google-Extended
Disallow: /paid/

User-agent: *
Disallow: /admin/
"""


def captured(body: bytes, *, status: int = 200, path: str = "/robots.txt") -> Capture:
    head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return Capture("pages", f"https://news.example{path}", AT, head + body, None, None)


@pytest.mark.parametrize(
    ("path", "agents"),
    [
        ("/1", {"GPTBot", "CCBot"}),
        ("/paid/1", {"GPTBot", "CCBot", "Google-Extended"}),
        ("/admin/", set(AI_AGENTS) - {"Google-Extended"}),
    ],
)
def test_each_agent_is_held_to_its_own_group_or_to_everybodys(path: str, agents: set[str]) -> None:
    rules = robots_rules(captured(ROBOTS.encode()))
    assert rules.status is RobotsTxt.RULES
    assert set(rules.disallowed(f"https://news.example{path}") or ()) == agents


@pytest.mark.parametrize(
    ("status", "said", "agents"),
    [
        (404, RobotsTxt.UNAVAILABLE, ()),
        (403, RobotsTxt.UNAVAILABLE, ()),
        (429, RobotsTxt.UNREACHABLE, None),
        (500, RobotsTxt.UNREACHABLE, None),
    ],
)
def test_what_is_not_to_be_had_disallows_nothing_or_is_not_known(
    status: int, said: RobotsTxt, agents: tuple[str, ...] | None
) -> None:
    rules = robots_rules(captured(ROBOTS.encode(), status=status))
    assert (rules.status, rules.disallowed("https://news.example/1")) == (said, agents)


def test_of_the_locations_that_match_the_longest_counts() -> None:
    listed = [
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "/policy.json"},
        {"location": "/free/*.html$", "tdm-reservation": 0},
        {"location": "/odd", "tdm-reservation": "perhaps"},
        "no object",
    ]
    said = reservations(captured(json.dumps(listed).encode(), path="/.well-known/tdmrep.json"))
    found = {
        path: reservation(said, f"https://news.example{path}") for path in ("/1", "/free/a.html", "/free/a")
    }
    assert {path: one and one.reserved for path, one in found.items()} == {
        "/1": True, "/free/a.html": False, "/free/a": True,
    }  # fmt: skip
    assert (one := found["/1"])
    assert one.policy == "https://news.example/policy.json"
    assert reservation((), "https://news.example/1") is None


@given(st.binary(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))  # fmt: skip
def test_no_bytes_raise(body: bytes) -> None:
    for path in ("/robots.txt", "/.well-known/tdmrep.json"):
        capture = captured(body, path=path)
        robots_rules(capture).disallowed("https://news.example/1")
        reservation(reservations(capture), "https://news.example/1")


@given(st.text("/ab*$", max_size=12), st.text("/ab", max_size=12))
def test_a_location_covers_what_a_regular_expression_of_it_matches(location: str, path: str) -> None:
    body = json.dumps([{"location": location, "tdm-reservation": 1}]).encode()
    said = reservations(captured(body, path="/.well-known/tdmrep.json"))
    pieces = re.sub(r"\*+", "*", location.removesuffix("$")).split("*")
    pattern = ".*?".join(map(re.escape, pieces)) + (r"\Z" if location.endswith("$") else "")
    assert bool(reservation(said, f"https://news.example/{path}")) == bool(re.match(pattern, f"/{path}"))


@pytest.mark.timeout(60)
def test_a_location_of_many_wildcards_is_told_at_once() -> None:
    body = json.dumps([{"location": "/" + "*a" * 500 + "b", "tdm-reservation": 1}]).encode()
    said = reservations(captured(body, path="/.well-known/tdmrep.json"))
    assert reservation(said, "https://news.example/" + "a" * 2000) is None


def test_the_terms_of_the_time_are_in_the_rows_and_the_archive_gives_them_again(tmp_path: Path) -> None:
    tdmrep = Reply(200, b'[{"location": "/2", "tdm-reservation": 1}]', "application/json")
    replies = {
        "/robots.txt": Reply(200, b"User-agent: GPTBot\nDisallow: /1", "text/plain"),
        "/.well-known/tdmrep.json": tdmrep,
        **{f"/{n}": news(n) for n in range(1, 4)},
    }
    site = Site("terms.example", replies)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = [f"http://terms.example/{n}" for n in (1, 2)]
        assert crawl_pages(operator, tmp_path, first, ASK_TDMREP="True").returncode == 0
        replies["/robots.txt"] = Reply(200, b"User-agent: *\nAllow: /\n\nUser-agent: ClaudeBot\nDisallow: /", "text/plain")  # fmt: skip
        assert crawl_pages(operator, tmp_path, ["http://terms.example/3"], ASK_TDMREP="True").returncode == 0
        rows = {row.article.url[-1]: row for row in operator.corpus.articles()}
        assert {name: told(row) for name, row in rows.items()} == {
            "1": ("rules", ("GPTBot",), None),
            "2": ("rules", (), True),
            "3": ("rules", ("ClaudeBot",), None),
        }
        assert rows["1"].terms.robots_record_id != rows["3"].terms.robots_record_id
        again = operator.scrapy("reextract", "--check")
        assert again.returncode == 0, again.stdout + again.stderr
    chosen = operator.corpus.articles(rights=[Terms.NOT_AI_DISALLOWED])
    assert [row.article.url[-1] for row in chosen] == ["2"]
    chosen = operator.corpus.articles(rights=[Terms.NOT_RESERVED])
    assert sorted(row.article.url[-1] for row in chosen) == ["1", "3"]


def told(row: ArticleRow) -> tuple[str | None, tuple[str, ...] | None, bool | None]:
    return row.terms.robots_txt, row.terms.ai_agents_disallowed, row.terms.tdmrep_reservation
