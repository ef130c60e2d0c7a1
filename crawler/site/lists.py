"""The lists: of an outlet month by month, of its months, and of the outlets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.site.pages import html
from crawler.site.places import INDEX, month_page, outlet_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crawler.site.folder import SiteFolder
    from crawler.site.pages import Listed
    from storage.selection import Filter

PER_PAGE = 200  # articles of a list


@dataclass(frozen=True, slots=True)
class Month:
    """Of an outlet; `first` is the day of an article in it."""

    first: date
    articles: int
    place: str

    @property
    def name(self) -> str:
        return f"{self.first:%B %Y}"


def write_months(outlet: str, lines: Iterable[Listed], folder: SiteFolder) -> list[Month]:
    """The lists of an outlet whose lines come by date, a month and its neighbours in memory; then the list of its months."""
    months: list[Month] = []
    held: list[Listed] = []
    for _, found in groupby(lines, key=lambda line: (line.day.year, line.day.month)):
        of_month = list(found)
        months.append(Month(of_month[0].day, len(of_month), month_page(outlet, of_month[0].day)))
        if held:
            _write_month(outlet, held, (*months[-3:-2], None)[0], months[-1], folder)
        held = of_month
    if held:
        _write_month(outlet, held, (*months[-2:-1], None)[0], None, folder)
        folder.write(outlet_page(outlet), _outlet_html(outlet, months))
    return months


def _write_month(
    outlet: str, lines: Sequence[Listed], before: Month | None, after: Month | None, folder: SiteFolder
) -> None:
    """The newest first, on as many pages as that takes."""
    day = lines[0].day
    pages = [lines[::-1][start : start + PER_PAGE] for start in range(0, len(lines), PER_PAGE)]
    places = [month_page(outlet, day, number) for number in range(1, len(pages) + 1)]
    for number, (place, part) in enumerate(zip(places, pages, strict=True), start=1):
        page = html(
            "month.html",
            place,
            outlet=(outlet, outlet_page(outlet)),
            month=f"{day:%B %Y}",
            count=len(lines),
            number=number,
            places=places,
            before=before,
            after=after,
            days=[(of, list(found)) for of, found in groupby(part, key=lambda line: line.day)],
        )
        folder.write(place, page)


def _outlet_html(outlet: str, months: Sequence[Month]) -> str:
    years = [
        (year, list(found)) for year, found in groupby(reversed(months), key=lambda month: month.first.year)
    ]
    count = sum(month.articles for month in months)
    return html(
        "outlet.html",
        outlet_page(outlet),
        outlet=outlet,
        count=count,
        most=max(month.articles for month in months),
        years=[(year, sum(month.articles for month in found), found[::-1]) for year, found in years],
    )


def index_html(
    months: Mapping[str, Sequence[Month]], wanted: Filter, version: int | None, software: str
) -> str:
    """What the folder opens with; `months` by outlet."""
    outlets = [
        {
            "name": outlet,
            "place": outlet_page(outlet),
            "count": sum(month.articles for month in found),
            "first": found[0],
            "last": found[-1],
        }
        for outlet, found in months.items()
    ]
    return html(
        "index.html",
        INDEX,
        outlets=outlets,
        count=sum(outlet["count"] for outlet in outlets),
        filters=list(_filters(wanted)),
        version=version,
        software=software,
    )


def _filters(wanted: Filter) -> Iterator[str]:
    if wanted.since:
        yield f"since {wanted.since:%Y-%m-%d}"
    if wanted.until:
        yield f"before {wanted.until:%Y-%m-%d}"
    for value in (wanted.kind and wanted.kind.value, wanted.language, *wanted.rights):
        if value:
            yield str(value)
