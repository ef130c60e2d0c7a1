"""The pictures of one outlet, as who runs the crawl wants them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crawler.report.charts import COLOURS, Series, bands, day_bars, spans, stacked
from crawler.report.figure import Figure, Table
from crawler.report.svg import number
from storage.histogram import quantile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from crawler.report.charts import Period
    from storage.coverage import CoverageDay
    from storage.survey import Survey

HOUR = 3600
QUANTILES = (0.1, 0.5, 0.9)
GAPS = ("gap", "no source was read on these days")


def outlet_figures(found: Survey, period: Period, ledger: Sequence[CoverageDay] = ()) -> tuple[Figure, ...]:
    """`ledger` is empty where no source's announcements were kept: then the outcomes of the runs stand in."""
    return (
        articles_per_day(found, period),
        announced_minus_archived(found.outlet, period, ledger) if ledger else not_had(found, period),
        body_length(found, period),
        boilerplate(found, period),
        status_codes(found, period),
        publication_lag(found, period),
    )


def articles_per_day(found: Survey, period: Period) -> Figure:
    gaps = gaps_of(found, period)
    values = {day: n for day, n in found.published.items() if period.first <= day < period.end}
    rows = tuple(
        (str(week), number(sum(values.get(day, 0) for day in week_days(week))), _gap_days(week, gaps))
        for week in period.weeks()
    )
    label = f"{found.outlet}: articles by day of publication"
    note = "First revisions by day of publication (UTC), of capture where a page states none."
    told = _gaps_told(gaps) if values else "None was published in this time."
    return Figure(
        "Articles per day",
        f"{note} {told}",
        day_bars(period, values, gaps, label) if values or gaps else None,
        Table(("week of", "articles", "days without a look"), rows),
        (("c0", "articles"), GAPS),
    )


def gaps_of(found: Survey, period: Period) -> frozenset[date]:
    """Days since the first look on which no run read a source; days before the first are no gap."""
    if not found.looked:
        return frozenset()
    first = max(min(found.looked), period.first)
    return frozenset(day for day in period.each_day() if day >= first and day not in found.looked)


def _gaps_told(gaps: frozenset[date]) -> str:
    runs = sorted(spans(sorted(gaps)), key=lambda span: span[0] - span[1])[:3]
    if not runs:
        return "There is no day without a look."
    told = ", ".join(f"{first} to {last}" if first != last else str(first) for first, last in runs)
    return f"{len(gaps)} days without a look; the longest: {told}."


def week_days(week: date) -> list[date]:
    return [week + timedelta(days=n) for n in range(7)]


def _gap_days(week: date, gaps: frozenset[date]) -> str:
    return str(sum(day in gaps for day in week_days(week)) or "")


def announced_minus_archived(outlet: str, period: Period, ledger: Sequence[CoverageDay]) -> Figure:
    """By the ledger of coverage: each announced article once, however often it was tried."""
    weeks = list(period.weeks())
    announced, extracted = Counter[date](), Counter[date]()
    by_reason: dict[str, Counter[date]] = {}
    for line in ledger:
        week = _monday(line.day)
        announced[week] += line.announced
        extracted[week] += line.extracted
        for reason, n in line.missing.items():
            by_reason.setdefault(reason, Counter())[week] += n
    series = largest(by_reason, weeks)
    rows = tuple(
        (
            str(week),
            number(announced[week]),
            number(extracted[week]),
            number(announced[week] - extracted[week]),
        )
        for week in weeks
    )
    return _figure(
        "Announced minus archived",
        "Articles that a source announced and that the archive does not have, by the outcome that stands, per week of"
        " publication; unasked: no run has come to it.",
        stacked(period, weeks, series, f"{outlet}: announced articles that are missing", whole=True),
        Table(("week of", "announced", "archived", "missing"), rows),
        series,
    )


def not_had(found: Survey, period: Period) -> Figure:
    """Announced minus archived."""
    weeks = list(period.weeks())
    by_reason: dict[str, Counter[date]] = {}
    for day, reasons in found.missing.items():
        for reason, n in reasons.items():
            by_reason.setdefault(reason, Counter())[_monday(day)] += n
    series = largest(by_reason, weeks)
    asked = Counter[date]()
    for day, n in found.kept.items():
        asked[_monday(day)] += n
    rows = tuple(
        (
            str(week),
            number(asked[week] + _sum(series, week)),
            number(asked[week]),
            number(_sum(series, week)),
        )
        for week in weeks
    )
    return _figure(
        "Announced minus archived",
        "Pages that a source or a link named and that were not had, by the outcome of each run, per week. A page that is"
        " tried again counts each time.",
        stacked(period, weeks, series, f"{found.outlet}: pages that were not had", whole=True),
        Table(("week of", "named", "archived", "not had"), rows),
        series,
    )


