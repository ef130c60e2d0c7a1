"""`scrapy report`: how the outlets stand, in pictures, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import clock
from crawler.command_line import day, guarded, progress_bar
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from crawler.reporting import Asked, page
from storage.corpus import archived_outlets

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from crawler.configuration import Configuration


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def short_desc(self) -> str:
        return "Write one HTML page with pictures of the archive"

    def long_desc(self) -> str:
        return (
            "Write one HTML page that needs nothing else: alarms, coverage, and for each outlet articles per day with gaps,"
            " pages that were not had, length of the text, removed boilerplate, status codes, and lag. `--corpus` shows"
            " instead what is in the corpus: articles per month and outlet, syndication, boilerplate over the years,"
            " revisions, languages. Examples: `scrapy report`; `scrapy report --outlet southfront --since 2024-01-01 --to"
            " southfront.html`; `scrapy report --corpus`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--corpus", action="store_true", help="pictures of the corpus, not of the crawl")
        parser.add_argument(
            "--outlet", metavar="NAME", action="append", help="only this one; may be repeated"
        )
        parser.add_argument(
            "--since", metavar="DAY", help="the first day, as 2022-01-31 (default: a year ago)"
        )
        parser.add_argument("--until", metavar="DAY", help="the last day (default: today)")
        parser.add_argument("--to", metavar="FILE", help="where to write (default: report.html, corpus.html)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("name outlets with --outlet")
        self.exitcode = guarded(self.settings, _Report(opts))


@dataclass(frozen=True, slots=True)
class _Report:
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        options = self.options
        since = day(options.since, "--since").date() if options.since else None
        until = day(options.until, "--until").date() if options.until else None
        if since and until and since > until:
            raise BadConfiguration(f"--since {since} lies behind --until {until}")
        asked = Asked(self._outlets(configuration), since, until, corpus=options.corpus)
        path = Path(options.to or ("corpus.html" if options.corpus else "report.html"))
        path.write_text(page(configuration, asked, clock.now(), _shown), encoding="utf-8", errors="replace")
        print(f"{path.absolute().as_uri()}, {path.stat().st_size} bytes: open it in a browser")
        return ExitStatus.COMPLETE

    def _outlets(self, configuration: Configuration) -> tuple[str, ...]:
        there = archived_outlets(configuration.store())
        wanted = tuple(dict.fromkeys(self.options.outlet or there))
        for name in wanted:
            if name not in there:
                known = ", ".join(there) or "none"
                raise BadConfiguration(f"no run of {name} in {configuration.store().url}; there are {known}")
        if not wanted:
            raise BadConfiguration(f"there is no run in {configuration.store().url} yet")
        return wanted


def _shown(outlets: Iterable[str]) -> Iterator[str]:
    """The outlets one after the other, and how far they are, on a terminal."""
    names = tuple(outlets)
    with progress_bar() as bar:
        task = bar.add_task("reading", total=len(names))
        for name in names:
            yield name
            bar.advance(task)
