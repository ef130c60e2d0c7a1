"""The fields that a page's JSON-LD states of the page's own article.

Pages also describe the articles that they link to. The own one is told by its address or by its headline;
where nothing tells, it is the first.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from extractors import json_ld
from extractors.matching import matching_form
from extractors.stated_values import (
    MAX_FIELD,
    addresses,
    as_list,
    keywords,
    names,
    text,
    texts,
    truth,
)

if TYPE_CHECKING:
    from extractors.json_ld import Node
    from extractors.parse import Page

_PAGE_TYPES = frozenset({"webpage", "itempage", "aboutpage", "medicalwebpage", "faqpage", "webpageelement"})
_MAX_OWN = 5  # nodes that may speak of one article


def fields(nodes: tuple[Node, ...], page: Page, titles: tuple[str, ...]) -> dict[str, Any]:
    """By name of the field in `Stated`; empty values where nothing is said. `titles` are those the page shows."""
    own = _own_articles(nodes, page, titles)
    pages = tuple(node for node in nodes if not _PAGE_TYPES.isdisjoint(json_ld.types(node)))
    if not own and not pages:
        return {}
    found: dict[str, Any] = {}
    for node in own:
        found = _filled(found, _of_article(node, nodes, page))
    for node in pages[:1]:  # Yoast's graph dates the page where there is no article in it
        found = _filled(found, _of_page(node, nodes))
    return found


def names_of_outlet(nodes: tuple[Node, ...]) -> tuple[str, ...]:
    """What the publisher of an article and the site itself are called."""
    sites = (node for node in nodes if "website" in json_ld.types(node))
    articles = (node for node in nodes if json_ld.is_article(node))
    publishers = (json_ld.by_id(nodes, node.get("publisher")) for node in islice(articles, _MAX_OWN))
    return names([*publishers, *islice(sites, _MAX_OWN)])


def _own_articles(nodes: tuple[Node, ...], page: Page, titles: tuple[str, ...]) -> tuple[Node, ...]:
    """The best first, then others of the very same article: its data may lie in several scripts."""
    articles = [node for node in nodes if json_ld.is_article(node)]
    if len(articles) < 2:
        return tuple(articles)
    forms = frozenset(matching_form(title).casefold() for title in titles) - {""}
    here = _place(page.url)
    scores = [_likeness(node, here, forms) for node in articles]
    best = max(scores)
    first = articles[scores.index(best)]
    others = (node for node, score in zip(articles, scores, strict=True) if score and node is not first)
    return (first, *islice(others, _MAX_OWN)) if best else (first,)


def _likeness(node: Node, here: str, titles: frozenset[str]) -> int:
    links = (node.get("url"), node.get("mainEntityOfPage"), node.get("@id"))
    stated = (value.get("@id") if isinstance(value, dict) else value for value in links)
    is_here = any(isinstance(address, str) and _place(address) == here for address in stated)
    name = text(node.get("headline") or node.get("name")) or ""
    return 2 * is_here + (matching_form(name).casefold() in titles)


def _place(address: str) -> str:
    """The path of an address, which is what its variants share; the whole text where it is no URL."""
    try:
        return urlsplit(address).path.rstrip("/") or address
    except ValueError:  # no URL
        return address


def _filled(found: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    return {**more, **{name: value for name, value in found.items() if value not in (None, "", ())}}


def _of_article(node: Node, nodes: tuple[Node, ...], page: Page) -> dict[str, Any]:
    return {
        "headline": text(node.get("headline") or node.get("name")),
        "description": text(node.get("description"), MAX_FIELD * 4),
        "author": _authors(node, nodes),
        "date_published": text(node.get("datePublished") or node.get("dateCreated")),
        "date_modified": text(node.get("dateModified")),
        "article_section": texts(node.get("articleSection")),
        "keywords": keywords(node.get("keywords")),
        "in_language": text(node.get("inLanguage")),
        "image": addresses(node.get("image"), page),
        "video": addresses(node.get("video"), page),
        "is_accessible_for_free": _is_free(node),
        "copyright_notice": text(node.get("copyrightNotice")),
        "license": addresses(node.get("license"), page),
    }


def _is_free(node: Node) -> bool | None:
    """As stated of the whole, or of the part that a wall hides (Google's markup for paywalled content)."""
    whole = truth(node.get("isAccessibleForFree"))
    parts = (part for part in as_list(node.get("hasPart")) if isinstance(part, dict))
    hides = any(truth(part.get("isAccessibleForFree")) is False for part in parts)
    return False if whole is None and hides else whole


def _of_page(node: Node, nodes: tuple[Node, ...]) -> dict[str, Any]:
    return {
        "author": _authors(node, nodes),
        "date_published": text(node.get("datePublished")),
        "date_modified": text(node.get("dateModified")),
        "in_language": text(node.get("inLanguage")),
    }


def _authors(node: Node, nodes: tuple[Node, ...]) -> tuple[str, ...]:
    return names(json_ld.by_id(nodes, value) for value in as_list(node.get("author") or node.get("creator")))


def longest_body(nodes: tuple[Node, ...]) -> str:
    """The longest articleBody of any node; empty where none is stated."""
    bodies = (node.get("articleBody") for node in nodes)
    return max((body for body in bodies if isinstance(body, str)), key=len, default="")
