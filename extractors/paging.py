"""A source and its pages: the pages of a listing, a feed or an interface are one source."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from storage.exchange import Purpose

_IN_PATH = re.compile(r"(?P<first>.*?)/page/(?P<number>\d{1,6})(?P<rest>/.*)?", re.IGNORECASE)
_IN_QUERY = re.compile(r"(?:page|paged|pg)=(?P<number>\d{1,6})", re.IGNORECASE)


class PageOf(NamedTuple):
    """The address of the first page, with no slash at its end, and which page this is."""

    first: str
    number: int


def page_of(url: str) -> PageOf:
    """By `/page/2/` in the path, or `page=2` and its like in the query; 1 where nothing says another number."""
    parts = urlsplit(url)
    path, number = parts.path, 1
    if found := _IN_PATH.fullmatch(path):
        path, number = found["first"] + (found["rest"] or ""), int(found["number"])
    kept = []
    for pair in parts.query.split("&") if parts.query else ():
        if counted := _IN_QUERY.fullmatch(pair):
            number = int(counted["number"])
        else:
            kept.append(pair)
    return PageOf(urlunsplit((parts.scheme, parts.netloc, path.rstrip("/"), "&".join(kept), "")), number)


def source_name(url: str, purpose: Purpose) -> str:
    """The name under which what a page of a source says is kept."""
    if purpose is Purpose.REST:
        return url.partition("?")[0]
    if purpose is Purpose.FEED:
        parts = urlsplit(url)
        kept = [pair for pair in parts.query.split("&") if not _IN_QUERY.fullmatch(pair)]
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), ""))
    if purpose is Purpose.LISTING:
        first = page_of(url).first
        return first if urlsplit(first).path else f"{first}/"
    return url
