"""What an archive must hold after a life that is known, against what it holds: each difference is a sentence.

The crawler may look late, for it does not ask for everything at every run; how late, docs/incremental.md promises. What it
has not had the time to see may be missing. What it says must be true.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from storage.alarm import AlarmKind
from storage.changes import ChangeKind
from storage.outcome import OutcomeKind
from storage.run_log import NAME, recent
from tests.simulator.life import OUTLET
from tests.simulator.showing import IN_FEED
from tests.simulator.world import DAY, HOUR, START, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from storage.alarm import Alarm
    from storage.coverage import CoverageDay
    from storage.outcome import Outcome
    from storage.run_log import LoggedRun
    from storage.table_rows import ArticleRow
    from tests.operator import Operator
    from tests.simulator.life import Look
    from tests.simulator.world import Story, World

SOURCES_REST = (
    7 * HOUR
)  # a sitemap that stands still is asked every six hours, and its day may begin with a lie
SOONEST = 2 * HOUR
STARTING = HOUR / 20  # what a run may take before it asks
LOOKS_PER_FULL_ONE = 5  # four may be answered with 304; each comes after twice the time
EXIT = {Trouble.NETWORK: 75, Trouble.BLOCKED: 69}
ALARMS = {  # days after the trouble began within which it has to be told, and after its end until it is over
    "silent": (Trouble.SILENCE, 3.75, 4.0),
    "blocked": (Trouble.BLOCKED, 0.6, 4.0),
}
CAUSED = {  # alarms that may be told beside these: by the trouble that brings them, and days after its end
    "sources": (Trouble.NETWORK, 0.0),
    "fewer_articles": (Trouble.SILENCE, 7.0),  # of a week that begins in the silence
}
DRIFT_WITHIN = 8.0  # days: the least window of it that holds twenty articles, and one more


@dataclass(frozen=True, slots=True)
class Archived:
    """What is compared."""

    rows: dict[str, tuple[ArticleRow, ...]]  # by path, by revision
    outcomes: tuple[Outcome, ...]
    ledger: tuple[CoverageDay, ...]
    runs: tuple[LoggedRun, ...]


def archived(operator: Operator) -> Archived:
    corpus = operator.corpus
    rows = sorted(corpus.articles(outlet=OUTLET), key=lambda row: (_path(row.article.url), row.revision))
    return Archived(
        {path: tuple(some) for path, some in groupby(rows, key=lambda row: _path(row.article.url))},
        tuple(corpus.outcomes(OUTLET)),
        corpus.coverage(OUTLET),
        recent(operator.spool / OUTLET / NAME, START - DAY),
    )


def differences(world: World, looks: Sequence[Look], found: Archived) -> Iterator[str]:
    yield from _endings(world, looks)
    yield from _twice(looks)
    yield from _stories(world, looks, found)
    yield from _removals(world, looks, found)
    yield from _ledger(world, looks, found)
    yield from _alarms(world, looks, found)


def _path(url: str) -> str:
    return urlsplit(url).path


def _good(world: World, looks: Sequence[Look]) -> list[datetime]:
    return fruitful(world, (look.at for look in looks))


def fruitful(world: World, moments: Iterable[datetime]) -> list[datetime]:
    """The moments at which the outlet can be read."""
    return [at for at in moments if not any(world.has(trouble, at) for trouble in EXIT)]


def _endings(world: World, looks: Sequence[Look]) -> Iterator[str]:
    for look in looks:
        expected = next((code for trouble, code in EXIT.items() if world.has(trouble, look.at)), 0)
        if world.has(Trouble.BLOCKED, look.at) and not look.requests:
            expected = 0  # nothing was due, and nobody knows yet
        if look.exit_code != expected:
            yield f"{look.at}: ended with {look.exit_code} instead of {expected}: {look.said[-1500:]}"
        if "Traceback" in look.said:
            yield f"{look.at}: {look.said[-1500:]}"


def _twice(looks: Sequence[Look]) -> Iterator[str]:
    for look in looks:
        asked = Counter((request.host, request.path) for request in look.requests if request.status < 500)
        yield from (f"{look.at}: {name} was asked {n} times" for name, n in asked.items() if n > 1)


# -- articles and their revisions


def _stories(world: World, looks: Sequence[Look], found: Archived) -> Iterator[str]:
    good = _good(world, looks)
    by_path = {story.path: story for story in world.stories}
    yield from (f"no story ever stood at {path}" for path in found.rows.keys() - by_path.keys())
    for path, story in by_path.items():
        rows = found.rows.get(path, ())
        due = _first_look(good, _awake(world, story.published + SOURCES_REST))
        if not rows and due and not story.is_gone(due):
            yield f"{path}, published {story.published}, is missing after the look of {due}"
        if rows and due and rows[0].article.captured_at > due + HOUR:
            yield f"{path}, published {story.published}, came only on {rows[0].article.captured_at}"
        ids = {row.article.article_id for row in rows}
        if len(ids) > 1:
            yield f"{path} is {len(ids)} articles"
        yield from _revisions(world, good, story, rows)


def _revisions(
    world: World, good: Sequence[datetime], story: Story, rows: tuple[ArticleRow, ...]
) -> Iterator[str]:
    for row in rows:
        yield from (f"{story.path}, revision {row.revision}: {what}" for what in _untrue(story, row))
    for one, other in pairwise(rows):
        true = story.version(other.article.captured_at)
        kind = ChangeKind.COSMETIC if true.slip else ChangeKind.SUBSTANTIAL
        if story.version(one.article.captured_at) == true:
            yield f"{story.path}: revision {other.revision} changes nothing"
        elif other.change is None or other.change.kind is not kind:
            yield f"{story.path}: revision {other.revision} is {other.change}, and not {kind}"
    if rows and story.versions[-1].since > rows[-1].article.captured_at:
        due = due_look(world, good, story, story.versions[-1].since)
        if due and not story.is_gone(due):
            yield f"{story.path}: what changed on {story.versions[-1].since} was not seen by {due}"


def _untrue(story: Story, row: ArticleRow) -> Iterator[str]:
    """What the row says, and the outlet did not."""
    at, article = row.article.captured_at, row.article
    if not story.is_there(at):
        yield f"captured on {at}, when it was not there"
        return
    true = story.version(at)
    if article.headline != true.title:
        yield f"headline {article.headline!r}"
    if tuple(article.article_body.split("\n\n")) != true.paragraphs:
        yield f"text {article.article_body!r}"
    if (article.author, article.date_published) != ((story.author,), story.published):
        yield f"by {article.author} on {article.date_published}"


def due_look(world: World, good: Sequence[datetime], story: Story, at: datetime) -> datetime | None:
    """The look that has to see what became of the story at the moment; None: it would come after the end."""
    first = _first_look(good, story.published)
    if first is None or first >= at:
        return first
    if story.gone_at == at:
        return _first_look(good, at + max(at - story.published, SOONEST))
    if story.lies:
        return _full_look(good, story, first, at)
    latest = at + max(at - story.published, SOONEST)
    return _first_look(good, min(latest, _awake(world, at + SOURCES_REST)) if story.stated else latest)


def _full_look(good: Sequence[datetime], story: Story, first: datetime, at: datetime) -> datetime | None:
    """Looks come after twice the time; the first that is in full after the moment."""
    look, number = _first_look(good, first), 0
    while look and (look < at or number % LOOKS_PER_FULL_ONE):
        look = _first_look(good, look + max(look - story.published, SOONEST) + STARTING)
        number += 1
    return look


def _awake(world: World, at: datetime) -> datetime:
    """The moment, or when the sources tell the truth again."""
    for trouble in (Trouble.SITEMAP, Trouble.LYING):
        spell = world.spell(trouble)
        if spell.since <= at < spell.until + SOURCES_REST:
            return spell.until + SOURCES_REST
    return at


def _first_look(good: Sequence[datetime], at: datetime) -> datetime | None:
    return next((look for look in good if look >= at), None)


# -- removals


def _removals(world: World, looks: Sequence[Look], found: Archived) -> Iterator[str]:
    good = _good(world, looks)
    removed = {_path(each.url): each for each in found.outcomes if each.kind is OutcomeKind.REMOVED}
    by_path = {story.path: story for story in world.stories}
    for path, outcome in removed.items():
        story = by_path[path]
        if not story.is_gone(outcome.decided_at):
            yield f"{path} was not gone on {outcome.decided_at}"
        elif outcome.reason != story.loss:
            yield f"{path}: {outcome.label}, and not {story.loss}"
        elif not _seen_before(outcome, story, found):
            yield f"{path} is removed without an earlier look"
    for story in world.stories:
        if story.gone_at is None or story.path not in found.rows:
            continue
        first = due_look(world, good, story, story.gone_at)
        second = _first_look(good, first + DAY + HOUR) if first else None
        if second and story.path not in removed:
            yield f"{story.path}, gone ({story.loss}) since {story.gone_at}, is not removed after {second}"


def _seen_before(outcome: Outcome, story: Story, found: Archived) -> bool:
    assert story.gone_at
    return any(
        _path(each.url) == story.path
        and each.kind is OutcomeKind.REJECTED
        and story.gone_at <= each.decided_at <= outcome.decided_at - 12 * HOUR
        and each.decided_at.date() < outcome.decided_at.date()
        for each in found.outcomes
    )


# -- the ledger


def _ledger(world: World, looks: Sequence[Look], found: Archived) -> Iterator[str]:
    dated = {story.path for look in looks if _read_feed(look) for story in _in_feed(world, look.at)}
    days: Counter[date] = Counter()
    for story in world.stories:
        if rows := found.rows.get(story.path):
            at = story.published if story.path in dated else rows[0].article.captured_at
            days[at.date()] += 1
    held = {
        line.day: (line.announced, line.fetched, line.extracted, dict(line.missing)) for line in found.ledger
    }
    for day in sorted({*days, *held}):
        n = days[day]
        if held.get(day) != (n, n, n, {}):
            yield f"ledger of {day}: {held.get(day)}, and {n} were announced"


def _read_feed(look: Look) -> bool:
    return any(request.purpose == "feed" and request.status == 200 for request in look.requests)


def _in_feed(world: World, at: datetime) -> list[Story]:
    return [story for story in world.stories if story.is_there(at)][-IN_FEED:]


# -- alarms


def _alarms(world: World, looks: Sequence[Look], found: Archived) -> Iterator[str]:
    for measure, (trouble, within, over) in ALARMS.items():
        spell = world.spell(trouble)
        yield from _alarm(found, measure, spell.since, spell.since + within * DAY, spell.until + over * DAY)
    end = looks[-1].at + DAY
    yield from _alarm(found, "drift", world.relaid_at, world.relaid_at + DRIFT_WITHIN * DAY, end)
    for run in found.runs:
        for name in {*map(_name, run.alarms)} - {*ALARMS, "drift"}:
            if not _is_caused(world, name, run.closed_at):
                yield f"{run.closed_at}: alarm {name} without a cause"


def _is_caused(world: World, name: str, at: datetime) -> bool:
    if name not in CAUSED:
        return False
    trouble, after = CAUSED[name]
    spell = world.spell(trouble)
    return spell.since <= at < spell.until + after * DAY


def _alarm(found: Archived, name: str, since: datetime, told_by: datetime, until: datetime) -> Iterator[str]:
    """`name`: of a measure, or drift, of which there are several."""
    told = [run.closed_at for run in found.runs if name in map(_name, run.alarms)]
    yield from (f"{at}: alarm {name} without a cause" for at in told if not since <= at <= until)
    if found.runs[-1].closed_at >= told_by and not any(since <= at <= told_by for at in told):
        yield f"no alarm {name} by {told_by}"


def _name(alarm: Alarm) -> str:
    return alarm.kind if alarm.kind is AlarmKind.DRIFT else alarm.measure
