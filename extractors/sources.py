"""What the sources of an outlet say: one function from a capture to candidates, whatever kind of source it is.

What a source is, its bytes say, for outlets serve feeds as HTML, sitemaps as text and pages under the names of either.
Damaged ones give their good entries, and name what is wrong.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from extractors.candidate import Candidate, Problem
from extractors.charset import characters
from extractors.dates import Reading
from extractors.decode import MAX_CODINGS, is_html, response
from extractors.entries import is_xml_source
from extractors.feeds import feed
from extractors.json_feed import json_feed
from extractors.listing_links import links
from extractors.outlets import outlet, outlet_for_url
from extractors.parse import page
from extractors.refusal import Refusal
from extractors.robots_sitemaps import robots_sitemaps
from extractors.sitemaps import is_text_list, sitemap, text_list
from extractors.vocabulary import Purpose
from extractors.wordpress_rest import posts
from storage import exchange
from storage.http_message import BadHttp, IncompleteBody, entity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractors.vocabulary import Outlet
    from storage.capture import Capture
    from storage.http_message import HttpResponse

    Reader = Callable[[bytes, str, Reading, Callable[[str], Purpose]], Iterator["Candidate | Problem"]]

MAX_SOURCE = 50 * 1024 * 1024  # bytes, unpacked: the limit of the sitemap protocol
MAX_ENTRIES = 50_000  # likewise
MAX_LINKS = 5_000  # of one listing page
MAX_PAGE = 5 * 1024 * 1024  # bytes of a listing page; larger ones hold the parser for seconds
MAX_PROBLEMS = 20  # that are named of one source

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's window bits
_SITEMAP_ROOTS = (b"<urlset", b"<sitemapindex")
_FEED_ROOTS = (b"<rss", b"<feed", b"<rdf:RDF")
_LISTED = frozenset({exchange.Purpose.LISTING, exchange.Purpose.PAGE})
_HEAD = 65_536  # bytes in which a file says what it is

Said = Candidate | Problem


def candidates(capture: Capture) -> tuple[Candidate, ...]:
    """What the source names, without its problems."""
    return tuple(one for one in announced(capture) if isinstance(one, Candidate))


def announced(capture: Capture) -> Iterator[Said]:
    """Each URL once, in the order of the source, and what is wrong with the source.

    Entries are taken whatever their shape, with the purpose that the outlet knows for it (an article when it
    knows none, a sitemap in an index); links of a listing only where the outlet knows them as articles.
    """
    received = response(capture)
    if isinstance(received, Refusal) or received.status != 200:
        return
    body, wrong = _body(received)
    if wrong:
        yield Problem(wrong)
    if body:
        yield from _bounded(_read(capture, received, body))


def _bounded(found: Iterator[Said]) -> Iterator[Said]:
    seen: set[str] = set()
    problems = 0
    for one in found:
        if isinstance(one, Problem):
            problems += 1
            if problems <= MAX_PROBLEMS:
                yield one
        elif one.url not in seen:
            if len(seen) == MAX_ENTRIES:
                yield Problem(f"more than {MAX_ENTRIES} entries: the rest is not read")
                return
            seen.add(one.url)
            yield one
    if problems > MAX_PROBLEMS:
        yield Problem(f"and {problems - MAX_PROBLEMS} more problems")


def _read(capture: Capture, received: HttpResponse, body: bytes) -> Iterator[Said]:
    known = outlet(capture.outlet) or outlet_for_url(capture.url)
    reading = Reading(known.time_zone if known else "UTC", capture.captured_at)
    content_type = received.header("content-type") or ""
    if capture.purpose is exchange.Purpose.ROBOTS:
        return robots_sitemaps(body, capture.url)
    is_listed = capture.purpose in _LISTED or not is_xml_source(body)
    if is_listed and is_html(body, content_type):
        return _listing(capture, body, content_type, known, reading)
    purpose_of = _purposes(known)
    if capture.purpose is exchange.Purpose.REST:
        link, pages = (", ".join(received.headers_named(name)) for name in ("link", "x-wp-totalpages"))
        return posts(body, capture.url, link, pages, purpose_of, reading)
    return _reader(capture, body)(body, capture.url, reading, purpose_of)


def _reader(capture: Capture, body: bytes) -> Reader:
    """By the first bytes; by the purpose where they could be either."""
    if body[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"[")):
        return json_feed
    if is_text_list(body):
        return text_list
    head = body[:_HEAD]
    if any(root in head for root in _SITEMAP_ROOTS):
        return sitemap
    if any(root in head for root in _FEED_ROOTS):
        return feed  # a sitemap may be a feed (sitemaps.org/protocol.html, "Other Sitemap formats")
    return sitemap if capture.purpose is exchange.Purpose.SITEMAP else feed


def _purposes(known: Outlet | None) -> Callable[[str], Purpose]:
    """What the outlet knows a URL for; an article when it knows nothing of it."""
    return lambda url: (known and known.purpose_of(url)) or Purpose.ARTICLE


def _listing(
    capture: Capture, body: bytes, content_type: str, known: Outlet | None, reading: Reading
) -> Iterator[Said]:
    if capture.purpose not in _LISTED:
        yield Problem(f"a web page where a {capture.purpose} was to be")
        return
    if known is None:
        return
    if len(body) > MAX_PAGE:
        yield Problem(f"a page of {len(body)} bytes: only the first {MAX_PAGE} are read")
    parsed = page(characters(body[:MAX_PAGE], content_type).text, capture.url)
    if parsed is None:
        return
    for number, one in enumerate(links(parsed, known, reading)):
        if number == MAX_LINKS:
            yield Problem(f"more than {MAX_LINKS} links: the rest is not followed")
            return
        yield one


def _body(received: HttpResponse) -> tuple[bytes, str]:
    """The body as far as it can be unpacked, and what ended it before its end.

    Unlike that of an article: nobody has to be told that a text ends early, and every whole entry counts.
    """
    wrong = ""
    try:
        body = entity(received)
    except IncompleteBody as error:
        body, wrong = error.received, str(error)[:200]
    except BadHttp as error:
        return b"", str(error)[:200]
    codings = ", ".join(received.headers_named("content-encoding")).lower().replace(",", " ").split()
    codings = [coding for coding in codings if coding != "identity"]
    if len(codings) > MAX_CODINGS or any(coding not in _WINDOW for coding in codings):
        return b"", f"content coding {' '.join(codings)[:80]!r}"
    for coding in reversed(codings):
        if _WINDOW[coding] == 15 or body.startswith(_GZIP):  # servers do label plain bodies as gzip
            body, wrong = _unpacked(body, _WINDOW[coding], wrong)
    for _ in range(2):  # sitemap.xml.gz, which some packed twice
        if body.startswith(_GZIP):
            body, wrong = _unpacked(body, _WINDOW["gzip"], wrong)
    if len(body) > MAX_SOURCE:
        return body[:MAX_SOURCE], f"larger than {MAX_SOURCE} bytes: the rest is not read"
    return body, wrong


def _unpacked(body: bytes, window: int, wrong: str) -> tuple[bytes, str]:
    """All members, one byte more than a source may have at most; `wrong`, or else what is wrong with them."""
    pieces: list[bytes] = []
    size, rest = 0, body
    while rest and size <= MAX_SOURCE:
        engine = zlib.decompressobj(window)
        try:
            while rest and not engine.eof and size <= MAX_SOURCE:
                pieces.append(engine.decompress(rest, min(_CHUNK, MAX_SOURCE + 1 - size)))
                size += len(pieces[-1])
                rest = engine.unconsumed_tail
        except zlib.error as error:
            if window == 15 and not size:  # `deflate` is zlib by RFC 9110, and raw deflate by some servers
                return _unpacked(body, -15, wrong)
            return b"".join(pieces), wrong or f"damaged compression: {str(error)[:100]}"
        if not engine.eof:
            cut = "" if size > MAX_SOURCE else "the compressed body ends early"
            return b"".join(pieces), wrong or cut
        rest = engine.unused_data if engine.unused_data.startswith(_GZIP) else b""
    return b"".join(pieces), wrong
