"""`scrapy learn <outlet>`: what the archived pages say of an outlet's boilerplate, for a person to accept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.command_line import day, day_after, guarded
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from crawler.extraction import extraction
from crawler.learning import Wanted, archived_pages
from crawler.learning_report import print_check, print_proposal
from extractors import outlets
from extractors.learning.check import check
from extractors.learning.learn import MIN_STORIES, learned
from extractors.learning.literal import literal
from storage.corpus import archived_outlets

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from crawler.learning import Archived
    from extractors.vocabulary import Outlet

FORMATS = ("table", "py")
PAGES = 2_000


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <outlet>"

    def short_desc(self) -> str:
        return "Propose an outlet's container and boilerplate rules from its archived pages"

    def long_desc(self) -> str:
        return (
            "Read the archived pages of an outlet and propose, with evidence: the container of the article, signatures"
            " of boilerplate blocks, recurring lines, labels before something variable. Nothing is applied: what you"
            " accept goes into the outlet's file. Examples: `scrapy learn southfront`; `scrapy learn southfront --check"
            " --since 2024-01-01`; `scrapy learn southfront --format py --to proposal.py`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--format",
            choices=FORMATS,
            default="table",
            help="table: a report; py: only the Python to paste (default: table)",
        )
        parser.add_argument("--to", metavar="FILE", help="write the Python there, beside the report")
        parser.add_argument(
            "--check", action="store_true", help="measure: read each story with what the others teach"
        )
        parser.add_argument(
            "--min-stories",
            type=int,
            metavar="N",
            default=MIN_STORIES,
            help=f"distinct stories behind each proposal (default and least: {MIN_STORIES})",
        )
        parser.add_argument(
            "--since", metavar="DAY", help="captured on or after this day (UTC), as 2022-01-31"
        )
        parser.add_argument("--until", metavar="DAY", help="captured on or before this day")
        parser.add_argument(
            "--pages",
            type=int,
            metavar="N",
            default=PAGES,
            help=f"about so many captures, drawn evenly and always the same (default: {PAGES})",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one outlet")
        self.exitcode = guarded(self.settings, _Learn(args[0], opts))


@dataclass(frozen=True, slots=True)
class _Learn:
    slug: str
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        outlet = self._outlet(configuration)
        if self.options.to:
            Path(self.options.to).open("a").close()  # fails before pages are read, not after
        archived = self._archived(configuration, outlet)
        proposal = learned(outlet, archived.layouts, archived.pages, self.options.min_stories)
        source = literal(proposal)
        if self.options.to:
            Path(self.options.to).write_text(source, encoding="utf-8")
        if self.options.format == "py":
            if not self.options.to:
                print(source, end="")
            return ExitStatus.COMPLETE
        print_proposal(outlet.slug, archived, proposal, source)
        if self.options.check:
            print_check(check(outlet, archived.layouts, archived.pages, self.options.min_stories))
        return ExitStatus.COMPLETE

    def _outlet(self, configuration: Configuration) -> Outlet:
        known = outlets.outlet(self.slug)
        if known is None:
            raise BadConfiguration(f"no outlet {self.slug}: there are {', '.join(outlets.load())}")
        for name, least in (("min_stories", MIN_STORIES), ("pages", 1)):
            if getattr(self.options, name) < least:
                option = name.replace("_", "-")
                raise BadConfiguration(f"--{option} {getattr(self.options, name)}: at least {least}")
        store = configuration.store()
        if self.slug not in archived_outlets(store):
            raise BadConfiguration(f"no run of {self.slug} in {store.url}")
        return known

    def _archived(self, configuration: Configuration, outlet: Outlet) -> Archived:
        options = self.options
        wanted = Wanted(
            since=day(options.since, "--since") if options.since else None,
            until=day_after(options.until, "--until") if options.until else None,
            pages=options.pages,
        )
        with extraction(configuration) as workers:
            return archived_pages(configuration.store(), outlet, wanted, workers, options.min_stories)
