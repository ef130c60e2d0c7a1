"""Of all that a page's JSON-LD describes, its own article is read; broken JSON where it plainly can be."""

from __future__ import annotations

import json

import pytest

from extractors.parse import page
from extractors.stated import Stated, stated

URL = "https://example.org/2024/bridge/"


def said(*scripts: object, head: str = "", body: str = "<h1>The bridge reopens</h1>") -> Stated:
    blocks = "".join(
        f"<script type='application/ld+json'>{one if isinstance(one, str) else json.dumps(one)}</script>"
        for one in scripts
    )
    found = page(f"<html><head>{head}{blocks}</head><body>{body}</body></html>", URL)
    assert found is not None
    return stated(found)


OTHER = {
    "@type": "NewsArticle",
    "headline": "A flood elsewhere",
    "url": "https://example.org/flood",
    "author": "Rival",
}
OWN = {
    "@type": "NewsArticle",
    "headline": "The bridge reopens",
    "author": "Jane Doe",
    "datePublished": "2024-05-30",
}


@pytest.mark.parametrize(
    "own",
    [
        OWN,
        {**OWN, "headline": "Bridges", "url": "http://www.example.org/2024/bridge"},
        {**OWN, "headline": "Bridges", "mainEntityOfPage": {"@id": URL}},
        {**OWN, "headline": "Bridges", "@id": URL},
    ],
)
def test_the_pages_own_article_is_told_by_headline_or_address(own: object) -> None:
    assert said(OTHER, own).author == ("Jane Doe",)
    assert said({"@graph": [OTHER, own]}).author == ("Jane Doe",)


def test_where_nothing_tells_the_first_article_counts() -> None:
    assert said(OTHER, {**OTHER, "author": "Second"}).author == ("Rival",)


def test_two_scripts_about_one_article_complete_each_other() -> None:
    dated = {key: value for key, value in OWN.items() if key != "author"}
    assert said(dated, {**OWN, "datePublished": "2020-01-01"}).author == ("Jane Doe",)
    assert said(dated, {**OWN, "datePublished": "2020-01-01"}).date_published == "2024-05-30"


def test_a_graph_without_an_article_dates_the_page() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2024-05-30", "author": {"@id": "#j"}},
            {"@type": "Person", "@id": "#j", "name": "Jane Doe"},
            {"@type": "WebSite", "name": "Harbour Times"},
        ]
    }
    found = said(graph)
    assert (found.date_published, found.author) == ("2024-05-30", ("Jane Doe",))
    assert "Harbour Times" in found.names_of_site


@pytest.mark.parametrize(
    "broken",
    [
        json.dumps(OWN) + ";",
        json.dumps(OWN) + "\n{}",
        json.dumps(OWN).replace('"', "&quot;"),
        json.dumps(OWN)[:-1] + ",\n}",
        json.dumps({**OWN, "description": "x"}).replace('"x"', '"said "yes" to it"'),
        json.dumps({**OWN, "articleBody": "x"})[:-3],
    ],
)
def test_broken_json_is_read_where_it_plainly_can_be(broken: str) -> None:
    assert said(broken).date_published == "2024-05-30"


def test_broken_json_of_something_else_is_not_scraped() -> None:
    assert said('{"@type": "Event", "datePublished": "2024-05-30", ').date_published is None


def test_the_label_under_which_a_plugin_names_the_author_is_understood() -> None:
    head = "<meta name=twitter:label1 content='{}'><meta name=twitter:data1 content='Jane Doe'>"
    assert said(head=head.format("Written by")).author == ("Jane Doe",)
    assert said(head=head.format("Est. reading time")).author == ()


def test_microdata_of_comments_and_of_other_items_is_not_the_articles() -> None:
    body = """<div itemscope itemtype=http://schema.org/Article><h2 itemprop=headline>Talks</h2>
        <span itemprop=author itemscope itemtype=http://schema.org/Person><b itemprop=name>Jane Doe</b></span>
        <div itemprop=comment itemscope itemtype=http://schema.org/Comment><i itemprop=author>Loud Reader</i></div></div>
        <div itemscope itemtype=http://schema.org/Article><h2 itemprop=headline>Flood</h2><i itemprop=author>Rival</i></div>"""
    found = said(body=body)
    assert (found.headline, found.author) == ("Talks", ("Jane Doe",))


def test_a_part_behind_a_wall_makes_the_article_one_that_is_paid_for() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}
    assert said({**OWN, "hasPart": part}).is_accessible_for_free is False
    assert said({**OWN, "hasPart": [part], "isAccessibleForFree": True}).is_accessible_for_free is True
    assert said({**OWN, "hasPart": [7]}).is_accessible_for_free is None
    tier = "<meta property=article:content_tier content={}>"
    found = [said(head=tier.format(name)).is_accessible_for_free for name in ("free", "locked", "metered")]
    assert found == [True, False, None]
