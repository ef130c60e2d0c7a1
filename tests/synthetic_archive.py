"""A whole archive of invented outlets: tables and manifests as runs publish them, and no WARC file behind them.

`python -m tests.synthetic_archive --to FOLDER --outlets 20 --articles 1000000 --years 3` makes the archive of the
benchmarks. It is made month by month through the archive's own writers, in bounded memory, always the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage.manifest import RunManifest, RunStatus
from storage.object_store import ObjectStore, open_store
from storage.publish import publish
from storage.run_metrics import Tally
from storage.tables import announcement_files, article_files, outcome_files
from tests.synthetic_rows import Life, day_announcements, day_outcomes, day_rows, lives

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DAYS_A_YEAR = 365
WEEKDAYS_SHARE = (5 + 2 * 0.5) / 7  # stories of a mean day, of those of a weekday


@dataclass(frozen=True, slots=True)
class Period:
    """The days of one run: from `first` to before `end`."""

    first: date
    end: date

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.end - self.first).days))


def write_archive(
    store: ObjectStore, outlets: Sequence[Life], first: date, end: date, *, run_days: int = 30, seed: int = 0
) -> Iterator[RunManifest]:
    """Publish a run of each outlet every `run_days` days; yields each manifest when its run is in the archive."""
    for period in periods(first, end, run_days):
        for life in outlets:
            yield write_run(store, life, period, seed)


def write_run(store: ObjectStore, life: Life, period: Period, seed: int = 0) -> RunManifest:
    """Publish what the outlet has of these days, as one run."""
    started = datetime.combine(period.first, time(), UTC)
    run = f"{started:%Y%m%d%H%M%S}synth"
    with TemporaryDirectory(prefix="synthetic-") as name:
        outbox, tally = Path(name), Tally()
        rows = (row for day in period.days for row in day_rows(life, day, run, seed))
        ended = (row for day in period.days for row in day_outcomes(life, day, run, seed))
        articles = article_files(tally.articles(rows), outbox)
        outcomes = outcome_files(tally.outcomes(ended), outbox)
        said = announcement_files(
            (row for day in period.days for row in day_announcements(life, day, run, seed)), outbox
        )
        manifest = RunManifest(
            run=run,
            outlet=life.slug,
            started_at=started,
            closed_at=datetime.combine(period.end, time(), UTC),
            status=RunStatus.COMPLETE,
            reason="",
            exit_code=0,
            outcomes={"archived": sum(file.rows or 0 for file in outcomes)},
            counts={
                "captures": 0,
                "capture_bytes": 0,
                "revisions": sum(file.rows or 0 for file in articles),
                "warc_bytes": 0,
            },
            files=(*articles, *outcomes, *said),
            versions={"pressmark": "synthetic"},
            configuration_digest="",
            metrics=tally.metrics(),
        )
        publish(store, outbox, manifest)
    return manifest


def periods(first: date, end: date, run_days: int) -> Iterator[Period]:
    while first < end:
        after = min(first + timedelta(days=run_days), end)
        yield Period(first, after)
        first = after


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.synthetic_archive", description=__doc__)
    parser.add_argument("--to", required=True, help="the archive: a folder or s3://bucket/prefix")
    parser.add_argument("--outlets", type=int, default=5)
    parser.add_argument("--articles", type=int, default=10_000, help="about so many, all outlets together")
    parser.add_argument("--years", type=float, default=3)
    parser.add_argument("--run-days", type=int, default=30, help="days of one run")
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 1, 1))
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    days = round(chosen.years * DAYS_A_YEAR)
    outlets = lives(chosen.outlets, chosen.articles / (days * chosen.outlets * WEEKDAYS_SHARE))
    first, rows = chosen.until - timedelta(days=days), 0
    for manifest in write_archive(
        open_store(chosen.to), outlets, first, chosen.until, run_days=chosen.run_days, seed=chosen.seed
    ):
        rows += manifest.counts["revisions"]
        print(f"\r{manifest.started_at:%Y-%m} {rows} rows", end="", file=sys.stderr, flush=True)
    print(f"\n{rows} article rows of {chosen.outlets} outlets in {chosen.to}")


if __name__ == "__main__":
    main()