def body_length(found: Survey, period: Period) -> Figure:
    return _quantiles(
        found.words,
        period,
        1,
        "Length of the text",
        "Words of the clean text: median, and the band from the shortest to the longest tenth, per week of capture.",
        f"{found.outlet}: words of the text",
        "words",
    )


def publication_lag(found: Survey, period: Period) -> Figure:
    return _quantiles(
        found.lag,
        period,
        HOUR,
        "From publication to capture",
        "Hours, of articles that were captured within three days of their publication: median and the band between the"
        " tenths, per week of capture.",
        f"{found.outlet}: hours from publication to capture",
        "hours",
    )


def _quantiles(
    histograms: Mapping[date, Mapping[str, int]],
    period: Period,
    unit: float,
    title: str,
    note: str,
    label: str,
    name: str,
) -> Figure:
    weeks = list(period.weeks())
    found = [
        {
            week: value / unit
            for week in weeks
            if (value := quantile(histograms.get(week, {}), share)) is not None
        }
        for share in QUANTILES
    ]
    low, middle, high = (
        Series(told, values) for told, values in zip(("tenth", "median", "nine tenths"), found, strict=True)
    )
    rows = tuple(
        (str(week), *(_amount(one.values.get(week)) for one in (low, middle, high))) for week in weeks
    )
    legend = (("c0", f"median, {name}"), ("band", "from one tenth to nine tenths"))
    table = Table(("week of", "tenth", "median", "nine tenths"), rows)
    if not middle.values:
        return Figure(title, f"{note} Nothing was captured in this time.", None, table)
    return Figure(title, note, bands(period, weeks, low, middle, high, label), table, legend)


def _amount(value: float | None) -> str:
    return "" if value is None else number(round(value, 1 if value < 10 else 0))


def boilerplate(found: Survey, period: Period) -> Figure:
    months = period.months()
    by_family: dict[str, dict[date, float]] = {}
    for month, families in found.removed.items():
        for family, n in families.items():
            by_family.setdefault(family, {})[month] = n / max(found.captured.get(month, 0), 1)
    series = largest(by_family, months)
    rows = tuple((f"{month:%Y-%m}", *(_amount(one.values.get(month)) for one in series)) for month in months)
    return _figure(
        "Removed boilerplate by family",
        "Pieces that were taken out of the text, for each captured revision, by month.",
        stacked(period, months, series, f"{found.outlet}: removed pieces per article"),
        Table(("month", *(one.name for one in series)), rows),
        series,
    )


def status_codes(found: Survey, period: Period) -> Figure:
    weeks = list(period.weeks())
    by_status: dict[str, dict[date, float]] = {}
    for week, statuses in found.statuses.items():
        for status, n in statuses.items():
            by_status.setdefault(status, {})[week] = n
    series = largest(by_status, weeks)
    rows = tuple((str(week), *(_amount(one.values.get(week)) for one in series)) for week in weeks)
    return _figure(
        "Status codes",
        "Of the last answer to each URL, per week; none: there was no answer.",
        stacked(period, weeks, series, f"{found.outlet}: status codes", whole=True),
        Table(("week of", *(one.name for one in series)), rows),
        series,
    )


def largest(
    values: Mapping[str, Mapping[date, float]], steps: Sequence[date], most: int = COLOURS
) -> list[Series]:
    """The largest by their sums, and all else as one."""
    wanted = set(steps)
    sums = {name: sum(n for step, n in by.items() if step in wanted) for name, by in values.items()}
    names = sorted((name for name, total in sums.items() if total), key=lambda name: (-sums[name], name))
    if len(names) <= most:
        return [Series(name, values[name]) for name in names]
    rest: dict[date, float] = {}
    for name in names[most - 1 :]:
        for step, n in values[name].items():
            rest[step] = rest.get(step, 0) + n
    return [*(Series(name, values[name]) for name in names[: most - 1]), Series("all others", rest)]


def _figure(title: str, note: str, svg: Markup, table: Table, series: Sequence[Series]) -> Figure:
    if not series:
        return Figure(title, f"{note} There was nothing in this time.", None, table)
    return Figure(title, note, svg, table, legend(series))


def legend(series: Iterable[Series]) -> tuple[tuple[str, str], ...]:
    return tuple((f"c{at % COLOURS}", one.name) for at, one in enumerate(series))


def _sum(series: Iterable[Series], step: date) -> float:
    return sum(one.values.get(step, 0) for one in series)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
