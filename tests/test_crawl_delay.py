"""Crawl-delay: the pause that a site asks for between two requests."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crawler.robots_rules import robots_decision
from tests.guarded_crawl import crawl
from tests.plain_sockets import SocketServer, response


def slow_down(seconds: str) -> bytes:
    return response(f"User-agent: *\nCrawl-delay: {seconds}\nDisallow: /private\n".encode())


def test_crawl_delay_is_kept_although_jitter_and_auto_throttle_would_cut_it_down() -> None:
    with SocketServer(lambda _, path: slow_down("0.4") if path == "/robots.txt" else response()) as server:
        settings = {
            "CONNECT_TO": f"::127.0.0.1:{server.port}",
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": 0.1,
            "AUTOTHROTTLE_TARGET_CONCURRENCY": 100.0,
        }
        said = crawl([f"http://slow.example/{n}" for n in range(5)], settings)
    pauses = [later - earlier for earlier, later in pairwise(server.times[1:])]
    assert len(pauses) == 4
    assert min(pauses) >= 0.38
    assert said["slots"] == {"slow.example": [0.4, 0.0]}


def test_crawl_delay_lengthens_our_delay_never_shortens_it_and_outlives_an_idle_slot() -> None:
    with SocketServer(lambda _, path: slow_down("0.2") if path == "/robots.txt" else response()) as server:
        settings = {
            "CONNECT_TO": f"::127.0.0.1:{server.port}",
            "DOWNLOAD_DELAY": 0.3,
            "DOWNLOAD_SLOTS": {"b.example": {"concurrency": 1, "delay": 0.1}, "c.example": {"delay": 0.4}},
        }
        said = crawl([f"http://{host}.example/" for host in "abc"], settings)
    assert said["slots"] == {"a.example": [0.3, 0.0], "b.example": [0.2, 0.0], "c.example": [0.4, 0.0]}
    # What Scrapy makes a slot from when it has thrown away an idle one.
    assert said["slot_settings"] == {
        "a.example": {"delay": 0.3, "jitter": 0.0},
        "b.example": {"concurrency": 1, "delay": 0.2, "jitter": 0.0},
        "c.example": {"delay": 0.4, "jitter": 0.0},
    }


def test_the_slot_that_an_outlet_shares_keeps_the_longest_crawl_delay_of_its_hosts() -> None:
    delays = {"a.example": "0.1", "b.example": "0.3", "c.example": "0.2"}

    def answer(host: str, path: str) -> bytes:
        return slow_down(delays[host]) if path == "/robots.txt" else response()

    with SocketServer(answer) as server:
        settings = {"CONNECT_TO": f"::127.0.0.1:{server.port}"}
        said = crawl([f"http://{host}/" for host in delays], settings, meta={"download_slot": "outlet"})
    assert said["slots"] == {"outlet": [0.3, 0.0]}


@pytest.mark.parametrize(
    ("said", "delay"),
    [
        ("10", 10.0),
        ("0.5", 0.5),
        ("60", 60.0),
        ("61", 60.0),
        ("86400", 60.0),
        ("1e300", 60.0),
        ("0", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("-inf", None),
        ("1e999", None),
        ("ten", None),
        ("", None),
    ],
)
def test_crawl_delay_is_a_number_of_seconds_up_to_a_minute(said: str, delay: float | None) -> None:
    decision = robots_decision(200, f"User-agent: *\nCrawl-delay: {said}\n".encode(), ())
    assert decision.crawl_delay == delay
