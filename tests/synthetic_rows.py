"""Invented articles and outcomes of invented outlets, as many as are wanted, always the same ones.

A story is known by outlet, day and number alone, so that any of them can be made again without those before it; that is
how one outlet copies another's. The words are syllables in the frequencies of a language: two stories share no run of
five words but by copying.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate, product
from random import Random
from typing import TYPE_CHECKING

from storage.announcement import Announcement, SourceEntry
from storage.article import Article, BasedOn, Boilerplate, Family, Kind
from storage.capture import Pressmark
from storage.exchange import Purpose
from storage.outcome import Outcome, OutcomeKind
from storage.table_rows import ArticleRow

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[date, date]  # from the first day to before the second

REVISED = 0.03  # of all stories get a second revision
COPIED_WHOLE = 0.5  # of the copied ones; of the others the first half is taken
FAMILIES = (  # how often, in which year it began, words
    (Family.SHARE, 0.9, 0, 6),
    (Family.NEWSLETTER, 0.5, 1, 18),
    (Family.DONATION, 0.35, 0, 40),
    (Family.RELATED, 0.6, 0, 12),
    (Family.IMAGE, 0.4, 0, 5),
    (Family.COPYRIGHT, 0.8, 0, 8),
)
LANGUAGES = ("en", "en", "en", "ru", "fr", "es")
SYLLABLES = tuple("".join(pair) for pair in product("bdfgklmnprstvz", "aeiou"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What an outlet does, and what happens to it; `wanted` is its mean of stories on a weekday."""

    slug: str
    wanted: float = 20.0
    weekend: float = 0.5  # of a weekday's stories
    words: int = 350  # of the median story
    languages: tuple[str, ...] = ("en",)
    copies_from: str | None = None  # the slug of an outlet of the same size
    copied: float = 0.1  # of the stories, where it copies
    silent: Span | None = None
    blocked: Span | None = None
    relaid: date | None = None  # from then on its layout is missing: no authors, half the text
    began: date | None = None


def lives(count: int, wanted: float) -> tuple[Life, ...]:
    """Outlets of many sizes, whose stories together are `count * wanted` on a weekday; every third copies."""
    sizes = [0.4 + 1.2 * number / max(count - 1, 1) for number in range(count)]
    return tuple(
        Life(
            slug=f"outlet{number:02}",
            wanted=wanted * size,
            languages=LANGUAGES[: 1 + number % len(LANGUAGES)],
            copies_from=f"outlet{number - 1:02}" if number % 3 == 2 else None,
        )
        for number, size in enumerate(sizes)
    )


def stories_of(life: Life, day: date, seed: int = 0) -> int:
    """How many stories the outlet publishes on that day."""
    if (life.began and day < life.began) or _within(day, life.silent):
        return 0
    mean = life.wanted * (life.weekend if day.weekday() > 4 else 1.0)
    return max(round(Random(f"{seed}/{life.slug}/{day}").gauss(mean, mean**0.5)), 0)


def day_rows(life: Life, day: date, run: str, seed: int = 0) -> Iterator[ArticleRow]:
    """All revisions that are captured of the stories of that day, story by story."""
    if _within(day, life.blocked):
        return
    for number in range(stories_of(life, day, seed)):
        first = story(life, day, number, run, seed)
        yield ArticleRow(first, 1)
        if Random(f"{seed}/{life.slug}/{day}/{number}/revised").random() < REVISED:
            yield ArticleRow(_revised(first), 2)


def day_outcomes(life: Life, day: date, run: str, seed: int = 0) -> Iterator[Outcome]:
    """How the URLs of that day ended: the feed, each story, some pages that are gone, the blocked ones."""
    noon = datetime.combine(day, time(12), UTC)
    yield _outcome(
        life, run, f"https://{life.slug}.example/feed/", noon, OutcomeKind.ARCHIVED, purpose="feed"
    )
    for number in range(stories_of(life, day, seed)):
        url = _url(life, day, number)
        if _within(day, life.blocked):
            yield _outcome(life, run, url, noon, OutcomeKind.REJECTED, reason="blocked", status=403)
        else:
            yield _outcome(
                life, run, url, noon, OutcomeKind.ARCHIVED, article_id=_article_id(life, day, number)
            )
        if number % 40 == 7:
            gone = f"{url}amp/"
            yield _outcome(life, run, gone, noon, OutcomeKind.REJECTED, reason="http_status", status=404)


def day_announcements(life: Life, day: date, run: str, seed: int = 0) -> Iterator[Announcement]:
    """What the feed says of each story of that day, and half a day later the sitemap."""
    for number in range(stories_of(life, day, seed)):
        draw = Random(f"{seed}/{life.slug}/{day}/{number}")
        published = _published(draw, day)
        url, key = _url(life, day, number), f"{day}/{number}"
        title = " ".join(words(draw, 8)).capitalize()
        for source, later, moment in (("feed/", 1, published), ("sitemap.xml", 12, None)):
            yield Announcement(
                outlet=life.slug,
                source=f"https://{life.slug}.example/{source}",
                source_purpose=Purpose.FEED if moment else Purpose.SITEMAP,
                said=SourceEntry(
                    url=url,
                    purpose=Purpose.PAGE,
                    article_key=key,
                    article_id=_article_id(life, day, number),
                    date_published=moment,
                    date_modified=None if moment else published,
                    title=title if moment else None,
                ),
                run=run,
                record_id=f"urn:uuid:{draw.getrandbits(128):032x}",
                first_seen=published + timedelta(hours=later),
            )


def _published(draw: Random, day: date) -> datetime:
    return datetime.combine(day, time(5), UTC) + timedelta(seconds=draw.randrange(17 * 3600))


