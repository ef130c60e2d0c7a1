"""What a page is: news, something else that is kept and labelled, or no article at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.matching import compiled_pattern, matching_form
from extractors.refusal import Refusal
from extractors.urls import host_of, path_and_query
from extractors.vocabulary import Purpose
from storage.article import Family, Kind, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.vocabulary import KindRule, Outlet

SHORT_PAGE = 250
"""Words that a reader sees; shields and walls say less, articles with their frame more."""

STUB = 200  # words; what a paywall leaves to read

APPEALS = frozenset({Family.DONATION, Family.MEMBERSHIP})
"""Families whose lines are the content of a post that is an appeal as a whole."""

_SHIELD_CHARACTERS = 30_000  # of markup; a shield's page has less
_SHIELD_HEADERS = {
    "cf-mitigated": re.compile("challenge"),
    "x-amzn-waf-action": re.compile("challenge|captcha"),
}
_SHIELD_TITLES = re.compile(
    r"^(?:just a moment|attention required|checking your browser|ddos-guard|please wait.{0,20}(?:verif|check|cloudflare)|"
    r"verif(?:y|ying) (?:that )?(?:you are|you're|your) (?:a )?(?:human|browser)|are you (?:a )?(?:human|robot)|robot (?:check|challenge)|"
    r"human verification|security check|access (?:to this page has been )?denied|pardon our interruption|"
    r"one more step|bot (?:verification|detection)|captcha|request (?:blocked|rejected)|sucuri website firewall|"
    r"you have been blocked|human or bot)",
    re.IGNORECASE,
)
_SHIELD_MARKUP = (
    "captcha-delivery.com", "_incapsula_resource", "px-captcha", "perimeterx", "challenges.cloudflare.com",
    "/cdn-cgi/challenge-platform", "cf-browser-verification", "cf-chl", "cf_chl", "awswafcookiedomainlist", "ddos-guard",
    "geetest", "g-recaptcha", "h-captcha", "datadome",
)  # fmt: skip
_CONSENT_TITLES = re.compile(
    r"^(?:before you continue|your privacy choices|we value your privacy|cookie (?:consent|wall|notice)|consent|"
    r"yahoo is part of the yahoo family|datenschutz(?:einstellungen)?|privacy (?:gate|settings|center)|"
    r"vos choix en mati\u00e8re|toestemming|consentement)\b",
    re.IGNORECASE,
)
_CONSENT_HOSTS = re.compile(r"^(?:consent|guce|myprivacy|privacy|cmp|cookie)s?\.", re.IGNORECASE)
_CONSENT_WORDS = re.compile(
    r"\b(?:cookies?|consent|partners|legitimate interest|personal data|privacy|vendors|einwilligung|zustimm\w+|confidentialit\u00e9)\b",
    re.IGNORECASE,
)
_LIVE_TYPES = frozenset({"liveblogposting"})
_LISTING_TYPES = frozenset({"collectionpage", "searchresultspage", "profilepage"})


@dataclass(frozen=True, slots=True)
class Sign:
    """What may give away a bot shield; it holds on pages of at most `max_words` visible words."""

    what: str
    max_words: int | None = None  # None: whatever the page says


def shield(headers: Mapping[str, str], title: str, markup: str, signs: tuple[str, ...] = ()) -> Sign | None:
    """`headers` with names in lower case, `signs` those of the outlet.

    Titles and markup count only on short pages, because long ones carry a shield's scripts, or report on it,
    without being it.
    """
    for name, sign in _SHIELD_HEADERS.items():
        if name in headers and sign.search(headers[name].lower()):
            return Sign(f"header {name}")
    form = matching_form(title)
    if _SHIELD_TITLES.search(form) or _any(signs, form):
        return Sign(f"title {form[:80]!r}", SHORT_PAGE)
    lowered = markup.lower() if len(markup) <= _SHIELD_CHARACTERS else ""
    found = next((trace for trace in _SHIELD_MARKUP if trace in lowered), None)
    return Sign(f"markup {found!r}", SHORT_PAGE // 3) if found else None


def consent_wall(url: str, title: str, text: str) -> str:
    """What gives away a page that asks for consent before it shows anything; empty for others."""
    words = len(text.split())
    if words > SHORT_PAGE * 3:
        return ""
    asked = len(_CONSENT_WORDS.findall(text))
    if _CONSENT_HOSTS.match(host_of(url) or "") and asked >= 2:
        return "host"
    if _CONSENT_TITLES.match(matching_form(title)) and asked * 40 >= words:
        return f"title {title[:80]!r}"
    return ""


def no_article(
    outlet: Outlet | None, url: str, headline: str | None, types: frozenset[str]
) -> Refusal | None:
    """Listings: told by the outlet's URL shapes and kind rules, or by the page's own type."""
    purpose = outlet.purpose_of(url) if outlet else None
    if purpose not in {None, Purpose.ARTICLE}:
        return Refusal(Reason.LISTING, f"address of a {purpose}")
    if any(
        rule.kind is Reason.LISTING and _holds(rule, url, headline)
        for rule in (outlet.kind_rules if outlet else ())
    ):
        return Refusal(Reason.LISTING, "kind rule of the outlet")
    is_listing = not _LISTING_TYPES.isdisjoint(types) and not any(
        name.endswith(("article", "posting")) for name in types
    )
    return Refusal(Reason.LISTING, "type stated by the page") if is_listing and purpose is None else None


def kind(outlet: Outlet | None, url: str, headline: str | None, types: frozenset[str]) -> Kind:
    """By the outlet's rules, then by the type that the page states."""
    for rule in outlet.kind_rules if outlet else ():
        if isinstance(rule.kind, Kind) and _holds(rule, url, headline):
            return rule.kind
    return Kind.LIVE if not _LIVE_TYPES.isdisjoint(types) else Kind.ARTICLE


def with_paywall(kind_so_far: Kind, words: int, *, is_free: bool | None, has_prompt: bool) -> Kind:
    """An article of which only the beginning is there, and which says so."""
    is_stub = words < STUB and (is_free is False or has_prompt)
    return Kind.PAYWALL if kind_so_far is Kind.ARTICLE and is_stub else kind_so_far


def _holds(rule: KindRule, url: str, headline: str | None) -> bool:
    says_headline = rule.headline is None or _any((rule.headline,), matching_form(headline or ""))
    says_url = rule.url is None or _any((rule.url,), path_and_query(url, keep_tracking=True))
    return says_headline and says_url


def _any(patterns: tuple[str, ...], text: str) -> bool:
    return any(compiled_pattern(pattern).search(text) for pattern in patterns)
