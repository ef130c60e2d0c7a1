"""Sixty days of an outlet in twenty-five runs: what the archive then says is what happened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.simulator.comparing import archived, differences, due_look, fruitful
from tests.simulator.life import lived
from tests.simulator.world import DAY, Loss, Trouble, day, world

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.untraced

SEED = 2
# Every trouble is met. Silence is told by the same weekdays of weeks before, which somebody has to have looked at.
DAYS = (
    0.5, 1.5, 2.5, 6.5, 12.5, 14.5, 17.5, 20.5, 24.5, 25.5, 26.5, 29.5, 31.5, 32.5, 33.5, 38.5, 39.5, 40.5, 42.5, 45.5,
    47.5, 50.5, 53.5, 56.5, 59.5,
)  # fmt: skip
LIFE = world(SEED)


def test_the_chosen_days_meet_every_trouble() -> None:
    assert {trouble for trouble in Trouble for at in DAYS if LIFE.has(trouble, day(at))} == set(Trouble)


def test_the_chosen_days_demand_every_kind_of_removal_and_of_revision() -> None:
    looks = fruitful(LIFE, map(day, DAYS))
    demanded: set[object] = set()
    for story in LIFE.stories:
        last = story.versions[-1]
        if story.gone_at and (seen := due_look(LIFE, looks, story, story.gone_at)):
            demanded |= {story.loss} if seen < looks[-1] - 2 * DAY else set()
        elif last != story.versions[0] and any(story.published <= at < last.since for at in looks):
            page = "lying" if story.lies else "stated" if story.stated else "silent"
            demanded |= {page, last.slip} if due_look(LIFE, looks, story, last.since) else set()
    assert demanded == {*Loss, "lying", "stated", "silent", True, False}


@pytest.mark.timeout(1800)  # twenty-five runs, on a machine that may be busy
def test_nothing_of_sixty_days_is_missed_and_nothing_invented(tmp_path: Path) -> None:
    operator, looks = lived(LIFE, map(day, DAYS), tmp_path)
    held = archived(operator)
    assert list(differences(LIFE, looks, held)) == []
    one = next(story for story in LIFE.stories if story.published > day(2) and not story.gone_at)
    for others in ((*LIFE.stories, replace(one, path="/one-more/")), set(LIFE.stories) - {one}):
        another = replace(LIFE, stories=tuple(sorted(others, key=lambda story: story.published)))
        assert list(differences(another, looks, held)), "a life with one story more, or less, is another"
