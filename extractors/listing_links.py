"""What a page of links names: articles with the dates beside them, its next page, and where the outlet says its feeds are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors.candidate import Candidate, date, title
from extractors.paging import page_of
from extractors.urls import absolute
from extractors.vocabulary import Purpose
from extractors.wordpress_rest import PATH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.html import HtmlElement

    from extractors.dates import Reading
    from extractors.parse import Page
    from extractors.vocabulary import Outlet

CLIMB = 5  # ancestors of a link among which its teaser is
_FEEDS = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
_COMMENTS = re.compile(r"/comments?/|/(?:[^/]+/){2,}feed", re.IGNORECASE)
_NEXT_CLASS = re.compile(r"\bnext\b|\bolder\b|nav-previous", re.IGNORECASE)


def links(page: Page, outlet: Outlet, reading: Reading) -> Iterator[Candidate]:
    """Articles in the order of the page, each with the longest text of its links; then the next page; then feeds."""
    yield from _articles(page, outlet, reading).values()
    following = next_page(page)
    if following and outlet.in_scope(following):
        yield Candidate(url=following, purpose=Purpose.LISTING)
    for url, purpose in places(page):
        if outlet.in_scope(url):
            yield Candidate(url=url, purpose=purpose)


def _articles(page: Page, outlet: Outlet, reading: Reading) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    for anchor in page.named("a"):
        url = _target(page, anchor)
        if not url or outlet.purpose_of(url) is not Purpose.ARTICLE:
            continue
        shown, known = title(str(anchor.text_content())), found.get(url)
        at = (
            _date_beside(anchor, reading)
            if known is None or known.date_published is None
            else known.date_published
        )
        longest = max(shown or "", (known.title if known else None) or "", key=len) or None
        found[url] = Candidate(url=url, purpose=Purpose.ARTICLE, date_published=at, title=longest)
    return found


def _target(page: Page, element: HtmlElement) -> str | None:
    reference = element.get("href")
    return absolute(page.base_url, reference) if reference else None


def _date_beside(anchor: HtmlElement, reading: Reading) -> datetime | None:
    """That of the <time> in the teaser: the nearest ancestor that has one, when it has no second."""
    teaser = anchor
    for _ in range(CLIMB):
        times = [time for time in teaser.iter("time") if time.get("datetime")]
        if times:
            return date(times[0].get("datetime", ""), reading) if len(times) == 1 else None
        parent = teaser.getparent()
        if parent is None:
            return None
        teaser = parent
    return None


def next_page(page: Page) -> str | None:
    """By rel=next, by the page that bears the next number, or by a link of class "next"; on the same host."""
    stated = [element for tag in ("link", "a") for element in page.named(tag) if "next" in _rel(element)]
    numbered = [a for a in page.named("a") if _is_numbered_next(page, a)]
    classed = [a for a in page.named("a") if _NEXT_CLASS.search(a.get("class", ""))]
    for element in (*stated, *numbered, *classed):
        url = _target(page, element)
        if url and urlsplit(url).netloc == urlsplit(page.url).netloc and url != page.url:
            return url
    return None


def _rel(element: HtmlElement) -> list[str]:
    return element.get("rel", "").lower().split()


def _is_numbered_next(page: Page, anchor: HtmlElement) -> bool:
    url = _target(page, anchor)
    if url is None:
        return False
    here, there = page_of(page.url), page_of(url)
    return there.number == here.number + 1 and there.first == here.first


def places(page: Page) -> Iterator[tuple[str, Purpose]]:
    """Feeds and WordPress's interface, as the page's <link> elements declare them; comments' feeds left out."""
    for element in page.named("link"):
        url = _target(page, element)
        if url is None:
            continue
        if "alternate" in _rel(element) and element.get("type", "").strip().lower() in _FEEDS:
            if not _COMMENTS.search(urlsplit(url).path):
                yield url, Purpose.FEED
        elif "https://api.w.org/" in _rel(element):
            yield url.rstrip("/").removesuffix("/wp-json") + PATH, Purpose.REST
