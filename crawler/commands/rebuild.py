"""`scrapy rebuild`: index and local state again, from the archive and from what the spool still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.command_line import guarded, say_damaged
from crawler.configuration import BadConfiguration
from crawler.rebuilding import rebuild
from storage.corpus import archived_outlets
from storage.spool import STATE

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from crawler.exit_status import ExitStatus


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        return "Make index and local state again from the archive"

    def long_desc(self) -> str:
        return (
            "For each outlet: publish closed runs that wait in the spool, write missing CDXJ files, and make the state"
            " file anew, with what an interrupted run had archived. A state file that is there must be moved away first."
            " Example: `mv var/southfront/state.sqlite /tmp && scrapy rebuild southfront`."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        self.exitcode = guarded(self.settings, _Rebuild(tuple(args)))


@dataclass(frozen=True, slots=True)
class _Rebuild:
    outlets: tuple[str, ...]

    def __call__(self, configuration: Configuration) -> ExitStatus:
        slugs = self.outlets or self._all(configuration)
        for slug in slugs:
            state = configuration.spool / slug / STATE
            if state.exists():
                raise BadConfiguration(
                    f"{state} exists; move it away, and a new one is made from the archive"
                )
        damaged: list[str] = []
        for slug in slugs:
            print(f"{slug}: {rebuild(configuration, slug, damaged)}")
        return say_damaged(damaged)

    def _all(self, configuration: Configuration) -> tuple[str, ...]:
        spooled = {path.parent.name for path in configuration.spool.glob("*/lock")}
        return tuple(sorted({*archived_outlets(configuration.store()), *spooled}))
