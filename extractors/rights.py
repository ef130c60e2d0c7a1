"""What a page and its answer state of rights and of machines, as stated: nothing is judged here.

X-Robots-Tag and robots metas (Google, "Robots meta tag specifications", with `noai`, `noimageai` and the like as sites
coined them), TDMRep (W3C Community Group, final report of 2024-02-02), Content-Usage (IETF draft-ietf-aipref-attach),
licence links (HTML Standard, "Link type license"; RFC 8288) and sentences on republication among what was removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.matching import plain
from extractors.urls import absolute
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.parse import Page
    from storage.article import Boilerplate
    from storage.http_message import HttpResponse

_MOST_METAS = 500
_MOST = 20  # directives or licences
_LONGEST = 500  # characters of a value
_AGENT = re.compile(r"^\s*([a-z0-9_*-]+)\s*:\s*(.*)$", re.IGNORECASE | re.DOTALL)
_WITH_VALUE = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
_ROBOTS = frozenset(
    {"robots", "googlebot", "googlebot-news", "bingbot", "gptbot", "ccbot", "google-extended", "anthropic-ai"}
)
_DEED = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/")
_LINK = re.compile(r"<([^<>]{1,2000})>\s*;[^,]*\brel\s*=\s*\"?[^\",;]*\blicense\b", re.IGNORECASE)
_FAMILIES = frozenset(
    {Family.COPYRIGHT, Family.FAIR_USE, Family.DISCLAIMER, Family.SOURCE_LINE, Family.OTHER}
)
_REPUBLISHING = re.compile(
    r"\b(?:re-?publi(?:sh|cation|shing)|re-?print(?:ed|ing)?|cross-?post|re-?post(?:ed|ing)?|reproduc(?:e|ed|tion)|redistribut)"
    r"|перепечатк|перепост|(?:использовани|цитировани)\w* (?:материал|текст)|копировани\w* (?:материал|текст)"
    r"|إعادة (?:نشر|النشر|الطبع)|\b(?:re)?publier|\breproduction|\brepublication|nachdruck|weiterverbreitung|vervielf[äa]ltigung"
    r"|\breproducci[óo]n|\breproducir|\brepublicar|\briproduzione|\bripubblica",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rights:
    """Fields as stated; None and empty where nothing is. A directive for one agent has its name before a colon."""

    robots_directives: tuple[str, ...] = ()
    tdm_reservation: bool | None = None
    tdm_policy: str | None = None
    content_usage: str | None = None
    license: tuple[str, ...] = ()
    republication_notice: str | None = None


def rights(
    page: Page, received: HttpResponse, stated: tuple[str, ...], removed: Iterable[Boilerplate]
) -> Rights:
    """Of the header fields, the page, `stated` licences of its data, and the lines that were removed."""
    metas = dict[str, list[str]]()
    for meta in page.named("meta")[:_MOST_METAS]:
        name = (meta.get("name") or "").strip().lower()
        if name in _ROBOTS or name.startswith("tdm-"):
            metas.setdefault(name, []).append(meta.get("content") or "")
    return Rights(
        robots_directives=tuple(dict.fromkeys(_directives(metas, received)))[:_MOST],
        tdm_reservation=_truth(_first(metas, received, "tdm-reservation")),
        tdm_policy=_address(page, _first(metas, received, "tdm-policy")),
        content_usage=_cut(_header(received, "content-usage")),
        license=tuple(dict.fromkeys([*stated, *_licences(page, received)]))[:_MOST],
        republication_notice=next(_notices(removed), None),
    )


def _directives(metas: dict[str, list[str]], received: HttpResponse) -> Iterator[str]:
    for value in _headers(received, "x-robots-tag"):
        named = _AGENT.match(value)
        if named and named[1].lower() not in _WITH_VALUE:
            yield from _listed(named[2], named[1].lower())
        else:
            yield from _listed(value, "robots")
    for name, values in metas.items():
        if name in _ROBOTS:
            for value in values:
                yield from _listed(value, name)


def _listed(value: str, agent: str) -> Iterator[str]:
    before = "" if agent in {"robots", "*"} else f"{agent}: "
    for piece in value[:_LONGEST].split(","):
        if directive := plain(piece).lower():
            yield before + directive


def _first(metas: dict[str, list[str]], received: HttpResponse, name: str) -> str | None:
    """The header counts before the page (TDMRep, section 7)."""
    return _header(received, name) or next(iter(metas.get(name, ())), None)


def _licences(page: Page, received: HttpResponse) -> Iterator[str]:
    links = [found[1] for value in _headers(received, "link") for found in _LINK.finditer(value[:4_000])]
    for address in (*links, *_linked_licences(page)):
        if url := _address(page, address):
            yield url


def _linked_licences(page: Page) -> Iterator[str]:
    for link in page.named("link"):
        if "license" in link.get("rel", ""):
            yield link.get("href", "")
    for link in page.named("a"):
        address = link.get("href", "")
        if "license" in link.get("rel", "") or ("creativecommons.org/" in address and _DEED.search(address)):
            yield address


def _notices(removed: Iterable[Boilerplate]) -> Iterator[str]:
    for piece in removed:
        if piece.family in _FAMILIES and _REPUBLISHING.search(piece.text[:_LONGEST]):
            yield piece.text[:_LONGEST]


def _truth(value: str | None) -> bool | None:
    return {"1": True, "0": False}.get(value.strip()) if value else None


def _address(page: Page, value: str | None) -> str | None:
    return absolute(page.base_url, value[:2_000]) if value else None


def _cut(value: str | None) -> str | None:
    return plain(value)[:_LONGEST] or None if value else None


def _header(received: HttpResponse, name: str) -> str | None:
    return next(iter(_headers(received, name)), None)


def _headers(received: HttpResponse, name: str) -> list[str]:
    wanted = name.encode()
    return [value.decode("latin-1") for given, value in received.headers if given.lower() == wanted]
