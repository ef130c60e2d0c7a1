"""What the sources of an outlet name: the entries of feeds and sitemaps, the article links of listings.

Files are read leniently, as they are found in the wild: broken, truncated or mixed ones give their good
entries. No entity is expanded and nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from extractors.charset import characters
from extractors.dates import Reading, moment
from extractors.decode import inflated, is_html, payload, response
from extractors.matching import plain
from extractors.outlets import outlet, outlet_for_url
from extractors.parse import page
from extractors.refusal import Refusal
from extractors.urls import absolute
from extractors.vocabulary import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from extractors.vocabulary import Outlet
    from storage.capture import Capture

MAX_SOURCE = 50 * 1024 * 1024  # bytes, unpacked: the limit of the sitemap protocol
MAX_ENTRIES = 50_000  # likewise
MAX_LINKS = 5_000  # of one listing page

_ENTRIES = frozenset({"item", "entry", "url", "sitemap"})
_DATES = ("publication_date", "pubDate", "published", "date", "updated", "lastmod")
_MAX_TITLE = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL that a source names, not yet fetched."""

    url: str  # absolute http or https, without user and fragment
    purpose: Purpose
    date: datetime | None  # aware UTC: when the source says it was published or changed
    title: str | None


def candidates(capture: Capture) -> tuple[Candidate, ...]:
    """Each URL once, in the order of the source; empty for what is no readable source.

    Entries of feeds and sitemaps are taken whatever their shape, with the purpose that the outlet knows for
    it (an article when it knows none, a sitemap in an index); links of a listing only where the outlet knows
    them as articles.
    """
    body = _body(capture)
    known = outlet(capture.outlet) or outlet_for_url(capture.url)
    if not body:
        return ()
    if is_html(body, _content_type(capture)):
        return _unique(_links(capture, body, known), MAX_LINKS)
    return _unique(_entries(capture, body, known), MAX_ENTRIES)


def _body(capture: Capture) -> bytes:
    received = response(capture)
    if isinstance(received, Refusal) or received.status != 200:
        return b""
    body = payload(received, MAX_SOURCE)
    unpacked = body if isinstance(body, Refusal) else inflated(body, MAX_SOURCE)  # sitemap.xml.gz
    return b"" if isinstance(unpacked, Refusal) else unpacked


def _content_type(capture: Capture) -> str:
    received = response(capture)
    return "" if isinstance(received, Refusal) else received.header("content-type") or ""


def _unique(found: Iterable[Candidate], limit: int) -> tuple[Candidate, ...]:
    by_url: dict[str, Candidate] = {}
    for candidate in found:
        by_url.setdefault(candidate.url, candidate)
        if len(by_url) >= limit:
            break
    return tuple(by_url.values())


def _links(capture: Capture, body: bytes, known: Outlet | None) -> Iterator[Candidate]:
    parsed = page(characters(body, _content_type(capture)).text, capture.url)
    if parsed is None or known is None:
        return
    for anchor in parsed.tree.iter("a"):
        url = absolute(parsed.base_url, anchor.get("href", "")) if anchor.get("href") else None
        if url and known.purpose_of(url) is Purpose.ARTICLE:
            yield Candidate(
                url, Purpose.ARTICLE, None, plain(str(anchor.text_content()))[:_MAX_TITLE] or None
            )


def _entries(capture: Capture, body: bytes, known: Outlet | None) -> Iterator[Candidate]:
    reading = Reading(known.time_zone if known else "UTC", capture.captured_at)
    for entry in _elements(body):
        url = absolute(capture.url, _address(entry))
        if url is None:
            continue
        date = next((at for name in _DATES if (at := moment(_text(entry, name), reading))), None)
        is_sitemap = _name(entry) == "sitemap"
        purpose = Purpose.SITEMAP if is_sitemap else (known and known.purpose_of(url)) or Purpose.ARTICLE
        yield Candidate(
            url, purpose, date.at if date else None, plain(_text(entry, "title"))[:_MAX_TITLE] or None
        )


def _elements(body: bytes) -> Iterator[etree._Element]:
    """The entries, one at a time, so that a sitemap of 50 MB never stands in memory as a tree."""
    events = etree.iterparse(
        BytesIO(body.lstrip()),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            if _name(element) in _ENTRIES:
                yield element
                element.clear()
                while element.getprevious() is not None and (parent := element.getparent()) is not None:
                    del parent[0]
    except etree.XMLSyntaxError:  # the end of a file that ends early; its entries were read
        return


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _address(entry: etree._Element) -> str:
    """<loc> of a sitemap, <link> of RSS, <link href> of Atom, or a permanent <guid>."""
    for child in entry:
        name = _name(child)
        if name in {"loc", "link"} and (text := (child.text or "").strip()):
            return text
        if name == "link" and child.get("rel", "alternate") == "alternate" and child.get("href"):
            return child.get("href", "")
    guid = next((child for child in entry if _name(child) == "guid"), None)
    is_address = guid is not None and guid.get("isPermaLink", "true") == "true"
    return (guid.text or "").strip() if guid is not None and is_address else ""


def _text(entry: etree._Element, name: str) -> str:
    return next((str(found.text) for found in entry.iter() if _name(found) == name and found.text), "")
