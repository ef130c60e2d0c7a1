"""What concerns all outlets: how they stand, their alarms, and the map of their weeks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crawler.report.charts import Cell, heat
from crawler.report.figure import Figure, Table
from crawler.report.outlet_figures import gaps_of, week_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crawler.report.charts import Period
    from storage.coverage import CoverageDay
    from storage.survey import Survey


Ledgers = Mapping[str, "Sequence[CoverageDay]"]  # by outlet; empty where no source's announcements were kept


def coverage_map(surveys: Sequence[Survey], period: Period, ledgers: Ledgers) -> Figure:
    """A row for each outlet, a column for each week."""
    weeks = list(period.weeks())
    rows = {
        found.outlet: [_cell(found, period, week, ledgers.get(found.outlet, ())) for week in weeks]
        for found in surveys
    }
    table = tuple(
        (outlet, *_summary([cell.share for cell in cells], weeks)) for outlet, cells in rows.items()
    )
    return Figure(
        "Coverage",
        "Each cell is a week of an outlet: the share of its days on which a source was read, times the share of the articles"
        " that were announced for this week and are decided, by the ledger: archived, read and no article, or not to be asked for."
        " Where no ledger is kept, the named pages that were had stand in. A dot marks less than 60 %; a grey cell lies before the first run or behind the last.",
        heat(rows, weeks, "coverage of each outlet by week"),
        Table(("outlet", "weeks known", "below 60 %", "mean", "worst week"), table),
        (
            ("h4", "80 % and more"),
            ("h3", "60 %"),
            ("h2", "40 %"),
            ("h1", "20 %"),
            ("h0", "less than 20 %"),
            ("none", "not watched"),
        ),
    )


def _cell(found: Survey, period: Period, week: date, ledger: Sequence[CoverageDay]) -> Cell:
    days = [day for day in week_days(week) if period.first <= day < period.end]
    if not found.looked or not days or days[-1] < min(found.looked) or week > max(found.looked):
        return Cell(None, f"{found.outlet}, week of {week}: not watched")
    watched = [day for day in days if min(found.looked) <= day <= max(found.looked)]
    gaps = gaps_of(found, period)
    looked = sum(day not in gaps for day in watched)
    had, told = _had(found, watched, ledger)
    share = looked / len(watched) * had
    told = f"{looked} of {len(watched)} days looked at, {told}"
    return Cell(share, f"{found.outlet}, week of {week}: {share:.0%}; {told}")


def _had(found: Survey, days: Sequence[date], ledger: Sequence[CoverageDay]) -> tuple[float, str]:
    """The share of what there was that was had, and that in words."""
    if ledger:
        lines = [line for line in ledger if line.day in days]
        announced = sum(line.announced for line in lines)
        archived, open_ = sum(line.extracted for line in lines), sum(line.undecided for line in lines)
        told = f"{announced} articles announced, {archived} archived, {open_} not had yet"
        return (announced - open_) / announced if announced else 1, told
    kept = sum(found.kept.get(day, 0) for day in days)
    missing = sum(sum(found.missing.get(day, {}).values()) for day in days)
    return kept / (kept + missing) if kept + missing else 1, f"{kept} pages had, {missing} not"


def _summary(shares: Sequence[float | None], weeks: Sequence[date]) -> tuple[str, ...]:
    known = [(share, week) for share, week in zip(shares, weeks, strict=True) if share is not None]
    if not known:
        return "0", "", "", ""
    worst = min(known)
    mean = sum(share for share, _ in known) / len(known)
    low = sum(share < 0.6 for share, _ in known)
    return str(len(known)), str(low), f"{mean:.0%}", f"{worst[1]} ({worst[0]:.0%})"
