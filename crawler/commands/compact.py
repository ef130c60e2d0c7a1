"""`scrapy compact`: few large table files instead of many small ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler import clock
from crawler.command_line import progress_bar
from crawler.exit_status import ExitStatus
from crawler.maintenance_command import ONLY_SAID, MaintenanceCommand
from storage.compaction import compact, merges, superseded, vacuum

if TYPE_CHECKING:
    from crawler.configuration import Configuration
    from crawler.maintenance_command import Order
    from storage.compaction import Merge
    from storage.object_store import ObjectStore


class Command(MaintenanceCommand):
    def short_desc(self) -> str:
        return "Merge small table files, and remove those that were superseded"

    def long_desc(self) -> str:
        return (
            "Each run adds a file to the tables. This merges those of one outlet and year, in one commit each, articles so that"
            " those of a month lie together: readers see the old files or the new. Files that were superseded before the time"
            " of grace are deleted; earlier versions that need them can then not be read any more. Without --apply it only"
            " says what it would do. Examples: `scrapy compact`; `scrapy compact southfront --apply --grace-days 30`."
        )

    def carried_out(self, configuration: Configuration, order: Order) -> ExitStatus:
        store = configuration.store()
        planned = merges(store, order.outlets)
        with progress_bar() as bar:
            for merge in bar.track(planned, description="merging"):
                _merge(store, merge, apply=order.apply)
        deleted = _vacuum(store, order)
        if not order.apply and (planned or deleted):
            print(ONLY_SAID)
        if not planned and not deleted:
            print("There is nothing to merge and nothing to delete.")
        return ExitStatus.COMPLETE


def _merge(store: ObjectStore, merge: Merge, *, apply: bool) -> None:
    what = f"{merge.table} of {merge.partition.outlet}, {merge.partition.year}: {len(merge.files)} files"
    before = f"{merge.size / 1e6:.1f} MB"
    if not apply:
        print(f"{what}, {before}, would be merged")
        return
    made = compact(store, merge, clock.now())  # each at its own moment, by which its manifest is named
    rows, size = sum(file.rows or 0 for file in made), sum(file.size for file in made)
    print(f"{what}, {before}, are now {len(made)}: {rows} rows, {size / 1e6:.1f} MB")


def _vacuum(store: ObjectStore, order: Order) -> int:
    """How many files are deleted, or would be."""
    deleted = 0
    for old in superseded(store, order.outlets, order.grace):
        deleted += len(old.keys)
        if order.apply:
            vacuum(store, old, clock.now())
        verb = "deleted" if order.apply else "would be deleted"
        print(f"{old.table} of {old.outlet}: {len(old.keys)} superseded files {verb}")
    return deleted
