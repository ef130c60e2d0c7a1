"""Sitemaps (sitemaps.org, protocol 0.9): lists of pages, indexes of lists, plain text, and news tags.

News tags: Google Publisher Center, "Create a News sitemap"; only what stands inside of `news:news` is one of them.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING

from extractors.candidate import MAX_ID, Candidate, Problem, date, names, title
from extractors.entries import address, all_text, entries, name, text
from extractors.urls import absolute
from extractors.vocabulary import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from lxml import etree

    from extractors.dates import Reading

SEEN = 1_000  # entries that tell whether a file's `lastmod` can be believed
FEWEST = 20  # dated entries below which nothing is concluded
SHARE = 0.9


def sitemap(
    body: bytes, base: str, reading: Reading, purpose_of: Callable[[str], Purpose]
) -> Iterator[Candidate | Problem]:
    """The entries of a urlset or an index; `purpose_of` says what a page's address is for."""
    found = (
        one if isinstance(one, Problem) else _entry(one, base, reading, purpose_of) for one in entries(body)
    )
    yield from _without_times_of_the_file(one for one in found if one is not None)


def text_list(
    body: bytes, base: str, reading: Reading, purpose_of: Callable[[str], Purpose]
) -> Iterator[Candidate | Problem]:
    """One address a line, in UTF-8 (sitemaps.org, "Text file"); dates there are none."""
    del reading
    bad = 0
    for line in body.decode("utf-8-sig", "replace").split("\n"):
        url = absolute(base, line.strip()) if line.strip().startswith(("http://", "https://")) else None
        if url:
            yield Candidate(url=url, purpose=purpose_of(url))
        elif line.strip():
            bad += 1
    if bad:
        yield Problem(f"{bad} lines that are no addresses")


def is_text_list(body: bytes) -> bool:
    return body[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"http://", b"https://"))


def _entry(
    entry: etree._Element, base: str, reading: Reading, purpose_of: Callable[[str], Purpose]
) -> Candidate | Problem | None:
    said = {name(child): text(child) for child in reversed(entry)}
    url = absolute(base, address(said.get("loc", "")))
    if url is None:
        return Problem(f"no address: {said.get('loc', '')[:80]!a}")
    modified = date(said.get("lastmod", ""), reading)
    if name(entry) == "sitemap":
        return Candidate(url=url, purpose=Purpose.SITEMAP, date_modified=modified)
    news = {name(tag): all_text(tag) for part in entry if name(part) == "news" for tag in part.iter()}
    return Candidate(
        url=url,
        purpose=purpose_of(url),
        date_published=date(news.get("publication_date", ""), reading),
        date_modified=modified,
        title=title(news.get("title", "")),
        in_language=news.get("language", "")[:MAX_ID] or None,
        keywords=names(news.get("keywords", "").split(",")),
    )


def _without_times_of_the_file(found: Iterator[Candidate | Problem]) -> Iterator[Candidate | Problem]:
    """Leave out `lastmod` where it is the moment at which the file was made: the same for nearly all entries."""
    first = list(islice(found, SEEN))
    minute = _common_minute(one.date_modified for one in first if isinstance(one, Candidate))
    if minute is None:
        yield from chain(first, found)
        return
    yield Problem(f"lastmod is {minute:%Y-%m-%d %H:%M} nearly everywhere: not believed")
    for one in chain(first, found):
        yield _undated(one) if isinstance(one, Candidate) else one


def _common_minute(moments: Iterator[datetime | None]) -> datetime | None:
    minutes = Counter(at.replace(second=0, microsecond=0) for at in moments if at)
    if minutes.total() < FEWEST:
        return None
    ((minute, times),) = minutes.most_common(1)
    return minute if times >= SHARE * minutes.total() else None


def _undated(one: Candidate) -> Candidate:
    return Candidate(
        url=one.url,
        purpose=one.purpose,
        date_published=one.date_published,
        title=one.title,
        in_language=one.in_language,
        keywords=one.keywords,
    )
