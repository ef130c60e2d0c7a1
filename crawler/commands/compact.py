"""`scrapy compact`: few large table files instead of many small ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler import clock
from crawler.command_line import guarded, progress_bar
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from storage.compaction import GRACE, compact, merges, superseded, vacuum

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from crawler.configuration import Configuration
    from storage.compaction import Merge
    from storage.object_store import ObjectStore


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        return "Merge small table files, and remove those that were superseded"

    def long_desc(self) -> str:
        return (
            "Each run adds a file to the tables. This merges small ones of one outlet and year, in one commit each: readers"
            " see the old files or the new. Files that were superseded before the time of grace are deleted; earlier versions"
            " that need them can then not be read any more. Without --apply it only says what it would do. Examples: `scrapy"
            " compact`; `scrapy compact southfront --apply --grace-days 30`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument(
            "--grace-days", metavar="N", type=float, default=GRACE / timedelta(days=1),
            help="delete what was superseded before so many days (7)",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = guarded(self.settings, _Compact(frozenset(args), opts.apply, opts.grace_days))


@dataclass(frozen=True, slots=True)
class _Compact:
    outlets: frozenset[str]
    apply: bool
    grace_days: float

    def __call__(self, configuration: Configuration) -> ExitStatus:
        store, grace, now = configuration.store(), grace_of(self.grace_days), clock.now()
        planned = merges(store, self.outlets)
        with progress_bar() as bar:
            for merge in bar.track(planned, description="merging"):
                self._merge(store, merge, now)
        deleted = self._vacuum(store, grace, now)
        if not self.apply and (planned or deleted):
            print("Nothing was changed: say --apply to do it.")
        if not planned and not deleted:
            print("There is nothing to merge and nothing to delete.")
        return ExitStatus.COMPLETE

    def _merge(self, store: ObjectStore, merge: Merge, now: datetime) -> None:
        what = f"{merge.table} of {merge.partition.outlet}, {merge.partition.year}: {len(merge.files)} files"
        before = f"{merge.size / 1e6:.1f} MB"
        if not self.apply:
            print(f"{what}, {before}, would be merged")
            return
        made = compact(store, merge, now)
        rows, size = sum(file.rows or 0 for file in made), sum(file.size for file in made)
        print(f"{what}, {before}, are now {len(made)}: {rows} rows, {size / 1e6:.1f} MB")

    def _vacuum(self, store: ObjectStore, grace: timedelta, now: datetime) -> int:
        deleted = 0
        for old in superseded(store, self.outlets, grace):
            deleted += len(old.keys)
            verb = "deleted" if self.apply else "would be deleted"
            if self.apply:
                vacuum(store, old, now)
            print(f"{old.table} of {old.outlet}: {len(old.keys)} superseded files {verb}")
        return deleted


def grace_of(days: float) -> timedelta:
    """The time of grace; BadConfiguration names the option."""
    if not 0 <= days < 36500:
        raise BadConfiguration(f"--grace-days {days:g}: say a number of days, as 7")
    return timedelta(days=days)
