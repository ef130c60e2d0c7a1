"""Each alarm is raised by what it is for, and by nothing that only looks like it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from crawler.watch.alarms import watched
from crawler.watch.measures import ALL
from crawler.watch.thresholds import measures, numbers
from storage.run_metrics import RunMetrics
from tests.watched_outlets import FAILED, NOW, daily, found, hourly, looked, poisson, told

if TYPE_CHECKING:
    from datetime import datetime

    from storage.alarm import Alarm
    from storage.run_log import LoggedRun


def weekly(at: datetime, mean: float = 20.0) -> int:
    """Stories of a day by chance; a third at weekends."""
    return poisson(Random(f"{at:%Y-%m-%d}"), mean if at.weekday() < 5 else mean / 3)


def usual(at: datetime, ago: int = 0) -> RunMetrics:
    return looked(weekly(at))


def over_days(runs: tuple[LoggedRun, ...], days: int) -> list[tuple[Alarm, ...]]:
    """The alarms after each of the last runs, each knowing those before."""
    before: tuple[Alarm, ...] = ()
    series = []
    for end in range(len(runs) - days, len(runs)):
        before = watched(runs[: end + 1], before, "gazette", runs[end].closed_at).alarms
        series.append(before)
    return series


# --- nothing is wrong


def test_an_outlet_as_ever_raises_no_alarm_on_any_of_forty_days() -> None:
    assert [alarms for alarms in over_days(daily(usual, days=190), 40) if alarms] == []


def test_a_weekend_is_no_silence() -> None:
    runs = daily(lambda at, ago: looked(0 if at.weekday() > 4 else 20), until=NOW + timedelta(days=2))
    assert runs[-1].closed_at.weekday() == 6
    assert told(runs) == set()


def test_a_holiday_with_a_fifth_of_the_articles_is_no_silence() -> None:
    assert told(daily(lambda at, ago: looked(20 if ago > 1 else 4))) == set()


def test_one_day_without_any_article_is_no_silence() -> None:
    assert told(daily(lambda at, ago: looked(20 if ago else 0))) == set()


def test_a_week_of_holidays_with_half_the_articles_is_no_alarm() -> None:
    assert told(daily(lambda at, ago: looked(20 if ago > 6 else 10))) == set()


def test_two_articles_a_week_raise_no_alarm_when_none_comes_for_ten_days() -> None:
    def small(at: datetime, ago: int) -> RunMetrics:
        return looked(1 if at.weekday() in {1, 4} and ago > 10 else 0)

    assert told(daily(small, days=240)) == set()


def test_an_outlet_added_last_week_is_too_little_known_for_alarms_and_that_is_said() -> None:
    def added(at: datetime, ago: int) -> RunMetrics:
        return looked(0, older=900) if ago == 8 else looked(20 if ago > 3 else 0)

    result = found(daily(added, days=9))
    assert result.alarms == ()
    assert {"silent", "short_text", "without_author"} <= {name for name, _ in result.unknown}
    assert dict(result.unknown)["silent"] == "9 observed days"


def test_the_history_that_a_first_run_catches_up_is_not_what_is_usual() -> None:
    def added(at: datetime, ago: int) -> RunMetrics:
        return looked(3, older=5000) if ago == 30 else looked(3)

    assert told(daily(added, days=31)) == set()


def test_a_run_that_could_not_look_says_nothing_of_the_outlet() -> None:
    assert told(daily(lambda at, ago: looked(20) if ago else FAILED)) == set()


def test_a_machine_that_was_off_for_three_days_raises_no_alarm_when_it_is_back() -> None:
    def off(at: datetime, ago: int) -> RunMetrics | None:
        return looked(60) if ago == 0 else None if ago < 4 else looked(20)

    assert told(daily(off)) == set()


def test_days_on_which_the_machine_was_off_are_not_compared_with() -> None:
    def off(at: datetime, ago: int) -> RunMetrics | None:
        return None if ago in {6, 7, 8, 13, 14, 15} else looked(20)

    assert told(daily(off)) == set()


def test_a_page_or_two_that_is_forbidden_is_no_wall() -> None:
    assert told(daily(lambda at, ago: looked(20, blocked=1))) == set()


def test_a_wave_of_agency_copy_without_author_is_no_drift() -> None:
    assert told(daily(lambda at, ago: looked(30, without_author=3 if ago else 9))) == set()


def test_a_rule_that_matches_now_and_then_is_not_missed() -> None:
    def seldom(at: datetime, ago: int) -> RunMetrics:
        rules = ("share-line", "of-the-season") if ago > 40 or ago % 9 == 8 else ("share-line",)
        return looked(20, rules=rules)

    assert told(daily(seldom)) == set()


# --- silent


def test_no_article_for_two_days_is_silence_where_forty_were_usual() -> None:
    (alarm,) = found(daily(lambda at, ago: looked(20 if ago > 1 else 0))).alarms
    assert (alarm.kind, alarm.value, alarm.expected, alarm.days) == ("silent", 0, 40, 2)
    assert alarm.example_url == "https://gazette.example/fresh"
    assert alarm.since == NOW
    assert "sources" in alarm.advice


def test_silence_is_told_by_hourly_runs_too() -> None:
    def at_hour(at: datetime, ago: int) -> RunMetrics:
        return looked(2 if 6 <= at.hour < 20 and ago >= 49 else 0)

    assert told(hourly(at_hour)) == {("silent", "silent")}


def test_two_articles_a_week_are_missed_after_four_weeks() -> None:
    def small(at: datetime, ago: int) -> RunMetrics:
        return looked(1 if at.weekday() in {1, 4} and ago > 28 else 0)

    assert told(daily(small, days=240)) == {("silent", "silent")}


def test_silence_stays_an_alarm_however_long_it_lasts_and_ends_with_articles() -> None:
    def dead_for_six_weeks(at: datetime, ago: int) -> RunMetrics:
        return looked(0 if 2 <= ago < 44 else 20)

    series = over_days(daily(dead_for_six_weeks, days=190), 48)
    silent = [any(alarm.measure == "silent" for alarm in alarms) for alarms in series]
    first = silent.index(True)
    assert silent[first : first + 40] == [True] * 40
    assert silent[-1] is False
    (alarm,) = series[first + 38]
    assert (alarm.expected, alarm.since.date()) == (40, (NOW - timedelta(days=42)).date())


def test_sources_that_cannot_be_read_for_two_days_are_told() -> None:
    (alarm,) = found(daily(lambda at, ago: looked(20) if ago > 1 else FAILED)).alarms
    assert (alarm.kind, alarm.measure) == ("silent", "sources")


# --- blocked


def test_a_wall_before_the_pages_is_told_at_once_and_hides_the_silence_that_it_makes() -> None:
    assert told(daily(lambda at, ago: looked(20) if ago > 1 else looked(0, blocked=20))) == {
        ("blocked", "blocked")
    }


def test_a_wall_is_told_by_the_first_run_ever() -> None:
    assert told(daily(lambda at, ago: looked(0, blocked=5), days=1)) == {("blocked", "blocked")}


def test_a_robots_txt_that_forbids_all_is_told() -> None:
    refused = RunMetrics(urls=4, robots=4, examples={"robots": "https://gazette.example/feed"})
    (alarm,) = found(daily(lambda at, ago: looked(20) if ago else refused)).alarms
    assert (alarm.kind, alarm.measure, alarm.value) == ("blocked", "robots", 1)


def test_a_wall_hides_that_no_source_could_be_read() -> None:
    walled = RunMetrics(urls=5, sources_failed=2, asked=5, blocked=5)
    assert told(daily(lambda at, ago: looked(20) if ago > 1 else walled)) == {("blocked", "blocked")}


# --- drift


def test_authors_that_are_no_longer_found_are_drift() -> None:
    (alarm,) = found(daily(lambda at, ago: looked(30, without_author=2 if ago else 28))).alarms
    assert (alarm.kind, alarm.measure) == ("drift", "without_author")
    assert alarm.example_url == "https://gazette.example/without_author"


def test_dates_that_are_no_longer_found_are_drift() -> None:
    assert told(daily(lambda at, ago: looked(30, without_date=0 if ago else 25))) == {
        ("drift", "without_date")
    }


def test_a_small_outlet_waits_until_enough_articles_show_it() -> None:
    def told_after(wrong: int) -> set[tuple[str, str]]:
        return told(daily(lambda at, ago: looked(2, without_author=0 if ago >= wrong else 2)))

    assert told_after(3) == set()
    assert told_after(12) == {("drift", "without_author")}


def test_a_layout_that_fails_where_both_ways_are_read_is_drift() -> None:
    """One page in twenty is; so all of two weeks show what none of the days does."""
    assert told(daily(lambda at, ago: looked(40, disagreeing=2 if ago < 3 else 0))) == {
        ("drift", "disagreement")
    }


def test_a_rule_that_no_longer_matches_is_drift_and_is_named() -> None:
    def rules(at: datetime, ago: int) -> RunMetrics:
        return looked(20, rules=("donation-bar", "share-line") if ago else ("share-line",))

    (alarm,) = found(daily(rules)).alarms
    assert (alarm.kind, alarm.measure, alarm.value) == ("drift", "rule:donation-bar", 0)
    assert 19 < alarm.expected < 21


def test_a_rebuilt_page_names_five_of_its_rules_and_no_more() -> None:
    many = tuple(f"rule-{number}" for number in range(12))
    runs = daily(lambda at, ago: looked(20, rules=many if ago > 1 else ()))
    assert len([alarm for alarm in found(runs).alarms if alarm.measure.startswith("rule:")]) == 5
    assert all(len(alarms) <= 5 for alarms in over_days(runs, 2))


def test_text_that_doubles_is_drift() -> None:
    runs = daily(lambda at, ago: looked(30, words=400 if ago > 1 else 1000, removed=60 if ago > 1 else 150))
    assert told(runs) == {("drift", "long_text")}


def test_boilerplate_that_is_no_longer_removed_is_drift() -> None:
    assert told(daily(lambda at, ago: looked(30, removed=60 if ago else 2))) == {("drift", "little_removed")}


# --- shrinking


def test_text_of_half_the_length_is_shrinking() -> None:
    (alarm,) = found(daily(lambda at, ago: looked(30, words=400 if ago else 120, removed=20))).alarms
    assert (alarm.kind, alarm.measure) == ("shrinking", "short_text")
    assert alarm.value == pytest.approx(120, rel=0.05)
    assert alarm.expected == pytest.approx(400, rel=0.05)
    assert alarm.example_url == "https://gazette.example/shortest"


def test_paragraphs_that_are_removed_are_shrinking() -> None:
    assert told(daily(lambda at, ago: looked(30, words=400, removed=60 if ago else 300))) == {
        ("shrinking", "much_removed")
    }


def test_a_third_of_the_articles_is_shrinking() -> None:
    assert told(daily(lambda at, ago: looked(20 if ago > 6 else 6))) == {("shrinking", "fewer_articles")}


def test_what_is_shorter_for_good_is_the_rule_after_four_weeks() -> None:
    series = over_days(daily(lambda at, ago: looked(30, words=400 if ago > 34 else 120, removed=20)), 36)
    names = [{alarm.measure for alarm in alarms} for alarms in series]
    assert names[6] == {"short_text"}
    assert names[-1] == set()


# --- late


def test_captures_long_after_publication_are_late() -> None:
    assert told(daily(lambda at, ago: looked(20, lag_hours=2 if ago else 30))) == {("late", "lag")}


def test_a_run_that_was_missed_at_night_is_not_late() -> None:
    assert told(daily(lambda at, ago: looked(20, lag_hours=1 if ago else 6))) == set()


# --- thresholds


def test_a_measure_can_be_switched_off_and_given_other_numbers() -> None:
    runs = daily(lambda at, ago: looked(30, without_author=2 if ago else 14))
    assert told(runs) == {("drift", "without_author")}
    for text in ("without_author=off", "without_author.rise=0.6", "lag=off, without_author.least=400"):
        assert watched(runs, (), "gazette", NOW, measures(text)).alarms == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense=off", "no measure is called 'nonsense'"),
        ("lag", "write lag=off"),
        ("lag.wind=3", "grows, margin"),
        ("lag.grows=much", "'much' is no number"),
        ("lag.grows=-1", "0 or more"),
        ("lag=off lag.grows=2", "or it is off"),
    ],
)
def test_thresholds_that_cannot_be_read_are_named(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        measures(text)


def test_every_measure_has_a_number_that_can_be_set() -> None:
    assert all(numbers(measure) for measure in ALL)


def test_of_an_alarm_the_newest_value_is_shown_and_the_first_moment() -> None:
    runs = daily(lambda at, ago: looked(30, without_author=2 if ago > 1 else 20 if ago else 30))
    first = watched(runs[:-1], (), "gazette", runs[-2].closed_at).alarms
    (now,) = watched(runs, first, "gazette", NOW).alarms
    assert now == replace(first[0], value=1.0)
