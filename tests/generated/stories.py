"""A stream of stories as newsrooms write them, with all that recurs in articles and yet is the article's."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.generated.page import Piece, article
from tests.generated.prose import headline, paragraph, sentence

FIRST_DAY = datetime(2025, 3, 1, 7, tzinfo=UTC)
QUOTE = "\u201cWe were told to wait for the report, and we are still waiting,\u201d the harbour master said."
SERIES = "This is the third of our reports on the rivers of the north and the people who live on them."
BACKGROUND = "The dam above Ostrel, finished in 1961, has been the object of a dispute between the two provinces since the flood."
HEADINGS = ("Background", "What happens next")


@dataclass(frozen=True, slots=True)
class Story:
    number: int
    at: datetime
    headline: str
    pieces: tuple[Piece, ...]


def stories(seed: str, number: int, language: str = "en") -> tuple[Story, ...]:
    """Two a day. Every tenth is a copy of the one before, as agencies send it again with a word changed."""
    told: list[Story] = []
    for at in range(number):
        rng = random.Random(f"{seed} {at}")
        moment = FIRST_DAY + timedelta(hours=12 * at, minutes=rng.randrange(50))
        if at % 10 == 7:
            told.append(_copy(told[-1], at, moment))
            continue
        pieces = [article(paragraph(rng, language)) for _ in range(rng.randint(10, 15))]
        if language == "en":
            pieces = _with_what_recurs(pieces, at, rng)
        told.append(Story(at, moment, headline(rng, language), tuple(pieces)))
    return tuple(told)


def _copy(story: Story, at: int, moment: datetime) -> Story:
    *pieces, last = story.pieces
    changed = article(last.text.replace(" the ", " a ", 1))
    return Story(at, moment, f"{story.headline} (update)", (*pieces, changed))


def _with_what_recurs(pieces: list[Piece], at: int, rng: random.Random) -> list[Piece]:
    if at % 9 == 2:
        pieces.insert(0, article(SERIES))
    if at % 6 == 4:
        pieces.insert(3, article(BACKGROUND))
    if at in {10, 14, 19, 25, 31}:
        pieces.insert(4, article(QUOTE))
    if at % 3 == 0:
        pieces.insert(5, article(HEADINGS[at % 2], "<h2>{}</h2>"))
    if at % 5 == 1:
        pieces.insert(2, article(sentence(rng), "<blockquote><p>{}</p></blockquote>"))
    if at % 8 == 3:
        pieces[1:4] = [_daily(rng, what) for what in ("attacks", "arrests", "power cuts")]
    if at % 11 == 5:
        pieces[1:5] = [article(f"{who}: {sentence(rng)}") for who in ("TGP", "Governor", "TGP", "Governor")]
    return pieces


def _daily(rng: random.Random, what: str) -> Piece:
    """A report of one frame: only its numbers change from day to day."""
    return article(
        f"Over the past day the regional office counted {rng.randrange(90)} {what}, {rng.randrange(40)} of them in Lunde "
        f"and {rng.randrange(40)} in the district of Kalvik, according to its morning bulletin."
    )
