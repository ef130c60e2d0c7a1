"""Dates in print are read in many languages, and only where day, month and year are there."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import Reading, moment
from extractors.day_order import is_day_first
from extractors.printed_dates import dates, speaks_of_update

JANUARY = date(2022, 1, 31)


@pytest.mark.parametrize(
    "text",
    [
        "January 31, 2022", "Jan. 31, 2022", "31 Jan 2022", "31st of January, 2022", "JANUARY 31ST 2022", "31-Jan-2022", "2022-01-31",
        "2022/1/31", "31.01.2022", "31/01/2022", "01/31/2022", "31.1.22", "31. Januar 2022", "31. J\u00e4nner 2022", "31 janvier 2022",
        "31 de enero de 2022", "31 gennaio 2022", "31 de janeiro de 2022", "31 januari 2022", "31 \u044f\u043d\u0432\u0430\u0440\u044f 2022 \u0433.",
        "31 \u064a\u0646\u0627\u064a\u0631 2022", "\u0663\u0661 \u064a\u0646\u0627\u064a\u0631 2022", "31 ocak 2022", "31 stycznia 2022", "2022\u5e741\u670831\u65e5",
        "2022\ub144 1\uc6d4 31\uc77c", "Monday, January 31, 2022 | 10:15", "Posted Jan 31, 2022 by Jane Doe",
    ],
)  # fmt: skip
def test_a_printed_day_is_read(text: str) -> None:
    assert [found.day for found in dates(text, day_first=False)] == [JANUARY]


@pytest.mark.parametrize(
    "text",
    ["", "January 2022", "31 January", "2022", "10:15", "31 Foo 2022", "February 30, 2022", "version 1.2.3.4", "12/2022", "marching 31, 2022"],
)  # fmt: skip
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert list(dates(text, day_first=False)) == []


@pytest.mark.parametrize(
    ("text", "updates"),
    [
        ("December 3, 2025. Updated: December 7, 2025", [False, True]),
        ("Published 3 December 2025, last modified 7 December 2025", [False, True]),
        ("Aktualisiert am 7. Dezember 2025", [True]),
        ("Mis \u00e0 jour le 7 d\u00e9cembre 2025", [True]),
        ("\u041e\u0431\u043d\u043e\u0432\u043b\u0435\u043d\u043e 7 \u0434\u0435\u043a\u0430\u0431\u0440\u044f 2025", [True]),
        ("By Jane Doe, December 7, 2025", [False]),
    ],
)  # fmt: skip
def test_an_update_is_told_from_a_publication(text: str, updates: list[bool]) -> None:
    assert [found.is_update for found in dates(text, day_first=False)] == updates
    assert speaks_of_update("Last update:")


@pytest.mark.parametrize(
    ("language", "url", "expected"),
    [
        ("en-US", "https://e.com/", False), ("en", "https://e.com/", False), (None, "https://e.com/", False), ("en", "https://e.co.uk/", True),
        ("en-GB", "https://e.com/", True), ("de", "https://e.com/", True), ("en", "https://e.de/", True), ("en", "https://e.io/", False),
        ("en-US", "https://e.us/", False), ("zh-Hant-TW", "https://e.org/", True),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month_follows_country_and_language(
    language: str | None, url: str, *, expected: bool
) -> None:
    assert is_day_first(language, url) is expected
    [found] = dates("02/01/2022", day_first=expected)
    assert found.day == (date(2022, 1, 2) if expected else date(2022, 2, 1))


@pytest.mark.parametrize("mark", [".", "-"])
def test_points_and_dashes_put_the_day_first_everywhere(mark: str) -> None:
    [found] = dates(f"02{mark}01{mark}2022", day_first=False)
    assert found.day == date(2022, 1, 2)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("31 janvier 2022 \u00e0 10h15", datetime(2022, 1, 31, 10, 15, tzinfo=UTC)),
        ("31 \u044f\u043d\u0432\u0430\u0440\u044f 2022, 22:15", datetime(2022, 1, 31, 22, 15, tzinfo=UTC)),
        ("31. Januar 2022", datetime(2022, 1, 31, tzinfo=UTC)),
        ("Enero 31 2022, 1:05 p.m.", datetime(2022, 1, 31, 13, 5, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_a_moment_is_read_in_other_languages_too(printed: str, expected: datetime) -> None:
    found = moment(printed, Reading("UTC", datetime(2024, 1, 1, tzinfo=UTC)))
    assert found is not None
    assert found.at == expected


@given(st.text(max_size=200), st.booleans())
def test_any_text_has_dates_or_none(text: str, day_first: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    for found in dates(text, day_first=day_first):
        assert 1900 <= found.day.year <= 2099


@given(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"]),
)
def test_what_is_printed_is_read_back(day: date, form: str) -> None:
    assert [found.day for found in dates(day.strftime(form), day_first=True)] == [day]
