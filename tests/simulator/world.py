"""Sixty days of an outlet, written down before they begin: what it published, edited and took down, and what went wrong.

All of it follows from a seed. What the outlet shows at a moment is a pure function of these data (`showing.py`), and so
is what an archive must hold afterwards (`judgement.py`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
DAYS = 60
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_DAY = 5  # stories
EDITED, TAKEN_DOWN = 0.34, 0.08  # of the stories
OLD_STORIES = 20  # that are there before the first run
SLIPS = {
    "government": "goverment",
    "received": "recieved",
    "separate": "seperate",
    "ceasefire": "ceasfire",
    "committee": "commitee",
}
SUBJECTS = [
    "The government",
    "A separate committee",
    "The council of Orlin",
    "The ministry",
    "A spokesman of the army",
    "The union",
]
DEEDS = ["received", "rejected", "published", "discussed", "denied", "confirmed", "postponed", "welcomed"]
THINGS = [
    "the ceasefire",
    "a list of prisoners",
    "the report on the harbour",
    "two offers",
    "the map of the border",
    "a letter",
]
ENDS = [
    "on Monday evening",
    "after a long debate",
    "without giving a date",
    "in the presence of observers",
    "for the second time",
]
AUTHORS = ("Jane Doe", "Omar Haddad", "Lena Novak")


class Loss(StrEnum):
    """What stands in the place of a story that was taken down, by the name of the removal that it has to become."""

    STATUS = "status"
    REDIRECT_HOME = "redirect_home"
    REDIRECT_ELSEWHERE = "redirect_elsewhere"
    NOTICE = "notice"


class Trouble(StrEnum):
    NETWORK = "network"  # nobody answers
    SITEMAP = "sitemap"  # cut off on the first day, an error of the server afterwards
    LYING = "lying"  # feed and sitemap say 304 to whoever comes with validators
    SILENCE = "silence"  # nothing is published
    BLOCKED = "blocked"  # everything is answered with 403 and a bot shield


@dataclass(frozen=True, slots=True)
class Version:
    """What a story says from a moment on. `slip`: it differs from the one before in spellings alone."""

    since: datetime
    title: str
    paragraphs: tuple[str, ...]
    slip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    path: str
    author: str
    versions: tuple[Version, ...]
    gone_at: datetime | None = None
    loss: Loss | None = None
    stated: bool  # whether the sitemap says when it was edited
    validators: bool  # whether its page has any; else a counter on it changes from hour to hour
    lies: bool  # its page says 304 whatever has become of it

    @property
    def published(self) -> datetime:
        return self.versions[0].since

    def is_there(self, at: datetime) -> bool:
        return self.published <= at and not self.is_gone(at)

    def is_gone(self, at: datetime) -> bool:
        return self.gone_at is not None and self.gone_at <= at

    def version(self, at: datetime) -> Version:
        return [each for each in self.versions if each.since <= at][-1]


@dataclass(frozen=True, slots=True)
class Spell:
    """A trouble from one moment to another."""

    trouble: Trouble
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    stories: tuple[Story, ...]  # by date of publication
    spells: tuple[Spell, ...]
    moved_at: datetime  # from southfront.org to southfront.press
    relaid_at: datetime  # pages get another markup

    def has(self, trouble: Trouble, at: datetime) -> bool:
        return any(spell.trouble is trouble and spell.since <= at < spell.until for spell in self.spells)

    def spell(self, trouble: Trouble) -> Spell:
        return next(spell for spell in self.spells if spell.trouble is trouble)


def day(number: float) -> datetime:
    return START + number * DAY


SPELLS = (
    Spell(Trouble.NETWORK, day(12.2), day(13.6)),
    Spell(Trouble.SITEMAP, day(17.2), day(19.6)),
    Spell(Trouble.LYING, day(29), day(32)),
    Spell(Trouble.SILENCE, day(37), day(41)),
    Spell(Trouble.BLOCKED, day(45.2), day(46.6)),
)


def world(seed: int) -> World:
    draw = random.Random(seed)
    stories = tuple(_story(draw, number, at) for number, at in enumerate(_dates(draw)))
    return World(stories=stories, spells=SPELLS, moved_at=day(23.1), relaid_at=day(50.1))


def _dates(draw: random.Random) -> Iterator[datetime]:
    """When each story came out: the old ones over two months, the others by day; none while the outlet is silent."""
    yield from (day(-60 + 3 * number) for number in range(OLD_STORIES))
    silence = next(spell for spell in SPELLS if spell.trouble is Trouble.SILENCE)
    for number in range(DAYS):
        hours = sorted(draw.sample(range(5, 23), A_DAY))
        moments = [day(number) + hour * HOUR + timedelta(minutes=17) for hour in hours]
        yield from (at for at in moments if not silence.since <= at < silence.until)


def _story(draw: random.Random, number: int, published: datetime) -> Story:
    said = tuple(_paragraph(draw, number) for _ in range(5))
    text = Version(published, f"{draw.choice(SUBJECTS)} and {draw.choice(THINGS)}: report {number}", said)
    fate = draw.random() if published >= START else 1.0
    versions = _versions(draw, fate, text, number)
    gone_at = loss = None
    if EDITED <= fate < EDITED + TAKEN_DOWN:
        gone_at = published + draw.uniform(1.2, 6) * DAY
        loss = draw.choice(tuple(Loss))
    validators = draw.random() < 0.5
    return Story(
        path=f"/report-{number}-from-orlin/",
        author=draw.choice(AUTHORS),
        versions=versions,
        gone_at=gone_at,
        loss=loss,
        stated=draw.random() < 0.6,
        validators=validators,
        lies=validators and draw.random() < 0.2,
    )


def _versions(draw: random.Random, fate: float, text: Version, number: int) -> tuple[Version, ...]:
    """Slips that are corrected, a paragraph that is written anew, another headline; or the text as it is."""
    if fate < 0.15:
        slipped = replace(text, paragraphs=tuple(map(_with_slips, text.paragraphs)))
        corrected = _edited(draw, text, slip=True)
        return (slipped, corrected) if slipped != text else (text,)
    if fate < 0.30:
        more = (*text.paragraphs[:-1], _paragraph(draw, number))
        return text, _edited(draw, replace(text, paragraphs=more), slip=False)
    if fate < EDITED:
        renamed = text.title.replace("report", "what became of")
        return text, _edited(draw, replace(text, title=renamed), slip=False)
    return (text,)


def _edited(draw: random.Random, text: Version, *, slip: bool) -> Version:
    """Some edits come within hours, some after a week."""
    at = text.since + draw.choice((0.1, 0.4, 1.5, 3, 7)) * DAY * draw.uniform(1, 1.5)
    return Version(at.replace(microsecond=0), text.title, text.paragraphs, slip)


def _paragraph(draw: random.Random, number: int) -> str:
    sentences = (
        f"{draw.choice(SUBJECTS)} {draw.choice(DEEDS)} {draw.choice(THINGS)} {draw.choice(ENDS)}, and {draw.randrange(20, 900)}"
        f" people from district {number} were told to wait until the next session of the assembly."
        for _ in range(2)
    )
    return " ".join(sentences)


def _with_slips(text: str) -> str:
    for right, wrong in SLIPS.items():
        text = text.replace(right, wrong)
    return text
