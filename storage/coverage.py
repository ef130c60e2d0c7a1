"""The ledger of gaps: what sources announced, what of it was fetched, what became an article, and why the rest did not.

A pure function of three tables. What counts is the article, not its addresses: several announcements of one key, or
several addresses that lead to one article, are one. Its day is that of its publication, as the sources state it (the
earliest of them), or else the day on which a source was first seen to name it. All days are UTC.

For each day, `announced` is `extracted` and all of `missing` together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from storage.article import Reason
from storage.exchange import Purpose
from storage.outcome import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from storage.announcement import Announcement
    from storage.outcome import Outcome

UNASKED = "unasked"  # announced, and no run had it
MOST_HOPS = 20
_UNDECIDED = (UNASKED, "deferred", "error", "refused:robots_unreachable")
_FETCHED = frozenset(
    {
        OutcomeKind.ARCHIVED,
        OutcomeKind.UNCHANGED,
        OutcomeKind.REJECTED,
        OutcomeKind.DUPLICATE,
        OutcomeKind.REMOVED,
    }
)


@dataclass(frozen=True, slots=True)
class CoverageDay:
    """One line of the ledger. `missing` counts by outcome label (`refused:robots`), or `unasked`."""

    outlet: str
    day: date
    announced: int
    fetched: int
    extracted: int
    missing: Mapping[str, int] = field(default_factory=dict)

    @property
    def undecided(self) -> int:
        """How many are missing of which nobody knows what they are: the others have been asked, or may not be."""
        return sum(n for label, n in self.missing.items() if label.startswith(_UNDECIDED))


@dataclass(slots=True)
class _Item:
    """An announced article while its announcements are read."""

    urls: set[str]
    published: datetime | None
    first_seen: datetime

    @property
    def day(self) -> date:
        return (self.published or self.first_seen).astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class _End:
    """How one announced article stands."""

    fetched: bool
    label: str  # empty: it is an article


def coverage(
    outlet: str, announced: Iterable[Announcement], outcomes: Iterable[Outcome], articles: Iterable[str]
) -> tuple[CoverageDay, ...]:
    """The ledger of an outlet, oldest day first; `articles` are article ids. The tables may come in any order."""
    items = _items(announced)
    last = _last_outcomes(outcomes)
    known = frozenset(articles)
    days: dict[date, list[_End]] = {}
    for item in items:
        days.setdefault(item.day, []).append(_best([_end(url, last, known) for url in sorted(item.urls)]))
    return tuple(_line(outlet, day, days[day]) for day in sorted(days))


def _line(outlet: str, day: date, ends: list[_End]) -> CoverageDay:
    missing = Counter(end.label for end in ends if end.label)
    return CoverageDay(
        outlet=outlet,
        day=day,
        announced=len(ends),
        fetched=sum(end.fetched for end in ends),
        extracted=sum(not end.label for end in ends),
        missing=dict(sorted(missing.items())),
    )


def _items(announced: Iterable[Announcement]) -> list[_Item]:
    by_name: dict[str, _Item] = {}
    for one in announced:
        said = one.said
        if said.purpose is not Purpose.PAGE:
            continue
        name = said.article_key or said.article_id or said.url
        item = by_name.setdefault(name, _Item(set(), said.date_published, one.first_seen))
        item.urls.add(said.url)
        item.first_seen = min(item.first_seen, one.first_seen)
        if said.date_published:
            item.published = min(item.published or said.date_published, said.date_published)
    return list(by_name.values())


def _last_outcomes(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    """The one that counts of each URL: the last, but what gave an article stays fetched when it is gone or cannot be had."""
    last: dict[str, Outcome] = {}
    for outcome in outcomes:
        before = last.get(outcome.url)
        if before is None or (bool(outcome.article_id), outcome.decided_at) >= (
            bool(before.article_id),
            before.decided_at,
        ):
            last[outcome.url] = outcome
    return last


def _end(url: str, last: Mapping[str, Outcome], known: frozenset[str]) -> _End:
    outcome = last.get(url)
    for _ in range(MOST_HOPS):
        if outcome is None:
            return _End(fetched=False, label=UNASKED)
        next_url = _leads_to(outcome)
        if next_url is None or next_url not in last:
            break
        outcome = last[next_url]
    assert outcome is not None
    if outcome.article_id in known:
        return _End(fetched=True, label="")
    return _End(fetched=outcome.kind in _FETCHED and outcome.attempts > 0, label=outcome.label)


def _leads_to(outcome: Outcome) -> str | None:
    """The URL at which a redirect or another address is decided."""
    if outcome.article_id:
        return None
    if outcome.kind is OutcomeKind.REJECTED and outcome.reason == Reason.REDIRECT:
        return outcome.detail
    return outcome.detail.removeprefix("of ") if outcome.kind is OutcomeKind.DUPLICATE else None


def _best(ends: list[_End]) -> _End:
    """Of an article with several addresses the one that got the farthest."""
    return min(ends, key=lambda end: (end.label != "", not end.fetched, end.label == UNASKED))
