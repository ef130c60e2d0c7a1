"""What a page states of itself is read with bounds and without trust."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import json_ld
from extractors.parse import Page, page
from extractors.stated import Stated, stated
from extractors.stated_values import MAX_FIELD, MAX_LIST


def parsed(markup: str) -> Page:
    found = page(markup, "https://example.org/a")
    assert found is not None
    return found


def with_json(*values: object) -> Stated:
    scripts = "".join(
        f"<script type='application/ld+json'>{value if isinstance(value, str) else json.dumps(value)}</script>"
        for value in values
    )
    return stated(parsed(f"<html><head>{scripts}</head><body><p>x</p></body></html>"))


NODE = {
    "@type": "NewsArticle",
    "headline": "Talks &amp; trade",
    "description": "Of talks",
    "author": [{"@type": "Person", "name": "Jane Doe"}, "John Roe", {"name": "https://facebook.com/x"}],
    "datePublished": "2024-01-02T03:04:05Z",
    "dateModified": "2024-01-03",
    "articleSection": ["World", "Trade"],
    "keywords": "talks, trade; tariffs",
    "inLanguage": "en-GB",
    "image": {"@type": "ImageObject", "url": "/a.jpg"},
    "video": [{"@type": "VideoObject", "contentUrl": "https://example.org/a.mp4"}],
    "isAccessibleForFree": "False",
    "copyrightNotice": "(c) Example",
}


def check(said: Stated) -> None:
    assert said.headline == "Talks & trade"
    assert said.author == ("Jane Doe", "John Roe")
    assert said.date_published == "2024-01-02T03:04:05Z"
    assert said.article_section == ("World", "Trade")
    assert said.keywords == ("talks", "trade", "tariffs")
    assert said.image == ("https://example.org/a.jpg",)
    assert said.video == ("https://example.org/a.mp4",)
    assert said.is_accessible_for_free is False
    assert said.in_language == "en-GB"
    assert said.copyright_notice == "(c) Example"
    assert said.found_by["headline"] == "jsonld"


def test_json_ld_states_the_fields() -> None:
    check(with_json(NODE))


@pytest.mark.parametrize(
    "wrapped",
    [
        [NODE],
        {"@graph": [{"@type": "WebSite", "name": "x"}, NODE]},
        {"@type": "WebPage", "mainEntity": NODE},
        [[{"@type": "ItemList", "itemListElement": [{"item": NODE}]}]],
        {**NODE, "@type": ["Thing", "https://schema.org/NewsArticle"]},
        "<!-- " + json.dumps(NODE) + " -->",
        "//<![CDATA[\n" + json.dumps(NODE) + "\n//]]>",
        json.dumps(NODE)[:-1] + ",}",
        json.dumps(NODE).replace("Of talks", "Of\ntalks\t"),
    ],
)  # fmt: skip
def test_json_ld_is_found_wherever_publishers_put_it(wrapped: object) -> None:
    check(with_json(wrapped))


@pytest.mark.parametrize(
    ("said", "meant"), [(True, True), (False, False), ("true", True), ("maybe", None), (1, None)]
)
def test_free_access_is_stated_in_several_ways(said: object, *, meant: bool | None) -> None:
    assert with_json({**NODE, "isAccessibleForFree": said}).is_accessible_for_free is meant


def test_an_author_may_be_a_reference_to_another_node() -> None:
    graph = {
        "@graph": [
            {**NODE, "author": {"@id": "#jane"}},
            {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
        ]
    }
    assert with_json(graph).author == ("Jane Doe",)
    dangling = {**NODE, "author": {"@id": "#nobody"}}
    assert with_json(dangling).author == ()


@pytest.mark.parametrize(
    "broken",
    [
        "", "{", "null", "[]", '"text"', "1" * 100_000, '{"@type":"NewsArticle","x":' + "9" * 5000 + "}",
        "[" * 100_000, '{"a":' * 50_000, "NaN", "1e999999", '{"@type": {"a": 1}, "headline": 5}',
        ('{"@type": "NewsArticle", "headline": ["", null], "author": {"name": {"name": 3}}, "image": [[1]], "video": 7,'
        ' "keywords": {"a": "b"}, "isAccessibleForFree": [], "articleSection": {"@value": 1}}'),
        '{"@type": "NewsArticle", "headline": "\\ud800 \\u0000 x"}', "x" * 1_100_000,
    ],
)  # fmt: skip
def test_broken_huge_and_odd_json_states_nothing_and_does_no_harm(broken: str) -> None:
    said = with_json(broken)
    assert said.author == ()
    said.headline and said.headline.encode()


def test_json_ld_is_bounded() -> None:
    many = with_json({**NODE, "author": [f"Author {n}" for n in range(10_000)], "headline": "x" * 100_000})
    assert len(many.author) == MAX_LIST
    assert len(many.headline or "") == MAX_FIELD
    small = json.dumps([{"@type": "Thing", "item": {"@type": "Thing"}}] * 5_000)
    assert len(json_ld.nodes(parsed(f"<script type='application/ld+json'>{small}</script>"))) == 2_000
    deep: dict[str, object] = {**NODE}
    for _ in range(20):
        deep = {"@graph": [deep]}
    assert with_json(deep).headline is None


def test_opengraph_and_meta_fill_what_json_ld_leaves_out() -> None:
    said = stated(
        parsed(
            """<html lang="de-AT"><head><title>Kurz - The Example</title>
            <meta property="og:title" content="Talks | The Example"><meta property="og:site_name" content="The Example">
            <meta property="article:published_time" content="2024-01-02"><meta name="author" content="Jane Doe">
            <meta property="article:tag" content="talks"><meta property="article:tag" content="trade">
            <meta property="og:image" content="//cdn.example.org/a.jpg"><meta name="description" content="Of talks">
            <meta property="og:locale" content="de_AT"><link rel="canonical" href="/b"></head><body></body></html>"""
        )
    )
    assert said.headline == "Talks"
    assert (said.date_published, said.author) == ("2024-01-02", ("Jane Doe",))
    assert said.keywords == ("talks", "trade")
    assert said.image == ("https://cdn.example.org/a.jpg",)
    assert said.canonical_url == "https://example.org/b"
    assert said.in_language == "de-AT"
    assert said.found_by["author"] == "meta"
    assert said.found_by["canonical_url"] == "html"


def test_microdata_is_read() -> None:
    said = stated(
        parsed(
            "<h2 itemprop=headline>Talks</h2><time itemprop=datePublished datetime=2024-01-02>x</time>"
            "<span itemprop=author><a itemprop=name>Jane Doe</a></span>"
        )
    )
    assert (said.headline, said.date_published, said.author) == ("Talks", "2024-01-02", ("Jane Doe",))
    assert said.found_by["headline"] == "microdata"


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        (
            "<title>Talks resume in town - Site</title>",
            "<h1>Site</h1><h1>Talks resume in town</h1>",
            "Talks resume in town",
        ),
        ("<title>Anything</title>", "<h1>Only one</h1>", "Only one"),
        ("<title>Talks - The Example</title>", "", "Talks"),
        ("<title>Talks - and more</title>", "", "Talks - and more"),
        ("", "", None),
    ],
)
def test_without_data_the_printed_headline_counts(head: str, body: str, headline: str | None) -> None:
    said = stated(parsed(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>"), ("The Example",))
    assert said.headline == headline


def test_thousands_of_metas_are_read_only_so_far() -> None:
    metas = "".join(f"<meta name='n{n}' content='x'>" for n in range(5_000))
    said = stated(parsed(f"<head>{metas}<meta name=author content='Jane Doe'></head>"))
    assert said.author == ()


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*NODE, "@type", "@graph", "@id", "name"]), inner)
    ),
    max_leaves=20,
)


@given(_JSON)
def test_any_json_is_read_without_harm(value: object) -> None:
    with_json({**NODE, "author": value, "headline": value, "image": value, "keywords": value})
    with_json({"@type": "NewsArticle", **value} if isinstance(value, dict) else value)
