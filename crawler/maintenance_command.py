"""What `scrapy compact` and `scrapy gc` have in common: they say what they would do, and do it with --apply."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from crawler.command_line import guarded
from crawler.configuration import BadConfiguration
from storage.compaction import GRACE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from crawler.configuration import Configuration
    from crawler.exit_status import ExitStatus

ONLY_SAID = "Nothing was changed: say --apply to do it."


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: of these outlets, or of all where none is named."""

    outlets: frozenset[str]
    apply: bool
    grace: timedelta


class MaintenanceCommand(ScrapyCommand, ABC):
    requires_project = True
    requires_crawler_process = False

    @abstractmethod
    def carried_out(self, configuration: Configuration, order: Order) -> ExitStatus:
        """Do it, or say it."""

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument(
            "--grace-days", metavar="N", type=float, default=GRACE / timedelta(days=1),
            help="delete only what is as old as so many days (7)",
        )  # fmt: skip

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = guarded(self.settings, self._work(args, opts))

    def _work(self, args: list[str], opts: argparse.Namespace) -> Callable[[Configuration], ExitStatus]:
        def work(configuration: Configuration) -> ExitStatus:
            order = Order(frozenset(args), opts.apply, _grace(opts.grace_days))
            return self.carried_out(configuration, order)

        return work


def _grace(days: float) -> timedelta:
    """The time of grace; BadConfiguration names the option."""
    if not 0 <= days < 36500:
        raise BadConfiguration(f"--grace-days {days:g}: say a number of days, as 7")
    return timedelta(days=days)
