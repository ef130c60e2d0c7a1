"""When an article was published and changed, out of all the ways in which a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from extractors.dates import moment, out_of_bounds
from extractors.publication import anywhere, in_address, in_scripts, marked, printed_near

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors.dates import Moment, Reading
    from extractors.near_headline import NearHeadline
    from extractors.parse import Page
    from extractors.publication import Dated
    from extractors.stated import Stated

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What one page says of its dates, as printed."""

    reading: Reading
    page: Page
    stated: Stated
    near: NearHeadline
    is_known: bool  # its layout names the place of the date: a person has looked at what it states
    published_by_layout: Callable[[], str | None]  # asked only where nothing else says it
    modified_by_layout: Callable[[], str | None]
    published_by_line: str | None

    @cached_property
    def printed(self) -> Dated:
        """Around the headline: a known page that states its dates is not searched for more."""
        return printed_near(self.near, day_first=self.reading.day_first)

    @cached_property
    def in_url(self) -> str | None:
        """The day that the page's address names, or its canonical one."""
        return in_address(self.page.url) or in_address(self.stated.canonical_url or "")


@dataclass(frozen=True, slots=True)
class Dating:
    """Moments with the ways in which they were found; the flags are those of an article."""

    published: Moment | None
    published_by: str
    modified: Moment | None
    modified_by: str
    flags: frozenset[str]


def dating(said: Said) -> Dating:
    """The first date within bounds of each kind; one of publication that is out of bounds is flagged."""
    reading = said.reading
    modified, modified_by = _modified(said)
    flags: set[str] = set()
    for way, look in _ways(said):
        printed = look()
        if out_of_bounds(printed, reading):
            flags.add("date_out_of_range")
        found = moment(printed, reading)
        if found is None:
            continue
        if way == said.stated.found_by.get("date_published") and not said.is_known:
            found, way = _older(found, way, said)  # noqa: PLW2901 - the last turn
        flags |= {"date_without_time"} if found.is_day else set()
        return Dating(found, way, modified, modified_by, frozenset(flags))
    return Dating(None, "", modified, modified_by, frozenset(flags))


def _ways(said: Said) -> tuple[tuple[str, Callable[[], str | None]], ...]:
    """The dearer the later; the date of a change only where there is no other, named as what it is."""
    tree, day_first = said.page.tree, said.reading.day_first
    in_all_of_it: tuple[tuple[str, Callable[[], str | None]], ...] = (
        ("html", lambda: marked(tree, said.near, day_first=day_first).published),
        ("text", lambda: anywhere(tree, said.near, day_first=day_first).published),
        ("script", lambda: in_scripts(tree)),
    )
    return (
        (said.stated.found_by.get("date_published", ""), lambda: said.stated.date_published),
        ("layout", said.published_by_layout),
        ("line", lambda: _agreeing(said.published_by_line, said)),
        ("text", lambda: _agreeing(said.printed.published, said)),
        ("url", lambda: said.in_url),
        *(() if said.is_known else in_all_of_it),
        ("modified", lambda: said.stated.date_modified or said.printed.modified),
        (
            "modified",
            lambda: None if said.is_known else anywhere(tree, said.near, day_first=day_first).modified,
        ),
    )


def _agreeing(printed: str | None, said: Said) -> str | None:
    """An address names the very day: what is printed otherwise dates a change, or was read in the wrong order."""
    if said.in_url is None or (printed or "").startswith(said.in_url):
        return printed
    found = moment(printed, said.reading)
    return printed if found is not None and found.at.date().isoformat() == said.in_url else None


def _older(stated: Moment, way: str, said: Said) -> tuple[Moment, str]:
    """The printed date, where it is older than a stated one that names the last export of the page.

    Some systems state the moment of an export as that of publication and of the last change. Told from other
    pages by that, and by an older date in print that is not the same with day and month exchanged.
    """
    modified = moment(said.stated.date_modified, said.reading)
    if modified is None or modified.at - stated.at >= _A_DAY:
        return stated, way
    printed = moment(_agreeing(said.printed.published, said), said.reading)
    if printed is None or stated.at - printed.at <= 2 * _A_DAY or _is_exchanged(stated, printed):
        return stated, way
    return printed, "text"


def _is_exchanged(one: Moment, other: Moment) -> bool:
    return (one.at.year, one.at.month, one.at.day) == (other.at.year, other.at.day, other.at.month)


def _modified(said: Said) -> tuple[Moment | None, str]:
    ways: tuple[tuple[str, Callable[[], str | None]], ...] = (
        (said.stated.found_by.get("date_modified", ""), lambda: said.stated.date_modified),
        ("layout", said.modified_by_layout),
        ("text", lambda: said.printed.modified),
    )
    return next(((at, way) for way, look in ways if (at := moment(look(), said.reading))), (None, ""))
