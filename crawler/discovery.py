"""Where an outlet says what is new: declared sources, what robots.txt and pages name, and the usual places.

A place that was never there is asked for again after a month, one that has gone after a week; whatever speaks is a source
like the declared ones. So a run after another asks for nothing that it would not ask for anyway.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors.paging import source_name
from extractors.wordpress_rest import PATH, changed_posts
from storage import backfills, places
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.places import FoundBy, Place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from extractors.vocabulary import Outlet
    from storage.announcement import SourceEntry
    from storage.capture import Capture

DAY = 86_400.0  # seconds
ABSENT = 30 * DAY  # until a usual place is tried again
GONE = 7 * DAY  # until a place that somebody named and that is not there is tried again
MAX_DEPTH = 3  # indexes above a sitemap
MAX_SITEMAPS = 500  # files of one run

GUESSES: dict[Purpose, tuple[tuple[str, Purpose], ...]] = {
    Purpose.SITEMAP: tuple(
        (path, Purpose.SITEMAP) for path in ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
    ),
    Purpose.FEED: (("/", Purpose.LISTING), ("/feed/", Purpose.FEED)),  # the home page links to its feeds
    Purpose.REST: ((PATH, Purpose.REST),),
}
"""Where sources of a kind often are, asked when nothing of the kind is known."""


def home_page(outlet: Outlet) -> str:
    return f"https://{_main_host(outlet)}/"


def _main_host(outlet: Outlet) -> str:
    """That of the first source, which says whether it is written with "www."."""
    return urlsplit(outlet.sources[0].url).netloc if outlet.sources else outlet.hosts[0]


def due_sources(db: sqlite3.Connection, declared: Iterable[Target], now: float) -> Iterator[Target]:
    """The declared sources and the known places that are worth asking in this run."""
    _follow_redirects(db)
    given = {source_name(target.url, target.purpose) for target in declared}
    for target in declared:
        if not _is_gone(db, target.url, now):
            yield target if target.purpose is not Purpose.REST else rest_target(db, target.url)
    speaking = places.speaking(db)
    for place in places.all_places(db):
        name = source_name(place.url, place.purpose)
        if name not in given and _is_due(db, place, now, speaks=name in speaking):
            yield _asked(db, place, now)
    for url, purpose in backfills.left_aside(db):
        if not _is_gone(db, url, now):
            yield Target(url, Purpose(purpose), Hop.SEED, again=True)


def _is_due(db: sqlite3.Connection, place: Place, now: float, *, speaks: bool) -> bool:
    if place.asked_at is None:
        return True
    if place.purpose is Purpose.LISTING:  # the home page, which is asked for its links to feeds
        return now - place.asked_at > ABSENT
    if place.found_by is FoundBy.GUESS:
        return (speaks and not _is_gone(db, place.url, now)) or now - place.asked_at > ABSENT
    return not _is_gone(db, place.url, now)


def _is_gone(db: sqlite3.Connection, url: str, now: float) -> bool:
    since = places.missing_since(db, url)
    return since is not None and now - datetime.fromisoformat(since).timestamp() < GONE


def _asked(db: sqlite3.Connection, place: Place, now: float) -> Target:
    places.note_asked(db, place.url, now)
    if place.purpose is Purpose.REST:
        return rest_target(db, place.url)
    return Target(place.url, place.purpose, Hop.SEED, again=True)


def rest_target(db: sqlite3.Connection, endpoint: str) -> Target:
    """The posts that changed since the latest change that is known."""
    endpoint = endpoint.partition("?")[0]
    latest = places.last_modified(db, endpoint)
    after = datetime.fromisoformat(latest) if latest else None
    return Target(changed_posts(endpoint, after), Purpose.REST, Hop.SEED, again=True)


def _follow_redirects(db: sqlite3.Connection) -> None:
    for place in places.all_places(db):
        target = places.leads_to(db, place.url)
        if target and place.purpose is not Purpose.LISTING:
            places.note(db, Place(target, place.purpose, FoundBy.REDIRECT))


def guesses(db: sqlite3.Connection, outlet: Outlet, now: float) -> Iterator[Target]:
    """The usual places of the kinds of which nothing is known, once robots.txt has been heard or nothing else is asked."""
    known = {Purpose(source.kind) for source in outlet.sources if not _is_gone(db, source.url, now)}
    named = (place for place in places.all_places(db) if place.found_by is not FoundBy.GUESS)
    known |= {place.purpose for place in named if not _is_gone(db, place.url, now)}
    known |= set(places.speaking(db).values())
    asked = {place.url for place in places.all_places(db)}
    for kind, usual in GUESSES.items():
        for path, purpose in usual if kind not in known else ():
            place = Place(f"https://{_main_host(outlet)}{path}", purpose, FoundBy.GUESS)
            if place.url not in asked and places.missing_since(db, place.url) is None:
                places.note(db, place)
                yield _asked(db, place, now)


def note_places(db: sqlite3.Connection, capture: Capture, entries: Iterable[SourceEntry]) -> None:
    """Remember the sources that robots.txt or a page names."""
    named_by = {Purpose.ROBOTS: FoundBy.ROBOTS, Purpose.LISTING: FoundBy.LINK}
    how = named_by.get(capture.purpose)
    if how is None:
        return
    for entry in entries:
        if entry.purpose in {Purpose.SITEMAP, Purpose.FEED, Purpose.REST}:
            places.note(db, Place(entry.url, entry.purpose, how))


def why_not_followed(db: sqlite3.Connection, run: str, capture: Capture, entry: SourceEntry) -> str | None:
    """Why a sitemap that an index names is not asked for; None: it is."""
    if entry.purpose is not Purpose.SITEMAP:
        return None
    if (
        capture.purpose is Purpose.SITEMAP
        and places.depth_of_sitemap(db, capture.url, MAX_DEPTH) >= MAX_DEPTH
    ):
        return f"more than {MAX_DEPTH} indexes above it"
    if places.sitemaps_of_run(db, run) >= MAX_SITEMAPS:
        return f"more than {MAX_SITEMAPS} sitemaps"
    return None
