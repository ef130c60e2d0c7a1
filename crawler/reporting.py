"""From the archive to the page of `scrapy report`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler import __version__
from crawler.report.charts import Period
from crawler.report.corpus_figures import corpus_figures
from crawler.report.figure import Table
from crawler.report.outlet_figures import outlet_figures
from crawler.report.overview import coverage_map
from crawler.report.page import Report, Section, html
from crawler.spider_loader import PAGES
from crawler.watch.outlet_state import FACTS, facts, outlet_state
from storage.delta import live_rows
from storage.manifest import FileKind
from storage.survey import midnight, survey
from storage.syndication import flows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from crawler.configuration import Configuration
    from crawler.watch.outlet_state import OutletState
    from storage.survey import Survey
    from storage.syndication import Flow


@dataclass(frozen=True, slots=True)
class Asked:
    """What the report is to show. Days are inclusive; None: a year, up to the last thing that was captured."""

    outlets: tuple[str, ...]
    since: date | None
    until: date | None
    corpus: bool


def page(
    configuration: Configuration, asked: Asked, now: datetime, each: Callable[[Iterable[str]], Iterable[str]]
) -> str:
    """The HTML. `each` passes the outlets on, and may show how far it is. StoreError."""
    surveys: list[Survey] = []
    states: list[OutletState] = []
    since = midnight(asked.since) if asked.since else None if asked.corpus else now - YEAR
    for outlet in each(asked.outlets):
        surveys.append(survey(configuration.store(), outlet, since))
        if not asked.corpus:
            states.append(outlet_state(configuration, outlet, now))
    period = shown(surveys, asked, now.date())
    return html(_report(configuration, asked, surveys, states, period, now))


def _flows(configuration: Configuration, asked: Asked) -> tuple[Flow, ...] | None:
    """Those between the outlets that were asked for, or with one of them at either end."""
    found = flows(configuration.store())
    wanted = set(asked.outlets)
    return found and tuple(flow for flow in found if wanted & {flow.original, flow.copier})


YEAR = timedelta(days=365)
MONTH = timedelta(days=30)


def shown(surveys: Sequence[Survey], asked: Asked, today: date) -> Period:
    """The days of the pictures: as asked, else a year to today, or since a month before the first look.

    Of the corpus, all that was published.
    """
    until = asked.until or today
    if asked.since:
        first = asked.since
    elif asked.corpus:
        published = [day for found in surveys for day in found.published if day <= until]
        first = min(published, default=until - YEAR)
        until = asked.until or max(published, default=until)
    else:
        watched = min((min(found.looked) for found in surveys if found.looked), default=until)
        first = max(until - YEAR + timedelta(days=1), min(watched, until) - MONTH)
    return Period(min(first, until), (until - min(first, until)).days + 1)


def _report(
    configuration: Configuration,
    asked: Asked,
    surveys: Sequence[Survey],
    states: Sequence[OutletState],
    period: Period,
    now: datetime,
) -> Report:
    store = configuration.store()
    if asked.corpus:
        sections = (Section("The corpus", corpus_figures(surveys, period, _flows(configuration, asked))),)
        return Report("The corpus in pictures", store.url, period, now, __version__, sections)
    rows = live_rows(store, FileKind.ARTICLES)
    return Report(
        "Report of the crawl",
        store.url,
        period,
        now,
        __version__,
        (
            Section("All outlets", (coverage_map(surveys, period),)),
            *(Section(found.outlet, outlet_figures(found, period)) for found in surveys),
        ),
        Table(FACTS, tuple(facts(state, rows.get(state.outlet, 0), now) for state in states)),
        tuple(alarm for state in states for alarm in state.alarms),
        {state.outlet: state.unknown for state in states if state.outlet != PAGES},
    )
