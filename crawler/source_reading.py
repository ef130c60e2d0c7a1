"""Inside a worker process: what a source says, as entries that the state can keep, in batches of bounded size.

All that is pure is done here, so that the process that crawls has nothing left to do but to write them down.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.addresses import BadUrl, safe_url
from extractors import outlets
from extractors.candidate import Problem
from extractors.identity import announced_id
from extractors.sources import announced
from extractors.traps import objection, plain_address
from storage.announcement import SourceEntry
from storage.exchange import Purpose
from storage.outcome import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.candidate import Candidate
    from extractors.vocabulary import Outlet
    from storage.capture import Capture

SOURCES = frozenset({Purpose.FEED, Purpose.REST, Purpose.SITEMAP, Purpose.LISTING, Purpose.ROBOTS})
MOST_CHARACTERS = 2_083  # of what is no URL, and is kept to be shown
BATCH = 500  # entries; some 20 ms of the journal's thread
# What a URL's shape says of it, as what it is fetched for; traps and what is of no use are not.
FETCHED_AS = {
    "article": Purpose.PAGE,
    "listing": Purpose.LISTING,
    "feed": Purpose.FEED,
    "rest": Purpose.REST,
    "sitemap": Purpose.SITEMAP,
}


def batches(capture: Capture) -> Iterator[tuple[SourceEntry, ...] | Problem]:
    """The entries, then what is wrong with the source and how many of its entries may not be asked for."""
    known = outlets.outlet(capture.outlet)
    waiting: list[SourceEntry] = []
    problems: list[Problem] = []
    refused: Counter[str] = Counter()
    for said in announced(capture):
        if isinstance(said, Problem):
            problems.append(said)
            continue
        entry = _entry(capture, known, said)
        if entry.refused:
            refused[entry.refused] += 1
        waiting.append(entry)
        if (
            len(waiting) == 2 * BATCH
        ):  # the last batch has BATCH at least: whether the next page, its last entry, is
            yield tuple(
                waiting[:BATCH]
            )  # followed is judged by those beside it (crawler.backfill.leads_further)
            del waiting[:BATCH]
    if waiting:
        yield tuple(waiting)
    yield from problems
    yield from (Problem(f"{number} entries: {why}") for why, number in sorted(refused.items()))


def _entry(capture: Capture, known: Outlet | None, said: Candidate) -> SourceEntry:
    purpose = FETCHED_AS.get(said.purpose, Purpose.PAGE)
    try:
        url = safe_url(said.url)
    except BadUrl as error:
        shown = said.url.encode("ascii", "backslashreplace").decode()[:MOST_CHARACTERS]
        return SourceEntry(url=shown, purpose=purpose, refused=error.reason)
    url = plain_address(known, url) if known else url
    if refused := _objection(known, url, purpose):
        return SourceEntry(url=url, purpose=purpose, refused=refused)
    is_page = purpose is Purpose.PAGE
    key = known.article_key(url) if known and is_page else None
    return SourceEntry(
        url=url,
        purpose=purpose,
        article_key=key,
        article_id=announced_id(known, capture.outlet, url, key) if is_page else None,
        date_published=said.date_published,
        date_modified=said.date_modified,
        title=said.title,
        author=said.author,
        in_language=said.in_language,
        keywords=said.keywords,
        source_id=said.source_id,
    )


def _objection(known: Outlet | None, url: str, purpose: Purpose) -> Refusal | None:
    """Shapes are those of pages: an outlet may have no use for `/wp-json/...` as a page, and be read there as a source."""
    if purpose is Purpose.PAGE:
        return objection(known, url)
    return Refusal.SCOPE if known and not known.in_scope(url) else None