def story(life: Life, day: date, number: int, run: str, seed: int = 0) -> Article:
    """One story as its first capture reads."""
    draw = Random(f"{seed}/{life.slug}/{day}/{number}")
    published = _published(draw, day)
    captured = published + timedelta(seconds=draw.lognormvariate(7.5, 0.7))
    paragraphs = prose(draw, round(life.words * draw.lognormvariate(0, 0.6)) + 20)
    based_on: tuple[BasedOn, ...] = ()
    if life.copies_from and draw.random() < life.copied:
        paragraphs, based_on = _copied(life, day, number, draw, seed)
        captured += timedelta(hours=draw.randrange(1, 30))
    changed = life.relaid is not None and day >= life.relaid
    if changed:
        paragraphs = paragraphs[: max(len(paragraphs) // 2, 1)]
    body = "\n\n".join(paragraphs)
    return Article(
        article_id=_article_id(life, day, number),
        outlet=life.slug,
        url=_url(life, day, number),
        captured_at=captured,
        kind=Kind.ARTICLE if draw.random() < 0.95 else Kind.OPINION,
        headline=" ".join(words(draw, 8)).capitalize(),
        article_body=body,
        word_count=len(body.split()),
        content_digest=f"sha256:{hashlib.sha256(body.encode()).hexdigest()}",
        extractor_version="2.synthetic",
        author=() if changed else (f"{draw.choice(SYLLABLES).title()} {' '.join(words(draw, 1)).title()}",),
        date_published=published,
        date_published_source="json-ld",
        article_section=(draw.choice(("world", "politics", "economy", "culture")),),
        in_language=draw.choice(life.languages),
        is_based_on=based_on,
        boilerplate=() if changed else _removed(draw, day, len(paragraphs)),
        found_by=(("article_body", "reader" if changed else "layout"), ("headline", "json-ld")),
        layout=None if changed else "article",
        flags=("layout_missing",) if changed else (),
        pressmark=Pressmark(
            f"urn:uuid:{draw.getrandbits(128):032x}",
            f"{life.slug}-{captured:%Y%m%d%H%M%S}-00000-{run}.warc.gz",
            draw.randrange(10**9),
            draw.randrange(5_000, 50_000),
            f"sha256:{draw.getrandbits(256):064x}",
            run,
        ),
    )


def prose(draw: Random, count: int) -> list[str]:
    """About so many words, in paragraphs of three sentences."""
    tokens = words(draw, count)
    sentences = [" ".join(tokens[at : at + 18]).capitalize() + "." for at in range(0, count, 18)]
    return [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]


def words(draw: Random, count: int) -> list[str]:
    """Words as frequent as those of a language (Zipf)."""
    known, weights = _vocabulary()
    total = weights[-1]
    return [known[bisect(weights, draw.random() * total)] for _ in range(count)]


@cache
def _vocabulary() -> tuple[tuple[str, ...], tuple[float, ...]]:
    known = (*SYLLABLES, *map("".join, product(SYLLABLES, SYLLABLES)))
    return known, tuple(accumulate(1 / (rank + 10) for rank in range(len(known))))


def _copied(
    life: Life, day: date, number: int, draw: Random, seed: int
) -> tuple[list[str], tuple[BasedOn, ...]]:
    original = Life(slug=life.copies_from or "", wanted=life.wanted, words=life.words)
    copied = story(original, day, number, "", seed)
    paragraphs = copied.article_body.split("\n\n")
    if draw.random() > COPIED_WHOLE:
        paragraphs = paragraphs[: max(len(paragraphs) // 2, 1)]
    stated = BasedOn(original.slug, copied.url, copied.date_published, f"Source: {original.slug}")
    return paragraphs, (stated,) if draw.random() < 0.6 else ()


def _removed(draw: Random, day: date, paragraphs: int) -> tuple[Boilerplate, ...]:
    year = day.year - 2023
    return tuple(
        Boilerplate(" ".join(words(draw, size)), family, f"{family}-line", draw.randrange(paragraphs + 1))
        for family, share, since, size in FAMILIES
        if year >= since and draw.random() < share
    )


def _revised(first: Article) -> Article:
    body = first.article_body + "\n\nCorrected."
    mark = first.pressmark
    assert mark
    return replace(
        first,
        article_body=body,
        word_count=first.word_count + 1,
        content_digest=f"sha256:{hashlib.sha256(body.encode()).hexdigest()}",
        captured_at=first.captured_at + timedelta(hours=20),
        pressmark=replace(mark, record_id=mark.record_id + "-2"),
    )


def _outcome(
    life: Life,
    run: str,
    url: str,
    at: datetime,
    kind: OutcomeKind,
    *,
    purpose: str = "page",
    reason: str = "",
    status: int = 200,
    article_id: str | None = None,
) -> Outcome:
    return Outcome(
        outlet=life.slug,
        run=run,
        url=url,
        kind=kind,
        reason=reason,
        detail=str(status) if reason == "http_status" else "",
        purpose=purpose,
        via=None if purpose == "feed" else f"https://{life.slug}.example/feed/",
        status=status,
        attempts=1,
        decided_at=at,
        record_id=None,
        article_id=article_id,
    )


def _article_id(life: Life, day: date, number: int) -> str:
    return f"{life.slug}-{hashlib.sha256(f'{day}/{number}'.encode()).hexdigest()[:20]}"


def _url(life: Life, day: date, number: int) -> str:
    return f"https://{life.slug}.example/{day:%Y/%m/%d}/{number}/"


def _within(day: date, span: Span | None) -> bool:
    return span is not None and span[0] <= day < span[1]
