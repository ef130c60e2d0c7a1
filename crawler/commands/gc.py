"""`scrapy gc`: what killed uploads left in the archive."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler import clock
from crawler.command_line import guarded
from crawler.commands.compact import grace_of
from crawler.exit_status import ExitStatus
from crawler.garbage import garbage
from storage.compaction import GRACE
from storage.object_store import Sweepable

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        return "Remove what no manifest names: leftovers of killed uploads"

    def long_desc(self) -> str:
        return (
            "List WARC, index and table files that nothing in the archive speaks of, and unfinished uploads, if they are older"
            " than the time of grace; --apply deletes them. Where a manifest is missing or damaged nothing is: what it"
            " named must be kept (`scrapy verify` tells more, exit status 1). Examples: `scrapy gc`; `scrapy gc southfront"
            " --apply --grace-days 30`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--apply", action="store_true", help="delete it")
        parser.add_argument(
            "--grace-days", metavar="N", type=float, default=GRACE / timedelta(days=1),
            help="only what is older than so many days (7)",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = guarded(self.settings, _Collect(frozenset(args), opts.apply, opts.grace_days))


@dataclass(frozen=True, slots=True)
class _Collect:
    outlets: frozenset[str]
    apply: bool
    grace_days: float

    def __call__(self, configuration: Configuration) -> ExitStatus:
        store = configuration.store()
        found = garbage(store, configuration.spool, self.outlets, clock.now(), grace_of(self.grace_days))
        for damage in found.doubts:
            print(f"pressmark: {damage.file}: {damage.what}", file=sys.stderr)
        if found.doubts:
            print(
                "pressmark: so it cannot be told what is garbage, and no object is deleted", file=sys.stderr
            )
        verb = "deleted" if self.apply else "would be deleted"
        for info in found.objects:
            if self.apply:
                store.delete(info.key)
            print(f"{info.key}, {info.size} bytes, {verb}")
        for upload in found.uploads:
            if self.apply and isinstance(store, Sweepable):
                store.discard(upload)
            print(f"unfinished upload of {upload.key}, {upload.began:%Y-%m-%d %H:%M}, {verb}")
        if not found.objects and not found.uploads:
            print("There is nothing that may be deleted.")
        elif not self.apply:
            print("Nothing was changed: say --apply to do it.")
        return ExitStatus.DEFECT if found.doubts else ExitStatus.COMPLETE
