"""`scrapy pull`: the clean corpus, filtered, as text files or JSON lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.command_line import day, day_after, guarded, progress_bar
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from storage.article import Kind
from storage.corpus import Corpus, Filter
from storage.exports import write_jsonl, write_texts

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from crawler.configuration import Configuration
    from storage.table_rows import ArticleRow

FORMATS = ("txt", "jsonl")


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
            " `jsonl` one line per article in articles.jsonl. Files that are there already with the same content are"
            " left alone. Example: `scrapy pull --outlet southfront --since 2022-01-01 --until 2022-12-31 --kind"
            " article --to texts`."
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
        parser.add_argument("--format", choices=FORMATS, default="txt", help="default: txt")
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
        rows = self._counted(Corpus(configuration.store()))
        write = write_texts if self.options.format == "txt" else write_jsonl
        written = write(rows, folder)
        print(f"{written.articles} articles in {folder}, {written.new} of them new or changed")
        return ExitStatus.COMPLETE

    def _counted(self, corpus: Corpus) -> Iterator[ArticleRow]:
        with progress_bar() as bar:
            task = bar.add_task("pulling", total=None)
            for row in corpus.latest(self._filter()):
                bar.advance(task)
                yield row

    def _filter(self) -> Filter:
        options = self.options
        return Filter(
            outlet=options.outlet,
            since=day(options.since, "--since") if options.since else None,
            until=day_after(options.until, "--until") if options.until else None,
            kind=Kind(options.kind) if options.kind else None,
            language=options.language,
        )
