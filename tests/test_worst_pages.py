"""Pages made to be slow, and pages of no sense: metadata takes a time that grows with the page, and never raises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.authorship import authorship
from extractors.dates import Reading
from extractors.dating import Said, dating
from extractors.near_headline import near_headline
from extractors.parse import page
from extractors.printed_authors import byline_near
from extractors.stated import stated

READING = Reading("UTC", datetime(2024, 6, 1, tzinfo=UTC))
HEAD = "<h1>The bridge reopens</h1>"
JSON = "<script type='application/ld+json'>{}</script>"

# The slowest of these pages takes a second; what is quadratic in Python or in a regular expression takes minutes.
SLOW = {
    "publishers": '"publisher":' * 24_000,
    "publishers in a script": JSON.format('{"@type":"NewsArticle",' + '"publisher":' * 24_000),
    "authors left open": JSON.format('{"@type":"NewsArticle",' + '"author":[{' * 60_000),
    "commas": JSON.format("[" + ", " * 300_000),
    "spaces in a script": JSON.format('{"@type":"Article",' + " " * 900_000),
    "entities": JSON.format("{&quot;a" * 150_000),
    "articles": JSON.format(
        "[" + '{"@type":"NewsArticle","headline":"x","author":{"@id":"1"}},' * 9_000 + "{}]"
    ),
    "dates in scripts": ('<script>"datePublished":"2020-01-0' + '"datePublished":  ' * 6_000 + "</script>")
    * 20,
    "authors in authors": "<div class=author>" * 250 + "<p>x y</p>" * 15_000,
    "authors in a row": HEAD + "<div class=author>Jane Doe</div>" * 60_000,
    "a byline without end": f"{HEAD}<p>By {'Jane ' * 150_000}",
    "a stated byline without end": f"<meta name=author content='{'and ' * 90_000}'>",
    "half a date": HEAD + "<p>1/1/" * 90_000,
    "dates in one line": f"{HEAD}<time>{'1 jan ' * 90_000}",
    "headings": "<h1>a - " * 15_000,
    "edges of a title": f"<title>{'a | ' * 150_000}</title>{HEAD}",
    "items in items": "<div itemprop=author itemscope>" * 250 + "<i itemprop=name>x</i>" * 30_000,
    "metas": "<meta name=author content=x>" * 90_000,
    "times": "<time datetime=x>x</time>" * 60_000,
    "years": "<p>2020</p>" * 60_000,
    "spaces": f"{HEAD}<p>By{' ' * 900_000}x</p>",
    "empty elements": HEAD + "<span></span>" * 150_000,
}


def read(markup: str, url: str = "https://example.org/a") -> None:
    parsed = page(markup, url)
    if parsed is None:
        return
    said = stated(parsed)
    near = near_headline(parsed, said.headline)
    found, _ = authorship(parsed, said, (("line", None),), (near, byline_near(near)), ())
    assert all(name == name.strip() != "" for name in found)
    dated = dating(
        Said(
            READING,
            parsed,
            said,
            near,
            is_known=False,
            published_by_layout=lambda: None,
            modified_by_layout=lambda: None,
            published_by_line=None,
        )
    )
    for moment in (dated.published, dated.modified):
        assert moment is None or datetime(1990, 1, 1, tzinfo=UTC) <= moment.at <= datetime(
            2024, 6, 3, tzinfo=UTC
        )


@pytest.mark.timeout(60)
@pytest.mark.parametrize("markup", SLOW.values(), ids=SLOW)
def test_no_page_takes_more_than_its_share_of_time(markup: str) -> None:
    read(markup)


_NAMES = st.sampled_from(
    ["author", "byline", "date", "published", "updated", "comment", "related", "headline", ""]
)
_TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["By Jane Doe", "By", "Jane Doe and", "May 30, 2024", "Updated:", "1/2/2024", "The bridge", "by x", "2024-05-30", "Von", "&"]
    ),
)  # fmt: skip
_ELEMENT = st.builds(
    lambda tag, name, text: f"<{tag} class='{name}' itemprop='{name}' datetime='{text}'>{text}</{tag}>",
    st.sampled_from(["p", "div", "span", "time", "h1", "h2", "a", "article", "meta", "footer", "td"]),
    _NAMES,
    _TEXTS,
)


@given(st.lists(_ELEMENT, max_size=8), _TEXTS, st.text(max_size=30))
def test_any_page_is_read_without_harm(elements: list[str], title: str, path: str) -> None:
    body = "".join(elements)
    read(
        f"<html><head><title>{title}</title><meta name=author content='{title}'></head><body>{body}",
        f"https://e.org/{path}",
    )


@pytest.mark.parametrize("character", ["\\uffff", "\\ufffe", "\\ud800", "\\u0000", "\\u001f", "\\u200b"])
def test_characters_that_no_page_can_print_are_no_trouble(character: str) -> None:
    read(
        JSON.format(f'{{"@type":"NewsArticle","headline":"A {character} b","author":"{character} c"}}')
        + "<p>x</p>"
    )


@given(st.text(max_size=300))
def test_any_text_is_read_without_harm(markup: str) -> None:
    read(markup)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_json_that_is_broken_is_read_without_harm(before: str, after: str) -> None:
    read(JSON.format(f'{before}{{"@type":"NewsArticle","datePublished":"2024-05-30",{after}'))
