"""Bot shields and CAPTCHAs: what stands between the crawler and the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.matching import compiled_pattern, matching_form

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT_PAGE = 250
"""Words that a reader sees; shields and walls say less, articles with their frame more."""

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
    r"you have been blocked|human or bot|"
    r"(?:bist du|sind sie) ein (?:mensch|roboter)|sicherheitsüberprüfung|zugriff verweigert|vérification de sécurité|"
    r"vérifiez que vous êtes|êtes-vous un (?:humain|robot)|accès refusé|verificación de seguridad|¿?(?:eres|es usted) (?:humano|un robot)|"
    r"acceso denegado|verifica(?:re)? (?:di sicurezza|che non sei un robot)|accesso negato|подтвердите, что вы не робот|"
    r"вы не робот|проверка (?:браузера|безопасности)|доступ (?:запрещ[её]н|ограничен)|تحقق من أنك|التحقق من أنك|هل أنت روبوت|تم رفض الوصول)",
    re.IGNORECASE,
)
_SHIELD_MARKUP = (
    "captcha-delivery.com", "_incapsula_resource", "px-captcha", "perimeterx", "challenges.cloudflare.com",
    "/cdn-cgi/challenge-platform", "cf-browser-verification", "cf-chl", "cf_chl", "awswafcookiedomainlist", "ddos-guard",
    "geetest", "g-recaptcha", "h-captcha", "datadome",
)  # fmt: skip
_PUBLISHED = (b"article:published_time", b'"datePublished"')


@dataclass(frozen=True, slots=True)
class Sign:
    """What may give away a bot shield; it holds on pages of at most `max_words` visible words."""

    what: str
    max_words: int | None = None  # None: whatever the page says


def shield(headers: Mapping[str, str], title: str, markup: bytes, signs: tuple[str, ...] = ()) -> Sign | None:
    """`headers` with names in lower case, `markup` in UTF-8, `signs` those of the outlet.

    Titles and markup count only on short pages that give no moment of publication, because others carry a
    shield's scripts, or report on it, without being it.
    """
    for name, sign in _SHIELD_HEADERS.items():
        if name in headers and sign.search(headers[name].lower()):
            return Sign(f"header {name}")
    found = _by_title(matching_form(title), signs) or _by_trace(markup)
    return None if found is None or any(mark in markup for mark in _PUBLISHED) else found


def _by_title(form: str, signs: tuple[str, ...]) -> Sign | None:
    is_shield = _SHIELD_TITLES.search(form) or any(compiled_pattern(sign).search(form) for sign in signs)
    return Sign(f"title {form[:80]!r}", SHORT_PAGE) if is_shield else None


def _by_trace(markup: bytes) -> Sign | None:
    if len(markup) > 4 * _SHIELD_CHARACTERS:
        return None
    text = markup.decode("utf-8", "replace")
    lowered = text.lower() if len(text) <= _SHIELD_CHARACTERS else ""
    found = next((trace for trace in _SHIELD_MARKUP if trace in lowered), None)
    return Sign(f"markup {found!r}", SHORT_PAGE // 3) if found else None
