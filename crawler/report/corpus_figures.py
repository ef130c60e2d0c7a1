"""The pictures of the whole corpus, as a researcher wants them: `scrapy report --corpus`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from crawler.report.charts import Period, horizontal, stacked
from crawler.report.figure import Figure, Table
from crawler.report.network import lag, network
from crawler.report.outlet_figures import largest, legend
from crawler.report.svg import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.survey import Survey
    from storage.syndication import Flow

FEWEST = 5  # revisions from which on they are one bar
LANGUAGES = 12


def corpus_figures(
    surveys: Sequence[Survey], period: Period, flows: Sequence[Flow] | None, until: date | None = None
) -> tuple[Figure, ...]:
    """`flows` is None where nobody has linked the archive yet. `until`: the last day of capture that counts."""
    return (
        articles_per_month(surveys, period),
        syndication(flows),
        boilerplate_by_year(surveys, until or date.max),
        revisions(surveys),
        languages(surveys),
    )


def articles_per_month(surveys: Sequence[Survey], period: Period) -> Figure:
    months = period.months()
    by_outlet: dict[str, dict[date, float]] = {}
    for found in surveys:
        sums = by_outlet.setdefault(found.outlet, {})
        for day, n in found.published.items():
            month = day.replace(day=1)
            sums[month] = sums.get(month, 0) + n
    series = largest(by_outlet, months)
    names = [found.outlet for found in surveys]
    rows = tuple(
        (f"{month:%Y-%m}", *(number(by_outlet[name].get(month, 0)) for name in names)) for month in months
    )
    note = "First revisions by month of publication (UTC); each outlet on top of those before it."
    table = Table(("month", *names), rows)
    if not series:
        return Figure("Articles per month and outlet", f"{note} There are none.", None, table)
    drawn = stacked(period, months, series, "articles per month and outlet", whole=True)
    return Figure("Articles per month and outlet", note, drawn, table, legend(series))


def syndication(flows: Sequence[Flow] | None) -> Figure:
    title = "Syndication"
    head = ("original", "copied by", "articles", "median lag")
    if not flows:
        why = (
            "No copies between outlets are known."
            if flows is not None
            else ("The archive has no links yet: run `scrapy link`.")
        )
        return Figure(title, why, None, Table(head, ()))
    ordered = sorted(flows, key=lambda flow: (-flow.copies, flow.original, flow.copier))
    rows = tuple((f.original, f.copier, number(f.copies), lag(f.median_lag_s)) for f in ordered)
    note = (
        "An arrow leads from the outlet of the original to the one that has its text, whole or in part; it is as wide as"
        " the number of articles. The table has the median time from one publication to the other."
    )
    drawn = network(ordered, "which outlet copies which")
    return Figure(title, note, drawn, Table(head, rows), (("arrow", "from original to copy"),))


def boilerplate_by_year(surveys: Sequence[Survey], until: date) -> Figure:
    """By capture, which may be long after publication: what stands around a text is of the day on which it was fetched."""
    removed, captured = dict[str, Counter[date]](), Counter[date]()
    for found in surveys:
        for month, n in found.captured.items():
            if month <= until:
                captured[_year(month)] += n
        for month, families in found.removed.items():
            for family, n in families.items() if month <= until else ():
                removed.setdefault(family, Counter())[_year(month)] += n
    years = (
        [date(year, 1, 1) for year in range(min(captured).year, max(captured).year + 1)] if captured else []
    )
    shares = {
        family: {year: n / max(captured[year], 1) for year, n in by.items()} for family, by in removed.items()
    }
    series = largest(shares, years)
    rows = tuple(
        (f"{year:%Y}", *(f"{one.values.get(year, 0):.2f}" for one in series), number(captured[year]))
        for year in years
    )
    note = "Pieces that were taken out of the text, for each captured revision, by year of capture."
    table = Table(("year", *(one.name for one in series), "revisions"), rows)
    if not series:
        return Figure("Boilerplate by family over the years", f"{note} There are none.", None, table)
    period = Period(years[0], (date(years[-1].year, 12, 31) - years[0]).days + 1)
    drawn = stacked(period, years, series, "removed pieces per article by year")
    return Figure("Boilerplate by family over the years", note, drawn, table, legend(series))


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


def revisions(surveys: Sequence[Survey]) -> Figure:
    """An article with so many revisions has a row for each, so that rows tell articles."""
    exact = exactly([found.revisions for found in surveys])
    bars = [(_times(n) if n < FEWEST else f"{FEWEST} and more", 0.0) for n in range(1, FEWEST + 1)]
    sums = dict(bars)
    for n, articles in exact.items():
        sums[_times(n) if n < FEWEST else f"{FEWEST} and more"] += articles
    rows = tuple((name, number(n)) for name, n in sums.items())
    note = "Articles by the number of their revisions; one is a text that never changed."
    drawn = horizontal(list(sums.items()), "articles by number of revisions")
    return Figure("Revisions per article", note, drawn, Table(("revisions", "articles"), rows))


def _times(n: int) -> str:
    return "1 revision" if n == 1 else f"{n} revisions"


def exactly(rows: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Articles with exactly so many revisions, of the rows with each revision's number."""
    total = Counter[int]()
    for one in rows:
        total.update(one)
    return {n: max(total[n] - total[n + 1], 0) for n in sorted(total)}


def languages(surveys: Sequence[Survey]) -> Figure:
    total = Counter[str]()
    for found in surveys:
        for tag, n in found.languages.items():
            total[tag.lower().replace("_", "-").split("-")[0]] += n
    most = total.most_common(LANGUAGES)
    rest = total.total() - sum(n for _, n in most)
    bars: list[tuple[str, float]] = [*((tag, n) for tag, n in most), *([("others", rest)] if rest else [])]
    rows = tuple((tag, number(n)) for tag, n in total.most_common())
    note = "Articles by their primary language tag, as stated or told from the text."
    return Figure(
        "Languages",
        note,
        horizontal(bars, "articles by language", colour=1) if bars else None,
        Table(("language", "articles"), rows),
    )
