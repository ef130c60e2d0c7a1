"""Printed and stated dates as moments.

A date without a time of day is midnight UTC of that day, so that the day it names survives. A time without an
offset is in the outlet's time zone. What lies before 1990 or more than two days after the capture is no
publication date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser
from dateutil import tz

from extractors.printed_dates import dates

if TYPE_CHECKING:
    from datetime import tzinfo

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
SLACK = timedelta(days=2)  # clocks, time zones, and posts that are dated ahead

_MAX_CHARACTERS = 100
_ISO_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})\Z")
_RFC_5322 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})\Z"
)
_HAS_TIME = re.compile(r"\d\s?:\s?\d|\d\s*[ap]\.?m\b|T\d\d|\d\s?h\s?\d", re.IGNORECASE)
_TIME = re.compile(r"(?<![\d.])(\d{1,2})\s?[:h]\s?(\d\d)(?!\d)(?:\s*([ap])\.?m)?", re.IGNORECASE)
_NOISE = re.compile(
    r"^(?:(?:first |originally |last )?(?:published|posted|updated|modified|date)(?: on| at)?\s*:?\s*)|\b(?:at|on|um|uhr)\b|[|\u2022\u00b7]",
    re.IGNORECASE,
)
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip
"""Abbreviations that mean one offset nearly everywhere, in hours; the others (IST, AST) are not trusted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the dates of one page are to be read."""

    time_zone: str  # IANA, of times without an offset
    not_after: datetime  # aware: the capture's moment
    day_first: bool = False  # 02/01/2022 is the second of January
    formats: tuple[str, ...] = ()  # strptime, tried first


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as read: the moment, and whether only its day is known."""

    at: datetime  # aware UTC
    is_day: bool


def moment(printed: str | None, reading: Reading) -> Moment | None:
    """None: no date, or one whose day, month or year is not stated, or out of bounds (`out_of_bounds`)."""
    found = _read(printed, reading)
    return found if found is not None and _in_bounds(found.at, reading) else None


def out_of_bounds(printed: str | None, reading: Reading) -> bool:
    """Whether `printed` is a date that cannot be one of publication."""
    found = _read(printed, reading)
    return found is not None and not _in_bounds(found.at, reading)


def _in_bounds(at: datetime, reading: Reading) -> bool:
    # Compared by subtraction on one side only, so that the end of the calendar does not overflow.
    return at >= EARLIEST and at - SLACK <= reading.not_after


def _read(printed: str | None, reading: Reading) -> Moment | None:
    text = " ".join((printed or "").split())
    if not 6 <= len(text) <= _MAX_CHARACTERS or not any(character.isdigit() for character in text):
        return None
    is_day = not _HAS_TIME.search(text)
    naive_or_aware = (
        _by_formats(text, reading.formats)
        or _by_standards(text)
        or (is_day and _by_names(text, reading.day_first))
        or _freely(text, reading.day_first)
        or _by_names(text, reading.day_first)
    )
    if not naive_or_aware:
        return None
    zone: tzinfo = UTC if is_day else ZoneInfo(reading.time_zone)
    aware = naive_or_aware if naive_or_aware.tzinfo else naive_or_aware.replace(tzinfo=zone)
    try:
        return Moment(aware.astimezone(UTC), is_day)
    except (OverflowError, ValueError):  # the first or last hours of the calendar
        return None


def _by_formats(text: str, formats: tuple[str, ...]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 -- the zone is the outlet's, set by the caller
        except ValueError:  # another form's turn
            continue
    return None


def _by_standards(text: str) -> datetime | None:
    """ISO 8601 and RFC 5322."""
    try:
        if whole_day := _ISO_DATE.match(text):
            return datetime(*(int(part) for part in whole_day.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 -- a day has no zone
        return datetime.fromisoformat(text)
    except ValueError:  # not ISO 8601
        pass
    if not _RFC_5322.match(text):  # the standard library reads nearly anything as a mail's date
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # not RFC 5322
        return None


def _by_names(text: str, day_first: bool) -> datetime | None:  # noqa: FBT001 -- a private step with one caller
    """The one date that the text prints, with its time of day, in any language whose months are known."""
    found = tuple(islice(dates(text, day_first=day_first), 2))
    if len(found) != 1:
        return None
    time = _TIME.search(text, found[0].end if text.isascii() else 0)
    hour, minute = (int(time[1]), int(time[2])) if time else (0, 0)
    if time and time[3]:
        hour = hour % 12 + 12 * (time[3].lower() == "p")
    day = found[0].day
    return datetime(day.year, day.month, day.day, hour, minute) if hour < 24 and minute < 60 else None  # noqa: DTZ001 -- the zone is the outlet's, set by the caller


def _freely(text: str, day_first: bool) -> datetime | None:  # noqa: FBT001 -- a private step with one caller
    """Read twice with different defaults: what differs was not stated."""
    text = " ".join(_NOISE.sub(" ", text).split())
    readings = []
    for default in (datetime(2000, 2, 3), datetime(2001, 5, 6)):  # noqa: DTZ001 -- never seen in a result
        try:
            readings.append(dateutil_parser.parse(text, default=default, dayfirst=day_first, tzinfos=_zone))
        except (ValueError, ArithmeticError, TypeError, AttributeError):  # dateutil's ways to say: no date
            return None
    return readings[0] if readings[0] == readings[1] else None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    """Without this, dateutil would ask the machine's own time zone for names that it does not know."""
    if offset is not None and abs(offset) < 86_400:
        return tz.tzoffset(name, offset)
    hours = _ZONES.get((name or "").upper())
    return tz.tzoffset(name, hours * 3600) if hours is not None else None
