"""`scrapy pull`: the clean corpus, filtered, in a local folder that is brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.clock import now
from crawler.command_line import bytes_bar, day, day_after, guarded
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from storage.article import Kind
from storage.pull_state import Output
from storage.pulling import Meter, Pull, Pulled
from storage.selection import Filter
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
        parser.add_argument("--outlet", metavar="NAME", help="only this outlet")
        parser.add_argument(
            "--since", metavar="DAY", help="published on or after this day (UTC), as 2022-01-31"
        )
        parser.add_argument("--until", metavar="DAY", help="published on or before this day")
        parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="only this kind of page")
        parser.add_argument("--language", metavar="TAG", help="only this language: en also means en-GB")
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
            done = Pull(store, folder, self._filter(), Output(self.options.format), held, meter)()
        print(_said(done, folder))
        return ExitStatus.COMPLETE

    def _filter(self) -> Filter:
        options = self.options
        return Filter(
            outlet=options.outlet,
            since=day(options.since, "--since") if options.since else None,
            until=day_after(options.until, "--until") if options.until else None,
            kind=Kind(options.kind) if options.kind else None,
            language=options.language,
        )


def _said(done: Pulled, folder: Path) -> str:
    of = "an archive without articles" if done.version is None else f"version {done.version} of the archive"
    lines = [
        f"{done.articles} articles in {folder}, {done.new} of them new or changed, {done.removed} removed; {of}"
    ]
    if done.withheld:
        lines.append(f"{done.withheld} articles are withheld (objects below withheld/ in the archive)")
    return "\n".join(lines)
