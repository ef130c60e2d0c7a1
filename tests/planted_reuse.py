"""Articles with known kinship: originals, copies of every kind, and what only looks like one.

Everything follows from the texts and the seed. Every original stands at `origin`, every copy at another site a day later.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from storage.article import Article, BasedOn, Kind
from storage.link import LinkLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FIRST_DAY = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
ORIGIN, COPIER, SERIAL = "origin", "copier", "serial"
Paragraphs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """A copy, of which original, and what the link between them has to say."""

    kind: str
    copy: Article
    original: Article
    label: LinkLabel
    credited: bool


def article(
    outlet: str,
    name: str,
    text: Sequence[str],
    *,
    day: float = 0,
    headline: str = "",
    based_on: tuple[BasedOn, ...] = (),
) -> Article:
    body = "\n\n".join(text)
    moment = FIRST_DAY + timedelta(days=day)
    return Article(
        article_id=f"{outlet}-{name}",
        outlet=outlet,
        url=f"https://{outlet}.example/{name}/",
        captured_at=moment + timedelta(hours=3),
        kind=Kind.ARTICLE,
        headline=headline or " ".join(body.split()[:7]),
        article_body=body,
        word_count=len(body.split()),
        content_digest=f"sha256:{hashlib.sha256(body.encode()).hexdigest()}",
        extractor_version="1",
        in_language="en",
        date_published=moment,
        is_based_on=based_on,
    )


def edited(share: float) -> Callable[[Paragraphs, Paragraphs, Random], Paragraphs]:
    """So much of the words replaced, one by one, by words of another text."""

    def change(text: Paragraphs, other: Paragraphs, draw: Random) -> Paragraphs:
        spare = " ".join(other).split()
        return tuple(
            " ".join(draw.choice(spare) if draw.random() < share else word for word in paragraph.split())
            for paragraph in text
        )

    return change


def respelled(text: Paragraphs, other: Paragraphs, draw: Random) -> Paragraphs:
    """Other quotation marks, dashes, spaces and capitals; the words are the same."""
    del other, draw
    return tuple(
        re.sub("['\u2019]", "\u2019", p)
        .replace('"', "\u201c")
        .replace(" - ", " \u2013 ")
        .replace(". ", ".  ")
        for p in text
    )


def first_part(share: float) -> Callable[[Paragraphs, Paragraphs, Random], Paragraphs]:
    """So much of the words, from the beginning."""

    def cut(text: Paragraphs, other: Paragraphs, draw: Random) -> Paragraphs:
        del other, draw
        left = round(len(" ".join(text).split()) * share)
        kept: list[str] = []
        for paragraph in text:
            found = paragraph.split()[:left]
            left -= len(found)
            if found:
                kept.append(" ".join(found))
        return tuple(kept)

    return cut


def embedded(text: Paragraphs, other: Paragraphs, draw: Random) -> Paragraphs:
    """In the middle of a text of its own, at least twice as long."""
    del draw
    own, wanted = list(other), 2 * len(" ".join(text).split())
    while len(" ".join(own).split()) < wanted:
        own += [f"{paragraph} {number}" for number, paragraph in enumerate(other)]
    middle = len(own) // 2
    return (*own[:middle], *text, *own[middle:])


KINDS: dict[str, tuple[Callable[[Paragraphs, Paragraphs, Random], Paragraphs], LinkLabel]] = {
    "whole": (lambda text, other, draw: text, LinkLabel.REPOST),
    "respelled": (respelled, LinkLabel.REPOST),
    "1 % edited": (edited(0.01), LinkLabel.REPOST),
    "5 % edited": (edited(0.05), LinkLabel.REPOST),
    "10 % edited": (edited(0.10), LinkLabel.REPOST),
    "first half": (first_part(0.5), LinkLabel.ABRIDGED),
    "first quarter": (first_part(0.25), LinkLabel.ABRIDGED),
    "embedded": (embedded, LinkLabel.EMBEDS),
}


def planted(
    originals: Sequence[Paragraphs], others: Sequence[Paragraphs], seed: int = 0
) -> Iterator[Planted]:
    """Each original in every kind of reuse; every third copy credits its source. `others` give what is added."""
    for number, text in enumerate(originals):
        source = article(ORIGIN, f"{number}", text)
        for turn, (kind, (change, label)) in enumerate(KINDS.items()):
            draw = Random(f"{seed} {number} {kind}")
            body = change(text, others[(number * len(KINDS) + turn) % len(others)], draw)
            credited = (number + turn) % 3 == 0
            stated = (BasedOn(ORIGIN, source.url, None, f"Source: {ORIGIN}"),) if credited else ()
            copy = article(f"{COPIER}{turn}", f"{number}", body, day=1, headline=f"{number}", based_on=stated)
            yield Planted(kind, copy, source, label, credited)


def series(frame: Sequence[str], facts: Sequence[Sequence[str]], name: str) -> Iterator[Article]:
    """A daily report: the frame's paragraphs with `{}` for the day's facts, at one outlet."""
    for day, told in enumerate(facts):
        moment = FIRST_DAY + timedelta(days=day)
        text = [paragraph.format(*told, day=f"{moment:%d %B %Y}") for paragraph in frame]
        yield article(SERIAL, f"{name}-{day}", text, day=day, headline=f"{name}, {moment:%d %B %Y}")


def sharing_quotes(one: Paragraphs, other: Paragraphs, share: float) -> tuple[Paragraphs, Paragraphs]:
    """Two reports of one event: of each text, so much of its words is replaced by the same quotes, in two places."""
    quotes = " ".join(one).split()
    length = round(min(len(quotes), len(" ".join(other).split())) * share / 2)
    first, second = " ".join(quotes[:length]), " ".join(quotes[-length:]) if length else ""
    return tuple(_with_quotes(text, first, second, length) for text in (one, other))  # type: ignore[return-value] # a pair


def _with_quotes(text: Paragraphs, first: str, second: str, length: int) -> Paragraphs:
    words = " ".join(text).split()[length : -length or None]
    middle = len(words) // 2
    return (
        " ".join(words[: middle // 2]),
        first,
        " ".join(words[middle // 2 : middle]),
        " ".join(words[middle:]),
        second,
    )
