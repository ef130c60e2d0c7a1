"""The method, top to bottom: one capture in, one article or one named rejection out.

Nothing is remembered between captures and nothing is asked of the machine: the same capture gives the same
answer whatever came before it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from extractors.charset import characters
from extractors.clean import Frame, article_text
from extractors.collector import collector_at_rest
from extractors.consent import MOST_WORDS, consent_wall
from extractors.dateline import dateline
from extractors.decode import is_html, payload, response
from extractors.digest import content_digest
from extractors.error_page import error_page
from extractors.fields import chosen
from extractors.identity import article_id
from extractors.kind import asks_for_subscription, kind, with_text
from extractors.language import language
from extractors.lines import separated
from extractors.listing import listing, no_article
from extractors.markup import MARKS
from extractors.outlets import outlet, outlet_for_url
from extractors.parse import page
from extractors.reader import claims
from extractors.refusal import Refusal
from extractors.removal_notice import removal_notice
from extractors.rights import rights
from extractors.shield import shield
from extractors.stated import stated
from extractors.urls import absolute
from extractors.version import EXTRACTOR_VERSION
from storage.article import Article, Reason, Rejection
from storage.capture import Capture

if TYPE_CHECKING:
    from extractors.charset import Decoded
    from extractors.lines import Line
    from extractors.parse import Page
    from extractors.stated import Stated
    from extractors.vocabulary import Outlet
    from storage.http_message import HttpResponse

NO_MOMENT = datetime(2100, 1, 1, tzinfo=UTC)
"""Stands for the moment of a page whose capture is not dated: today's layouts, and no date after it."""

_FEW_WORDS = 40  # of a text; then what the page shows beside it tells what it is
_READABLE = frozenset({200, 203})  # other 2xx carry no page (204, 205), a part (206) or a promise (202)


def extract(capture: Capture, described: Outlet | None = None) -> Article | Rejection:
    """What the capture says, as an article, or why it is none. Pure; never raises on any bytes.

    `described` is read as the page's outlet in place of the one that has a file; so a description can be tried.
    """
    with collector_at_rest():
        answer = _read(capture, described or outlet(capture.outlet) or outlet_for_url(capture.url))
    if isinstance(answer, Article):
        return answer
    return Rejection(
        answer.reason, capture.outlet, capture.url, capture.captured_at, answer.detail, capture.pressmark
    )


def extract_html(
    html: bytes,
    url: str,
    content_type: str | None = None,
    captured_at: datetime | None = None,
    described: Outlet | None = None,
) -> Article | Rejection:
    """`html` as it would be read had it been captured at `url`; down the same road as any capture.

    `captured_at` (aware) bounds the dates and chooses the layouts of a known outlet; without it they are
    bounded by `NO_MOMENT` alone. The article's outlet is "pages". `described`: see `extract`.
    """
    declared = (content_type or "text/html").replace("\r", " ").replace("\n", " ")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {declared}\r\nContent-Length: {len(html)}\r\n\r\n"
    block = head.encode("latin-1", "replace") + html
    return extract(Capture("pages", url, captured_at or NO_MOMENT, block, None, None), described)


def _read(capture: Capture, known: Outlet | None) -> Article | Refusal:
    received = response(capture)
    if isinstance(received, Refusal):
        return received
    if refused := _by_status(received, capture, known):
        return refused
    decoded = _decoded(received, capture)
    if isinstance(decoded, Refusal):
        return decoded
    parsed = page(decoded.utf8, capture.url)
    if parsed is None:
        return Refusal(Reason.EMPTY, "no element")
    if refused := _by_shield(received, parsed, decoded.utf8, known):
        return refused
    return _article(capture, known, parsed, decoded, received)


def _article(
    capture: Capture, known: Outlet | None, parsed: Page, decoded: Decoded, received: HttpResponse
) -> Article | Refusal:
    said = stated(parsed, (known.name, *known.names_of_self) if known else ())
    if refused := no_article(known, parsed, said):
        return refused
    kind_so_far = kind(known, parsed, said)
    frame = Frame(
        parsed, known, said.headline, said.author, capture.captured_at, claims(said), said.description
    )
    text = article_text(frame, kind_so_far)
    paragraphs, removed = separated(text.lines)
    body = "\n\n".join(paragraphs)
    words = len(body.split())
    if refused := _something_else(parsed, known, said, text.lines, body, words):
        return refused
    if not body:
        return Refusal(Reason.NO_TEXT, f"{len(removed)} lines of boilerplate")
    found = chosen(parsed, known, said, text, capture.captured_at)
    tag, tag_by = language(said.in_language, known.language if known else None, body)
    terms = rights(parsed, received, said.license, removed)
    has_prompt = asks_for_subscription(parsed, text.lines, words)
    found_by = {
        **found.ways,
        "article_body": text.found_by,
        "in_language": said.found_by.get("in_language", "") if tag_by == "stated" else tag_by if tag else "",
    }
    return Article(
        article_id=_article_id(capture, known, found.canonical_url),
        outlet=capture.outlet,
        url=capture.url,
        captured_at=capture.captured_at,
        kind=with_text(text.kind, said, text.lines, words, has_prompt=has_prompt),
        headline=found.headline,
        article_body=body,
        word_count=words,
        content_digest=content_digest(found.headline, found.author, paragraphs),
        extractor_version=EXTRACTOR_VERSION,
        canonical_url=found.canonical_url,
        description=said.description,
        author=found.author,
        byline=found.byline,
        dateline=dateline(paragraphs),
        date_published=found.date_published,
        date_published_source=found.ways.get("date_published"),
        date_modified=found.date_modified,
        article_section=found.article_section,
        keywords=found.keywords,
        in_language=tag,
        image=found.image,
        video=found.video,
        links=text.links,
        is_accessible_for_free=said.is_accessible_for_free,
        is_based_on=found.is_based_on,
        copyright_notice=found.copyright_notice,
        boilerplate=removed,
        found_by=tuple(sorted((field, way) for field, way in found_by.items() if way)),
        layout=text.layout,
        flags=tuple(
            sorted({*text.flags, *found.flags, *_flags(parsed, decoded, said, has_prompt=has_prompt)})
        ),
        robots_directives=terms.robots_directives,
        tdm_reservation=terms.tdm_reservation,
        tdm_policy=terms.tdm_policy,
        content_usage=terms.content_usage,
        license=terms.license,
        republication_notice=terms.republication_notice,
        pressmark=capture.pressmark,
    )


