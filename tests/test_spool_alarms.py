"""The alarms of the spool: what waits there for its archive, and how full it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.room import Filling, Room
from crawler.watch.spooled import Spooled, spool_alarms, spooled
from crawler.watch.thresholds import spool_measures
from crawler.watch.wording import sentence
from storage.closing import manifest_file
from storage.manifest import manifest_bytes
from tests.runs import finished_run
from tests.watched_outlets import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from storage.alarm import Alarm

HOUR = timedelta(hours=1)
EMPTY = Filling(1 << 20, 10 << 20)


def told(found: Spooled, thresholds: str = "", before: tuple[Alarm, ...] = ()) -> tuple[Alarm, ...]:
    return spool_alarms(found, before, "gazette", NOW, spool_measures(thresholds))


@pytest.mark.parametrize(
    ("thresholds", "hours", "measures"),
    [("", 5, []), ("", 7, ["unpublished"]), ("unpublished.hours=12", 7, []), ("unpublished=off", 99, [])],
)
def test_a_run_that_waits_for_long_is_told(thresholds: str, hours: int, measures: list[str]) -> None:
    found = Spooled((NOW - hours * HOUR, NOW - HOUR), 3 << 20, EMPTY)
    assert [alarm.measure for alarm in told(found, thresholds)] == measures


def test_the_alarm_says_how_many_wait_since_when_their_bytes_and_how_full_the_spool_is() -> None:
    [alarm] = told(Spooled((NOW - 50 * HOUR, NOW - HOUR), 3 << 20, Filling(7 << 20, 10 << 20)))
    assert alarm.since == NOW - 50 * HOUR
    assert sentence(alarm) == (
        "closed runs that the archive has not taken: 2; 3.0 MiB in the spool, which holds 7.0 MiB of the 10.0 MiB that it may"
    )


def test_a_spool_that_is_nearly_full_or_full_is_told_since_it_was() -> None:
    assert not told(Spooled((), 0, Filling(7 << 20, 10 << 20)))
    [nearly] = told(Spooled((), 0, Filling(9 << 20, 10 << 20)))
    assert sentence(nearly) == "the spool holds 9.0 MiB of the 10.0 MiB at which crawls stop"
    [full] = told(Spooled((), 0, Filling(10 << 20, 10 << 20)), before=(replace(nearly, since=NOW - HOUR),))
    assert full.since == NOW - HOUR
    assert sentence(full).endswith("it is full: crawls of all outlets stop before their next page")


def test_what_is_open_or_damaged_in_the_outbox_is_taken_for_what_it_is(tmp_path: Path) -> None:
    for run in ("closed", "open", "damaged"):
        outbox = tmp_path / "southfront/outbox" / run
        manifest = finished_run(outbox, run=run)
        if run != "open":
            manifest_file(outbox).write_bytes(manifest_bytes(manifest) if run == "closed" else b"{")
    found = spooled(Room(tmp_path, 1 << 20), "southfront")
    assert found
    assert found.waiting[0] == manifest.closed_at
    assert len(found.waiting) == 2, "a run that is still written waits for nothing"
    assert found.bytes < found.filling.held
    assert found.filling.allowed == 1 << 20
    assert spooled(Room(tmp_path, 0), "elsewhere") is None
