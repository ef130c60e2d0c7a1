"""`scrapy outlets --check`: what no run can tell, because it does not run, or does not read the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.watch.checking import GRACE, missing, stopped
from crawler.watch.wording import sentence
from storage.alarm import Alarm, AlarmKind
from storage.coverage import CoverageDay
from storage.run_log import NAME, append
from tests.ceph import environment, nobody
from tests.forks import FORKS
from tests.watched_outlets import NOW, looked, run

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("every", "silence", "within", "told"),
    [
        (1, 2, None, []),
        (1, 4, None, ["runs"]),
        (24, 50, None, []),
        (24, 80, None, ["runs"]),
        (24, 50, 30, ["runs"]),
    ],
)
def test_an_outlet_that_is_no_longer_crawled_is_overdue(
    every: int, silence: int, within: int | None, told: list[str]
) -> None:
    last = NOW - silence * HOUR
    runs = [run(last - n * every * HOUR, looked(3)) for n in reversed(range(40))]
    found = list(stopped(runs, NOW, within * HOUR if within else None))
    assert [alarm.measure for alarm in found] == told
    assert all(alarm.since == last for alarm in found)


def test_one_run_tells_no_interval_and_is_waited_for_two_days() -> None:
    assert not list(stopped([run(NOW - 47 * HOUR, looked(3))], NOW))
    [alarm] = stopped([run(NOW - 72 * HOUR, looked(3))], NOW)
    assert sentence(alarm) == "no run has ended for 3 d; usual: one every 2 d"


def ledger(age: int, number: int, **labels: int) -> CoverageDay:
    day = (NOW - timedelta(days=age)).date()
    lacking = {label.replace("__", ":"): n for label, n in labels.items()}
    return CoverageDay("gazette", day, number, number, number - sum(lacking.values()), lacking)


def test_what_was_announced_days_ago_and_not_had_is_missed() -> None:
    calm = [ledger(age, 20) for age in range(10, GRACE, -1)]
    assert not list(missing(calm, "gazette", NOW))
    new = [*calm, ledger(1, 20, unasked=9), ledger(GRACE, 20, deferred__budget=9)]
    assert not list(missing(new, "gazette", NOW)), "there is time yet"
    judged = [*calm, ledger(9, 20, rejected__no_text=5, refused__robots=5, removed__status=5)]
    assert not list(missing(judged, "gazette", NOW)), "these have their answer"
    [alarm] = missing([*calm, ledger(12, 20, error__timeout=4), ledger(11, 20, unasked=5)], "gazette", NOW)
    assert (alarm.kind, alarm.value, alarm.expected) == (AlarmKind.MISSING, 9, 180)
    assert alarm.since.date() == (NOW - timedelta(days=12)).date()
    assert sentence(alarm) == "9 of 180 articles that were announced in 28 days are missing"


def check(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    settings = ("-s", f"ARCHIVE_URL={folder / 'archive'}", "-s", f"SPOOL_DIR={folder / 'spool'}")
    return FORKS.scrapy(("outlets", "--check", *settings, *words))


def test_the_command_ends_with_1_when_something_is_wrong_and_with_0_when_not(tmp_path: Path) -> None:
    log = tmp_path / "spool" / "southfront" / NAME
    log.parent.mkdir(parents=True)
    now = datetime.now(UTC)
    for hours in range(30, 9, -1):
        append(log, run(now - hours * HOUR, looked(3)))
    told = check(tmp_path)
    append(log, run(now, looked(3)))
    calm = check(tmp_path)
    assert (told.returncode, calm.returncode) == (1, 0), told.stderr + calm.stderr
    assert "stopped, since" in told.stdout
    assert "no run has ended for 10 h; usual: one every 1 h" in told.stdout
    assert calm.stdout == "1 outlets are crawled, and nothing is wrong with them\n"


def test_an_archive_that_does_not_answer_hides_no_alarm_that_is_known_without_it(
    tmp_path: Path, aws: pytest.MonkeyPatch
) -> None:
    for name, value in environment(nobody()).items():
        aws.setenv(name, value)
    log = tmp_path / "spool" / "southfront" / NAME
    log.parent.mkdir(parents=True)
    blocked = Alarm(AlarmKind.BLOCKED, "blocked", "southfront", NOW, 0.9, 0.1, 2, None, "open the page")
    now = datetime.now(UTC)
    for hours in range(30, 9, -1):
        append(log, replace(run(now - hours * HOUR, looked(3)), outlet="southfront", alarms=(blocked,)))
    told = check(tmp_path, "-s", "ARCHIVE_URL=s3://bucket/away")
    assert told.returncode == 73, told.stderr
    assert [line.partition(",")[0] for line in told.stdout.splitlines()] == [
        "southfront: stopped",
        "southfront: blocked",
    ]


@pytest.mark.parametrize("hours", ["0", "-1", "nan", "100000"])
def test_a_time_within_which_no_run_can_end_is_refused_and_named(tmp_path: Path, hours: str) -> None:
    refused = check(tmp_path, f"--within={hours}")
    assert refused.returncode == 78
    assert refused.stderr.startswith(f"pressmark: --within {hours}: write hours, more than 0")


def test_a_time_that_nobody_would_look_at_is_a_mistake(tmp_path: Path) -> None:
    settings = ("-s", f"ARCHIVE_URL={tmp_path}", "-s", f"SPOOL_DIR={tmp_path}")
    refused = FORKS.scrapy(("outlets", "--within", "6", *settings))
    assert refused.returncode == 2
    assert "--within says how --check looks" in refused.stdout + refused.stderr
    named = FORKS.scrapy(("outlets", "southfront", *settings))
    assert named.returncode == 2
    assert "takes no arguments" in named.stdout + named.stderr