def _something_else(
    parsed: Page, known: Outlet | None, said: Stated, lines: tuple[Line, ...], body: str, words: int
) -> Refusal | None:
    """What the page is when it is a page, but no article of its own. `words` are those of `body`."""
    return (
        (consent_wall(parsed.url, said, _shown(parsed, body, words)) if words <= MOST_WORDS else None)
        or error_page(parsed, said, words)
        or removal_notice(said, body, words)
        or (listing(parsed, said, tuple(filter(_is_of_text, lines))) if known is None else None)
    )


def _shown(parsed: Page, body: str, words: int) -> str:
    """The text of the article; of a page that has hardly any, all that it shows."""
    return body if words > _FEW_WORDS else parsed.visible_text


def _is_of_text(line: Line) -> bool:
    """Whether more than the markup of menus and the like speaks against the line."""
    return line.rule not in MARKS


def _by_status(received: HttpResponse, capture: Capture, known: Outlet | None) -> Refusal | None:
    if received.status in _READABLE:
        return None
    location = received.header("location")
    if 300 <= received.status < 400 and location:
        return Refusal(
            Reason.REDIRECT, absolute(capture.url, location) or "an address that cannot be asked for"
        )
    reason = received.reason.decode("latin-1").strip()
    status = Refusal(
        Reason.HTTP_STATUS, "".join(filter(str.isprintable, f"{received.status} {reason}".strip()[:80]))
    )
    body = payload(received)
    if isinstance(body, Refusal) or not is_html(body, received.header("content-type") or ""):
        return _by_headers(received) or status
    markup = characters(body, received.header("content-type") or "").utf8
    parsed = page(markup, capture.url)
    return (parsed and _by_shield(received, parsed, markup, known)) or _by_headers(received) or status


def _by_shield(received: HttpResponse, parsed: Page, markup: bytes, known: Outlet | None) -> Refusal | None:
    title = next((str(element.text_content()) for element in parsed.named("title")), "")
    sign = shield(_headers(received), title, markup, known.block_signs if known else ())
    if sign is None or (sign.max_words is not None and parsed.visible_words > sign.max_words):
        return None
    return Refusal(Reason.BLOCKED, sign.what)


def _by_headers(received: HttpResponse) -> Refusal | None:
    sign = shield(_headers(received), "", b"")
    return Refusal(Reason.BLOCKED, sign.what) if sign else None


def _headers(received: HttpResponse) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in received.headers}


def _decoded(received: HttpResponse, capture: Capture) -> Decoded | Refusal:
    if capture.truncated is not None:
        return Refusal(Reason.TRUNCATED, str(capture.truncated))
    body = payload(received)
    if isinstance(body, Refusal):
        return body
    if not body.strip():
        return Refusal(Reason.EMPTY)
    content_type = received.header("content-type") or ""
    if not is_html(body, content_type):
        return Refusal(Reason.NOT_HTML, "".join(filter(str.isprintable, content_type))[:80])
    return characters(body, content_type)


def _article_id(capture: Capture, known: Outlet | None, canonical: str | None) -> str:
    """By the outlet's own key, so that an article keeps its name when the outlet changes its host."""
    key = None
    if known is not None and known.slug == capture.outlet:
        # A page may claim any canonical address; it is believed only where its own says nothing lasting.
        trusted = canonical if canonical and known.trusts_canonical(capture.url) else None
        key = (trusted and known.article_key(trusted)) or known.article_key(capture.url)
    return article_id(capture.outlet, capture.url, key)


def _flags(parsed: Page, decoded: Decoded, said: Stated, *, has_prompt: bool) -> set[str]:
    flags = {
        "replaced_characters": decoded.replaced > 0,
        "invisible_characters": decoded.removed > 0,
        "parse_depth": parsed.too_deep,
        "paywall": has_prompt or said.is_accessible_for_free is False,
    }
    return {flag for flag, holds in flags.items() if holds}
