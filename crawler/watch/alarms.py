"""Alarms: pure functions from the history of an outlet to what a person ought to look at.

An alarm that was raised stays, with the value that was expected then, until the value is back: else four weeks of
silence would make silence the rule. What changed for good (texts are shorter now) becomes the new rule after four weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import erfc, exp, sqrt
from statistics import median
from typing import TYPE_CHECKING

from crawler.watch.days import LONGEST, WEEKS, history
from crawler.watch.measures import ALL, Level, Rules, Share, Silence, Unread
from storage.alarm import Alarm, AlarmKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from crawler.watch.days import History, Window
    from crawler.watch.measures import Measure
    from storage.run_log import LoggedRun

LEAST_WEEKS = 2  # of the four before: fewer are no history
LARGE = 200.0  # mean of a count: beyond it, both distributions agree to some per cent
CHANCE = 0.001  # how likely a count may be by chance and still be an alarm (Poisson)
STAYS = frozenset({AlarmKind.SILENT, AlarmKind.BLOCKED})  # never become the rule
SETTLED = timedelta(days=WEEKS * 7)
EXPLAINED_BY = {
    "silent": ("blocked", "robots"),
    "sources": ("blocked", "robots"),
    "fewer_articles": ("silent", "blocked", "robots"),
    "little_removed": ("disagreement",),
    "shortest_tenth": ("short_text",),
}
"""What follows from something that is told already."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A measure of a window. `is_out`: far from the weeks before; `is_back`: near enough to end an alarm."""

    measure: str
    value: float
    expected: float
    days: int
    is_out: bool
    is_back: bool
    example_url: str | None


@dataclass(frozen=True, slots=True)
class Watched:
    """What an outlet's values say now. `unknown`: measures of which too little is known, and what is missing."""

    alarms: tuple[Alarm, ...]
    unknown: tuple[tuple[str, str], ...] = ()


def watched(
    runs: Iterable[LoggedRun],
    before: Sequence[Alarm],
    outlet: str,
    now: datetime,
    measures: Sequence[Measure] = ALL,
) -> Watched:
    """The alarms after the newest run; `before` are those after the run before it."""
    past = history(runs, now)
    active = {alarm.name: alarm for alarm in before}
    alarms: list[Alarm] = []
    unknown: list[tuple[str, str]] = []
    for measure in measures:
        found = tuple(_found(measure, past, active.values()))
        if not found:
            unknown.append((measure.name, _missing(past)))
            alarms += [alarm for alarm in before if _is_of(alarm, measure)]  # nothing says that it is over
        for finding in found:
            was = active.get((measure.kind, finding.measure))
            if alarm := _alarm(finding, was, measure, outlet, now):
                alarms.append(alarm)
    return Watched(_causes(alarms), tuple(unknown))


