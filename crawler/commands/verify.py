"""`scrapy verify`: the archive held against what was put there."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import clock
from crawler.command_line import guarded
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from crawler.terminal import Terminal
from crawler.verifying import Plan, Watch, verified
from storage.verification.verify import Subset

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from crawler.verifying import Report
    from storage.verification.damage import Damage

FORMATS = ("table", "json")
_SHOWN = 200  # damages of a text; json has all


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        return "Check that the archive holds what was put there; name each damage"

    def long_desc(self) -> str:
        return (
            "Without options: manifests, their chain and the Delta logs against what the archive lists. --read-data reads"
            " every byte: digests, gzip members, records, index, references, article rows against their records, and the"
            " articles read again. Exit status: 0 clean, 1 damage, 75 could not finish. Examples: `scrapy verify`;"
            " `scrapy verify southfront --read-data`; each night a part, all in a month: `scrapy verify --read-data"
            " --subset 1/30`; an hour each night, taken up where the last stopped: `scrapy verify --read-data"
            " --max-minutes 60`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--read-data", action="store_true", help="read every byte of the archive")
        parser.add_argument(
            "--subset",
            metavar="K/N",
            help="read the K-th of N parts; a run's name decides which it belongs to",
        )
        parser.add_argument(
            "--max-minutes",
            metavar="M",
            type=float,
            help="stop after so long; the next call goes on from there",
        )
        parser.add_argument("--spool", action="store_true", help="look at the spool, too")
        parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if (opts.subset or opts.max_minutes is not None) and not opts.read_data:
            raise UsageError("--subset and --max-minutes are about reading: say --read-data, too")
        self.exitcode = guarded(self.settings, _Verify(frozenset(args), opts))


@dataclass(frozen=True, slots=True)
class _Verify:
    outlets: frozenset[str]
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        store = configuration.store()
        with _bar() as bar:
            task = bar.add_task("verifying", total=None)
            watch = Watch(
                clock.now(),
                time.monotonic,
                lambda size: bar.update(task, total=size),
                lambda size: bar.advance(task, size),
            )
            report = verified(configuration, store, self._plan(), watch)
        if not report.objects and not report.unfinished:
            raise BadConfiguration(f"there is nothing in {store.url}: is ARCHIVE_URL right?")
        show = _print_json if self.options.format == "json" else _print_text
        show(report)
        return _status(report)

    def _plan(self) -> Plan:
        minutes = self.options.max_minutes
        if minutes is not None and not 0 <= minutes < 1e6:
            raise BadConfiguration(f"--max-minutes {minutes:g}: say how many minutes, as 60")
        seconds = None if minutes is None else minutes * 60
        return Plan(
            self.outlets, self.options.read_data, _subset(self.options.subset), self.options.spool, seconds
        )


def _subset(text: str | None) -> Subset:
    if text is None:
        return Subset()
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise BadConfiguration(f"--subset {text}: write the first of thirty parts as 1/30")
    return Subset(int(match[1]), int(match[2]))


def _status(report: Report) -> ExitStatus:
    if report.damages:
        return ExitStatus.DEFECT
    return ExitStatus.INCOMPLETE if report.unfinished else ExitStatus.COMPLETE


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _print_json(report: Report) -> None:
    fields = asdict(report)
    fields["status"] = "damaged" if report.damages else "unfinished" if report.unfinished else "clean"
    print(json.dumps(fields, indent=2))


def _print_text(report: Report) -> None:
    """Damages as paragraphs: names that are cut to a column's width cannot be copied."""
    console = Terminal(soft_wrap=True, highlight=False, markup=False, emoji=False)
    for damage in report.damages[:_SHOWN]:
        console.print(f"{damage.kind.value}  {_where(damage)}")
        for line in _what(damage):
            console.print(f"    {line}")
    if len(report.damages) > _SHOWN:
        console.print(f"... and {len(report.damages) - _SHOWN} more: --format json has them all")
    if report.damages:
        console.print(_summary(report))
    read = (
        f", {report.bytes_read / 1e6:.1f} MB of {report.units} runs and files read"
        if report.all_units
        else ""
    )
    rows = f", {report.rows_compared} articles compared with their pages" if report.rows_compared else ""
    console.print(f"{report.archive}: {report.objects} objects{read}{rows}")
    for note in report.notes:
        console.print(note)
    verdict = f"{len(report.damages)} damages" if report.damages else "no damage found"
    console.print(f"{verdict}{'; not finished: ' if report.unfinished else ''}{report.unfinished}")


def _summary(report: Report) -> Table:
    table = Table("damage", "times", "files", box=box.SIMPLE_HEAD, pad_edge=False)
    table.columns[1].justify = table.columns[2].justify = "right"
    for kind, times in Counter(damage.kind for damage in report.damages).most_common():
        files = {damage.file for damage in report.damages if damage.kind is kind}
        table.add_row(kind.value, str(times), str(len(files)))
    return table


def _where(damage: Damage) -> str:
    place = "" if damage.offset is None else f" at byte {damage.offset}"
    place += "" if damage.end is None else f" to {damage.end}"
    return f"{damage.file}{place}" + (f", {damage.record_id}" if damage.record_id else "")


def _what(damage: Damage) -> list[str]:
    lines = [damage.what, *damage.urls, *(f"article {article}" for article in damage.articles)]
    more = damage.affected - max(len(damage.urls), len(damage.articles))
    return [*lines, f"and {more} more"] if more > 0 else lines
