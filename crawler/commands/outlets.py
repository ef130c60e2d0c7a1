"""`scrapy outlets`: every outlet, how its last run went, and what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import clock
from crawler.command_line import guarded
from crawler.configuration import BadConfiguration
from crawler.drafting import write_draft
from crawler.exit_status import ExitStatus
from crawler.spider_loader import PAGES
from crawler.terminal import Terminal
from crawler.watch.checking import standing, standing_here
from crawler.watch.outlet_state import FACTS, facts, outlet_state
from crawler.watch.wording import sentence
from extractors import outlets
from storage.delta import live_rows
from storage.manifest import FileKind
from storage.object_store import StoreError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from crawler.configuration import Configuration
    from crawler.watch.outlet_state import OutletState
    from storage.alarm import Alarm

MOST_HOURS = 24 * 366.0  # more is a slip of the pen


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "List the outlets with their last runs and alarms"

    def long_desc(self) -> str:
        return (
            "One line for each outlet: its last run and how that ended, article revisions in the archive, URLs that are"
            " open, how long nothing new has come, and alarms, which are told in full below the table. With --probe, look"
            " at a site and draft the file of a new outlet. With --check, say only what is wrong, and that a run is overdue or"
            " announced articles stay missing, too: for a timer of its own. Examples: `scrapy outlets -s"
            " ARCHIVE_URL=s3://bucket/prefix`; `scrapy outlets --check --within 6`; `scrapy outlets --probe"
            " https://example.org`. Exit status: 0, or 1 when --check finds an alarm."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--probe", metavar="URL", help="look at this site, politely, and draft its outlet file"
        )
        parser.add_argument("--slug", help="of the drafted outlet; default: from the host's name")
        parser.add_argument(
            "--to", metavar="FILE", help="of the draft; default: extractors/outlets/<slug>.py"
        )
        parser.add_argument(
            "--check", action="store_true", help="print alarms alone, and end with 1 if there is one"
        )
        parser.add_argument(
            "--within",
            metavar="HOURS",
            type=float,
            help="with --check, the time within which a run must have ended; default: three times the usual interval",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("it takes no arguments: all outlets are listed")
        if opts.within is not None and not opts.check:
            raise UsageError("--within says how --check looks: give both")
        chosen: Callable[[Configuration], ExitStatus] = _print_outlets
        if opts.probe:
            chosen = self._probe(opts)
        elif opts.check:
            chosen = partial(_check, within=opts.within)
        self.exitcode = guarded(self.settings, chosen)

    def _probe(self, opts: argparse.Namespace) -> Callable[[Configuration], ExitStatus]:
        assert self.settings is not None
        return partial(write_draft, settings=self.settings, address=opts.probe, slug=opts.slug, to=opts.to)


def _print_outlets(configuration: Configuration) -> ExitStatus:
    now = clock.now()
    store = configuration.store()
    with _what_is_known_at_least(configuration, now):
        revisions = live_rows(store, FileKind.ARTICLES)
        states = [outlet_state(configuration, name, now) for name in _names()]
    console = Terminal(highlight=False)
    console.print(_table(f"outlets in {store.url}", states, revisions, now))
    for state in states:
        for alarm in state.alarms:
            console.print(Text(_said(alarm)), soft_wrap=True)
    return ExitStatus.COMPLETE


def _names() -> tuple[str, ...]:
    return (*outlets.load(), PAGES)


@contextmanager
def _what_is_known_at_least(
    configuration: Configuration, now: datetime, within: timedelta | None = None
) -> Iterator[None]:
    """Where the archive does not answer, print the alarms that are known without it before the command ends with that."""
    try:
        yield
    except StoreError:
        _print_alarms(alarm for name in _names() for alarm in standing_here(configuration, name, now, within))
        raise


def _said(alarm: Alarm) -> str:
    look = f"; look at {alarm.example_url}" if alarm.example_url else ""
    return f"{alarm.outlet}: {alarm.kind}, since {alarm.since:%Y-%m-%d}: {sentence(alarm)}{look}"


def _check(configuration: Configuration, within: float | None) -> ExitStatus:
    """One line for each alarm; nothing but the number of outlets when there is none."""
    now, limit = clock.now(), _limit(within)
    with _what_is_known_at_least(configuration, now, limit):
        found = [standing(configuration, name, now, limit) for name in _names()]
    alarms = [alarm for some in found for alarm in some or ()]
    _print_alarms(alarms)
    if not alarms:
        crawled = sum(some is not None for some in found)
        Terminal(highlight=False).print(f"{crawled} outlets are crawled, and nothing is wrong with them")
    return ExitStatus.DEFECT if alarms else ExitStatus.COMPLETE


def _limit(within: float | None) -> timedelta | None:
    """The time within which a run must have ended; None: as usual."""
    if within is None:
        return None
    if not 0 < within < MOST_HOURS:
        raise BadConfiguration(f"--within {within:g}: write hours, more than 0 and less than {MOST_HOURS:g}")
    return timedelta(hours=within)


def _print_alarms(alarms: Iterable[Alarm]) -> None:
    console = Terminal(highlight=False)
    for alarm in alarms:
        console.print(Text(f"{_said(alarm)}; {alarm.advice}"), soft_wrap=True)


def _table(title: str, states: Sequence[OutletState], revisions: dict[str, int], now: datetime) -> Table:
    table = Table(
        title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False
    )
    for column in FACTS:
        is_number = column in {"revisions", "open", "silent", "alarms"}
        table.add_column(column, justify="right" if is_number else "left", no_wrap=True)
    for state in states:
        cells = facts(state, revisions.get(state.outlet, 0), now)[:-1]
        table.add_row(*map(Text, cells), str(len(state.alarms)) if state.last else "")
    return table
