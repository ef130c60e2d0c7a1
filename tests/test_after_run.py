"""What a run leaves behind for those who watch: a line, metrics, and the alarms in both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.configuration import Configuration
from crawler.watch.after_run import watch
from crawler.watch.measures import ALL
from crawler.watch.spool_measures import OF_SPOOL
from crawler.watch.thresholds import numbers
from crawler.watch.wording import TOLD, sentence
from storage.alarm import TOLD_BY_NO_RUN
from storage.manifest import RunStatus, manifest_bytes
from storage.run_log import recent
from tests.runs import finished_run
from tests.watched_outlets import NOW, looked

if TYPE_CHECKING:
    from storage.manifest import RunManifest
    from storage.run_metrics import RunMetrics


@pytest.fixture
def made(tmp_path: Path) -> Configuration:
    return Configuration(archive_url=str(tmp_path / "archive"), spool_dir=str(tmp_path / "var"))


@pytest.fixture
def example(tmp_path: Path) -> RunManifest:
    return replace(finished_run(tmp_path / "outbox"), files=())


def of_day(example: RunManifest, ago: int, metrics: RunMetrics) -> RunManifest:
    closed = NOW - timedelta(days=ago)
    return replace(
        example,
        run=f"{closed:%Y%m%d%H%M%S}",
        started_at=closed - timedelta(minutes=2),
        closed_at=closed,
        metrics=metrics,
    )


def archive(made: Configuration, manifest: RunManifest) -> None:
    made.store().put(manifest.key, manifest_bytes(manifest))


def samples(path: Path) -> dict[str, tuple[dict[str, str], float]]:
    families = text_string_to_metric_families(path.read_text(encoding="utf-8"))
    return {sample.name: (sample.labels, sample.value) for family in families for sample in family.samples}


def test_metrics_have_the_outlet_as_their_only_label(made: Configuration, example: RunManifest) -> None:
    (made.spool / "southfront").mkdir(parents=True)
    watch(made, of_day(example, 0, looked(3)), published=True)
    found = samples(made.spool / "metrics/pressmark-southfront.prom")
    assert {frozenset(labels) for labels, _ in found.values()} == {frozenset({"outlet"})}
    assert found["pressmark_last_run_fresh_articles"] == ({"outlet": "southfront"}, 3)
    assert found["pressmark_last_fresh_article_timestamp_seconds"][1] == NOW.timestamp()
    assert found["pressmark_alarm_silent"][1] == 0


def test_alarms_stand_in_the_line_and_the_metrics_of_the_run(
    made: Configuration, example: RunManifest
) -> None:
    (made.spool / "southfront").mkdir(parents=True)
    for ago in reversed(range(40)):
        last = watch(made, of_day(example, ago, looked(20 if ago > 1 else 0)), published=True)
    assert [alarm.measure for alarm in last.run.alarms] == ["silent"]
    assert sentence(last.run.alarms[0]) == "0 new articles in 2 days; usual: 40"
    assert recent(made.spool / "southfront/runs.jsonl", NOW)[-1] == last.run
    found = samples(made.spool / "metrics/pressmark-southfront.prom")
    assert (found["pressmark_alarm_silent"][1], found["pressmark_alarms"][1]) == (1, 1)
    assert found["pressmark_last_fresh_article_timestamp_seconds"][1] == (NOW - timedelta(days=2)).timestamp()


def test_a_lost_log_is_made_anew_from_the_manifests_with_the_alarms_of_then(
    made: Configuration, example: RunManifest
) -> None:
    (made.spool / "southfront").mkdir(parents=True)
    for ago in reversed(range(1, 40)):
        manifest = of_day(example, ago, looked(20 if ago > 4 else 0))
        archive(made, manifest)
        watch(made, manifest, published=True)
    log = made.spool / "southfront/runs.jsonl"
    before = log.read_bytes()
    log.unlink()
    watch(made, of_day(example, 0, looked(0)), published=True)
    assert log.read_bytes().startswith(before)
    (alarm,) = recent(log, NOW)[-1].alarms
    assert alarm.since == NOW - timedelta(days=3)


def test_a_list_of_pages_has_no_alarms(made: Configuration, example: RunManifest) -> None:
    (made.spool / "pages").mkdir(parents=True)
    blocked = replace(of_day(example, 0, looked(0, blocked=9)), outlet="pages")
    assert watch(made, blocked, published=True).run.alarms == ()


def test_a_disk_that_refuses_the_line_costs_the_run_nothing(
    made: Configuration, example: RunManifest, caplog: pytest.LogCaptureFixture
) -> None:
    (made.spool / "southfront/runs.jsonl").mkdir(parents=True)  # no file can be opened there
    incomplete = replace(of_day(example, 0, looked(0, blocked=9)), status=RunStatus.INCOMPLETE, exit_code=75)
    assert [alarm.kind for alarm in watch(made, incomplete, published=False).run.alarms] == ["blocked"]
    assert "no line or metrics of run" in caplog.text


def test_every_measure_has_its_words() -> None:
    assert {measure.name for measure in (*ALL, *OF_SPOOL)} | {"runs", "missing"} == set(TOLD)


def test_every_measure_and_every_number_stands_in_the_docs() -> None:
    page = (Path(__file__).parents[1] / "docs/alarms.md").read_text(encoding="utf-8")
    measured = (*ALL, *OF_SPOOL)
    for measure in measured:
        assert f"| `{measure.kind}` | `{measure.name}` |" in page
        for name, value in numbers(measure).items():
            assert f"| `{measure.name}.{name}` | {value} |" in page
    assert "| `stopped` | `runs` |" in page
    assert "| `missing` | `missing` |" in page
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(measured) + len(TOLD_BY_NO_RUN) + sum(
        len(numbers(measure)) for measure in measured
    )
