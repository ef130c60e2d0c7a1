"""What a page states of itself: JSON-LD, then OpenGraph, then <meta>, microdata and the head's elements.

Nothing is interpreted here but markup: dates are text as printed, authors are names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from extractors import json_article, json_ld
from extractors.head import first, metas, of_metas, of_opengraph
from extractors.headline import headings, headline, names_of_host
from extractors.matching import plain
from extractors.microdata import GIVEN, of_microdata
from extractors.stated_values import MAX_FIELD
from extractors.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.html import HtmlElement

    from extractors.parse import Page

_LISTS = frozenset({"itemlist", "collectionpage", "searchresultspage", "profilepage"})


@dataclass(frozen=True, slots=True)
class Stated:
    """Fields as the page states them; empty where it says nothing. `found_by` names the way of each."""

    headline: str | None = None
    description: str | None = None
    author: tuple[str, ...] = ()
    date_published: str | None = None
    date_modified: str | None = None
    article_section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    in_language: str | None = None
    image: tuple[str, ...] = ()
    video: tuple[str, ...] = ()
    canonical_url: str | None = None
    is_accessible_for_free: bool | None = None
    copyright_notice: str | None = None
    license: tuple[
        str, ...
    ] = ()  # addresses, of the data of the article: pictures have licences of their own
    names_of_site: tuple[str, ...] = ()  # as it and the page's host call it
    title: str = ""  # of the <title> element, whole
    article_body: str = ""  # of the JSON-LD: the longest, as stated
    types: frozenset[str] = frozenset()  # of the JSON-LD, lower case
    found_by: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def says_article(self) -> bool:
        """Whether the page states that it is one article, rather than a list of several."""
        is_dated = self.found_by.get("date_published") == "opengraph"
        return is_dated or (
            _LISTS.isdisjoint(self.types) and not json_ld.ARTICLE_TYPES.isdisjoint(self.types)
        )


def stated(page: Page, names_of_site: tuple[str, ...] = ()) -> Stated:
    """Each field from the first way that has it. `names_of_site` are cut off a headline's edges."""
    said = metas(page)
    title = plain(next((element.text or "" for element in page.named("title")), ""))[:MAX_FIELD]
    nodes = json_ld.nodes(page)
    printed = tuple(text for _, text in headings(page))
    ways: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("jsonld", json_article.fields(nodes, page, (*printed, title, *said.get("og:title", ())[:1]))),
        ("opengraph", of_opengraph(said, page)),
        ("meta", of_metas(said)),
        ("html", _of_elements(page)),
    )
    values, found_by = _merged(ways)
    if not GIVEN.issubset(values) or plain(values["headline"]) not in printed:  # a search of the whole page
        ways = (*ways[:-1], ("microdata", of_microdata(page)), ways[-1])
        values, found_by = _merged(ways)
    own_name = first(said, "og:site_name", "application-name")
    named = (*names_of_site, *((own_name,) if own_name else ()), *json_article.names_of_outlet(nodes))
    sites = tuple(dict.fromkeys((*named, *names_of_host(page.url))))
    titles = tuple((way, str(fields["headline"])) for way, fields in ways if fields.get("headline"))
    values["headline"], found_by["headline"] = headline(titles, title, printed, sites)
    return Stated(
        **{**values, "headline": values["headline"] or None},
        names_of_site=sites,
        title=title,
        article_body=json_article.longest_body(nodes),
        types=frozenset(name for node in nodes for name in json_ld.types(node)),
        found_by=MappingProxyType({name: way for name, way in found_by.items() if way}),
    )


def _merged(ways: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    found_by: dict[str, str] = {}
    for way, fields in ways:
        for name, value in fields.items():
            if name not in values and value not in (None, "", ()):
                values[name] = value
                found_by[name] = way
    return values, found_by


def _of_elements(page: Page) -> dict[str, Any]:
    canonical = next((link.get("href") for link in page.named("link") if _is_canonical(link)), None)
    return {
        "in_language": plain(page.tree.get("lang") or page.tree.get("xml:lang") or "")[:35],
        "canonical_url": absolute(page.base_url, canonical) if canonical else None,
    }


def _is_canonical(link: HtmlElement) -> bool:
    return "canonical" in link.get("rel", "").lower().split() and bool(link.get("href"))
