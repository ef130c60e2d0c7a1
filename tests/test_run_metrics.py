"""What a run amounts to, counted from its rows, with a page to look at for each value that may become an alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crawler.watch.measures import ALL
from storage.article import Boilerplate, Family
from storage.outcome import OutcomeKind, Refusal
from storage.run_metrics import RunMetrics, Tally
from tests.rows import example_outcome, example_row


def tallied() -> RunMetrics:
    """A run of four articles and three outcomes in which something of everything is wrong."""
    plain, short, late, shapeless = (example_row(n) for n in range(4))
    much = Boilerplate("Support us, please, every month", Family.DONATION, "appeal", 1)
    published = late.article.captured_at - timedelta(hours=40)
    rows = (
        replace(plain, article=replace(plain.article, word_count=900, boilerplate=())),
        replace(short, article=replace(short.article, word_count=1, author=(), date_published=None)),
        replace(late, article=replace(late.article, date_published=published, boilerplate=(much,) * 2)),
        replace(shapeless, article=replace(shapeless.article, flags=("layout_missing",))),
    )
    answered, forbidden, feed = (example_outcome(n) for n in range(7, 10))
    outcomes = (
        replace(answered, status=403),
        replace(forbidden, kind=OutcomeKind.REFUSED, reason=Refusal.ROBOTS, status=None),
        replace(feed, purpose="feed"),
    )
    tally = Tally()
    assert (len(list(tally.articles(rows))), len(list(tally.outcomes(outcomes)))) == (4, 3)
    return tally.metrics()


def test_each_measure_that_can_alarm_has_a_page_to_look_at() -> None:
    found = tallied()
    assert {measure.example for measure in ALL} <= found.examples.keys()
    expected = {
        "shortest": "1",
        "longest": "0",
        "latest": "2",
        "most_removed": "2",
        "least_removed": "0",
        "without_author": "1",
        "without_date": "1",
        "disagreeing": "3",
        "blocked": "7",
        "robots": "8",
        "sources_failed": "9",
    }
    assert {name: found.examples[name].rpartition("org/")[2].strip("/") for name in expected} == expected


def test_what_is_counted_is_what_passed() -> None:
    found = tallied()
    assert (found.articles, found.fresh, found.measured, found.urls) == (4, 4, 4, 3)
    assert (found.without_author, found.without_date, found.disagreeing) == (1, 1, 1)
    assert (found.body_words, found.removed_words, found.blocked, found.robots) == (909, 14, 1, 1)
    assert sum(found.words.values()) == 4
    assert sum(found.lag.values()) == 3, "an article without a date has no lag"
