"""When to look again: at a source by its own cadence, at an article by its age and by what it was seen to do.

Pure functions of what earlier visits found. All moments are seconds since the epoch, all spans seconds.

One rule holds for both: what has been seen to stand still for some time will stand still for a time like that. So an
article is looked at 2, 4, 8, 16 ... hours after it came out, then by days, weeks and months: some 13 visits in five
years; and one that changed begins anew. (Cho and Garcia-Molina, "Effective page refresh policies for web crawlers",
ACM TODS 28(4), 2003: with unknown rates of change, even a crude estimate by each page's own history beats one rate
for all.)
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.exchange import Purpose

HOUR = 3600.0
DAY = 24 * HOUR

SOONEST = 2 * HOUR  # that an article is looked at again
LATEST = 180 * DAY
SECOND_LOOK = DAY  # at an article that seems to be gone
FIRST_RETRY = HOUR  # of what was no article: it may be announced before it is there
MOST_LOOKS = 8  # in a row at what is no article: the last one ten days after the first

CADENCE = 4  # a source is looked at again after this part of the time for which it has stood still
LATEST_SOURCE = {  # that an outlet's own source is looked at again, when nothing has happened for long
    Purpose.FEED: 3 * HOUR,
    Purpose.SITEMAP: 6 * HOUR,
    Purpose.LISTING: 6 * HOUR,
}
LATEST_PART = 7 * DAY  # likewise, of a part that a sitemap names: the index says when it changes

FIRST_TRY = HOUR / 2  # after what failed while others answered
PATIENCE = 0.75  # of the time for which it has failed, until the next try
LATEST_TRY = DAY  # of a page; of a source as it is looked at at the latest

FULL_SOURCE = 6 * HOUR  # after which a source is asked for in full, whatever it says about having changed
FULL_PAGE = 4  # times that a page may say in a row that it has not changed


@dataclass(frozen=True, slots=True)
class Seen:
    """What the visits of a page or source have found so far."""

    purpose: Purpose
    is_article: bool
    first_at: float
    last_at: float
    changed_at: (
        float  # when it last came out or changed; of an article at first: its date of publication, if known
    )
    looks: int = 0  # visits in a row that found no article
    missing_at: float | None = None  # since when the article seems to be gone
    removed_at: float | None = None  # since when that is certain
    is_part: bool = False  # of a sitemap, which another one names


def next_visit(seen: Seen) -> float | None:
    """When it is due; None: not again, unless somebody names it anew."""
    gap = _gap(seen)
    return None if gap is None else seen.last_at + gap


def _gap(seen: Seen) -> float | None:
    still = max(0.0, seen.last_at - seen.changed_at)
    if seen.purpose is not Purpose.PAGE:
        latest = (
            LATEST_PART if seen.is_part else LATEST_SOURCE.get(seen.purpose, LATEST_SOURCE[Purpose.SITEMAP])
        )
        return min(still / CADENCE, latest)
    if seen.removed_at is not None:
        return _between(30 * DAY, seen.last_at - seen.removed_at, LATEST)
    if seen.missing_at is not None:
        return SECOND_LOOK
    if seen.is_article:
        return _between(SOONEST, still, LATEST)
    if seen.looks >= MOST_LOOKS:
        return None
    return _between(FIRST_RETRY, seen.last_at - seen.first_at, LATEST)


def next_try(purpose: Purpose, since: float, at: float) -> float:
    """When to ask again for what has failed since then, and failed again at that moment."""
    return at + _between(FIRST_TRY, PATIENCE * (at - since), LATEST_SOURCE.get(purpose, LATEST_TRY))


def _between(least: float, span: float, most: float) -> float:
    return min(most, max(least, span))


def asks_in_full(purpose: Purpose, since_full: float, not_modified: int) -> bool:
    """Whether to ask without conditions, because a server may say 304 of what has changed.

    `since_full`: since the last answer with a body; `not_modified`: answers without one that followed it.
    """
    if purpose is Purpose.PAGE:
        return not_modified >= FULL_PAGE
    return not_modified > 0 and since_full >= FULL_SOURCE
