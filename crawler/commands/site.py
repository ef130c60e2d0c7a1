"""`scrapy site`: the corpus as plain HTML pages in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import __version__
from crawler.clock import now
from crawler.command_line import add_filters, guarded, progress_bar, wanted
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from crawler.site.build import Built, Site
from crawler.site.places import INDEX
from storage.corpus import archived_outlets
from storage.withheld import withheld

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from storage.object_store import ObjectStore

REPLAY = "http://127.0.0.1:8080/pressmark"


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] --to FOLDER"

    def short_desc(self) -> str:
        return "Write the corpus as HTML pages that need no server"

    def long_desc(self) -> str:
        return (
            "Write plain HTML pages of the articles that the filters admit: lists by outlet and month, a search, each article"
            " with what was removed from it in its place, what each revision changed, who copied whom, and the link to the"
            " archived page. They ask for nothing from elsewhere and open from a folder. The same command again writes"
            " what changed and removes pages of articles that are gone. Examples: `scrapy site --to pages`; `scrapy site"
            " --outlet southfront --since 2022-01-01 --until 2022-12-31 --to pages`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_filters(parser)
        parser.add_argument(
            "--replay",
            metavar="ADDRESS",
            default=REPLAY,
            help=f"where archived pages are served, default {REPLAY}: as `scrapy replay --port 8080` does",
        )
        parser.add_argument("--to", metavar="FOLDER", help="where to write; made if need be")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or not opts.to:
            raise UsageError("say where to write: --to FOLDER")
        self.exitcode = guarded(self.settings, _Site(opts))


@dataclass(frozen=True, slots=True)
class _Site:
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        store, root = configuration.store(), Path(self.options.to)
        replay = self.options.replay.rstrip("/")
        if not replay.startswith(("http://", "https://")):
            raise BadConfiguration(f"--replay {replay}: write an address, as {REPLAY}")
        self._require_outlet(store)
        held = frozenset(withheld(store, now()))
        site = Site(store, wanted(self.options), held, replay, __version__)
        with progress_bar() as bar:
            task = bar.add_task("writing", total=None)
            built = site(root, lambda done, total: bar.update(task, completed=done, total=total))
        print(_said(built, root, len(held)))
        return ExitStatus.COMPLETE

    def _require_outlet(self, store: ObjectStore) -> None:
        """A name misspelt would empty the folder."""
        there = archived_outlets(store)
        if self.options.outlet and self.options.outlet not in there:
            known = ", ".join(there) or "none"
            raise BadConfiguration(f"no run of {self.options.outlet} in {store.url}; there are {known}")


def _said(built: Built, root: Path, held: int) -> str:
    of = "an archive without articles" if built.version is None else f"version {built.version} of the archive"
    lines = [
        f"{built.articles} articles of {of} in {built.files} files, {built.changed} of them new or changed, {built.removed} removed",
        f"{(root.absolute() / INDEX).as_uri()}: open it in a browser",
    ]
    if held:
        lines.append(f"{held} articles of the archive are withheld (objects below withheld/ in it)")
    return "\n".join(lines)
