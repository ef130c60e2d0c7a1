"""What is measured, and how far it may be from what it was. Thresholds are data, each with its reason.

A measure is a share (so many of so many) or a level (a quantile, a ratio). `ALARM_THRESHOLDS` changes their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.alarm import AlarmKind
from storage.histogram import quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.run_metrics import RunMetrics

    Number = Callable[[RunMetrics], int]
    Value = Callable[[RunMetrics], float | None]

HOUR = 3600.0
SHORT = (1, 2, 3)
UP_TO_A_WEEK = (1, 2, 3, 7)
UP_TO_TWO_WEEKS = (1, 2, 3, 7, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`part` of `whole`. Alarms when it is `rise` above the highest of the weeks before, and that is no chance."""

    name: str
    kind: AlarmKind
    part: Number
    whole: Number
    rise: float  # of 1
    least: int  # of `whole` in a window; else a longer window is taken
    windows: tuple[int, ...]  # days, the shortest first
    example: str  # whose URL to look at: a name of RunMetrics.examples
    advice: str
    without_history: bool = False  # a block page needs none to be known for one


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A value of all articles of a window. Alarms outside of what the weeks before allow; 0 leaves a side open."""

    name: str
    kind: AlarmKind
    value: Value
    unit: str
    falls: float = 0.0  # below this part of the lowest of the weeks before
    grows: float = 0.0  # above this multiple of the highest
    margin: float = 0.0  # and by at least so much
    least: int  # articles in a window
    counted: Number
    windows: tuple[int, ...]
    example: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Fresh articles: none, or next to none, where there were many on the same days of the weeks before."""

    name: str = "silent"
    kind: AlarmKind = AlarmKind.SILENT
    usual: float = 7.0
    """In the median of the weeks before. By chance alone (Poisson) none come then in 1 of 1,100 windows."""
    part: float = 0.1  # of the lowest of the weeks before: a holiday brings less, and seldom nothing
    windows: tuple[int, ...] = (2, 3, 7, 14, 28)
    """Not one day: many outlets keep one day of holiday. 28 days are what 2 articles a week need to be missed."""
    example: str = "fresh"
    advice: str = (
        "open the outlet's home page: if it has news, its feeds or sitemaps have moved or stopped, and the outlet's file"
        " needs other sources"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """No source could be read, though runs tried, where it could be before."""

    name: str = "sources"
    kind: AlarmKind = AlarmKind.SILENT
    days: int = 2
    example: str = "sources_failed"
    advice: str = "ask for the source by hand: it is gone, or the network, or its host no longer answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A boilerplate rule that used to remove something and no longer matches anything."""

    name: str = "rule"
    kind: AlarmKind = AlarmKind.DRIFT
    usual: float = 9.0
    """Matches that its rate in the weeks before would give. By chance alone none come then in 1 of 8,000 windows:
    an outlet has some fifty rules, and a bar of the day comes and goes."""
    most: int = 5  # alarms: when a page is rebuilt, all rules end at once
    windows: tuple[int, ...] = UP_TO_TWO_WEEKS
    example: str = "measured"
    advice: str = "look what stands there now: if it is still printed in other words, it is in the text, and the rule needs them"


def _words(share: float) -> Value:
    return lambda metrics: quantile(metrics.words, share)


def _lag_hours(metrics: RunMetrics) -> float | None:
    median = quantile(metrics.lag, 0.5)
    return None if median is None else median / HOUR


def _removed(metrics: RunMetrics) -> float | None:
    whole = metrics.body_words + metrics.removed_words
    return metrics.removed_words / whole if whole else None


SILENCE = Silence()
UNREAD = Unread()
RULES = Rules()

SHARES = (
    Share(
        name="blocked",
        kind=AlarmKind.BLOCKED,
        part=lambda metrics: metrics.blocked,
        whole=lambda metrics: metrics.asked,
        rise=0.2,  # single pages are forbidden anywhere; a fifth of all is a wall
        least=3,
        windows=SHORT,
        example="blocked",
        advice=(
            "open the page in a browser: a bot shield or a consent wall stands before it. Lengthen the outlet's delay, or"
            " write to the outlet; it is never worked around"
        ),
        without_history=True,
    ),
    Share(
        name="robots",
        kind=AlarmKind.BLOCKED,
        part=lambda metrics: metrics.robots,
        whole=lambda metrics: metrics.urls,
        rise=0.5,  # a changed robots.txt forbids whole sections; below half, articles still come
        least=3,
        windows=SHORT,
        example="robots",
        advice="read the outlet's robots.txt: it forbids now what it allowed",
        without_history=True,
    ),
    Share(
        name="without_author",
        kind=AlarmKind.DRIFT,
        part=lambda metrics: metrics.without_author,
        whole=lambda metrics: metrics.measured,
        rise=0.25,  # agency copy without a name comes in waves of some; a quarter more is a selector that broke
        least=20,
        windows=UP_TO_TWO_WEEKS,
        example="without_author",
        advice="compare the page with scrapy show: its byline stands elsewhere now, and the layout needs its selector",
    ),
    Share(
        name="without_date",
        kind=AlarmKind.DRIFT,
        part=lambda metrics: metrics.without_date,
        whole=lambda metrics: metrics.measured,
        rise=0.25,
        least=20,
        windows=UP_TO_TWO_WEEKS,
        example="without_date",
        advice="compare the page with scrapy show: its date stands elsewhere or is written otherwise now",
    ),
    Share(
        name="disagreement",
        kind=AlarmKind.DRIFT,
        part=lambda metrics: metrics.disagreeing,
        whole=lambda metrics: metrics.measured,
        rise=0.03,  # one page in twenty is read both ways, so a layout that fails everywhere shows as 0.05
        least=20,
        windows=UP_TO_TWO_WEEKS,
        example="disagreeing",
        advice="the outlet's layout no longer holds the article: scrapy learn proposes a container and rules",
    ),
)

LEVELS = (
    Level(
        name="short_text",
        kind=AlarmKind.SHRINKING,
        value=_words(0.5),
        unit="words",
        falls=0.5,  # medians of an outlet's weeks differ by a fifth or so; half is a page cut short
        least=20,
        counted=lambda metrics: metrics.measured,
        windows=UP_TO_TWO_WEEKS,
        example="shortest",
        advice="open the page: a paywall, a button to read on, or a container that ends too early",
    ),
    Level(
        name="shortest_tenth",
        kind=AlarmKind.SHRINKING,
        value=_words(0.1),
        unit="words",
        falls=0.33,  # a tenth of the articles varies more than the median
        least=50,
        counted=lambda metrics: metrics.measured,
        windows=UP_TO_TWO_WEEKS,
        example="shortest",
        advice="some pages are cut short: open this one and see what they have in common",
    ),
    Level(
        name="long_text",
        kind=AlarmKind.DRIFT,
        value=_words(0.5),
        unit="words",
        grows=2.0,
        least=20,
        counted=lambda metrics: metrics.measured,
        windows=UP_TO_TWO_WEEKS,
        example="longest",
        advice="something has come into the text: look at the page's last paragraphs with scrapy show",
    ),
    Level(
        name="much_removed",
        kind=AlarmKind.SHRINKING,
        value=_removed,
        unit="share",
        grows=1.0,
        margin=0.2,  # of all words: a new appeal under each text is less
        least=20,
        counted=lambda metrics: metrics.measured,
        windows=UP_TO_TWO_WEEKS,
        example="most_removed",
        advice="see with scrapy show what is removed: a rule may take paragraphs of the article",
    ),
    Level(
        name="little_removed",
        kind=AlarmKind.DRIFT,
        value=_removed,
        unit="share",
        falls=0.33,
        margin=0.02,  # where next to nothing was removed, nothing is no news
        least=20,
        counted=lambda metrics: metrics.measured,
        windows=UP_TO_TWO_WEEKS,
        example="least_removed",
        advice="boilerplate may stand in the text now: its rules no longer match, or a part of the page has gone",
    ),
    Level(
        name="fewer_articles",
        kind=AlarmKind.SHRINKING,
        value=lambda metrics: float(metrics.fresh),
        unit="articles",
        falls=0.4,  # of the weakest of four weeks: a week of holidays has about half
        margin=14.0,
        least=0,
        counted=lambda metrics: metrics.fresh,
        windows=(7,),
        example="fresh",
        advice="compare with the outlet's sections: one of its feeds may have ended",
    ),
    Level(
        name="lag",
        kind=AlarmKind.LATE,
        value=_lag_hours,
        unit="hours",
        grows=4.0,
        margin=6.0,  # hours: a run that was missed at night is not worth a person's time
        least=10,
        counted=lambda metrics: sum(metrics.lag.values()),
        windows=UP_TO_A_WEEK,
        example="latest",
        advice="runs are too seldom or end for their budget, or the outlet's dates are wrong by some hours",
    ),
)

ALL = (SILENCE, UNREAD, RULES, *SHARES, *LEVELS)
Measure = Silence | Unread | Rules | Share | Level
