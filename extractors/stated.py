"""What a page states of itself: JSON-LD, then OpenGraph, then <meta>, microdata and the head's elements.

Nothing is interpreted here but markup: dates are text as printed, authors are names.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from extractors import json_ld
from extractors.matching import matching_form, plain
from extractors.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

    from extractors.json_ld import Node
    from extractors.parse import Page

MAX_FIELD = 1_000  # characters of a headline or name; a description may have four times as many
MAX_LIST = 50  # authors, keywords, images, ...

_LISTS = frozenset({"itemlist", "collectionpage", "searchresultspage", "profilepage"})
_MAX_METAS = 500
_MAX_LINKED_AUTHORS = 3
_AUTHOR_IS_NO_NAME = re.compile(
    r"https?://|@|^(?:admin|administrator|editor|staff|unknown|null|none|undefined|author)$", re.IGNORECASE
)
_TITLE_EDGES = re.compile(r"\s+[|\u2013\u2014\u00bb\u00b7\u2022:-]+\s+")


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
    site_name: str | None = None
    title: str = ""  # of the <title> element, whole
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
    """Each field from the first way that has it. `names_of_site` are cut off the end of a headline."""
    metas = _metas(page.tree)
    title = plain(next((element.text or "" for element in page.tree.iter("title")), ""))[:MAX_FIELD]
    nodes = json_ld.nodes(page.tree)
    site_name = _first(metas, "og:site_name", "application-name")
    sites = tuple(name for name in (*names_of_site, site_name) if name)
    ways = (
        ("jsonld", _of_json_ld(nodes, page)),
        ("opengraph", _of_opengraph(metas, page)),
        ("meta", _of_metas(metas)),
        ("microdata", _of_microdata(page)),
        ("html", _of_elements(page, title, sites)),
    )
    values, found_by = _merged(ways)
    if headline := values.get("headline"):
        values["headline"] = _without_site(str(headline), sites)
    all_types = frozenset(name for node in nodes for name in json_ld.types(node))
    return Stated(
        **values, site_name=site_name, title=title, types=all_types, found_by=MappingProxyType(found_by)
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


def _of_json_ld(nodes: tuple[Node, ...], page: Page) -> dict[str, Any]:
    articles = [node for node in nodes if json_ld.is_article(node)]
    if not articles:
        return {}
    node = articles[0]
    authors = [json_ld.by_id(nodes, value) for value in _as_list(node.get("author") or node.get("creator"))]
    return {
        "headline": _text(node.get("headline") or node.get("name")),
        "description": _text(node.get("description"), MAX_FIELD * 4),
        "author": _names(authors),
        "date_published": _text(node.get("datePublished") or node.get("dateCreated")),
        "date_modified": _text(node.get("dateModified")),
        "article_section": _texts(node.get("articleSection")),
        "keywords": _keywords(node.get("keywords")),
        "in_language": _text(node.get("inLanguage")),
        "image": _addresses(node.get("image"), page),
        "video": _addresses(node.get("video"), page),
        "is_accessible_for_free": _truth(node.get("isAccessibleForFree")),
        "copyright_notice": _text(node.get("copyrightNotice")),
    }


def _of_opengraph(metas: Mapping[str, tuple[str, ...]], page: Page) -> dict[str, Any]:
    return {
        "headline": _first(metas, "og:title"),
        "description": _first(metas, "og:description"),
        "author": _names(metas.get("article:author", ()) + metas.get("og:article:author", ())),
        "date_published": _first(
            metas, "article:published_time", "og:published_time", "og:article:published_time"
        ),
        "date_modified": _first(
            metas, "article:modified_time", "og:updated_time", "og:article:modified_time"
        ),
        "article_section": _texts(list(metas.get("article:section", ()))),
        "keywords": _texts(list(metas.get("article:tag", ()))),
        "in_language": (_first(metas, "og:locale") or "").replace("_", "-"),
        "image": _addresses([*metas.get("og:image", ()), *metas.get("og:image:url", ())], page),
        "video": _addresses([*metas.get("og:video", ()), *metas.get("og:video:url", ())], page),
    }


_PUBLISHED_METAS = (
    "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "pubdate", "publishdate", "publish-date",
    "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "citation_publication_date", "article.published",
)  # fmt: skip


def _of_metas(metas: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "headline": _first(
            metas, "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title"
        ),
        "description": _first(metas, "description", "twitter:description", "dc.description"),
        "author": _names(
            metas.get("author", ())
            or metas.get("byl", ())
            or metas.get("dc.creator", ())
            or metas.get("parsely-author", ())
        ),
        "date_published": _first(metas, *_PUBLISHED_METAS),
        "date_modified": _first(metas, "last-modified", "dcterms.modified", "revised", "article.updated"),
        "article_section": _texts(list(metas.get("section", ()) or metas.get("parsely-section", ()))),
        "keywords": _keywords(_first(metas, "news_keywords", "keywords", "parsely-tags")),
        "in_language": _first(metas, "content-language", "dc.language", "language"),
        "copyright_notice": _first(metas, "copyright", "dc.rights", "dcterms.rights"),
    }


def _of_microdata(page: Page) -> dict[str, Any]:
    wanted = {
        "headline": "headline",
        "datePublished": "date_published",
        "dateModified": "date_modified",
        "author": "author",
    }
    found: dict[str, list[str]] = {}
    for element in page.tree.iterfind(".//*[@itemprop]"):
        name = wanted.get(element.get("itemprop", "").strip())
        if name and len(found.setdefault(name, [])) < MAX_LIST:
            found[name].append(_microdata_value(element))
    single = {name: _text(next(iter(texts), None)) for name, texts in found.items() if name != "author"}
    return {**single, "author": _names(found.get("author", ()))}


def _microdata_value(element: HtmlElement) -> str:
    if (named := element.find('.//*[@itemprop="name"]')) is not None:
        element = named
    return element.get("content") or element.get("datetime") or str(element.text_content())


def _of_elements(page: Page, title: str, sites: tuple[str, ...]) -> dict[str, Any]:
    canonical = next((link.get("href") for link in page.tree.iter("link") if _is_canonical(link)), None)
    return {
        "headline": _printed_headline(page.tree, title, sites),
        "author": _linked_authors(page.tree),
        "in_language": plain(page.tree.get("lang") or page.tree.get("xml:lang") or "")[:35],
        "canonical_url": absolute(page.base_url, canonical) if canonical else None,
    }


def _linked_authors(tree: HtmlElement) -> tuple[str, ...]:
    """The names of <a rel="author">, when they are few: a page of teasers links the authors of all."""
    names = _names([plain(str(link.text_content())) for link in tree.iterfind('.//a[@rel="author"]')])
    return names if len(names) <= _MAX_LINKED_AUTHORS else ()


def _is_canonical(link: HtmlElement) -> bool:
    return "canonical" in link.get("rel", "").lower().split() and bool(link.get("href"))


def _printed_headline(tree: HtmlElement, title: str, sites: tuple[str, ...]) -> str | None:
    """The page's only <h1>, or the one that its <title> repeats; else the title without the site's name."""
    headings = [plain(str(heading.text_content())) for heading in islice(tree.iter("h1"), 20)]
    headings = [
        text
        for text in headings
        if text and matching_form(text) not in {matching_form(name) for name in sites}
    ]
    repeated = [text for text in headings if len(text) > 10 and matching_form(text) in matching_form(title)]
    if repeated or len(headings) == 1:
        return _text((repeated or headings)[0])
    return _without_site(title, sites) or None


def _without_site(headline: str, sites: tuple[str, ...]) -> str:
    """The headline of "Headline - Site", where the site's name is known."""
    names = {matching_form(name).lower() for name in sites}
    pieces = list(_TITLE_EDGES.finditer(headline))
    for edge in pieces:
        if any(matching_form(headline[edge.end() :]).lower().startswith(name) for name in names):
            return headline[: edge.start()].rstrip()
    return headline


