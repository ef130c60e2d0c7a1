"""Addresses without end: known by their shape alone, before anybody asks for them.

What an outlet's file says of a shape goes before: its articles are never judged to be calendars or facets. The rules
for paths that repeat themselves are those of Zeno, the Internet Archive's crawler (a part more than three times, or a
deep path with two parts that recur).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from extractors.url_shapes import Purpose
from extractors.urls import path_and_query, undecorated
from storage.outcome import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.vocabulary import Outlet

MOST_REPEATED = 3  # times that one part may stand in an address
DEEP = 10  # parts of a path
MOST_CHOICES = 3  # parameters of an address that nobody described

_CALENDAR_PARTS = frozenset(
    [
        "calendar",
        "kalender",
        "calendrier",
        "calendario",
        "календарь",
        "events",
        "event",
        "agenda",
        "veranstaltungen",
    ]
)
_DATE_PARTS = re.compile(
    r"(?:19|20|21)\d\d(?:-?\d\d){0,2}|\d{1,2}|today|tomorrow|next|prev(?:ious)?|month|week|day"
)
_DATE_NAMES = re.compile(
    r"(?:tribe[-_]bar[-_]date|tribe[-_]event[-_]display|event[-_]?date|cal(?:endar)?|ical|month|monat|mois|mes|week|day|"
    r"year|date|from|to|time)",
    re.IGNORECASE,
)
_CHOICE_NAMES = re.compile(
    r"(?:sort(?:[-_]?(?:by|order|dir))?|order(?:[-_]?by)?|dir|filters?(?:\[.*\])?|facets?(?:\[.*\])?|f\[.*\]|view|display|"
    r"layout|per[-_]?page|limit|offset|min|max|replytocom|share|print|q|query|search|s)",
    re.IGNORECASE,
)


def objection(known: Outlet | None, url: str) -> Refusal | None:
    """Why an address that a source or a page names is not to be asked for; None: nothing speaks against it."""
    if known and not known.in_scope(url):
        return Refusal.SCOPE
    purpose = known.purpose_of(url) if known else None
    if purpose is Purpose.TRAP:
        return Refusal.TRAP
    if purpose is Purpose.IGNORE:
        return Refusal.IGNORED
    parts = [part for part in urlsplit(url).path.lower().split("/") if part]
    pairs = parse_qsl(urlsplit(path_and_query(url)).query, keep_blank_values=True)
    if _repeats(parts, pairs):
        return Refusal.REPEATED_PATH
    return None if purpose else _endless(parts, pairs)


def plain_address(known: Outlet, url: str) -> str:
    """The address of the article itself where decoration alone makes `url` a trap (`?doing_wp_cron=1684.12`)."""
    if known.purpose_of(url) is not Purpose.TRAP:
        return url
    plain = undecorated(url)
    return plain if known.purpose_of(plain) is Purpose.ARTICLE else url


def _repeats(parts: Sequence[str], pairs: Sequence[tuple[str, str]]) -> bool:
    times = Counter(parts)
    recurring = sum(count > 1 for count in times.values())
    return (
        max(times.values(), default=0) > MOST_REPEATED
        or max(Counter(pairs).values(), default=0) > MOST_REPEATED
        or (len(parts) >= DEEP and recurring >= 2)
    )


def _endless(parts: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Refusal | None:
    names = [name for name, _ in pairs]
    of_calendar = any(part in _CALENDAR_PARTS for part in parts)
    if of_calendar and (any(map(_DATE_PARTS.fullmatch, parts)) or any(map(_DATE_NAMES.fullmatch, names))):
        return Refusal.CALENDAR
    if any(name.lower().startswith(("tribe-bar", "tribe_event")) or name.lower() == "ical" for name in names):
        return Refusal.CALENDAR
    if len(names) > MOST_CHOICES or sum(bool(_CHOICE_NAMES.fullmatch(name)) for name in names) >= 2:
        return Refusal.FACETS
    return None
