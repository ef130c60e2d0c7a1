"""The history of an outlet: which of its sources, and which of their entries, belong to a stretch of time.

A sitemap is left out when its index says that it has not changed since before that time, or its name tells another
year or month. An article belongs to the time if any source, or its address, says that it was published then. Of one of which
only the last change is known, it is known that it was published no later; if it is later than that time, WordPress's
interface decides where there is one, and else it is fetched after all others.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from crawler.command_line import day, day_after
from crawler.configuration import BadConfiguration
from extractors.paging import source_name
from extractors.url_dates import article_time, sitemap_time
from extractors.wordpress_rest import published_posts
from storage import backfills, places
from storage.backfills import Backfill
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.places import FoundBy

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from extractors.url_dates import Named
    from storage.announcement import SourceEntry
    from storage.capture import Capture

EARLIEST = "1990-01-01"
SLACK = timedelta(days=1)  # WordPress compares `after` with the site's own time


class Belongs(Enum):
    """Whether an article was published in the time asked for."""

    YES = auto()
    NO = auto()
    PERHAPS = auto()  # nobody says when it was published: asked for after all others


def wanted(arguments: Mapping[str, str], now: datetime) -> Backfill:
    """The stretch that `since` and `until` name, both days included. BadConfiguration says what is wrong with them."""
    since = day(arguments.get("since", EARLIEST), "-a since")
    until = day_after(arguments["until"], "-a until") if "until" in arguments else now + SLACK
    if since >= until:
        raise BadConfiguration(
            f"-a since={arguments['since']} is later than -a until={arguments.get('until', 'today')}"
        )
    if since > now:
        raise BadConfiguration(f"-a since={arguments['since']} is still to come")
    return Backfill(since, until.replace(hour=0, minute=0, second=0, microsecond=0))


def sources(db: sqlite3.Connection, walk: Backfill, declared: Iterable[Target]) -> Iterator[Target]:
    """Every source, unless this walk has read it already. A feed reaches back, too, where it states its next page."""
    known = {target.url: target.purpose for target in declared}
    for place in places.all_places(db):
        if place.found_by is not FoundBy.GUESS or source_name(place.url, place.purpose) in places.speaking(
            db
        ):
            known.setdefault(place.url, place.purpose)
    for url, purpose in known.items():
        asked = rest(walk, url) if purpose is Purpose.REST else url
        if not backfills.asked_since(db, asked, walk.started_at):
            yield Target(asked, purpose, Hop.SEED, again=True)


def is_read_anew(walk: Backfill | None, purpose: Purpose) -> bool:
    """Whether what is fetched for this is read whatever its bytes: of a source that stays as it is, an earlier run took other days."""
    return walk is not None and purpose is not Purpose.PAGE


def guesses(db: sqlite3.Connection, walk: Backfill, usual: Iterable[Target]) -> Iterator[Target]:
    """The usual places, of which WordPress's interface is asked for the time alone."""
    for target in usual:
        asked = rest(walk, target.url) if target.purpose is Purpose.REST else target.url
        if not backfills.asked_since(db, asked, walk.started_at):
            yield Target(asked, target.purpose, Hop.SEED, again=True)


def rest(walk: Backfill, url: str) -> str:
    return published_posts(url.partition("?")[0], walk.since - SLACK, walk.until + SLACK)


def posts_are_known(db: sqlite3.Connection, walk: Backfill) -> bool:
    """Whether a WordPress was asked for the posts of that time and gave them: then no other was published in it."""
    speaking = places.speaking(db).items()
    asked = (rest(walk, source) for source, purpose in speaking if purpose is Purpose.REST)
    return any(backfills.answered_since(db, url, walk.started_at) for url in asked)


def belongs(
    db: sqlite3.Connection, walk: Backfill, entry: SourceEntry, *, posts_known: bool = False
) -> Belongs:
    stated = backfills.stated_publication(db, entry.article_key)
    published = entry.date_published or (datetime.fromisoformat(stated) if stated else None)
    if published:
        return Belongs.YES if walk.since <= published < walk.until else Belongs.NO
    if named := article_time(entry.url):
        return Belongs.YES if _overlaps(walk, named) else Belongs.NO
    if entry.date_modified is None or entry.date_modified >= walk.until:
        return Belongs.NO if posts_known else Belongs.PERHAPS
    return Belongs.YES if entry.date_modified >= walk.since else Belongs.NO


def is_worth_opening(db: sqlite3.Connection, walk: Backfill, entry: SourceEntry) -> bool:
    """Of a sitemap in an index: whether it may name articles of that time, and was not read yet."""
    if entry.date_modified and entry.date_modified < walk.since:
        return False
    named = sitemap_time(entry.url)
    if named and not _overlaps(walk, named):
        return False
    return not backfills.asked_since(db, entry.url, walk.started_at)


def leads_further(
    db: sqlite3.Connection, walk: Backfill, capture: Capture, named: tuple[SourceEntry, ...]
) -> bool:
    """Whether the pages after this one may have articles of that time: it names some, not all too old, and not the same again.

    To be asked before what the page says is noted.
    """
    if not named:
        return False
    dates = [entry.date_published for entry in named]
    if all(at is not None and at < walk.since for at in dates):
        return False
    if capture.purpose is Purpose.REST:
        return True
    source = source_name(capture.url, capture.purpose)
    return not backfills.all_seen_since(db, source, tuple(entry.url for entry in named), walk.started_at)


def rank(belonging: Belongs, entry: SourceEntry) -> float:
    """The newest first; what may not belong at all, last."""
    if belonging is Belongs.PERHAPS:
        return 0.0
    named = article_time(entry.url)
    at = entry.date_published or (named.start if named else entry.date_modified)
    return at.timestamp() if at else 0.0


def _overlaps(walk: Backfill, named: Named) -> bool:
    return named.start < walk.until and named.end > walk.since
