"""`scrapy outlets`: every outlet, and how its last run went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from crawler.command_line import guarded
from crawler.exit_status import ExitStatus
from crawler.spider_loader import PAGES
from extractors import outlets
from storage.corpus import Corpus

if TYPE_CHECKING:
    import argparse

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
            " the archive. Example: `scrapy outlets -s ARCHIVE_URL=s3://bucket/prefix`."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        self.exitcode = guarded(self.settings, _print_outlets)


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
