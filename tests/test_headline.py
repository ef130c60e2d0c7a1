"""The headline is the one that readers see, where the head speaks of the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.headline import headline, names_of_host
from extractors.parse import page
from extractors.stated import Stated, stated

URL = "https://www.dailyexample.org/2024/01/31/bridge"


def said(head: str, body: str) -> Stated:
    found = page(f"<html><head>{head}</head><body>{body}</body></html>", URL)
    assert found is not None
    return stated(found)


OG = "<meta property='og:title' content='{}'>"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        pytest.param(
            OG.format("The bridge at Tarn reopens after eleven years - Harbour Times"),
            "<h1>The bridge at Tarn reopens after eleven years</h1>",
            "The bridge at Tarn reopens after eleven years",
            id="a site whose name is not known is told from the printed headline",
        ),
        pytest.param(
            OG.format("The bridge at Tarn reopens after..."),
            "<h1>The bridge at Tarn reopens after eleven years of repairs</h1>",
            "The bridge at Tarn reopens after eleven years of repairs",
            id="a title that was cut is printed whole",
        ),
        pytest.param(
            OG.format("Tarn bridge reopens: what to know"),
            "<h1>The bridge at Tarn reopens</h1>",
            "The bridge at Tarn reopens",
            id="a title for search engines is none",
        ),
        pytest.param(
            OG.format("The bridge at Tarn reopens"),
            "<h1>Opinion</h1>",
            "The bridge at Tarn reopens",
            id="a rubric is no headline",
        ),
        pytest.param(
            OG.format("The bridge at Tarn reopens"),
            "<h1>Daily Example</h1><h1>The bridge at Tarn reopens</h1><h1>Tarn in pictures</h1>",
            "The bridge at Tarn reopens",
            id="of several headings the likest",
        ),
        pytest.param(
            OG.format("Bridge reopens | Daily Example"), "", "Bridge reopens", id="the host names the site"
        ),
        pytest.param(
            "<title>Daily Example: Bridge reopens</title>", "", "Bridge reopens", id="a site's name in front"
        ),
        pytest.param(
            OG.format("Talks: a daily example of patience"),
            "",
            "Talks: a daily example of patience",
            id="words of the site's name are not its name",
        ),
        pytest.param(
            OG.format("Bread &amp;#8230; and salt"), "", "Bread \u2026 and salt", id="entities escaped twice"
        ),
        pytest.param(
            "<title>Bridge reopens</title>",
            "<h1>Bridge<br>reopens</h1>",
            "Bridge reopens",
            id="a line break parts words",
        ),
        pytest.param(
            "<title>Bridge reopens</title>", "<h1>{{ title }}</h1>", "Bridge reopens", id="a template is no text"
        ),
        pytest.param("", "<h1>Bridge reopens</h1>", "Bridge reopens", id="the only heading"),
    ],
)  # fmt: skip
def test_the_headline_is_found(head: str, body: str, expected: str) -> None:
    assert said(head, body).headline == expected


def test_the_way_is_that_of_the_text_which_is_taken() -> None:
    confirmed = said(OG.format("Bridge reopens"), "<h1>Bridge reopens</h1>")
    assert confirmed.found_by["headline"] == "opengraph"
    printed = said(OG.format("Bridge reopens after all"), "<h1>Bridge reopens</h1>")
    assert (printed.headline, printed.found_by["headline"]) == ("Bridge reopens", "html")
    assert said("", "").headline is None
    assert "headline" not in said("", "").found_by


def test_a_host_says_what_a_site_may_be_called() -> None:
    assert names_of_host("https://www.the-example.co.uk/a") == ("the-example",)
    assert names_of_host("http://[::1") == ()


_TEXT = st.text(max_size=60)


@given(
    st.lists(_TEXT, max_size=3), _TEXT, st.lists(_TEXT, max_size=3).map(tuple), st.lists(_TEXT, max_size=3).map(tuple)
)  # fmt: skip
def test_any_texts_give_a_headline_that_is_a_part_of_one_of_them(
    titles: list[str], title: str, printed: tuple[str, ...], sites: tuple[str, ...]
) -> None:
    found, way = headline(tuple(("meta", text) for text in titles), title, printed, sites)
    assert any(found in text for text in ("", *titles, title, *printed))
    assert bool(found) == bool(way) or not found
