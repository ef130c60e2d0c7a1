"""Rows for the tests of tables: a plain one by its number, and all that Hypothesis can think of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from storage.article import Article, BasedOn, Boilerplate, Family, Kind
from storage.capture import Pressmark
from storage.changes import Change, ChangeKind, Part
from storage.outcome import Outcome, OutcomeKind
from storage.site_terms import RobotsTxt, SiteTerms
from storage.table_rows import ArticleRow

FIRST_CAPTURE = datetime(2022, 2, 1, 6, 0, tzinfo=UTC)


def example_row(number: int, *, outlet: str = "southfront", run: str = "20220201T060000-a1") -> ArticleRow:
    """An article captured `number` minutes after the first."""
    captured = FIRST_CAPTURE + timedelta(minutes=number)
    mark = Pressmark(f"urn:uuid:{number:08}", f"{outlet}.warc.gz", number * 100, 100, f"sha1:{number}", run)
    article = Article(
        article_id=f"{outlet}:{number}",
        outlet=outlet,
        url=f"https://example.org/{number}/",
        captured_at=captured,
        kind=Kind.ARTICLE,
        headline=f"Headline {number}",
        article_body="First paragraph.\n\nSecond paragraph.",
        word_count=4,
        content_digest=f"sha256:{number:064x}",
        extractor_version="1",
        author=("A. Writer",),
        in_language="en",
        date_published=captured - timedelta(hours=1),
        boilerplate=(Boilerplate("Support us", Family.DONATION, "appeal", 1),),
        found_by=(("author", "json-ld"), ("headline", "opengraph")),
        is_based_on=(BasedOn("Another Outlet", None, None, "Originally published by Another Outlet"),),
        pressmark=mark,
    )
    return ArticleRow(article, 1)


def example_outcome(number: int, *, outlet: str = "southfront", run: str = "20220201T060000-a1") -> Outcome:
    return Outcome(
        outlet=outlet,
        run=run,
        url=f"https://example.org/{number}/",
        kind=OutcomeKind.REJECTED,
        reason="http_status",
        detail="404",
        purpose="page",
        via=None,
        status=404,
        attempts=1,
        decided_at=FIRST_CAPTURE + timedelta(minutes=number),
        record_id=f"urn:uuid:{number:08}",
        article_id=None,
    )


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
MAYBE_TEXTS = st.none() | TEXTS
LISTS = st.lists(TEXTS, max_size=3).map(tuple)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - naive bounds are asked for
COUNTS = st.integers(0, 2**31 - 1)
OFFSETS = st.integers(0, 2**40)


def article_rows(outlets: tuple[str, ...] = ("southfront", "pages")) -> st.SearchStrategy[ArticleRow]:
    """Any row whatever of these outlets."""
    articles = st.builds(
        Article,
        article_id=TEXTS,
        outlet=st.sampled_from(outlets),
        url=TEXTS,
        captured_at=MOMENTS,
        kind=st.sampled_from(Kind),
        headline=MAYBE_TEXTS,
        article_body=TEXTS,
        word_count=COUNTS,
        content_digest=TEXTS,
        extractor_version=TEXTS,
        canonical_url=MAYBE_TEXTS,
        description=MAYBE_TEXTS,
        author=LISTS,
        byline=MAYBE_TEXTS,
        dateline=MAYBE_TEXTS,
        date_published=st.none() | MOMENTS,
        date_published_source=MAYBE_TEXTS,
        date_modified=st.none() | MOMENTS,
        article_section=LISTS,
        keywords=LISTS,
        in_language=MAYBE_TEXTS,
        image=LISTS,
        video=LISTS,
        links=LISTS,
        is_accessible_for_free=st.none() | st.booleans(),
        is_based_on=st.lists(
            st.builds(BasedOn, TEXTS, MAYBE_TEXTS, st.none() | MOMENTS, TEXTS), max_size=2
        ).map(tuple),
        copyright_notice=MAYBE_TEXTS,
        boilerplate=st.lists(
            st.builds(Boilerplate, TEXTS, st.sampled_from(Family), TEXTS, COUNTS), max_size=2
        ).map(tuple),
        found_by=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
        layout=MAYBE_TEXTS,
        flags=LISTS,
        robots_directives=LISTS,
        tdm_reservation=st.none() | st.booleans(),
        tdm_policy=MAYBE_TEXTS,
        content_usage=MAYBE_TEXTS,
        license=LISTS,
        republication_notice=MAYBE_TEXTS,
        pressmark=st.builds(Pressmark, TEXTS, TEXTS, OFFSETS, OFFSETS, TEXTS, TEXTS),
    )
    parts = st.lists(st.sampled_from(Part), unique=True).map(tuple)
    changes = st.builds(Change, st.sampled_from(ChangeKind), parts, COUNTS, COUNTS)
    terms = st.builds(
        SiteTerms, st.none() | st.sampled_from(RobotsTxt), st.none() | LISTS, MAYBE_TEXTS, st.none() | st.booleans(), MAYBE_TEXTS
    )  # fmt: skip
    return st.builds(ArticleRow, articles, COUNTS, st.none() | changes, terms)


def outcomes() -> st.SearchStrategy[Outcome]:
    """Any outcome whatever."""
    return st.builds(
        Outcome,
        outlet=st.just("pages"),
        run=TEXTS,
        url=TEXTS,
        kind=st.sampled_from(OutcomeKind),
        reason=TEXTS,
        detail=TEXTS,
        purpose=TEXTS,
        via=MAYBE_TEXTS,
        status=st.none() | st.integers(100, 999),
        attempts=COUNTS,
        decided_at=MOMENTS,
        record_id=MAYBE_TEXTS,
        article_id=MAYBE_TEXTS,
    )


def with_body(row: ArticleRow, body: str) -> ArticleRow:
    return replace(row, article=replace(row.article, article_body=body))
