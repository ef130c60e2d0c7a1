"""Each URL is handed out until it has one outcome, and no article is scheduled twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage import endings, frontier, unfinished, visits
from storage.endings import Ended
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.outcome import OutcomeKind
from storage.state import open_state

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

NOW = "2026-11-20T12:00:00+00:00"
START = datetime.fromisoformat(NOW)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_state(tmp_path / "state.sqlite")
    yield connection
    connection.close()


def page(url: str, key: str | None = None, *, again: bool = False, hop: Hop = Hop.MANIFEST) -> Target:
    return Target(url, Purpose.PAGE, hop, article_key=key, again=again)


def urls(db: sqlite3.Connection, run: str = "r1", now: float = 1.0) -> list[str]:
    return [row.url for row in frontier.due(db, run, now, 100)]


def test_rows_come_by_purpose_and_then_in_the_order_of_scheduling(db: sqlite3.Connection) -> None:
    listing = Target("http://a/list", Purpose.LISTING, Hop.SEED)
    feed = Target("http://a/feed", Purpose.FEED, Hop.SEED)
    assert frontier.enqueue(db, "r1", [listing, page("http://a/2"), page("http://a/1"), feed]) == 4
    assert urls(db) == ["http://a/feed", "http://a/2", "http://a/1", "http://a/list"]


def test_a_known_url_is_scheduled_again_only_when_asked_for_and_only_once_a_run(
    db: sqlite3.Connection,
) -> None:
    frontier.enqueue(db, "r1", [page("http://a/1")])
    endings.end(db, "http://a/1", Ended(OutcomeKind.ARCHIVED), NOW)
    assert frontier.enqueue(db, "r2", [page("http://a/1")]) == 0
    assert frontier.enqueue(db, "r2", [page("http://a/1", again=True)]) == 1
    assert frontier.enqueue(db, "r2", [page("http://a/1", again=True)]) == 0
    assert urls(db, "r2") == ["http://a/1"]


def test_an_article_known_by_another_address_is_not_scheduled(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page("http://a/one", "one")])
    assert frontier.enqueue(db, "r1", [page("http://b/one/?utm=x", "one")]) == 0


def test_a_redirect_leads_to_its_target_even_when_it_is_the_same_article(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page("http://a/one", "one")])
    assert frontier.enqueue(db, "r1", [page("https://a/one/", "one", hop=Hop.REDIRECT)]) == 1


def test_a_retry_waits_for_its_time_and_counts(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page("http://a/1")])
    frontier.retry(db, "http://a/1", 50.0, 503, "status 503")
    assert urls(db, now=49) == []
    assert frontier.next_due(db, "r1") == 50
    assert [row.attempts for row in frontier.due(db, "r1", 50, 10)] == [1]


def test_what_is_fetched_or_ended_is_not_handed_out_again(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page("http://a/1"), page("http://a/2"), page("http://a/3")])
    frontier.fetched(db, "http://a/1", 200, "id")
    endings.end(db, "http://a/2", Ended(OutcomeKind.REFUSED, "robots"), NOW)
    assert urls(db) == ["http://a/3"]
    assert frontier.queued(db, "r1", 10) == 1


def test_the_rest_is_deferred_and_taken_up_by_the_next_run(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page("http://a/1"), page("http://a/2"), page("http://a/3")])
    endings.end(db, "http://a/1", Ended(OutcomeKind.ARCHIVED), NOW)
    endings.end(db, "http://a/2", Ended(OutcomeKind.ERROR, "timeout"), NOW)
    assert endings.defer_rest(db, "r1", "budget", NOW) == 1
    assert unfinished.requeue(db, "r2", now=0, most=10) == 2
    assert urls(db, "r2") == ["http://a/2", "http://a/3"]
    assert [row["url"] for row in endings.rows_of(db, "r1")] == ["http://a/1"]


def test_a_run_takes_up_no_more_than_it_may_ask_and_leaves_the_rest_as_it_is(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page(f"http://a/{n}") for n in range(5)])
    frontier.rank(db, "r1", [("http://a/3", 50.0), ("http://a/1", 20.0)])
    endings.defer_rest(db, "r1", "budget", NOW)
    assert unfinished.requeue(db, "r2", now=0, most=2) == 2
    assert urls(db, "r2") == ["http://a/3", "http://a/1"], "the newest first"
    assert unfinished.requeue(db, "r2", now=0, most=2) == 0, "the run was taken up after a crash"
    assert unfinished.waiting(db, "r2") == 3
    assert unfinished.waiting(db, "r2", (100.0, 200.0)) == 3, "they may be of that time"
    assert frontier.enqueue(db, "r2", [page("http://a/0")]) == 0, "named again, it waits all the same"
    assert endings.known(db, "r2") == 0
    assert [row["url"] for row in endings.rows_of(db, "r1")] == ["http://a/0", "http://a/2", "http://a/4"]


def test_what_fails_while_others_answer_is_tried_again_by_and_by(db: sqlite3.Connection) -> None:
    feed = Target("http://a/feed", Purpose.FEED, Hop.SEED, again=True)
    hours: list[int] = []
    for hour in range(24):
        now, run = START + timedelta(hours=hour), f"r{hour}"
        unfinished.requeue(db, run, now.timestamp(), most=10)
        frontier.enqueue_sources(db, run, [feed], now)
        frontier.enqueue(db, run, [page(f"http://a/{hour}")])
        for row in frontier.due(db, run, now.timestamp(), 10):
            ended = (
                Ended(OutcomeKind.ERROR, "timeout") if row.url == feed.url else Ended(OutcomeKind.ARCHIVED)
            )
            endings.end(db, row.url, ended, now.isoformat(), attempted=True)
            hours += [hour] if row.url == feed.url else []
        visits.fold(db, run)
    assert hours == [0, 1, 2, 4, 7, 10, 13, 16, 19, 22]


def test_when_nobody_answers_the_next_run_tries_again(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page("http://a/1"), page("http://a/2")])
    for url in urls(db):
        endings.end(db, url, Ended(OutcomeKind.ERROR, "timeout"), NOW, attempted=True)
    visits.fold(db, "r1")
    assert unfinished.requeue(db, "r2", START.timestamp() + 1, most=10) == 2


def test_a_host_that_asks_for_patience_is_deferred_as_a_whole_and_no_other(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [page(f"http://{host}/1") for host in ("a", "a.b", "a:80", "b")])
    frontier.enqueue(db, "r1", [page("https://a/2"), page("http://b/?http://a/")])
    assert endings.defer_host(db, "r1", "http://a/1", "retry_after", NOW) == 2
    assert urls(db) == ["http://a.b/1", "http://a:80/1", "http://b/1", "http://b/?http://a/"]
