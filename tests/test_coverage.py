"""What was announced is an article, or is missing for a reason: the ledger adds up, each day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from storage.announcement import Announcement, SourceEntry
from storage.coverage import UNASKED, CoverageDay, coverage
from storage.exchange import Purpose
from storage.outcome import Outcome, OutcomeKind

SEEN = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
HOST = "https://example.org"
_moments = count()


def said(
    path: str, key: str | None = None, *, published: datetime | None = None, source: str = "feed"
) -> Announcement:
    entry = SourceEntry(url=HOST + path, purpose=Purpose.PAGE, article_key=key, date_published=published)
    return Announcement(
        outlet="demo", source=f"{HOST}/{source}", source_purpose=Purpose.FEED, said=entry, run="r1", record_id="x",
        first_seen=SEEN,
    )  # fmt: skip


def ended(
    path: str, kind: OutcomeKind, reason: str = "", detail: str = "", article: str | None = None
) -> Outcome:
    return Outcome(
        outlet="demo", run="r1", url=HOST + path, kind=kind, reason=reason, detail=detail, purpose="page", via=None,
        status=200, attempts=0 if kind is OutcomeKind.REFUSED else 1, decided_at=SEEN + timedelta(minutes=next(_moments)),
        record_id=None, article_id=article,
    )  # fmt: skip


def test_each_announced_article_is_extracted_or_missing_for_its_reason() -> None:
    outcomes = [
        ended("/good/", OutcomeKind.ARCHIVED, article="demo-1"),
        ended("/robots/", OutcomeKind.REFUSED, "robots"),
        ended("/empty/", OutcomeKind.REJECTED, "no_text"),
        ended("/later/", OutcomeKind.DEFERRED, "budget"),
    ]
    paths = ("/good/", "/robots/", "/empty/", "/later/", "/never/")
    assert coverage("demo", map(said, paths), outcomes, ["demo-1"]) == (
        CoverageDay(
            "demo",
            date(2026, 3, 5),
            announced=5,
            fetched=2,
            extracted=1,
            missing={"deferred:budget": 1, "refused:robots": 1, "rejected:no_text": 1, UNASKED: 1},
        ),
    )


def test_an_article_counts_once_on_the_day_on_which_it_was_published() -> None:
    published = datetime(2026, 2, 1, 4, tzinfo=UTC)
    twice = [said("/a/", "a"), said("/a/?utm=1", "a", published=published, source="sitemap")]
    (day,) = coverage("demo", twice, [ended("/a/", OutcomeKind.ARCHIVED, article="demo-a")], ["demo-a"])
    assert (day.day, day.announced, day.extracted) == (date(2026, 2, 1), 1, 1)


def test_a_redirect_and_another_address_are_followed_to_where_they_are_decided() -> None:
    outcomes = [
        ended("/?p=1", OutcomeKind.REJECTED, "redirect", f"{HOST}/one/"),
        ended("/one/", OutcomeKind.ARCHIVED, article="demo-1"),
        ended("/two/", OutcomeKind.DUPLICATE, detail=f"of {HOST}/?p=1"),
        ended("/loop/", OutcomeKind.REJECTED, "redirect", f"{HOST}/loop/"),
    ]
    (day,) = coverage("demo", [said("/?p=1"), said("/two/"), said("/loop/")], outcomes, ["demo-1"])
    assert (day.extracted, day.missing) == (2, {"rejected:redirect": 1})


def test_what_was_an_article_stays_one_when_it_is_gone() -> None:
    outcomes = [
        ended("/a/", OutcomeKind.ARCHIVED, article="demo-a"),
        ended("/a/", OutcomeKind.REMOVED, "status"),
    ]
    (day,) = coverage("demo", [said("/a/")], reversed(outcomes), ["demo-a"])
    assert day.extracted == 1


PATHS = st.sampled_from([f"/{n}/" for n in range(6)])
ENDS = st.builds(
    ended,
    PATHS,
    st.sampled_from(OutcomeKind),
    st.sampled_from(["", "redirect", "robots"]),
    PATHS.map(lambda path: f"of {HOST}{path}"),
    st.none() | st.sampled_from(["demo-1", "demo-2"]),
)


@given(st.lists(st.builds(said, PATHS, st.none() | st.sampled_from("ab"))), st.lists(ENDS))
def test_the_sums_of_every_day_match(announced: list[Announcement], outcomes: list[Outcome]) -> None:
    ledger = coverage("demo", announced, outcomes, ["demo-1"])
    names = {one.said.article_key or one.said.url for one in announced}
    assert sum(day.announced for day in ledger) == len(names)
    for day in ledger:
        assert day.announced == day.extracted + sum(day.missing.values())
        assert day.extracted <= day.fetched <= day.announced
