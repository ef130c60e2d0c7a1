"""What linking reads off an article: its fingerprint, the names of its pages, the sources that it states."""

from __future__ import annotations

from array import array
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from extractors.fingerprint import fingerprint, words
from extractors.outlets import load, outlet_for_url
from extractors.urls import host_of, normalised
from storage.link_entry import Credit, LinkEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.article import Article, BasedOn

UNKNOWN_OUTLET = "pages"  # the outlet of articles of sites that no file describes
MOST_LINKS = 200


def link_entry(article: Article, revision: int) -> LinkEntry:
    """The article as linking sees it; a pure function of its row."""
    site = site_of(article)
    addresses = {article.url, article.canonical_url or article.url}
    return LinkEntry(
        article_id=article.article_id,
        outlet=article.outlet,
        site=site,
        url=article.canonical_url or article.url,
        kind=article.kind,
        revision=revision,
        content_digest=article.content_digest,
        headline=article.headline,
        heading=" ".join(words(article.headline or "")),
        date_published=article.date_published,
        captured_at=article.captured_at,
        fingerprint=fingerprint(article.article_body),
        pages=_page_numbers(addresses),
        linked_pages=_page_numbers(article.links[:MOST_LINKS]),
        credits=tuple(credit for stated in article.is_based_on if (credit := _credit(stated, site))),
    )


def site_of(article: Article) -> str:
    """Whose text it is: the outlet; for a page of the list `pages`, the outlet of its host, or the host."""
    return article.outlet if article.outlet != UNKNOWN_OUTLET else _site(article.url) or article.outlet


def _credit(stated: BasedOn, own: str) -> Credit | None:
    site = (
        (stated.url and _site(stated.url))
        or _sites_by_name().get(_name(stated.outlet))
        or _name(stated.outlet)
    )
    if not site or site == own:
        return None
    page = _page_number(stated.url) if stated.url else None
    return Credit(site, page, stated.evidence)


def _site(url: str) -> str | None:
    known = outlet_for_url(url)
    return known.slug if known else (host_of(url) or "").removeprefix("www.") or None


@cache
def _sites_by_name() -> Mapping[str, str]:
    return {
        _name(name): slug
        for slug, outlet in load().items()
        for name in (slug, outlet.name, *outlet.names_of_self)
    }


def _name(outlet: str) -> str:
    return "".join(words(outlet))


def _page_numbers(urls: Iterable[str]) -> array[int]:
    return array("Q", sorted({_page_number(url) for url in urls}))


def _page_number(url: str) -> int:
    """Of the page's name, which does not change with the outlet's host."""
    known = outlet_for_url(url)
    key = known.article_key(url) if known else None
    name = f"{known.slug} {key}" if known and key else normalised(url)
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), "little")
