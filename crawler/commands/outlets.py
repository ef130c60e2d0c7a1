"""`scrapy outlets`: every outlet, and how its last run went."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from crawler.command_line import guarded
from crawler.drafting import write_draft
from crawler.exit_status import ExitStatus
from crawler.spider_loader import PAGES
from extractors import outlets
from storage.corpus import Corpus

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from crawler.configuration import Configuration
    from storage.manifest import RunManifest


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "List the outlets with their last runs"

    def long_desc(self) -> str:
        return (
            "One line for each outlet: its host, its last run and how that ended, article revisions and open URLs in"
            " the archive. Example: `scrapy outlets -s ARCHIVE_URL=s3://bucket/prefix`. With --probe, look at a site and"
            " draft the file of a new outlet: `scrapy outlets --probe https://example.org`."
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

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        self.exitcode = guarded(self.settings, self._probe(opts) if opts.probe else _print_outlets)

    def _probe(self, opts: argparse.Namespace) -> Callable[[Configuration], ExitStatus]:
        assert self.settings is not None
        return partial(write_draft, settings=self.settings, address=opts.probe, slug=opts.slug, to=opts.to)


def _print_outlets(configuration: Configuration) -> ExitStatus:
    corpus = Corpus(configuration.store())
    title = f"outlets in {configuration.store().url}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    for column in ("outlet", "host"):
        table.add_column(column, no_wrap=True)
    for column in ("last run (UTC)", "status"):
        table.add_column(column, min_width=len("incomplete:"))
    for column in ("runs", "revisions", "open"):
        table.add_column(column, justify="right", no_wrap=True)
    for slug, host in _names():
        table.add_row(slug, host, *map(Text, _facts(tuple(corpus.runs(slug)))))
    Console(highlight=False).print(table)
    return ExitStatus.COMPLETE


def _names() -> list[tuple[str, str]]:
    known = [(slug, outlet.hosts[0]) for slug, outlet in outlets.load().items()]
    return [*known, (PAGES, "any")]


def _facts(runs: tuple[RunManifest, ...]) -> tuple[str, str, str, str, str]:
    if not runs:
        return "never", "", "0", "0", ""
    last = runs[-1]
    revisions = sum(run.counts.get("revisions", 0) for run in runs)
    left = sum(n for label, n in last.outcomes.items() if label.startswith(("deferred", "error")))
    status = f"{last.status}: {last.reason}" if last.reason else str(last.status)
    return f"{last.closed_at:%Y-%m-%d %H:%M}", status, str(len(runs)), str(revisions), str(left)
