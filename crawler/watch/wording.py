"""Alarms in a person's words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.watch.measures import unit

if TYPE_CHECKING:
    from storage.alarm import Alarm

TOLD = {
    "silent": "new articles",
    "sources": "days on which a source could be read",
    "blocked": "of the answers are blocks",
    "robots": "of the URLs are forbidden by robots.txt",
    "without_author": "of the articles have no author",
    "without_date": "of the articles have no date",
    "disagreement": "of the articles do not fit the layout",
    "short_text": "words in the median article",
    "shortest_tenth": "words in the shortest tenth",
    "long_text": "words in the median article",
    "much_removed": "of the words are removed",
    "little_removed": "of the words are removed",
    "fewer_articles": "new articles",
    "lag": "hours from publication to capture (median)",
}


def sentence(alarm: Alarm) -> str:
    """What is the case, and what was: `0 new articles in 2 days; usual are 41`."""
    if alarm.measure == "runs":
        usual = span(timedelta(hours=alarm.expected))
        return f"no run has ended for {span(timedelta(hours=alarm.value))}; usual: one every {usual}"
    if alarm.measure == "missing":
        return f"{alarm.value:.0f} of {alarm.expected:.0f} articles that were announced in {alarm.days} days are missing"
    told = TOLD.get(alarm.measure) or f"matches of the rule {alarm.measure.partition(':')[2]}"
    value, expected = (amount(number, alarm.measure) for number in (alarm.value, alarm.expected))
    days = "1 day" if alarm.days == 1 else f"{alarm.days} days"
    return f"{value} {told} in {days}; usual: {expected}"


def amount(value: float, measure: str) -> str:
    """A value in the unit of its measure."""
    if unit(measure) == "share":
        return f"{value:.0%}"
    return f"{value:.1f}" if value < 10 and value != int(value) else f"{value:.0f}"


def span(time: timedelta) -> str:
    """So long, in the unit that tells it best: `3 h`, `5 d`, `12 w`."""
    hours = time // timedelta(hours=1)
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24} d" if hours < 24 * 28 else f"{hours // 168} w"
