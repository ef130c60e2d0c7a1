"""Days without the S3 server: crawls keep what they fetch, pause when the spool is full, and the server gets all of it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.run_log import recent
from tests.ceph import nobody
from tests.crash_checker import faults
from tests.replica.server import ReplicaServer
from tests.small_sites import labels, listed, many_pages, operator_in
from tests.watched_outlets import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fault_proxy import FaultProxy

pytestmark = pytest.mark.untraced
WAITING = "closed runs that the archive has not taken: {}; "


def test_an_outage_of_days_fills_the_spool_pauses_the_crawl_and_loses_nothing(
    tmp_path: Path, s3: str, aws: pytest.MonkeyPatch, fault_proxy: FaultProxy
) -> None:
    site = many_pages("outage.example", 6, pause=0)
    with ReplicaServer([site]) as server:
        operator = replace(operator_in(tmp_path, server), archive=s3)
        metrics = tmp_path / "spool/metrics/pressmark-pages.prom"
        settings = {"EXTRACTION_ENABLED": "False", "METRICS_DIR": str(metrics.parent)}
        aws.setenv("AWS_ENDPOINT_URL_S3", nobody())
        for n in (0, 2):
            day = NOW + timedelta(days=n // 2)
            down = operator.scrapy_on(
                day, "crawl", "pages", "-a", listed(tmp_path, site.urls[n : n + 2]), **settings
            )
            assert down.returncode == 73
            assert "Traceback" not in down.stderr
            assert "stays in the spool" in down.stderr
            assert 'pressmark_last_run_published{outlet="pages"} 0.0' in metrics.read_text()
            assert f'pressmark_unpublished_runs{{outlet="pages"}} {n // 2 + 1}.0' in metrics.read_text()
            assert f'pressmark_alarm_storage{{outlet="pages"}} {n // 2}.0' in metrics.read_text()
        assert f"ALARM     storage: {WAITING.format(2)}" in down.stdout
        last = listed(tmp_path, site.urls[4:])
        third = NOW + timedelta(days=2)
        paused = operator.scrapy_on(third, "crawl", "pages", "-a", last, SPOOL_MAX_BYTES="10000", **settings)
        assert paused.returncode == 73
        assert "SPOOL_MAX_BYTES allows 10,000" in paused.stderr
        assert "Traceback" not in paused.stderr
        assert "at which crawls stop; it is full" in paused.stdout
        checked = operator.scrapy_on(third, "outlets", "--check")
        assert checked.returncode == 73
        said = f"pages: storage, since 2026-11-27: {WAITING.format(3)}"
        assert checked.stdout.startswith(said)
        assert sorted(site.asked) == ["/0", "/1", "/2", "/3"]
        aws.setenv("AWS_ENDPOINT_URL_S3", fault_proxy.endpoint)
        later = third + timedelta(hours=1)
        waiting = operator.scrapy_on(later, "outlets", "--check")
        assert waiting.returncode == 1, "the archive is back, and nobody has published yet"
        assert waiting.stdout.startswith(said)
        up = operator.scrapy_on(later, "crawl", "pages", "-a", last, **settings)
        assert up.returncode == 0, up.stderr
        assert "ALARM" not in up.stdout
        assert 'pressmark_last_run_published{outlet="pages"} 1.0' in metrics.read_text()
        assert 'pressmark_alarm_storage{outlet="pages"} 0.0' in metrics.read_text()
        assert operator.scrapy_on(later, "outlets", "--check").returncode == 0
    runs = recent(tmp_path / "spool/pages/runs.jsonl", NOW)
    assert [[alarm.measure for alarm in run.alarms] for run in runs] == [
        [],
        ["unpublished"],
        ["unpublished", "spool"],
        [],
    ]
    assert [labels(operator, n)["archived"] for n in range(4)] == [2, 2, 0, 2]
    assert list((tmp_path / "spool/pages/outbox").glob("*")) == []
    fetched_back = tmp_path / "fetched back"
    for info in operator.corpus.store.list(""):
        place = fetched_back / info.key
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(operator.corpus.store.get(info.key))
    bodies = {url: site.replies[f"/{n}"].body for n, url in enumerate(site.urls)}
    assert faults(fetched_back, tmp_path / "spool/pages/state.sqlite", bodies) == []
