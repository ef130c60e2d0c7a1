"""`scrapy pull`: the clean corpus, filtered, in a local folder that is brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.clock import now
from crawler.command_line import add_filters, bytes_bar, guarded, wanted
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from storage.pull_state import Output
from storage.pulling import Meter, Pull, Pulled
from storage.withheld import withheld

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] --to FOLDER"

    def short_desc(self) -> str:
        return "Copy the clean articles into a local folder"

    def long_desc(self) -> str:
        return (
            "Write the newest revision of every article that the filters admit: `txt` makes one file per article,"
            " `jsonl`, `csv` and `sqlite` (with full-text search) one file, `parquet` one per outlet. The same command"
            " again reads only what changed since, and one that was interrupted goes on where it was. Example: `scrapy"
            " pull --outlet southfront --since 2022-01-01 --until 2022-12-31 --kind article --to texts`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_filters(parser)
        parser.add_argument(
            "--format", choices=[*map(str, Output)], default="txt", help="txt, jsonl, csv, parquet, sqlite"
        )
        parser.add_argument("--to", metavar="FOLDER", help="where to write; made if need be")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args or not opts.to:
            raise UsageError("say where to write: --to FOLDER")
        self.exitcode = guarded(self.settings, _Pull(opts))


@dataclass(frozen=True, slots=True)
class _Pull:
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        folder = Path(self.options.to)
        if folder.exists() and not folder.is_dir():
            raise BadConfiguration(f"--to {folder} is not a folder")
        store = configuration.store()
        held = frozenset(withheld(store, now()))
        with bytes_bar() as bar:
            task = bar.add_task("pulling", total=None)
            meter = Meter(lambda size: bar.update(task, total=size), lambda size: bar.advance(task, size))
            done = Pull(store, folder, wanted(self.options), Output(self.options.format), held, meter)()
        print(_said(done, folder))
        return ExitStatus.COMPLETE


def _said(done: Pulled, folder: Path) -> str:
    of = "an archive without articles" if done.version is None else f"version {done.version} of the archive"
    lines = [
        f"{done.articles} articles in {folder}, {done.new} of them new or changed, {done.removed} removed; {of}"
    ]
    if done.withheld:
        lines.append(f"{done.withheld} articles of the archive are withheld (objects below withheld/ in it)")
    return "\n".join(lines)
