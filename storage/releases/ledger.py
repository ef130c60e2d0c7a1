"""What is known to be there and to be missing: announced articles, URLs by outcome, and the runs that did not finish."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import pyarrow.compute as pc

from storage import delta
from storage.coverage import coverage
from storage.keys import partition_of
from storage.manifest import FileKind, RunStatus, parsed_manifest
from storage.reading_tables import opened
from storage.selection import revisions_of
from storage.tables import announcements_of, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import pyarrow.parquet as pq

    from storage.coverage import CoverageDay
    from storage.delta import TableFile
    from storage.object_store import ObjectStore
    from storage.releases.pin import Pin

Row = TypeVar("Row")


def coverage_csv(store: ObjectStore, pin: Pin, outlets: Collection[str]) -> bytes:
    """The ledger of storage.coverage: of each outlet and day, announced articles, how many came, and why others did not."""
    rows = [
        (line.outlet, str(line.day), line.announced, line.fetched, line.extracted, *_missing(line.missing))
        for outlet in sorted(outlets)
        for line in _ledger(store, pin, outlet)
    ]
    return _csv(("outlet", "day", "announced", "fetched", "extracted", "missing", "reasons"), rows)


def _missing(reasons: Mapping[str, int]) -> tuple[int, str]:
    return sum(reasons.values()), "; ".join(f"{reason} {count}" for reason, count in reasons.items())


def _ledger(store: ObjectStore, pin: Pin, outlet: str) -> tuple[CoverageDay, ...]:
    """Of the whole archive as pinned: what a filter leaves out, or is withheld, was there all the same."""
    said = (
        row
        for file in _files(store, pin, FileKind.ANNOUNCEMENTS, outlet)
        for row in _rows(store, file, announcements_of)
    )
    ended = (
        row
        for file in _files(store, pin, FileKind.OUTCOMES, outlet)
        for row in _rows(store, file, outcomes_of)
    )
    articles = (
        name
        for file in _files(store, pin, FileKind.ARTICLES, outlet)
        for name, _ in revisions_of(store, file)
    )
    return coverage(outlet, said, ended, articles)


def _files(store: ObjectStore, pin: Pin, table: FileKind, outlet: str) -> tuple[TableFile, ...]:
    """None where the release was begun before there was such a table."""
    version = pin.tables.get(table.value)
    return () if version is None else delta.snapshot(store, table, outlet, version).files


def _rows(
    store: ObjectStore, file: TableFile, read: Callable[[pq.ParquetFile, str], Iterator[Row]]
) -> Iterator[Row]:
    with opened(store, file.key, file.size, whole=True) as parquet:
        yield from read(parquet, partition_of(file.key).outlet)


def outcomes_csv(
    store: ObjectStore, pin: Pin, outlets: Collection[str], withheld: Mapping[str, Mapping[str, int]]
) -> bytes:
    """One line for each outlet, day (UTC) and outcome: how many URLs. Withheld articles have no day."""
    counts = Counter[tuple[str, str, str]]()
    for outlet in outlets:
        for file in _files(store, pin, FileKind.OUTCOMES, outlet):
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