def _causes(alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """Without those that another one explains."""
    names = {alarm.measure for alarm in alarms}
    return tuple(alarm for alarm in alarms if names.isdisjoint(EXPLAINED_BY.get(alarm.measure, ())))


def _alarm(finding: Finding, was: Alarm | None, measure: Measure, outlet: str, now: datetime) -> Alarm | None:
    if was is None:
        if not finding.is_out:
            return None
        return Alarm(
            measure.kind,
            finding.measure,
            outlet,
            now,
            finding.value,
            finding.expected,
            finding.days,
            finding.example_url,
            measure.advice,
        )
    is_settled = measure.kind not in STAYS and now - was.since > SETTLED
    if finding.is_back or is_settled:
        return None
    return replace(was, value=finding.value, example_url=finding.example_url or was.example_url)


def _is_of(alarm: Alarm, measure: Measure) -> bool:
    return alarm.kind is measure.kind and alarm.measure.partition(":")[0] == measure.name


def _missing(past: History) -> str:
    """In a person's words, why a measure says nothing."""
    looked = sum(day.looked for day in past.days)
    return f"too few articles in {looked} observed days" if looked >= LONGEST else f"{looked} observed days"


def _found(measure: Measure, past: History, active: Iterable[Alarm]) -> Iterator[Finding]:
    was = {alarm.measure: alarm for alarm in active if _is_of(alarm, measure)}
    match measure:
        case Silence():
            yield from _silence(measure, past, was.get(measure.name))
        case Unread():
            yield from _unread(measure, past)
        case Rules():
            yield from _rules(measure, past, was)
        case Share():
            yield from _share(measure, past, was.get(measure.name))
        case Level():
            yield from _level(measure, past, was.get(measure.name))


def _silence(measure: Silence, past: History, was: Alarm | None) -> Iterator[Finding]:
    for length in (was.days,) if was else measure.windows:
        now, weeks = _now_and_weeks(past, length)
        if now is None or not now.is_seen or not past.days[0].looked:
            continue
        counts = [week.metrics.fresh for week in weeks if week.is_seen]
        if was:
            back = now.metrics.fresh > max(3 * measure.part * was.expected, 0)
            yield Finding(
                measure.name, now.metrics.fresh, was.expected, length, not back, back, _newest(past, measure)
            )
            return
        if len(counts) < LEAST_WEEKS or median(counts) < measure.usual:
            continue
        expected, value = float(median(counts)), now.metrics.fresh
        out = value <= measure.part * min(counts) and _chance_of_at_most(value, expected) < CHANCE
        yield Finding(measure.name, value, expected, length, out, not out, _newest(past, measure))
        return


def _unread(measure: Unread, past: History) -> Iterator[Finding]:
    recent, earlier = past.days[: measure.days], past.days[measure.days :]
    if len(recent) < measure.days or not any(day.looked for day in earlier):
        return
    read = sum(day.metrics.sources_read for day in recent)
    out = not read and all(day.metrics.sources_failed for day in recent)
    example = recent[0].metrics.examples.get(measure.example)
    looked = float(sum(day.looked for day in recent))
    yield Finding(measure.name, looked, measure.days, measure.days, out, read > 0, example)


def _rules(measure: Rules, past: History, was: dict[str, Alarm]) -> Iterator[Finding]:
    yield from _rules_again(measure, past, was)
    for length in measure.windows:
        now, weeks = _now_and_weeks(past, length)
        read = sum(week.metrics.measured for week in weeks)
        if now is None or len(weeks) < LEAST_WEEKS or not read or not now.metrics.measured:
            continue
        usual = _usual_rules(weeks, now.metrics.measured / read)
        gone = {
            rule: n
            for rule, n in usual.items()
            if n >= measure.usual and rule not in now.metrics.rules and f"{measure.name}:{rule}" not in was
        }
        example = now.metrics.examples.get(measure.example)
        for rule in sorted(gone, key=lambda rule: (-gone[rule], rule))[: max(measure.most - len(was), 0)]:
            yield Finding(
                f"{measure.name}:{rule}",
                0,
                gone[rule],
                length,
                is_out=True,
                is_back=False,
                example_url=example,
            )
        if gone or max(usual.values(), default=0) >= measure.usual:
            return


def _usual_rules(weeks: Sequence[Window], part: float) -> dict[str, float]:
    """Matches to be expected of each rule; of those that matched in each of the weeks."""
    steady = set.intersection(*(set(week.metrics.rules) for week in weeks))
    return {rule: part * sum(week.metrics.rules[rule] for week in weeks) for rule in steady}


def _rules_again(measure: Rules, past: History, was: dict[str, Alarm]) -> Iterator[Finding]:
    for name, alarm in was.items():
        now = past.window(alarm.days)
        matches = now.metrics.rules.get(name.partition(":")[2], 0) if now else 0
        example = now.metrics.examples.get(measure.example) if now else None
        yield Finding(name, matches, alarm.expected, alarm.days, not matches, matches > 0, example)


def _share(measure: Share, past: History, was: Alarm | None) -> Iterator[Finding]:
    """Of the windows that hold enough, the first that is out; a share of a few pages shows in a longer one only."""
    found = [
        finding
        for length in ((was.days,) if was else measure.windows)
        if (finding := _share_of(measure, past, length, was))
    ]
    yield from [finding for finding in found if finding.is_out][:1] or found[:1]


def _share_of(measure: Share, past: History, length: int, was: Alarm | None) -> Finding | None:
    now = past.window(min(length, len(past.days)))
    if now is None or (whole := measure.whole(now.metrics)) < measure.least:
        return None
    highest = was.expected if was else _highest(measure, past, length)
    if highest is None:
        return None
    part = measure.part(now.metrics)
    share, by_chance = part / whole, whole * max(highest, measure.rise / 6)
    out = share >= highest + measure.rise and _chance_of_at_least(part, by_chance) < CHANCE
    back = share < highest + measure.rise / 2
    example = now.metrics.examples.get(measure.example)
    return Finding(measure.name, share, highest, length, out, back, example)


def _highest(measure: Share, past: History, length: int) -> float | None:
    weeks = past.weeks_before(length)
    shares = [
        measure.part(week.metrics) / whole
        for week in weeks
        if (whole := measure.whole(week.metrics)) >= max(measure.least // 2, 1)
    ]
    if len(shares) < LEAST_WEEKS:
        return max(shares, default=0.0) if measure.without_history else None
    return max(shares)


def _level(measure: Level, past: History, was: Alarm | None) -> Iterator[Finding]:
    for length in (was.days,) if was else measure.windows:
        now, weeks = _now_and_weeks(past, length)
        value = measure.value(now.metrics) if now else None
        if now is None or value is None or measure.counted(now.metrics) < measure.least:
            continue
        if measure.unit == "articles" and not (now.is_seen and past.days[0].looked):
            continue
        values = [found for week in weeks if (found := _level_of(measure, week)) is not None]
        if was:
            values = [was.expected]
        elif len(values) < LEAST_WEEKS:
            continue
        out, back = _is_out(measure, value, values), _is_out(measure, value, values, by=0.75)
        example = now.metrics.examples.get(measure.example)
        yield Finding(measure.name, value, float(median(values)), length, out, not back, example)
        return


def _level_of(measure: Level, week: Window) -> float | None:
    if measure.unit == "articles" and not week.is_seen:
        return None
    enough = measure.counted(week.metrics) >= measure.least // 2
    return measure.value(week.metrics) if enough else None


def _is_out(measure: Level, value: float, values: Sequence[float], by: float = 1.0) -> bool:
    """`by` less than 1: nearer to the values than what raises an alarm."""
    low, high = min(values), max(values)
    margin = measure.margin * by
    fell = measure.falls > 0 and value <= low * _nearer(measure.falls, by) and low - value >= margin
    grew = measure.grows > 0 and value >= high * _nearer(measure.grows, by) and value - high >= margin
    return fell or grew


def _nearer(factor: float, by: float) -> float:
    return 1 + (factor - 1) * by


def _now_and_weeks(past: History, length: int) -> tuple[Window | None, tuple[Window, ...]]:
    return past.window(length), past.weeks_before(length)


def _newest(past: History, measure: Silence) -> str | None:
    """The last fresh article: what the outlet still had."""
    found = (day.metrics.examples.get(measure.example) for day in past.days)
    return next((url for url in found if url), None)


def _chance_of_at_most(count: int, mean: float) -> float:
    """Poisson; by the normal distribution where a mean is large and `exp` would come to nothing."""
    if mean > LARGE:
        return 0.5 * erfc((mean - count - 0.5) / sqrt(2 * mean))
    term = total = exp(-mean)
    for number in range(1, count + 1):
        term *= mean / number
        total += term
    return min(total, 1.0)


def _chance_of_at_least(count: int, mean: float) -> float:
    return 1 - _chance_of_at_most(count - 1, mean) if count else 1.0
