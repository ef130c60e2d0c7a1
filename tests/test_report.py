"""The report: right numbers, every value escaped, and a page that a browser shows without asking anybody for anything."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.configuration import Configuration
from crawler.linking import link
from crawler.report.charts import Period, Series, bands, spans, stacked
from crawler.report.corpus_figures import boilerplate_by_year, corpus_figures, exactly
from crawler.report.figure import Table
from crawler.report.network import network
from crawler.report.outlet_figures import gaps_of, largest, outlet_figures
from crawler.report.overview import coverage_map
from crawler.report.page import Report, Section, html
from crawler.report.svg import number, ticks
from crawler.reporting import Asked, page
from storage.corpus import Corpus
from storage.coverage import CoverageDay
from storage.histogram import quantile
from storage.object_store import open_store
from storage.survey import midnight, surveys
from storage.syndication import Flow, flows
from tests.invented_surveys import ALARM, FIRST, FLOWS, GAP, HOSTILE, MOMENT, PERIOD, survey_of
from tests.synthetic_archive import write_archive
from tests.synthetic_rows import Life, day_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LIFE = Life(slug="gazette", wanted=8, silent=(date(2025, 10, 6), date(2025, 10, 9)))
SPAN = (date(2025, 9, 20), date(2025, 10, 20))


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def hostile_page() -> str:
    surveys = (survey_of(HOSTILE, label=HOSTILE), survey_of("courier"))
    sections = (
        Section("All", (coverage_map(surveys, PERIOD, {}),)),
        Section(HOSTILE, outlet_figures(surveys[0], PERIOD)),
        Section("corpus", corpus_figures(surveys, PERIOD, FLOWS)),
    )
    unknown = {HOSTILE: ((HOSTILE, HOSTILE),)}
    states = Table(("outlet", HOSTILE), ((HOSTILE, HOSTILE),))
    return html(Report(HOSTILE, HOSTILE, PERIOD, MOMENT, HOSTILE, sections, states, (ALARM,), unknown))


def test_every_value_of_the_page_is_escaped() -> None:
    elements = Elements(hostile_page())
    assert not {"script", "img", "iframe", "object", "link", "base", "form"} & set(elements.tags)
    assert elements.tags.count("style") == 1
    assert elements.tags.count("svg") > 8
    names = {name for name, _ in elements.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert "src" not in names
    assert {value[0] for name, value in elements.attributes if name == "href"} == {"#"}
    assert "".join(elements.text).count(HOSTILE) > 15


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    alarms = (ALARM, replace(ALARM, example_url=f"https://gazette.example/{HOSTILE}"))
    shown = html(Report("t", "a", PERIOD, MOMENT, "v", (), Table(("a",), (("b",),)), alarms))
    links = [value for name, value in Elements(shown).attributes if name == "href" and value[0] != "#"]
    assert links == [f"https://gazette.example/{HOSTILE}"]


def test_the_page_forbids_itself_to_ask_for_anything() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', hostile_page())
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "url(" not in hostile_page()


def test_every_picture_has_words_and_a_table_for_those_who_cannot_see_it() -> None:
    figures = (*outlet_figures(survey_of(), PERIOD), *corpus_figures([survey_of()], PERIOD, FLOWS))
    for figure in figures:
        assert figure.svg is not None, figure.title
        assert 'role="img"' in figure.svg
        assert re.search('aria-label="[^"]+"', figure.svg)
        assert figure.table.rows
        assert {len(row) for row in figure.table.rows} == {len(figure.table.head)}


def test_days_without_a_look_are_gaps_and_days_before_the_first_are_none() -> None:
    found = survey_of()
    assert gaps_of(found, PERIOD) == {GAP[0] + timedelta(days=n) for n in range(4)}
    assert gaps_of(found, Period(FIRST - timedelta(days=30), 40)) == frozenset()
    (figure, *_) = outlet_figures(found, PERIOD)
    assert "4 days without a look; the longest: 2025-10-06 to 2025-10-09" in figure.note
    assert figure.svg
    assert "2025-10-06 to 2025-10-09: no source was read" in figure.svg


def test_the_ledger_of_coverage_stands_before_the_outcomes_of_runs() -> None:
    ledger = (
        CoverageDay("gazette", date(2025, 10, 6), 9, 8, 7, {"rejected:blocked": 1, "unasked": 1}),
        CoverageDay("gazette", date(2025, 10, 8), 4, 4, 4, {}),
    )
    figure = outlet_figures(survey_of(), PERIOD, ledger)[1]
    assert ("2025-10-06", "13", "11", "2") in figure.table.rows
    assert figure.svg
    assert "2025-10-06: rejected:blocked 1, unasked 1" in figure.svg


def test_the_map_shows_the_days_and_the_pages_that_were_missed() -> None:
    figure = coverage_map([survey_of()], PERIOD, {})
    assert figure.svg
    assert "week of 2025-10-06: 41%; 3 of 7 days looked at, 27 pages had, 1 not" in figure.svg
    assert figure.table.rows == (("gazette", "14", "1", "92%", "2025-10-06 (41%)"),)


def test_the_map_is_of_the_ledger_where_there_is_one() -> None:
    missing = {"rejected:blocked": 2, "deferred:budget": 3, "unasked": 1}
    ledger = (CoverageDay("gazette", date(2025, 10, 6), 12, 8, 6, missing),)
    figure = coverage_map([survey_of()], PERIOD, {"gazette": ledger})
    assert figure.svg
    told = "29%; 3 of 7 days looked at, 12 articles announced, 6 archived, 4 not had yet"
    assert f"week of 2025-10-06: {told}" in figure.svg
    assert "week of 2025-10-13: 100%; 7 of 7 days looked at, 0 articles announced" in figure.svg


def test_nothing_is_drawn_where_there_is_nothing_and_that_is_said() -> None:
    later = Period(date(2030, 1, 1), 30)
    for figure in outlet_figures(survey_of(), later)[1:]:
        assert figure.svg is None
        assert "in this time" in figure.note
    assert "run `scrapy link`" in corpus_figures([], PERIOD, None)[1].note


def test_what_was_removed_is_shown_by_year_of_capture_whenever_the_articles_were_published() -> None:
    fetched = {date(2029, 12, 1): 2, date(2031, 2, 1): 4}
    removed = {date(2029, 12, 1): {"donation": 3}, date(2031, 2, 1): {"donation": 2}}
    figure = boilerplate_by_year([replace(survey_of(), captured=fetched, removed=removed)], date.max)
    assert figure.svg
    assert figure.table.rows == (("2029", "1.50", "2"), ("2030", "0.00", "0"), ("2031", "0.50", "4"))
    before = boilerplate_by_year([replace(survey_of(), captured=fetched, removed=removed)], date(2030, 6, 1))
    assert before.table.rows == (("2029", "1.50", "2"),)
    assert boilerplate_by_year([], date.max).svg is None


@settings(deadline=None)
@given(st.lists(st.dates(date(2020, 1, 1), date(2020, 3, 1)), max_size=30).map(sorted))
def test_spans_hold_each_day_once(days: list[date]) -> None:
    days = sorted(set(days))
    told = [first + timedelta(days=n) for first, last in spans(days) for n in range((last - first).days + 1)]
    assert told == days


@settings(deadline=None)
@given(st.floats(0.001, 1e9))
def test_an_axis_has_a_few_round_numbers(most: float) -> None:
    found = ticks(most)
    assert 2 <= len(found) <= 6
    assert found[0] == 0
    assert found[-1] <= most * 1.001


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 900),
    st.dictionaries(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(0, 10**6), max_size=20),
)
def test_any_values_in_any_period_can_be_drawn(days: int, values: dict[date, float]) -> None:
    period = Period(date(2024, 6, 15), days)
    series = Series("a", values)
    for steps in (list(period.weeks()), period.months()):
        assert "nan" not in stacked(period, steps, (series, series), "label")
        assert "nan" not in bands(period, steps, series, series, series, "label")


def test_the_largest_are_kept_and_the_others_added_up() -> None:
    step = date(2025, 1, 1)
    found = largest({f"n{n:02}": {step: n} for n in range(12)}, [step])
    assert [one.name for one in found][:2] == ["n11", "n10"]
    assert found[-1] == Series("all others", {step: sum(range(5))})


def test_articles_with_exactly_so_many_revisions() -> None:
    assert exactly([{1: 10, 2: 4, 3: 1}, {1: 5}]) == {1: 11, 2: 3, 3: 1}


def test_the_network_names_both_ends_of_each_flow_with_its_lag() -> None:
    drawn = str(network(FLOWS, "who"))
    assert "courier has 120 of gazette, after 3.0 h" in drawn
    assert "observer has 40 of gazette, lag not known" in drawn
    assert drawn.count('class="flow"') == len(FLOWS)
    assert str(network([Flow("a", "a", 3, None)], "itself")).count("nan") == 0
    many = [Flow(f"o{n}", f"o{n + 1}", n, 60.0) for n in range(60)]
    assert str(network(many, "many")).count('class="node"') == 24


def test_a_survey_counts_what_is_in_the_tables(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    list(write_archive(store, (LIFE,), *SPAN, run_days=10))
    (found,) = surveys(store, ["gazette"])
    rows = [row for day in Period(SPAN[0], 30).each_day() for row in day_rows(LIFE, day, "r")]
    first = [row.article for row in rows if row.revision == 1]
    assert sum(found.published.values()) == len(first)
    assert found.revisions == {1: len(first), 2: len(rows) - len(first)}
    assert sum(sum(by.values()) for by in found.removed.values()) == sum(
        len(row.article.boilerplate) for row in rows
    )
    assert sum(found.captured.values()) == len(rows)
    words = quantile(_added(found.words), 0.5)
    assert words == pytest.approx(sorted(a.word_count for a in first)[len(first) // 2], rel=0.06)
    lag = sorted((a.captured_at - (a.date_published or MOMENT)).total_seconds() for a in first)
    assert quantile(_added(found.lag), 0.5) == pytest.approx(lag[len(lag) // 2], rel=0.08)
    assert len(found.looked) == 30
    assert found.statuses[date(2025, 9, 22)]["200"] > 40
    (half,) = surveys(store, ["gazette"], midnight(date(2025, 10, 10)))
    assert 0 < sum(half.captured.values()) < len(rows)
    assert min(half.looked) == date(2025, 10, 10)


def _added(histograms: Mapping[date, Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in histograms.values():
        for name, n in one.items():
            total[name] = total.get(name, 0) + n
    return total


def test_the_page_of_an_archive_has_its_outlets(tmp_path: Path) -> None:
    made = Configuration(archive_url=str(tmp_path / "archive"), spool_dir=str(tmp_path / "var"))
    outlets = (LIFE, Life(slug="courier", wanted=2))
    list(write_archive(made.store(), outlets, *SPAN, run_days=10))
    now = datetime(2025, 10, 21, tzinfo=UTC)
    asked = Asked(("courier", "gazette"), None, None, corpus=False)
    shown = page(made, asked, now, lambda names: names)
    assert "2025-08-21 to 2025-10-21" in shown
    assert Elements(shown).tags.count("figure") == 1 + 2 * 6
    corpus = page(made, Asked(("courier", "gazette"), None, None, corpus=True), now, lambda names: names)
    assert Elements(corpus).tags.count("figure") == 5
    both = [one.revisions for one in surveys(made.store(), asked.outlets)]
    assert f"<td>{number(exactly(both)[1])}</td>" in corpus


def test_the_flows_are_the_copies_that_the_links_tell_of(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    outlets = (LIFE, Life(slug="courier", wanted=8, copies_from="gazette", copied=0.5))
    list(write_archive(store, outlets, *SPAN, run_days=10))
    assert flows(store) is None
    link(store, tmp_path / "spool", at=MOMENT, advance=lambda *_: None)
    found = flows(store)
    assert found
    assert (found[0].original, found[0].copier) == ("gazette", "courier")
    told = [one for one in Corpus(store).links() if one.label in {"repost", "abridged", "embeds"}]
    assert sum(flow.copies for flow in found) == sum(
        one.article.outlet != one.original.outlet and one.directed_by != "common_source" for one in told
    )
    made = Configuration(archive_url=str(tmp_path / "archive"), spool_dir=str(tmp_path / "var"))
    shown = page(made, Asked(("courier",), None, None, corpus=True), MOMENT, lambda names: names)
    assert f"courier has {found[0].copies} of gazette" in shown
