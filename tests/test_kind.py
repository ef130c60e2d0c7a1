"""What a page is: news, something else that is kept and labelled, or no article at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors import outlets
from extractors.consent import consent_wall
from extractors.error_page import error_page
from extractors.extract import extract, extract_html
from extractors.kind import asks_for_subscription, kind, with_text
from extractors.lines import Line
from extractors.listing import no_article
from extractors.parse import Page, page
from extractors.refusal import Refusal
from extractors.shield import shield
from extractors.stated import Stated
from extractors.vocabulary import KindRule, Outlet
from storage.article import Article, Kind, Reason, Rejection
from storage.capture import Capture

ARTICLE = "".join(
    f"<p>Sentence {n} of the article says that the road to the northern town was closed by the army.</p>"
    for n in range(20)
)
WHOLE = f"<html><head><title>Roads</title></head><body><article><h1>Roads close</h1>{ARTICLE}</article></body></html>"


def answered(
    status: str, *fields: str, body: str = "", url: str = "https://example.org/a", outlet: str = "pages"
) -> Article | Rejection:
    raw = body.encode()
    head = "".join(f"{field}\r\n" for field in (*fields, f"Content-Length: {len(raw)}"))
    block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + raw
    return extract(Capture(outlet, url, datetime(2024, 1, 1, tzinfo=UTC), block, None, None))


def refused(*arguments: str, **named: str) -> tuple[Reason, str]:
    answer = answered(*arguments, **named)
    assert isinstance(answer, Rejection), answer
    return answer.reason, answer.detail


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        ("404 Not Found", (), (Reason.HTTP_STATUS, "404 Not Found")),
        ("500", (), (Reason.HTTP_STATUS, "500")),
        ("200 OK", (), None),
        ("203 Non-Authoritative", (), None),
        ("204 No Content", (), (Reason.HTTP_STATUS, "204 No Content")),
        ("206 Partial Content", (), (Reason.HTTP_STATUS, "206 Partial Content")),
        ("999 No\x1b[31m", (), (Reason.HTTP_STATUS, "999 No[31m")),
        ("301 Moved", ("Location: /b",), (Reason.REDIRECT, "https://example.org/b")),
        (
            "302 Found",
            ("Location: file:///etc/passwd",),
            (Reason.REDIRECT, "an address that cannot be asked for"),
        ),
        ("302 Found", (), (Reason.HTTP_STATUS, "302 Found")),
        ("404 Not Found", ("Content-Encoding: br",), (Reason.HTTP_STATUS, "404 Not Found")),
    ],
)
def test_a_status_decides_before_anything_is_read(
    status: str, fields: tuple[str, ...], expected: tuple[Reason, str] | None
) -> None:
    answer = answered(status, "Content-Type: text/html", *fields, body=WHOLE)
    if expected is None:
        assert isinstance(answer, Article)
    else:
        assert isinstance(answer, Rejection)
        assert (answer.reason, answer.detail) == expected


SHIELD = "<html><head><title>{}</title></head><body><p>Enable JavaScript and cookies to continue</p>{}</body></html>"


@pytest.mark.parametrize(
    ("status", "fields", "title", "markup"),
    [
        ("403 Forbidden", (), "Just a moment...", ""),
        ("200 OK", (), "Just a moment...", ""),
        ("503 Service Unavailable", (), "Attention Required! | Cloudflare", ""),
        ("200 OK", (), "Human Verification", ""),
        ("403 Forbidden", (), "example.org", "<script src='https://geo.captcha-delivery.com/x.js'></script>"),
        ("200 OK", (), "", "<div id='px-captcha'></div>"),
        ("403 Forbidden", ("CF-Mitigated: challenge",), "x", ""),
        ("202 Accepted", ("x-amzn-waf-action: challenge",), "", ""),
        ("200 OK", ("x-amzn-waf-action: captcha",), "", ""),
    ],
)
def test_a_bot_shield_is_blocked_and_never_an_article(
    status: str, fields: tuple[str, ...], title: str, markup: str
) -> None:
    reason, detail = refused(status, "Content-Type: text/html", *fields, body=SHIELD.format(title, markup))
    assert reason is Reason.BLOCKED
    assert detail


def test_a_shield_that_sends_no_page_is_known_by_its_header() -> None:
    assert refused("403 Forbidden", "cf-mitigated: challenge")[0] is Reason.BLOCKED


def test_an_article_about_shields_is_an_article() -> None:
    page = WHOLE.replace(
        "<title>Roads</title>",
        "<title>Just a moment: how captchas took over</title><script src='//challenges.cloudflare.com/x.js'></script>",
    )
    assert isinstance(answered("200 OK", "Content-Type: text/html", body=page), Article)


def test_an_outlet_may_know_the_shield_in_front_of_it() -> None:
    sign = shield({}, "Guard of the gate", b"", ("^guard of",))
    assert sign is not None
    assert shield({}, "Guard of the gate", b"") is None
    assert shield({"cf-mitigated": "none"}, "News", b"x" * 100_000) is None


@pytest.mark.parametrize(
    ("url", "title", "text", "is_wall"),
    [
        (
            "https://consent.example.org/",
            "x",
            "We and our partners use cookies and ask for your consent.",
            True,
        ),
        (
            "https://example.org/",
            "Before you continue",
            "We use cookies and data. Accept all cookies or reject.",
            True,
        ),
        ("https://example.org/", "Before you continue", "A tale of a man who went on. " * 60, False),
        ("https://consent.example.org/", "x", "The road was closed.", False),
        ("https://example.org/", "Consent", "cookies " * 2000, False),
        ("https://example.org/", "Roads", "We use cookies", False),
    ],
)
def test_a_consent_wall_is_told_by_host_or_title_and_its_words(
    url: str, title: str, text: str, *, is_wall: bool
) -> None:
    assert bool(consent_wall(url, Stated(title=title), text)) is is_wall


def test_a_consent_wall_is_a_rejection() -> None:
    page = (
        "<html><head><title>Before you continue to Example</title></head><body><article>"
        + "<p>We use cookies and personal data, and ask for your consent to what we and our partners do with cookies.</p>"
        * 5
        + "</article></body></html>"
    )
    assert refused("200 OK", "Content-Type: text/html", body=page)[0] is Reason.CONSENT_WALL


def test_listings_are_told_by_address_by_rule_and_by_what_the_page_states() -> None:
    assert (
        refused(
            "200 OK",
            "Content-Type: text/html",
            body=WHOLE,
            url="https://southfront.press/page/2/",
            outlet="southfront",
        )[0]
        is Reason.LISTING
    )
    assert (
        refused(
            "200 OK", "Content-Type: text/html", body=WHOLE, url="https://southfront.press/", outlet="pages"
        )[0]
        is Reason.HOME_PAGE
    )
    listing = frozenset({"collectionpage"})
    assert isinstance(no_article(None, at("https://e.org/x"), Stated(types=listing)), Refusal)
    assert no_article(None, at("https://e.org/x"), Stated(types=listing | {"newsarticle"})) is None
    by_rule = replace(
        southfront(), kind_rules=(KindRule(kind=Reason.LISTING, headline="^archive", url="/old"),)
    )
    archive = Stated(headline="Archive of May")
    assert no_article(by_rule, at("https://southfront.press/old-posts"), archive) is not None
    assert no_article(by_rule, at("https://southfront.press/new-posts"), archive) is None


def at(url: str, markup: str = "<p>x") -> Page:
    found = page(markup, url)
    assert found is not None
    return found


def southfront() -> Outlet:
    found = outlets.outlet("southfront")
    assert found is not None
    return found


def test_kinds_are_told_by_the_outlets_rules_then_by_what_the_page_states() -> None:
    ruled = replace(
        southfront(),
        kind_rules=(
            KindRule(kind=Reason.LISTING, url="/x"),
            KindRule(kind=Kind.DIGEST, headline="^selected articles"),
        ),
    )
    here, is_live = at("https://southfront.press/a"), frozenset({"liveblogposting"})
    assert kind(ruled, here, Stated(headline="Selected Articles: Roads", types=is_live)) is Kind.DIGEST
    assert kind(ruled, here, Stated(headline="Roads", types=is_live)) is Kind.LIVE
    assert kind(None, at("https://e.org/"), Stated()) is Kind.ARTICLE


@pytest.mark.parametrize(
    ("words", "is_free", "has_prompt", "expected"),
    [
        (50, False, False, Kind.PAYWALL),
        (50, None, True, Kind.PAYWALL),
        (50, None, False, Kind.ARTICLE),
        (900, False, True, Kind.ARTICLE),
    ],
)
def test_a_stub_that_says_so_is_a_paywall(
    words: int, *, is_free: bool | None, has_prompt: bool, expected: Kind
) -> None:
    said, lines = Stated(is_accessible_for_free=is_free), (Line("word " * words, 0),)
    assert with_text(Kind.ARTICLE, said, lines, words, has_prompt=has_prompt) is expected
    assert with_text(Kind.LIVE, said, lines, words, has_prompt=has_prompt) is Kind.LIVE


def test_a_prompt_that_stands_outside_the_text_counts_only_beside_a_short_one() -> None:
    here = at("https://e.org/a", "<article>x</article><div>Subscribe to continue reading</div>")
    assert asks_for_subscription(here, (), 50)
    assert not asks_for_subscription(here, (), 500)
    script = at("https://e.org/a", "<p>x</p><script>var a = 'Subscribe to continue reading'</script>")
    assert not asks_for_subscription(script, (), 50)


def test_a_live_blog_says_so_in_its_data() -> None:
    data = json.dumps({"@type": "LiveBlogPosting", "headline": "War: live"})
    answer = extract_html(
        WHOLE.replace("<title>", f"<script type='application/ld+json'>{data}</script><title>").encode(),
        "https://e.org/a",
    )
    assert isinstance(answer, Article)
    assert answer.kind is Kind.LIVE


def test_a_post_that_only_asks_for_money_is_an_appeal_with_its_text() -> None:
    asks = "".join(
        f"<p>{line}</p>"
        for line in (
            "Please donate today",
            "Support us",
            "Support independent journalism",
            "Donate now",
            "Become a patron",
        )
    )
    page = (
        f"<html><head><title>Help</title></head><body><div class='entry-content'>{asks}</div></body></html>"
    )
    answer = answered(
        "200 OK",
        "Content-Type: text/html",
        body=page,
        url="https://southfront.press/help",
        outlet="southfront",
    )
    assert isinstance(answer, Article)
    assert answer.kind is Kind.APPEAL
    assert "Please donate today" in answer.article_body


@pytest.mark.parametrize(
    "title",
    [
        "404", "Error 404", "404 - Page Not Found | The Courier", "Oops! Page not found", "Sorry, this page isn't available.",
        "The page you requested could not be found.", "Fehler 404: Seite nicht gefunden", "Cette page n'existe plus",
        "La página que busca no existe", "La pagina che cerchi non esiste", "Такой страницы нет",
        "عذراً، الصفحة التي تبحث عنها غير موجودة",
    ],
)  # fmt: skip
def test_a_page_whose_title_says_that_there_is_nothing_is_an_error_page(title: str) -> None:
    here = at("https://e.org/a")
    refusal = error_page(here, Stated(title=title), words=4)
    assert refusal is not None
    assert refusal.reason is Reason.ERROR_PAGE
    assert error_page(here, Stated(title=title, types=frozenset({"newsarticle"})), words=0) is None
    assert error_page(here, Stated(title=title), words=300) is None


@pytest.mark.parametrize(
    "title",
    [
        "404 days in captivity", "Page not found: how a town lost its deed", "Not found guilty: the trial of a baker",
        "Nothing found in the search for the missing boat", "Service unavailable for weeks, say residents of the coast",
        "An error occurred in the count of votes", "Page removed from the register", "Seite nicht gefunden: Warum Archive verschwinden",
    ],
)  # fmt: skip
def test_a_headline_that_begins_like_an_error_is_none(title: str) -> None:
    assert error_page(at("https://e.org/a"), Stated(title=title, headline=title), words=3) is None
