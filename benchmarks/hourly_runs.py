"""Hourly runs of one outlet published into an archive that is there already: what a crawl leaves between two merges.

python -m benchmarks.hourly_runs ARCHIVE --outlet outlet01 --days 7
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage.corpus import Corpus
from storage.object_store import open_store
from storage.publish import publish
from storage.tables import article_files
from tests.synthetic_rows import day_rows, lives

if TYPE_CHECKING:
    from storage.manifest import RunManifest
    from storage.object_store import ObjectStore
    from storage.table_rows import ArticleRow


def published_hours(store: ObjectStore, slug: str, day: date, stories: float) -> int:
    """The outlet's stories of that day, each in the run of the hour of its capture; how many runs had one."""
    (life,) = lives(1, stories / 0.4)  # the first of the lives is the smallest
    last, *_ = reversed(list(Corpus(store).runs(slug)))
    rows = list(day_rows(replace(life, slug=slug), day, "hourly"))
    hours = [[row for row in rows if row.article.captured_at.hour == hour] for hour in range(24)]
    for hour, of_hour in enumerate(hours):
        if of_hour:
            last = _published(store, last, datetime.combine(day, time(hour), UTC), of_hour)
    return sum(bool(of_hour) for of_hour in hours)


def _published(store: ObjectStore, last: RunManifest, at: datetime, rows: list[ArticleRow]) -> RunManifest:
    run = f"{at:%Y%m%d%H%M%S}hourly"
    with TemporaryDirectory(prefix="hourly-") as name:
        files = article_files(rows, Path(name))
        made = replace(
            last, run=run, started_at=at, closed_at=at + timedelta(minutes=9), files=files, previous=None
        )
        publish(store, Path(name), made)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive")
    parser.add_argument("--outlet", default="outlet01")
    parser.add_argument("--since", type=date.fromisoformat, default=date(2026, 1, 5))
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--stories", type=float, default=15, help="of a weekday")
    chosen = parser.parse_args()
    store, runs = open_store(chosen.archive), 0
    for number in range(chosen.days):
        runs += published_hours(store, chosen.outlet, chosen.since + timedelta(days=number), chosen.stories)
    print(f"{runs} runs of {chosen.days} days into {chosen.archive}")


if __name__ == "__main__":
    main()
