"""When an article was published and changed, out of all the ways in which a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
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


@dataclass(frozen=True, slots=True)
class Said:
    """What one page says of its dates, as printed."""

    page: Page
    stated: Stated
    near: NearHeadline
    published_by_layout: Callable[[], str | None]  # asked only where nothing else says it
    modified_by_layout: Callable[[], str | None]
    published_by_line: str | None


@dataclass(frozen=True, slots=True)
class Dating:
    """Moments with the ways in which they were found; the flags are those of an article."""

    published: Moment | None
    published_by: str
    modified: Moment | None
    modified_by: str
    flags: frozenset[str]


def dating(said: Said, reading: Reading) -> Dating:
    """The first date within bounds of each kind; one of publication that is out of bounds is flagged."""
    near = printed_near(said.near, day_first=reading.day_first)
    modified, modified_by = _modified(said, near, reading)
    flags: set[str] = set()
    for way, look in _ways(said, near, reading):
        printed = look()
        if out_of_bounds(printed, reading):
            flags.add("date_out_of_range")
        found = moment(printed, reading)
        if found is None:
            continue
        if way == said.stated.found_by.get("date_published"):
            found, way = _older(found, way, said, near, reading)  # noqa: PLW2901 - the last turn
        flags |= {"date_without_time"} if found.is_day else set()
        return Dating(found, way, modified, modified_by, frozenset(flags))
    return Dating(None, "", modified, modified_by, frozenset(flags))


def _ways(said: Said, near: Dated, reading: Reading) -> tuple[tuple[str, Callable[[], str | None]], ...]:
    """The dearer the later; the date of a change only where there is no other, named as what it is."""
    tree, day_first = said.page.tree, reading.day_first
    in_url = _in_url(said)
    return (
        (said.stated.found_by.get("date_published", ""), lambda: said.stated.date_published),
        ("layout", said.published_by_layout),
        (
            "line",
            lambda: said.published_by_line if _agrees(said.published_by_line, in_url, reading) else None,
        ),
        ("text", lambda: near.published if _agrees(near.published, in_url, reading) else None),
        ("url", lambda: in_url),
        ("html", lambda: marked(tree, said.near, day_first=day_first).published),
        ("text", lambda: anywhere(tree, said.near, day_first=day_first).published),
        ("script", lambda: in_scripts(tree)),
        ("modified", lambda: said.stated.date_modified or near.modified),
        ("modified", lambda: anywhere(tree, said.near, day_first=day_first).modified),
    )


def _in_url(said: Said) -> str | None:
    return in_address(said.page.url) or in_address(said.stated.canonical_url or "")


def _agrees(printed: str | None, in_url: str | None, reading: Reading) -> bool:
    """An address names the very day: what is printed otherwise dates a change, or was read in the wrong order."""
    if in_url is None or (printed or "").startswith(in_url):
        return True
    found = moment(printed, reading)
    return found is not None and found.at.date().isoformat() == in_url


def _older(stated: Moment, way: str, said: Said, near: Dated, reading: Reading) -> tuple[Moment, str]:
    """The printed date, where it is older than a stated one that names the last export of the page.

    Some systems state the moment of an export as that of publication and of the last change. Told from other
    pages by that, and by an older date in print that is not the same with day and month exchanged.
    """
    modified = moment(said.stated.date_modified, reading)
    printed = moment(near.published, reading) if _agrees(near.published, _in_url(said), reading) else None
    if printed is None or modified is None or modified.at - stated.at >= _A_DAY:
        return stated, way
    is_older = stated.at - printed.at > 2 * _A_DAY and not _is_exchanged(stated, printed)
    return (printed, "text") if is_older else (stated, way)


def _is_exchanged(one: Moment, other: Moment) -> bool:
    return (one.at.year, one.at.month, one.at.day) == (other.at.year, other.at.day, other.at.month)


def _modified(said: Said, near: Dated, reading: Reading) -> tuple[Moment | None, str]:
    ways: tuple[tuple[str, Callable[[], str | None]], ...] = (
        (said.stated.found_by.get("date_modified", ""), lambda: said.stated.date_modified),
        ("layout", said.modified_by_layout),
        ("text", lambda: near.modified),
    )
    return next(((at, way) for way, look in ways if (at := moment(look(), reading))), (None, ""))
