"""`runs.jsonl`: what is written is read, quickly, and however the file was hurt."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import run_log
from storage.alarm import Alarm, AlarmKind
from storage.histogram import middle, quantile, step
from storage.outcome import OutcomeKind, Refusal
from storage.run_log import LoggedRun, append, line_bytes, logged, recent, rewrite
from storage.run_metrics import RunMetrics, Tally, parsed_metrics, together
from tests.rows import article_rows, example_outcome, example_row, outcomes
from tests.runs import finished_run
from tests.watched_outlets import NOW, looked, run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from storage.outcome import Outcome
    from storage.table_rows import ArticleRow

LONG_AGO = NOW - timedelta(days=10_000)
ALARM = Alarm(
    AlarmKind.DRIFT, "lag", "gazette", NOW, 1.5, 0.5, 3, "https://gazette.example/\u2028</script>", "look"
)


def filled(path: Path, count: int) -> list[LoggedRun]:
    lines = [run(NOW - timedelta(hours=ago), looked(ago % 5)) for ago in reversed(range(count))]
    rewrite(path, lines)
    return lines


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    lines = [run(NOW - timedelta(hours=1), looked(3)), replace(run(NOW, looked(2)), alarms=(ALARM,))]
    for line in lines:
        append(path, line)
    assert list(recent(path, LONG_AGO)) == lines
    assert [json.loads(line)["metrics"]["fresh"] for line in path.read_bytes().splitlines()] == [3, 2]


def test_a_run_that_was_logged_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    append(path, run(NOW, looked(1)))
    append(path, run(NOW, looked(2)))
    assert [line.metrics.fresh for line in recent(path, LONG_AGO)] == [2]


def test_a_line_that_was_cut_off_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "runs.jsonl"
    whole = line_bytes(run(NOW - timedelta(hours=1), looked(1)))
    path.write_bytes(whole + b'[]\n{"format": 7}\n\xff\n' + whole[: len(whole) // 2])
    append(path, run(NOW, looked(2)))
    assert [line.metrics.fresh for line in recent(path, LONG_AGO)] == [1, 2]


def test_of_five_years_of_hourly_runs_only_the_end_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "runs.jsonl"
    lines = filled(path, 2_000)
    data = path.read_bytes()
    with path.open("wb") as file:
        file.writelines(b'{"old": 1}' + b" " * 1000 + b"\n" for _ in range(41_800))
        file.write(data)
    parsed: list[bytes] = []
    real = run_log._parsed

    def counting(line: bytes) -> LoggedRun | None:
        parsed.append(line)
        return real(line)

    monkeypatch.setattr(run_log, "_parsed", counting)
    assert list(recent(path, NOW - timedelta(days=30))) == lines[-721:]
    assert len(parsed) < 3_000


def test_without_a_file_there_is_no_history(tmp_path: Path) -> None:
    assert recent(tmp_path / "runs.jsonl", LONG_AGO) == ()


def test_a_manifest_says_what_its_line_says(tmp_path: Path) -> None:
    manifest = replace(finished_run(tmp_path), metrics=looked(4))
    line = logged(manifest, published=False)
    assert (line.run, line.metrics, line.published) == (manifest.run, looked(4), False)
    assert logged(replace(manifest, metrics=None)).metrics == RunMetrics()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)  # rows are large
@given(st.lists(article_rows(), max_size=3), st.lists(outcomes(), max_size=3), st.integers(0, 3))
def test_the_values_of_two_parts_add_up_to_those_of_the_whole(
    rows: list[ArticleRow], ends: list[Outcome], cut: int
) -> None:
    whole = counted(rows, ends)
    both = together((counted(rows[:cut], ends[:cut]), counted(rows[cut:], ends[cut:])))
    assert replace(both, examples={}) == replace(whole, examples={})
    assert parsed_metrics(json.loads(json.dumps(whole, default=_fields))) == whole


def counted(rows: list[ArticleRow], ends: list[Outcome]) -> RunMetrics:
    tally = Tally()
    list(tally.articles(rows))
    list(tally.outcomes(ends))
    return tally.metrics()


def _fields(found: RunMetrics) -> dict[str, object]:
    return {name: getattr(found, name) for name in found.__slots__}


def test_a_row_is_counted_by_what_it_is() -> None:
    tally = Tally()
    row = example_row(1)
    old = replace(
        row, article=replace(row.article, date_published=row.article.captured_at - timedelta(days=9))
    )
    bare = replace(row.article, author=(), date_published=None, flags=("drift",))
    list(tally.articles([row, old, replace(row, article=bare, revision=2)]))
    wall = replace(example_outcome(1), status=403)
    feed = replace(example_outcome(2), purpose="feed", status=200, kind=OutcomeKind.UNCHANGED, reason="")
    list(tally.outcomes([wall, feed, replace(feed, kind=OutcomeKind.ERROR, status=None)]))
    found = tally.metrics()
    assert (found.revisions, found.articles, found.fresh) == (3, 2, 1)
    assert (found.without_author, found.without_date, found.disagreeing) == (1, 1, 1)
    assert (found.asked, found.blocked, found.sources_read, found.sources_failed) == (2, 1, 1, 1)
    assert (found.rules, found.removed) == ({"appeal": 3}, {"donation": 6})
    assert quantile(found.lag, 0.5) is not None


def test_a_robots_txt_that_nobody_gives_forbids_nothing() -> None:
    tally = Tally()
    refused = replace(example_outcome(1), purpose="feed", kind=OutcomeKind.REFUSED, status=None)
    list(
        tally.outcomes(
            [replace(refused, reason=each) for each in (Refusal.ROBOTS, Refusal.ROBOTS_UNREACHABLE)]
        )
    )
    assert (tally.metrics().robots, tally.metrics().sources_failed) == (1, 2)


@settings(deadline=None)
@given(st.integers(1, 10**7))
def test_a_histogram_is_right_to_five_per_cent(value: int) -> None:
    assert abs(middle(step(value)) - value) <= 0.05 * value


def test_a_quantile_is_that_of_the_values() -> None:
    counts = together(RunMetrics(words={step(n): 1}) for n in range(1, 1001)).words
    found = quantile(counts, 0.9)
    assert found
    assert abs(found - 900) < 45
    assert quantile({}, 0.5) is None
    assert quantile({step(0): 3}, 0.5) == 0