def _metas(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    """Contents by name or property, in lower case."""
    found: dict[str, tuple[str, ...]] = {}
    for count, meta in enumerate(tree.iter("meta")):
        if count >= _MAX_METAS:
            break
        name = (
            (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "")
            .strip()
            .lower()
        )
        content = plain(html.unescape(meta.get("content", "")[: MAX_FIELD * 8]))
        if name and content and len(found.get(name, ())) < MAX_LIST:
            found[name] = (*found.get(name, ()), content[: MAX_FIELD * 4])
    return found


def _first(metas: Mapping[str, tuple[str, ...]], *names: str) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _as_list(value: object) -> list[Any]:
    if value is None:
        return []
    return value[:MAX_LIST] if isinstance(value, list) else [value]


def _text(value: object, limit: int = MAX_FIELD) -> str | None:
    """The text of a JSON value: a string, `{"@value": ...}` or the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return plain(html.unescape(value[: limit * 2]))[:limit] or None


def _texts(value: object) -> tuple[str, ...]:
    found = (_text(item) for item in _as_list(value))
    return tuple(dict.fromkeys(text for text in found if text))


def _keywords(value: object) -> tuple[str, ...]:
    """A list, or one string with commas or semicolons."""
    pieces = (piece for text in _texts(value) for piece in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))[:MAX_LIST]


def _names(values: Iterable[object]) -> tuple[str, ...]:
    names = (_text(name) for value in values for name in _name_values(value))
    return tuple(dict.fromkeys(name for name in names if name and not _AUTHOR_IS_NO_NAME.search(name)))[
        :MAX_LIST
    ]


def _name_values(value: object) -> Iterator[object]:
    yield from _as_list(value.get("name") if isinstance(value, dict) else value)


def _addresses(value: object, page: Page) -> tuple[str, ...]:
    found = (
        absolute(page.base_url, address) for item in _as_list(value) for address in _address_values(item)
    )
    return tuple(dict.fromkeys(url for url in found if url))


def _address_values(item: object) -> Iterator[str]:
    values = (
        [item.get(key) for key in ("contentUrl", "url", "embedUrl")] if isinstance(item, dict) else [item]
    )
    stated_first = next((value for value in values if isinstance(value, str) and value.strip()), None)
    if stated_first is not None:
        yield stated_first


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else None
