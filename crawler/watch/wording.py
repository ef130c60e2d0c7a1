"""Alarms in a person's words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.alarm import Alarm


def sentence(alarm: Alarm) -> str:
    """What is the case, and what was: `0 new articles in 2 days; usual: 41`."""
    measure, _, rule = alarm.measure.partition(":")
    amount, words = TOLD[measure]
    told = words.format(
        value=amount(alarm.value),
        expected=amount(alarm.expected),
        days="1 day" if alarm.days == 1 else f"{alarm.days} days",
        rule=rule,
    )
    return f"{told}; {alarm.detail}" if alarm.detail else told


def number(value: float) -> str:
    """Of articles, words or hours."""
    return f"{value:.1f}" if value < 10 and value != int(value) else f"{value:.0f}"


def share(value: float) -> str:
    """Of one, in per cent."""
    return f"{value:.0%}"


def hours(value: float) -> str:
    """A time in hours, in the unit that tells it best."""
    return span(timedelta(hours=value))


def span(time: timedelta) -> str:
    """So long, in the unit that tells it best: `3 h`, `5 d`, `12 w`."""
    whole = time // timedelta(hours=1)
    if whole < 48:
        return f"{whole} h"
    return f"{whole // 24} d" if whole < 24 * 28 else f"{whole // 168} w"


def size(n: float) -> str:
    """Bytes as a person reads them, in powers of 1024."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if n < 1024:
            return f"{n:.0f} {unit}" if unit == "bytes" else f"{n:.1f} {unit}"
        n /= 1024
    return f"{n:.1f} TiB"


TOLD: dict[str, tuple[Callable[[float], str], str]] = {
    "runs": (hours, "no run has ended for {value}; usual: one every {expected}"),
    "unpublished": (number, "closed runs that the archive has not taken: {value}"),
    "spool": (size, "the spool holds {value} of the {expected} at which crawls stop"),
    "silent": (number, "{value} new articles in {days}; usual: {expected}"),
    "sources": (number, "{value} days on which a source could be read in {days}; usual: {expected}"),
    "blocked": (share, "{value} of the answers are blocks in {days}; usual: {expected}"),
    "robots": (share, "{value} of the URLs are forbidden by robots.txt in {days}; usual: {expected}"),
    "without_author": (share, "{value} of the articles have no author in {days}; usual: {expected}"),
    "without_date": (share, "{value} of the articles have no date in {days}; usual: {expected}"),
    "disagreement": (share, "{value} of the articles do not fit the layout in {days}; usual: {expected}"),
    "short_text": (number, "{value} words in the median article in {days}; usual: {expected}"),
    "shortest_tenth": (number, "{value} words in the shortest tenth in {days}; usual: {expected}"),
    "long_text": (number, "{value} words in the median article in {days}; usual: {expected}"),
    "much_removed": (share, "{value} of the words are removed in {days}; usual: {expected}"),
    "little_removed": (share, "{value} of the words are removed in {days}; usual: {expected}"),
    "rule": (number, "{value} matches of the rule {rule} in {days}; usual: {expected}"),
    "fewer_articles": (number, "{value} new articles in {days}; usual: {expected}"),
    "lag": (number, "{value} hours from publication to capture (median) in {days}; usual: {expected}"),
    "missing": (number, "{value} of {expected} articles that were announced in {days} are missing"),
}
"""By measure: how its amounts are written, and what is the case, with value, expected, days and rule."""
