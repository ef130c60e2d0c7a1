"""When to look again follows from what was seen, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from storage.due import DAY, FULL_PAGE, HOUR, LATEST, MOST_LOOKS, SOONEST, Seen, asks_in_full, next_visit
from storage.exchange import Purpose

FRESH = Seen(Purpose.PAGE, is_article=True, first_at=0, last_at=0, changed_at=0)
FEED = Seen(Purpose.FEED, is_article=False, first_at=0, last_at=0, changed_at=0)


def gaps(seen: Seen, visits: int) -> list[float]:
    """The hours from visit to visit of a page that stands still."""
    found = []
    for _ in range(visits):
        due = next_visit(seen)
        assert due is not None
        found.append((due - seen.last_at) / HOUR)
        seen = replace(seen, last_at=due)
    return found


def test_an_article_is_looked_at_after_hours_then_days_then_weeks_then_months() -> None:
    assert gaps(FRESH, 13) == [2, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]
    five_years = sum(1 for n in range(1, 40) if sum(gaps(FRESH, n)) < 5 * 365 * 24)
    assert five_years <= 22


def test_an_article_that_was_old_when_it_was_found_waits_for_long_and_one_that_changed_begins_anew() -> None:
    old = replace(FRESH, last_at=1000 * DAY, changed_at=0)
    assert next_visit(old) == old.last_at + LATEST
    assert next_visit(replace(old, changed_at=old.last_at)) == old.last_at + SOONEST


def test_a_source_is_read_by_its_own_cadence() -> None:
    assert next_visit(FEED) == 0  # it has just said something: at the next run
    assert gaps(replace(FEED, last_at=8 * HOUR), 1) == [2]
    assert gaps(replace(FEED, last_at=10 * DAY), 1) == [3]
    part = Seen(Purpose.SITEMAP, is_article=False, first_at=0, last_at=90 * DAY, changed_at=0, is_part=True)
    assert gaps(part, 1) == [7 * 24]


def test_what_seems_to_be_gone_is_looked_for_the_next_day_and_what_is_gone_hardly_ever() -> None:
    missing = replace(FRESH, last_at=400 * DAY, missing_at=400 * DAY)
    assert next_visit(missing) == 401 * DAY
    assert next_visit(replace(missing, removed_at=400 * DAY)) == 430 * DAY


def test_what_is_no_article_is_given_up_after_some_looks() -> None:
    page = Seen(Purpose.PAGE, is_article=False, first_at=0, last_at=0, changed_at=0, looks=1)
    assert next_visit(page) == HOUR
    assert next_visit(replace(page, looks=MOST_LOOKS, last_at=5 * DAY)) is None


def test_a_server_that_always_says_not_modified_is_asked_in_full_now_and_then() -> None:
    assert not asks_in_full(Purpose.PAGE, 900 * DAY, FULL_PAGE - 1)
    assert asks_in_full(Purpose.PAGE, HOUR, FULL_PAGE)
    assert asks_in_full(Purpose.FEED, 6 * HOUR, 1)
    assert not asks_in_full(Purpose.FEED, 5 * HOUR, 5)
    assert not asks_in_full(Purpose.FEED, 90 * DAY, 0)  # it never said so


@given(
    st.builds(
        Seen,
        st.sampled_from(Purpose),
        is_article=st.booleans(),
        first_at=st.floats(0, 1e9),
        last_at=st.floats(0, 1e9),
        changed_at=st.floats(0, 1e9),
        looks=st.integers(0, 20),
        missing_at=st.none() | st.floats(0, 1e9),
        removed_at=st.none() | st.floats(0, 1e9),
        is_part=st.booleans(),
    )
)
def test_a_visit_is_never_due_before_the_last_one_nor_after_half_a_year(seen: Seen) -> None:
    due = next_visit(seen)
    assert due is None or seen.last_at <= due <= seen.last_at + LATEST
