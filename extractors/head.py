"""What a page's <meta> elements state: OpenGraph, then the other vocabularies."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from extractors.matching import plain
from extractors.stated_values import MAX_FIELD, MAX_LIST, addresses, keywords, names, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.parse import Page

    Metas = Mapping[str, tuple[str, ...]]

_MAX_METAS = 500

_PUBLISHED = (
    "date", "dc.date", "dc.date.issued", "dc.date.created", "dcterms.date", "dcterms.created", "dcterms.issued", "pubdate",
    "published", "publishdate", "publish-date", "publish_date", "publication_date", "published_time", "published-date", "date.release",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_date", "article.published", "article.created", "displaydate", "originalpublicationdate", "release_date",
)  # fmt: skip
_MODIFIED = (
    "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "revised", "updated", "article.updated",
    "datemodified", "modified_time", "last_updated",
)  # fmt: skip
_AUTHORS = (
    "author", "byl", "dc.creator", "dcterms.creator", "dc.contributor", "parsely-author", "sailthru.author",
    "citation_author", "article:author_name", "cxenseparse:author", "creator",
)  # fmt: skip
_WRITTEN_BY = frozenset(
    ["written by", "author", "verfasst von", "geschrieben von", "\u00e9crit par", "escrito por", "escrita por", "scritto da",
     "geschreven door", "\u043d\u0430\u043f\u0438\u0441\u0430\u043d\u043e", "\u0430\u0432\u0442\u043e\u0440", "\u0643\u062a\u0628\u0647 \u0628\u0648\u0627\u0633\u0637\u0629"]
)  # fmt: skip
"""Labels under which a WordPress plug-in shows the author to Slack, in the languages of its translations."""

_TIERS = {"free": True, "locked": False}  # "metered" depends on the reader


def metas(page: Page) -> dict[str, tuple[str, ...]]:
    """Contents by name or property, in lower case."""
    found: dict[str, tuple[str, ...]] = {}
    for meta in page.named("meta")[:_MAX_METAS]:
        stated = meta.attrib
        name = (
            stated.get("property") or stated.get("name") or stated.get("itemprop") or stated.get("http-equiv")
        )
        content = stated.get("content")
        if not name or not content:
            continue
        text = plain(html.unescape(content[: MAX_FIELD * 8]) if "&" in content else content[: MAX_FIELD * 8])
        key = name.strip().lower()
        known = found.get(key, ())
        if key and text and len(known) < MAX_LIST:
            found[key] = (*known, text[: MAX_FIELD * 4])
    return found


def of_opengraph(stated: Metas, page: Page) -> dict[str, Any]:
    return {
        "headline": first(stated, "og:title"),
        "description": first(stated, "og:description"),
        "author": names(stated.get("article:author", ()) + stated.get("og:article:author", ())),
        "date_published": first(
            stated, "article:published_time", "og:published_time", "og:article:published_time"
        ),
        "date_modified": first(
            stated, "article:modified_time", "og:updated_time", "og:article:modified_time"
        ),
        "article_section": texts(list(stated.get("article:section", ()))),
        "keywords": texts(list(stated.get("article:tag", ()))),
        "in_language": (first(stated, "og:locale") or "").replace("_", "-"),
        "is_accessible_for_free": _TIERS.get((first(stated, "article:content_tier") or "").lower()),
        "image": addresses([*stated.get("og:image", ()), *stated.get("og:image:url", ())], page),
        "video": addresses([*stated.get("og:video", ()), *stated.get("og:video:url", ())], page),
    }


def of_metas(stated: Metas) -> dict[str, Any]:
    return {
        "headline": first(
            stated, "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title"
        ),
        "description": first(stated, "description", "twitter:description", "dc.description"),
        "author": next((found for name in _AUTHORS if (found := names(stated.get(name, ())))), ())
        or _labelled_author(stated),
        "date_published": first(stated, *_PUBLISHED),
        "date_modified": first(stated, *_MODIFIED),
        "article_section": texts(list(stated.get("section", ()) or stated.get("parsely-section", ()))),
        "keywords": keywords(first(stated, "news_keywords", "keywords", "parsely-tags")),
        "in_language": first(stated, "content-language", "dc.language", "language"),
        "copyright_notice": first(stated, "copyright", "dc.rights", "dcterms.rights"),
    }


def first(stated: Metas, *wanted: str) -> str | None:
    return next((stated[name][0] for name in wanted if name in stated), None)


def _labelled_author(stated: Metas) -> tuple[str, ...]:
    for number in "12":
        label = (first(stated, f"twitter:label{number}") or "").casefold()
        if label in _WRITTEN_BY:
            return names(stated.get(f"twitter:data{number}", ())[:1])
    return ()
