"""Whether 02/01/2022 is the second of January, by the page's language and country."""

from __future__ import annotations

from extractors.urls import host_of

_MONTH_FIRST = frozenset({"us", "ph"})
"""Regions that print the month first (CLDR's short date patterns)."""

_OF_NO_COUNTRY = frozenset({"io", "co", "ai", "tv", "me", "fm", "ly", "gg", "eu", "to"})
"""Domains of countries that sites of all countries use."""


def is_day_first(language: str | None, url: str) -> bool:
    """Nearly everywhere, but not in the USA, of which English without a region on a ".com" is taken to be."""
    primary, _, rest = (language or "").lower().replace("_", "-").partition("-")
    region = rest.rsplit("-", 1)[-1]
    domain = (host_of(url) or "").rsplit(".", 1)[-1]
    country = domain if len(domain) == 2 and domain not in _OF_NO_COUNTRY else ""
    if country:
        return country not in _MONTH_FIRST
    if len(region) == 2:
        return region not in _MONTH_FIRST
    return primary not in {"", "en"}
