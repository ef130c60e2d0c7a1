"""The page: what was counted, in one HTML file. Jinja2 escapes every value; only our own SVG is markup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.html_templates import templates
from crawler.watch.wording import sentence
from storage.alarm import AlarmKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from crawler.report.charts import Period
    from crawler.report.figure import Figure, Table
    from storage.alarm import Alarm

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the page says. `states` is None for a reader who runs no crawl."""

    title: str
    archive: str
    period: Period
    made: datetime
    version: str
    sections: tuple[Section, ...]
    states: Table | None = None
    alarms: tuple[Alarm, ...] = ()
    unknown: Mapping[str, tuple[tuple[str, str], ...]] | None = None  # outlet: measure, what is known


def html(report: Report) -> str:
    """The whole page."""
    return (
        templates(FOLDER)
        .get_template("page.html")
        .render(
            title=report.title,
            archive=report.archive,
            first=report.period.first,
            last=report.period.last,
            made=f"{report.made:%Y-%m-%d %H:%M} UTC",
            version=report.version,
            sections=report.sections,
            states=report.states,
            alarms=_alarms(report.alarms),
            unknown=_unknown(report.unknown or {}),
            style=Markup((FOLDER / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - a file of ours
        )
    )


def _alarms(alarms: Sequence[Alarm]) -> list[dict[str, str]]:
    """The most pressing first. An address that a browser would not merely open is text, and no link."""
    return [
        {
            "kind": alarm.kind.value,
            "outlet": alarm.outlet,
            "sentence": sentence(alarm),
            "since": f"{alarm.since:%Y-%m-%d %H:%M} UTC",
            "advice": alarm.advice,
            "example": alarm.example_url or "",
            "link": "yes" if (alarm.example_url or "").startswith(("https://", "http://")) else "",
        }
        for alarm in sorted(alarms, key=lambda alarm: (_PRESSING.index(alarm.kind), alarm.outlet))
    ]


_PRESSING = tuple(AlarmKind)


def _unknown(unknown: Mapping[str, tuple[tuple[str, str], ...]]) -> list[dict[str, str]]:
    return [
        {
            "outlet": outlet,
            "measures": ", ".join(name for name, _ in found),
            "known": found[0][1],
        }
        for outlet, found in unknown.items()
        if found
    ]
