"""Metrics of an outlet in node_exporter's textfile format; the outlet is the only label.

One file for each outlet, replaced as a whole, so that runs of several outlets never wait for each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from storage.alarm import TOLD_BY_NO_RUN, AlarmKind
from storage.histogram import quantile
from storage.run_metrics import FRESH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crawler.watch.spooled import Spooled
    from storage.run_log import LoggedRun


def write_metrics(folder: Path, run: LoggedRun, spool: Spooled | None, last_fresh: float | None) -> Path:
    """`pressmark-<outlet>.prom`, at once or not at all. `last_fresh`: when the outlet last had news (Unix seconds)."""
    registry = CollectorRegistry()
    for name, (meaning, value) in {**values(run, last_fresh), **_of_spool(spool)}.items():
        Gauge(f"pressmark_{name}", meaning, ("outlet",), registry=registry).labels(run.outlet).set(value)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"pressmark-{run.outlet}.prom"
    write_to_textfile(str(path), registry)
    return path


def values(run: LoggedRun, last_fresh: float | None) -> Mapping[str, tuple[str, float]]:
    """Name without prefix, meaning and value of each metric. Those without a value are left out."""
    metrics = run.metrics
    whole = metrics.body_words + metrics.removed_words
    kinds = [alarm.kind for alarm in run.alarms]
    found: dict[str, tuple[str, float | None]] = {
        "last_run_timestamp_seconds": ("When the last run was closed.", run.closed_at.timestamp()),
        "last_run_duration_seconds": (
            "How long it took.",
            (run.closed_at - run.started_at).total_seconds(),
        ),
        "last_run_exit_status": ("Its exit status: 0 complete, 75 try again, 69 refused.", run.exit_code),
        "last_run_published": ("Whether the archive had the run when it ended.", run.published),
        "last_run_urls": ("URLs that it decided on.", metrics.urls),
        "last_run_open_urls": (
            "URLs that it left for the next run.",
            sum(n for label, n in run.outcomes.items() if label.startswith(("deferred", "error"))),
        ),
        "last_run_captures": ("Captures that it archived.", run.counts.get("captures", 0)),
        "last_run_warc_bytes": ("Size of its WARC files.", run.counts.get("warc_bytes", 0)),
        "last_run_revisions": ("Article revisions that it stored.", metrics.revisions),
        "last_run_new_articles": ("Of these, first ones.", metrics.articles),
        "last_run_fresh_articles": (
            f"Of these, captured within {FRESH.days} days of their publication.",
            metrics.fresh,
        ),
        "last_run_blocked": ("Answers that were blocks.", metrics.blocked),
        "last_run_sources_read": ("Feeds, sitemaps and listings that were read.", metrics.sources_read),
        "last_run_sources_failed": ("Those that could not be read.", metrics.sources_failed),
        "last_run_median_words": ("Words of the median article.", quantile(metrics.words, 0.5)),
        "last_run_removed_ratio": (
            "Words that were removed, of all.",
            metrics.removed_words / whole if whole else None,
        ),
        "last_run_without_author": ("Articles without an author.", metrics.without_author),
        "last_run_without_date": ("Articles without a date.", metrics.without_date),
        "last_run_disagreeing": ("Articles that do not fit the outlet's layout.", metrics.disagreeing),
        "last_run_median_lag_seconds": ("From publication to capture.", quantile(metrics.lag, 0.5)),
        "last_fresh_article_timestamp_seconds": ("The last run that had a fresh article.", last_fresh),
        "alarms": ("Alarms of all kinds.", len(kinds)),
        **{
            f"alarm_{kind}": (f"Alarms of the kind {kind}.", kinds.count(kind))
            for kind in AlarmKind
            if kind not in TOLD_BY_NO_RUN
        },
    }
    return {name: (meaning, float(value)) for name, (meaning, value) in found.items() if value is not None}


def _of_spool(spool: Spooled | None) -> Mapping[str, tuple[str, float]]:
    if spool is None:
        return {}
    found = {
        "unpublished_runs": (
            "Closed runs of the outlet that the archive has not taken.",
            float(len(spool.waiting)),
        ),
        "unpublished_bytes": ("Their size in the spool.", float(spool.bytes)),
        "spool_bytes": ("Size of the spool of all outlets.", float(spool.filling.held)),
        "spool_allowed_bytes": ("The size at which crawls stop.", float(spool.filling.allowed)),
    }
    if spool.waiting:
        oldest = spool.waiting[0].timestamp()
        found["unpublished_since_timestamp_seconds"] = ("When the oldest of these runs was closed.", oldest)
    return found
