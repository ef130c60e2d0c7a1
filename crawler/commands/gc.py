"""`scrapy gc`: what killed uploads left in the archive."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from crawler import clock
from crawler.exit_status import ExitStatus
from crawler.garbage import garbage
from crawler.maintenance_command import ONLY_SAID, MaintenanceCommand
from storage.object_store import Sweepable

if TYPE_CHECKING:
    from crawler.configuration import Configuration
    from crawler.maintenance_command import Order


class Command(MaintenanceCommand):
    def short_desc(self) -> str:
        return "Remove what no manifest names: leftovers of killed uploads"

    def long_desc(self) -> str:
        return (
            "List WARC, index and table files that nothing in the archive speaks of, and unfinished uploads, if they are older"
            " than the time of grace; --apply deletes them. Where a manifest is missing or damaged nothing is: what it"
            " named must be kept (`scrapy verify` tells more, exit status 1). Examples: `scrapy gc`; `scrapy gc southfront"
            " --apply --grace-days 30`."
        )

    def carried_out(self, configuration: Configuration, order: Order) -> ExitStatus:
        store = configuration.store()
        found = garbage(store, configuration.spool, order.outlets, clock.now(), order.grace)
        for damage in found.doubts:
            print(f"pressmark: {damage.file}: {damage.what}", file=sys.stderr)
        if found.doubts:
            print(
                "pressmark: so it cannot be told what is garbage, and no object is deleted", file=sys.stderr
            )
        verb = "deleted" if order.apply else "would be deleted"
        for info in found.objects:
            if order.apply:
                store.delete(info.key)
            print(f"{info.key}, {info.size} bytes, {verb}")
        for upload in found.uploads:
            if order.apply and isinstance(store, Sweepable):
                store.discard(upload)
            print(f"unfinished upload of {upload.key}, {upload.began:%Y-%m-%d %H:%M}, {verb}")
        if not found.objects and not found.uploads:
            print("There is nothing that may be deleted.")
        elif not order.apply:
            print(ONLY_SAID)
        return ExitStatus.DEFECT if found.doubts else ExitStatus.COMPLETE
