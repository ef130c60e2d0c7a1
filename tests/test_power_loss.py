"""The power fails before any operation: what was not synced is gone, half there or in disorder, and nothing is lost."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from tests import disk, dry_run
from tests.crash_checker import faults
from tests.power import Recorder, rebuilt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.power import Moment

PAGES = dry_run.pages(3)
# Each sixth operation is tried here, and every one by `python -m tests.soak.power_cuts`.


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> list[Moment]:
    return recorded(tmp_path_factory.mktemp("recorded"))


def recorded(folder: Path) -> list[Moment]:
    """The disk before each operation of an undisturbed run in an empty folder."""
    recorder = Recorder(folder)
    with disk.watched(recorder):
        assert dry_run.attempt(folder, PAGES) == 0
    recorder.close()
    return recorder.moments


def survives(moment: Moment, folder: Path, chance: random.Random | None) -> list[str]:
    """What is wrong after the power came back and a run went over what was left."""
    rebuilt(moment, folder, chance)
    status = dry_run.attempt(folder, PAGES)
    if status:
        return [f"before {moment.operation}: the next run ends with {status}"]
    wrong = faults(folder / "archive", folder / f"spool/{dry_run.OUTLET}/state.sqlite", PAGES)
    return [f"before {moment.operation}: {what}" for what in wrong]


@pytest.mark.timeout(600)
def test_what_was_synced_is_enough(tmp_path: Path, moments: list[Moment]) -> None:
    assert len(moments) > 100
    for n, moment in enumerate(moments[::6]):
        assert survives(moment, tmp_path / str(n), None) == []


@pytest.mark.timeout(600)
def test_what_was_not_synced_may_be_there_in_part_and_in_any_order(
    tmp_path: Path, moments: list[Moment]
) -> None:
    chance = random.Random(20261128)
    for n, moment in enumerate(moments[3::6]):
        assert survives(moment, tmp_path / str(n), chance) == []


def test_a_missing_sync_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checker's own proof: without the sync of the WARC file a power cut loses what was committed."""
    recorder = Recorder(tmp_path / "recorded")
    recorder.top.mkdir()
    monkeypatch.setattr("storage.spool.os", _NoSync())
    with disk.watched(recorder):
        dry_run.attempt(recorder.top, PAGES)
    recorder.close()
    cut = next(moment for moment in recorder.moments[::-1] if moment.operation == "pwrite")
    assert survives(cut, tmp_path / "after", None)


class _NoSync:
    def __getattr__(self, name: str) -> object:
        return (lambda _: None) if name == "fsync" else getattr(os, name)
