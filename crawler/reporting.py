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
from storage.corpus import Corpus
from storage.delta import live_rows
from storage.manifest import FileKind
from storage.survey import midnight, surveys
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
    found: list[Survey] = []
    states: list[OutletState] = []
    since = midnight(asked.since) if asked.since else None if asked.corpus else now - YEAR
    for one in surveys(configuration.store(), each(asked.outlets), since):
        found.append(one)
        if not asked.corpus:
            states.append(outlet_state(configuration, one.outlet, now))
    period = shown(found, asked, now.date())
    return html(_report(configuration, asked, found, states, period, now))


def _flows(configuration: Configuration, asked: Asked) -> tuple[Flow, ...] | None:
    """Those between the outlets that were asked for, or with one of them at either end."""
    found = flows(configuration.store())
    wanted = set(asked.outlets)
    return found and tuple(flow for flow in found if wanted & {flow.original, flow.copier})


YEAR = timedelta(days=365)
MONTH = timedelta(days=30)


def shown(found: Sequence[Survey], asked: Asked, today: date) -> Period:
    """The days of the pictures: as asked, else a year to today, or since a month before the first look.

    Of the corpus, all that was published.
    """
    until = asked.until or today
    if asked.since:
        first = asked.since
    elif asked.corpus:
        published = [day for one in found for day in one.published if day <= until]
        first = min(published, default=until - YEAR)
        until = asked.until or max(published, default=until)
    else:
        watched = min((min(one.looked) for one in found if one.looked), default=until)
        first = max(until - YEAR + timedelta(days=1), min(watched, until) - MONTH)
    return Period(min(first, until), (until - min(first, until)).days + 1)


def _report(
    configuration: Configuration,
    asked: Asked,
    found: Sequence[Survey],
    states: Sequence[OutletState],
    period: Period,
    now: datetime,
) -> Report:
    store = configuration.store()
    if asked.corpus:
        sections = (
            Section("The corpus", corpus_figures(found, period, _flows(configuration, asked), asked.until)),
        )
        return Report("The corpus in pictures", store.url, period, now, __version__, sections)
    rows, corpus = live_rows(store, FileKind.ARTICLES), Corpus(store)
    ledgers = {one.outlet: corpus.coverage(one.outlet) for one in found}
    return Report(
        "Report of the crawl",
        store.url,
        period,
        now,
        __version__,
        (
            Section("All outlets", (coverage_map(found, period, ledgers),)),
            *(Section(one.outlet, outlet_figures(one, period, ledgers[one.outlet])) for one in found),
        ),
        Table(FACTS, tuple(facts(state, rows.get(state.outlet, 0), now) for state in states)),
        tuple(alarm for state in states for alarm in state.alarms),
        {state.outlet: state.unknown for state in states if state.outlet != PAGES},
    )
