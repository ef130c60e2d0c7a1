"""What is known to be there and to be missing: URLs by outlet, day and outcome, and the runs that did not finish."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from storage import delta
from storage.keys import partition_of
from storage.manifest import FileKind, RunStatus, parsed_manifest
from storage.reading_tables import opened

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from storage.object_store import ObjectStore
    from storage.releases.pin import Pin


def coverage_csv(
    store: ObjectStore, pin: Pin, outlets: Collection[str], withheld: Mapping[str, Mapping[str, int]]
) -> bytes:
    """One line for each outlet, day (UTC) and outcome: how many URLs. Withheld articles have no day."""
    counts = Counter[tuple[str, str, str]]()
    for file in delta.snapshot(store, FileKind.OUTCOMES, as_of=pin.tables.get("outcomes")).files:
        outlet = partition_of(file.key).outlet
        if outlet not in outlets:
            continue
        with opened(store, file.key, file.size) as parquet:
            rows = parquet.read(columns=["decided_at", "outcome"], use_threads=False)
        days = pc.strftime(rows["decided_at"], format="%Y-%m-%d").to_pylist()
        for day, outcome in zip(days, rows["outcome"].to_pylist(), strict=True):
            counts[outlet, str(day), str(outcome)] += 1
    for outlet, reasons in withheld.items():
        for reason, articles in reasons.items():
            counts[outlet, "", f"withheld:{reason}"] += articles
    return _csv(("outlet", "day", "outcome", "urls"), [(*key, counts[key]) for key in sorted(counts)])


def gaps_csv(store: ObjectStore, pin: Pin) -> bytes:
    """The runs that did not come to their end, with the reason and how many URLs they left."""
    rows = []
    for link in pin.runs:
        run = parsed_manifest(store.get(link.key))
        if run.status is not RunStatus.COMPLETE:
            left = sum(n for label, n in run.outcomes.items() if label.startswith(("deferred", "error")))
            rows.append(
                (run.outlet, run.run, run.started_at.isoformat(), run.closed_at.isoformat(), run.reason, left)
            )
    return _csv(("outlet", "run", "started_at", "closed_at", "reason", "urls_left"), rows)


def _csv(head: tuple[str, ...], rows: Sequence[tuple[str | int, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()
