"""Dates are aware, bounded, and only what the page says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.byline import authors, single
from extractors.dateline import dateline
from extractors.dates import Reading, moment, out_of_bounds
from extractors.digest import content_digest
from extractors.language import language

VIENNA = Reading("Europe/Vienna", datetime(2024, 6, 1, 12, tzinfo=UTC))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("printed", "expected", "is_day"),
    [
        ("2022-01-31T10:15:00+02:00", at(2022, 1, 31, 8, 15), False),
        ("2022-01-31T10:15:00Z", at(2022, 1, 31, 10, 15), False),
        ("2022-01-31T10:15:00.123", at(2022, 1, 31, 9, 15, 0, 123000), False),
        ("2022-07-31 10:15", at(2022, 7, 31, 8, 15), False),
        ("2022-01-31", at(2022, 1, 31), True),
        ("20220131", at(2022, 1, 31), True),
        ("Mon, 31 Jan 2022 10:15:00 GMT", at(2022, 1, 31, 10, 15), False),
        ("Mon, 31 Jan 2022 10:15:00 -0500", at(2022, 1, 31, 15, 15), False),
        ("January 31, 2022", at(2022, 1, 31), True),
        ("Published on 31 January 2022 at 10:15 EST", at(2022, 1, 31, 15, 15), False),
        ("January 31, 2022 10:15 XYZ", at(2022, 1, 31, 9, 15), False),
        ("January 31, 2022 10:15 +02:00", at(2022, 1, 31, 8, 15), False),
        ("01/02/2022", at(2022, 1, 2), True),
    ],
)
def test_a_date_is_read(printed: str, expected: datetime, *, is_day: bool) -> None:
    found = moment(printed, VIENNA)
    assert found is not None
    assert (found.at, found.is_day) == (expected, is_day)
    assert found.at.utcoffset() == timedelta(0)


def test_an_outlet_says_how_its_dates_are_printed() -> None:
    day_first = Reading("UTC", VIENNA.not_after, day_first=True)
    by_format = Reading("UTC", VIENNA.not_after, formats=("%Y %d %m", "%d--%m--%Y"))
    for printed, reading, expected in (
        ("01/02/2022", day_first, at(2022, 2, 1)),
        ("03--04--2022", by_format, at(2022, 4, 3)),
    ):
        found = moment(printed, reading)
        assert found is not None
        assert found.at == expected


@pytest.mark.parametrize(
    "printed",
    [
        None, "", "yesterday", "32 Jan 2022 10:15:00 GMT", "January 2022", "10:15", "2022", "31 January", "0000-00-00", "2022-13-45",
        "9999999999999999999", "x" * 500 + "2022-01-31", "1/2/3/4/5", "12e99999 2022", "May 2022 at noon",
    ],
)  # fmt: skip
def test_what_is_no_whole_date_is_none(printed: str | None) -> None:
    assert moment(printed, VIENNA) is None
    assert not out_of_bounds(printed, VIENNA)


@pytest.mark.parametrize(
    "printed", ["1989-12-31", "2024-06-04", "2099-01-01T00:00:00Z", "0001-01-01T00:00:00Z"]
)
def test_a_date_before_the_web_or_after_the_capture_is_out_of_bounds(printed: str) -> None:
    assert moment(printed, VIENNA) is None
    assert out_of_bounds(printed, VIENNA)


@pytest.mark.parametrize("printed", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_the_calendar_are_no_trouble(printed: str) -> None:
    assert moment(printed, VIENNA) is None


def test_a_post_may_be_dated_two_days_ahead() -> None:
    assert moment("2024-06-03T11:00:00Z", VIENNA) is not None
    assert moment("2024-06-03T13:00:00Z", VIENNA) is None


@given(st.text(max_size=120))
def test_any_text_is_a_date_or_none(printed: str) -> None:
    moment(printed, VIENNA)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2024, 5, 30)))  # noqa: DTZ001 -- the offset is added below
def test_what_is_written_as_iso_8601_is_read_back(naive: datetime) -> None:
    stated = naive.replace(tzinfo=UTC)
    found = moment(stated.isoformat(), VIENNA)
    assert found is not None
    assert found.at == stated


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By South Front", ("South Front",)),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Written by Jane Doe, PhD, and John Roe for The Media Line", ("Jane Doe", "John Roe")),
        ("Von Hans Müller", ("Hans Müller",)),
        ("JANE DOE | Reuters", ("JANE DOE", "Reuters")),
        ("By: Jane Doe (Beirut)", ("Jane Doe",)),
        ("By Staff", ()),
        ("jane@example.org", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_a_byline_names_its_authors(byline: str | None, expected: tuple[str, ...]) -> None:
    assert authors(byline) == expected


def test_a_stated_author_is_one_name_unless_it_is_a_printed_byline() -> None:
    assert single("Jane Doe") == ("Jane Doe",)
    assert single("By Jane Doe & John Roe") == ("Jane Doe", "John Roe")
    assert single("https://facebook.com/jane") == ()
    assert single("x" * 500) == ()


@given(st.text(max_size=200))
def test_any_byline_gives_names_without_edges(byline: str) -> None:
    for name in authors(byline):
        assert name == name.strip()
        assert 0 < len(name) <= 120


def test_a_dateline_is_the_place_a_story_was_filed() -> None:
    assert dateline(("BEIRUT, Lebanon (Reuters) \u2014 Talks resumed.",)) == "BEIRUT, Lebanon"
    assert dateline(("TEL AVIV - Talks resumed.",)) == "TEL AVIV"
    assert dateline(("Talks resumed in BEIRUT \u2014 again.",)) is None
    assert dateline(("Berlin (dpa) - Talks resumed.",)) == "Berlin"
    assert dateline(("Paris, France (AFP) \u2013 Talks resumed.",)) == "Paris, France"
    assert (
        dateline(("\u041c\u041e\u0421\u041a\u0412\u0410, 31 \u044f\u043d\u0432 \u2014 \u0420\u0418\u0410.",))
        == "\u041c\u041e\u0421\u041a\u0412\u0410"
    )
    assert dateline(("Berlin - the capital - waits.",)) is None
    assert dateline(("Jane Doe (47) - a baker - waits.",)) is None
    assert dateline(()) is None


ENGLISH = (
    "The minister said that the road to the town was closed by the army and that it would open for trade. "
    * 5
)
SPANISH = (
    "El ministro dijo que la carretera de la ciudad fue cerrada por el ej\u00e9rcito y que se abrir\u00e1 para los vecinos. "
    * 5
)


@pytest.mark.parametrize(
    ("stated", "fallback", "text", "expected"),
    [
        ("en_US", None, ENGLISH, ("en-US", "stated")),
        ("EN", "de", "", ("en", "stated")),
        ("en", "en", SPANISH, ("es", "text")),
        (None, "en", ENGLISH, ("en", "outlet")),
        (None, None, SPANISH, ("es", "text")),
        ("!!", None, "short", (None, "text")),
        ("sw", None, ENGLISH, ("sw", "stated")),
    ],
)
def test_the_language_is_the_stated_one_unless_the_text_speaks_another(
    stated: str | None, fallback: str | None, text: str, expected: tuple[str | None, str]
) -> None:
    assert language(stated, fallback, text) == expected


def test_the_digest_follows_words_and_nothing_else() -> None:
    digest = content_digest("Headline", ["A", "B"], ["One.", "Two."])
    assert digest.startswith("sha256:")
    assert content_digest("Headline ", ["A", "B"], ["One.", "Two.\n"]) == digest
    others = [
        ("Headlines", ["A", "B"], ["One.", "Two."]),
        ("Headline", ["A"], ["One.", "Two."]),
        ("Headline", ["A", "B"], ["One. Two."]),
    ]
    assert digest not in {content_digest(*other) for other in others}
