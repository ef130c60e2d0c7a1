"""The time that an address names: the month of a sitemap's file, the day in an article's path."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

_YEAR, _MONTH, _DAY = (
    r"(?P<year>199\d|20\d\d)",
    r"(?P<month>0?[1-9]|1[0-2])",
    r"(?P<day>0?[1-9]|[12]\d|3[01])",
)
_OF_ARTICLE = re.compile(rf"/{_YEAR}/{_MONTH}(?:/{_DAY})?(?=/)")
_OF_FILE = (
    re.compile(rf"(?:yyyy|year|y)={_YEAR}(?:&(?:mm|month|m)={_MONTH}(?:&(?:dd|day|d)={_DAY})?)?(?!\d)"),
    re.compile(
        rf"(?<!\d){_YEAR}(?:[-_/.]?(?P<month>0[1-9]|1[0-2])(?:[-_/.]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)"
    ),
)


class Named(NamedTuple):
    """Aware UTC: the first moment, and the first one behind it."""

    start: datetime
    end: datetime


def article_time(url: str) -> Named | None:
    """By /2015/03/12/ or /2015/03/ in the path; digits of a headline are none."""
    return _named(_OF_ARTICLE.search(urlsplit(url).path))


def sitemap_time(url: str) -> Named | None:
    """By the year, month or day in the name of a sitemap: `sitemap-2015-03.xml`, `?yyyy=2015&mm=03`."""
    parts = urlsplit(url)
    for pattern in _OF_FILE:
        if found := _named(pattern.search(f"{parts.path}?{parts.query}")):
            return found
    return None


def _named(found: re.Match[str] | None) -> Named | None:
    if found is None:
        return None
    year, month, day = int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
    try:
        start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError:  # February 30
        return None
    if day:
        return Named(start, start + timedelta(days=1))
    return Named(
        start,
        datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        if month
        else start.replace(year=year + 1),
    )
