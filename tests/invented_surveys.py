"""Surveys for the tests of the report, with names and labels as a hostile site would choose them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crawler.report.charts import Period
from storage.alarm import Alarm, AlarmKind
from storage.histogram import step
from storage.survey import Survey
from storage.syndication import Flow

FIRST = date(2025, 9, 1)
PERIOD = Period(FIRST, 92)
GAP = (date(2025, 10, 6), date(2025, 10, 9))
HOSTILE = (
    "</title></style></svg><script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>\"'&"
)
MOMENT = datetime(2025, 12, 1, 12, tzinfo=UTC)
ALARM = Alarm(
    AlarmKind.DRIFT,
    f"rule:{HOSTILE}",
    HOSTILE,
    MOMENT,
    0,
    12,
    3,
    f"javascript:alert('{HOSTILE}')",
    "look what stands there now",
)
FLOWS = (
    Flow("gazette", "courier", 120, 3 * 3600),
    Flow("courier", "gazette", 14, 30 * 3600),
    Flow("gazette", "observer", 40, None),
    Flow(HOSTILE, "courier", 3, 5 * 86400),
)


def survey_of(outlet: str = "gazette", *, label: str = "donation") -> Survey:
    days = list(PERIOD.each_day())
    seen = [day for day in days if not GAP[0] <= day <= GAP[1]]
    weeks, months = list(PERIOD.weeks()), PERIOD.months()
    return Survey(
        outlet=outlet,
        published={day: day.day % 7 for day in seen},
        words={week: {step(200): 3, step(400): 5, step(900): 2} for week in weeks[:-1]},
        lag={week: {step(1800): 3, step(7200): 5} for week in weeks},
        removed={month: {label: 30, "share": 50} for month in months},
        captured=dict.fromkeys(months, 40),
        revisions={1: 100, 2: 12, 3: 2, 8: 1},
        languages={"en": 80, "en-GB": 5, "ru": 7, label: 1},
        statuses={week: {"200": 60, "404": 3, "none": 1} for week in weeks},
        looked=frozenset(seen),
        kept=dict.fromkeys(seen, 9),
        missing={day: {f"rejected:{label}": 1} for day in seen[::3]},
    )


def day(number: int) -> date:
    return FIRST + timedelta(days=number)
