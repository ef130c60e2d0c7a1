"""What a page prints near its headline, where its head is silent: authors and dates, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from extractors.extract import extract_html
from extractors.layouts import Layout
from extractors.near_headline import near_headline
from extractors.parse import page
from extractors.vocabulary import Outlet
from storage.article import Article

AT = datetime(2024, 6, 1, tzinfo=UTC)
URL = "https://dailyexample.org/bridge"
TEXT = "".join(
    f"<p>Sentence {n} of an article says that the bridge over the river Tarn was closed for repairs and that the "
    "council hopes to open it for carts and walkers before the summer is over, as its speaker told the press on the steps of the old town hall.</p>"
    for n in range(12)
)
TEASERS = "".join(
    f"<li class=teaser><a href=/{n}>Other story {n}</a> <span class=author>Rival Writer{n}</span> "
    f"<time datetime=2024-05-0{n}>May {n}, 2024</time></li>"
    for n in range(1, 6)
)
COMMENTS = "".join(
    f"<div class=comment><span class=comment-author>Loud Reader{n}</span> <time datetime=2024-05-2{n}>May 2{n}, 2024</time></div>"
    for n in range(1, 5)
)

NAMED: dict[str, Any] = {
    "slug": "dailyexample",
    "name": "The Daily Example",
    "hosts": ("dailyexample.org",),
    "language": "en",
    "time_zone": "UTC",
    "sources": (),
    "url_shapes": (),
}


def read(
    above: str = "",
    below: str = "",
    *,
    head: str = "",
    after: str = "",
    url: str = URL,
    layout: Layout | None = None,
) -> Article:
    markup = (
        f"<html lang=en-US><head><title>The bridge reopens</title>{head}</head><body><ul class=related>{TEASERS}</ul>"
        f"<main><article><header>{above}<h1>The bridge reopens</h1>{below}</header><div class=body>{TEXT}</div>{after}"
        f"</article></main><aside><h3>Most read</h3><ul>{TEASERS}</ul></aside><section id=comments>{COMMENTS}</section>"
        "</body></html>"
    )
    outlet = Outlet(**NAMED, layouts=(layout,)) if layout else None
    answer = extract_html(markup.encode(), url, "text/html; charset=utf-8", AT, outlet)
    assert isinstance(answer, Article)
    return answer


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("", "<p>By Jane Doe</p>", ("Jane Doe",)),
        ("", "<p>By <a href=/j>Jane Doe</a> and <a href=/r>John Roe</a> | May 30, 2024</p>", ("Jane Doe", "John Roe")),
        ("", "<div>Written by</div><div>Jane Doe</div><div>Bridge correspondent</div>", ("Jane Doe",)),
        ("", "<p>Von Hans M\u00fcller</p>", ("Hans M\u00fcller",)),
        ("", "<p>Par Am\u00e9lie Dupont et Jean Petit</p>", ("Am\u00e9lie Dupont", "Jean Petit")),
        ("", "<p>\u0410\u0432\u0442\u043e\u0440: \u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432</p>", ("\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",)),
        ("", "<div class=byline><span>Jane Doe</span><span>May 30, 2024</span></div>", ("Jane Doe",)),
        ("", "<div class=post-author>Jane Doe</div>", ("Jane Doe",)),
        ("", "<div>Jane Doe</div><div>Chief Bridge Reporter</div>", ("Jane Doe",)),
        ("", "<p>by jdoe | May 30, 2024</p>", ("jdoe",)),
        ("<p>By Jane Doe</p>", "", ("Jane Doe",)),
        ("", "<p>By the river, a bridge.</p>", ()),
        ("", "<p class=standfirst>By Sunday it will all be over, says the council</p>", ()),
        ("", "<p>Share</p><p>5 min read</p>", ()),
        ("", "<p>Photo by Max Lens</p><p>Edited by Ed Itor</p><p>By April Jones and Jan de Vries</p>", ("April Jones", "Jan de Vries")),
        ("", "<figure><figcaption class=author>Max Lens</figcaption></figure>", ()),
    ],
)  # fmt: skip
def test_a_byline_near_the_headline_names_the_authors(
    above: str, below: str, expected: tuple[str, ...]
) -> None:
    found = read(above, below)
    assert found.author == expected
    assert ("author" in dict(found.found_by)) == bool(expected)


def test_the_byline_is_kept_as_printed() -> None:
    assert read(below="<p>By Jane Doe and John Roe</p>").byline == "By Jane Doe and John Roe"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("<footer><a rel=author href=/jane>Jane Doe</a></footer>", ("Jane Doe",)),
        ("<p>Filed by <a href=/author/jane>Jane Doe</a> <a href=/author/john>John Roe</a></p>", ("Jane Doe", "John Roe")),
        ("<div class=author-box><h4>Jane Doe</h4><p>Jane Doe writes about bridges and rivers.</p></div>", ("Jane Doe",)),
        ("<div class=author-bio>Jane Doe writes about bridges and rivers for this paper.</div>", ()),
    ],
)  # fmt: skip
def test_names_that_are_marked_below_the_text_count_where_nothing_else_does(
    after: str, expected: tuple[str, ...]
) -> None:
    assert read(after=after).author == expected


def test_commenters_and_writers_of_other_stories_are_no_authors() -> None:
    found = read()
    assert found.author == ()
    assert found.date_published is None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Daily Example", ("Jane Doe",)),
        ("Daily Example Staff", ("Jane Doe",)),
        ("j.doe", ("Jane Doe",)),
        ("John Roe", ("John Roe",)),
    ],
)
def test_the_name_of_the_site_yields_to_a_printed_name(stated: str, expected: tuple[str, ...]) -> None:
    found = read(below="<p>By Jane Doe</p>", head=f"<meta name=author content='{stated}'>")
    assert found.author == expected
    assert read(head=f"<meta name=author content='{stated}'>").author == (stated,)


def test_a_byline_completes_the_authors_of_whom_one_is_stated() -> None:
    head = "<meta name=author content='Jane Doe'>"
    assert read(below="<p>By Dr Jane Doe and John Roe</p>", head=head).author == ("Dr Jane Doe", "John Roe")


@pytest.mark.parametrize(
    ("above", "below", "published", "modified"),
    [
        ("", "<p>By Jane Doe | May 30, 2024</p>", "2024-05-30", None),
        ("<div>May 30, 2024</div>", "", "2024-05-30", None),
        ("", "<p>Published May 30, 2024. Updated: May 31, 2024</p>", "2024-05-30", "2024-05-31"),
        ("", "<div>Last update:</div><div>May 31, 2024</div>", "2024-05-31", "2024-05-31"),
        ("", "<time datetime=2024-05-30T10:00:00-04:00>Thursday</time>", "2024-05-30", None),
        ("", "<time class=modified datetime=2024-05-31>x</time><time datetime=2024-05-30>y</time>", "2024-05-30", "2024-05-31"),
        ("", "<time class='entry-date published updated' datetime=2024-05-30>x</time>", "2024-05-30", None),
        ("", "<time datetime='May 30'>May 30, 2024</time>", "2024-05-30", None),
        ("", "<p>The fair of May 4, 2024 drew a thousand people to the bridge, which was open for one day only</p>", None, None),
        ("", "<p>Published May 30, 2034</p>", None, None),
    ],
)  # fmt: skip
def test_a_date_near_the_headline_is_that_of_the_article(
    above: str, below: str, published: str | None, modified: str | None
) -> None:
    found = read(above, below)
    assert (found.date_published and found.date_published.date().isoformat()) == published
    assert (found.date_modified and found.date_modified.date().isoformat()) == modified


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/05/30/bridge", "2024-05-30"), ("/news/2024-05-30/bridge", "2024-05-30"), ("/20240530/bridge.html", "2024-05-30"),
        ("/2024/may/30/bridge", "2024-05-30"), ("/2024/05/bridge", None), ("/2024/13/30/bridge", None),
    ],
)  # fmt: skip
def test_an_address_may_name_the_day(path: str, day: str | None) -> None:
    found = read(url=f"https://dailyexample.org{path}")
    assert (found.date_published and found.date_published.date().isoformat()) == day
    assert found.date_published_source == ("url" if day else None)


def test_an_address_decides_between_two_readings_of_a_printed_date() -> None:
    found = read(below="<p>03/05/2024</p>", url="https://dailyexample.org/2024/05/03/bridge")
    assert found.date_published == datetime(2024, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "day", "source"),
    [
        ("<p class=dateline-box><span class=post-date>May 30, 2024</span></p>", "2024-05-30", "line"),
        ("<p>First published: May 30, 2024</p>", "2024-05-30", "text"),
        ("<aside><h4>Published</h4><time datetime=2024-05-30>Thursday</time></aside>", "2024-05-30", "html"),
        ('<script>{"id":1,"publishedAt":"2024-05-30T08:00:00Z"}</script>', "2024-05-30", "script"),
        (r'<script>s="{\"first_published_at\" : \"2024-05-30\"}"</script>', "2024-05-30", "script"),
        ("<p>Last updated: May 31, 2024</p>", "2024-05-31", "modified"),
    ],
)
def test_where_nothing_stands_near_the_headline_the_page_is_searched(
    after: str, day: str, source: str
) -> None:
    found = read(after=after)
    assert found.date_published is not None
    assert (found.date_published.date().isoformat(), found.date_published_source) == (day, source)


def test_the_moment_of_an_export_yields_to_an_older_date_in_print() -> None:
    stated = "<meta property=article:published_time content=2024-05-30T12:00:00Z>"
    exported = stated + "<meta property=article:modified_time content=2024-05-30T12:00:00Z>"
    changed = stated + "<meta property=article:modified_time content=2024-05-31T18:00:00Z>"
    printed = "<p>May 3, 2023</p>"
    for head, below, expected in (
        (exported, printed, (2023, 5, 3)),
        (changed, printed, (2024, 5, 30)),
        (stated, printed, (2024, 5, 30)),
        (exported, "<p>May 29, 2024</p>", (2024, 5, 30)),
        (exported, "<p>Event: 30/05/2024</p>", (2024, 5, 30)),
    ):
        at = read(below=below, head=head).date_published
        assert at is not None
        assert (at.year, at.month, at.day) == expected


def test_where_a_layout_finds_the_byline_none_is_looked_for_in_print() -> None:
    below = "<p>By Rival Writer and John Roe</p><p class=signed>Jane Doe, Chief Bridge Reporter</p>"
    plain, described = (
        Layout(name="a", container=("div.body",)),
        Layout(name="a", container=("div.body",), byline=("p.signed",)),
    )
    assert read(below=below, layout=plain).author == ("Rival Writer", "John Roe")
    found = read(below=below, layout=described)
    assert (found.author, found.byline) == (("Jane Doe",), "Jane Doe, Chief Bridge Reporter")
    absent = read(below="<p>By Jane Doe and John Roe</p>", layout=described)
    assert (absent.author, absent.byline) == (("Jane Doe", "John Roe"), "By Jane Doe and John Roe")


def test_where_a_layout_knows_the_body_only_its_first_lines_are_looked_at() -> None:
    lines = "".join(f"<p>Line {n}</p>" for n in range(1, 20))
    parsed = page(f"<h1>The bridge</h1><p>Line 0</p><div>{lines}</div><p>Line 20</p>", URL)
    assert parsed is not None
    anywhere = near_headline(parsed, "The bridge").after
    assert [line.text for line in anywhere] == [f"Line {n}" for n in range(21)]
    assert near_headline(parsed, "The bridge", parsed.named("div")[0]).after == anywhere[:7]


def test_a_layouts_byline_completes_the_authors_of_whom_one_is_stated() -> None:
    layout = Layout(name="a", container=("div.body",), byline=("p.signed",))
    head = "<meta name=author content='Jane Doe'>"
    assert read(below="<p class=signed>Jane Doe and John Roe</p>", head=head, layout=layout).author == (
        "Jane Doe",
        "John Roe",
    )


def test_a_stated_date_is_believed_where_a_layout_names_the_place_of_the_date() -> None:
    exported = (
        "<meta property=article:published_time content=2024-05-30T12:00:00Z>"
        "<meta property=article:modified_time content=2024-05-30T12:00:00Z>"
    )
    plain = Layout(name="a", container=("div.body",))
    described = Layout(name="a", container=("div.body",), date_published=("p.dated",))
    for layout, month in ((None, 3), (plain, 3), (described, 5)):
        found = read(below="<p class=dated>March 3, 2023</p>", head=exported, layout=layout).date_published
        assert found is not None
        assert found.month == month
