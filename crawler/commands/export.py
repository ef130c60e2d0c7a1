"""`scrapy export wacz`: one month of an outlet in one file that a browser opens."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.command_line import guarded, progress_bar, say_damaged
from crawler.configuration import BadConfiguration
from crawler.damaged import readable_runs
from crawler.versions import versions
from storage.corpus import Corpus, archived_outlets
from storage.wacz_export import Exported, NoCaptures, export_month

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from crawler.configuration import Configuration
    from crawler.exit_status import ExitStatus

FORMATS = ("wacz",)
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "wacz --outlet NAME --month 2026-11 --to FILE"

    def short_desc(self) -> str:
        return "Write one month of an outlet as a WACZ, which ReplayWeb.page opens"

    def long_desc(self) -> str:
        return (
            "Copy the WARC files of one month, with their index, the articles' pages and clean texts, into one WACZ file:"
            " open it at https://replayweb.page, or with any viewer of web archives. It is written in one pass and bounded"
            " memory; `--to -` writes to standard output. Example: `scrapy export wacz --outlet southfront --month 2026-11"
            " --to southfront-2026-11.wacz`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--outlet", metavar="NAME", help="whose captures")
        parser.add_argument("--month", metavar="MONTH", help="of capture (UTC), as 2026-11")
        parser.add_argument("--to", metavar="FILE", help="the file to write, or - for standard output")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if tuple(args) != FORMATS or not (opts.outlet and opts.month and opts.to):
            raise UsageError("say what: scrapy export wacz --outlet NAME --month 2026-11 --to FILE")
        self.exitcode = guarded(self.settings, _Export(opts.outlet, opts.month, opts.to))


@dataclass(frozen=True, slots=True)
class _Export:
    outlet: str
    month: str
    to: str

    def __call__(self, configuration: Configuration) -> ExitStatus:
        if not _MONTH.fullmatch(self.month):
            raise BadConfiguration(f"--month {self.month}: write a month as 2026-11")
        corpus = Corpus(configuration.store())
        if self.outlet not in (there := archived_outlets(corpus.store)):
            raise BadConfiguration(
                f"--outlet {self.outlet}: {corpus.store.url} has {', '.join(there) or 'no outlet'}"
            )
        software = f"pressmark {versions()['pressmark']}"
        damaged: list[str] = []
        with progress_bar() as bar, _sink(self.to) as sink:
            task = bar.add_task("copying", total=None)
            try:
                done = export_month(
                    corpus,
                    readable_runs(corpus.store, self.outlet, damaged),
                    self.outlet,
                    self.month,
                    sink,
                    software,
                    lambda number, of: bar.update(task, completed=number, total=of),
                    damaged,
                )
            except NoCaptures as nothing:
                raise BadConfiguration(str(nothing)) from nothing
        print(self._said(done), file=sys.stderr if self.to == "-" else sys.stdout)
        return say_damaged(damaged)

    def _said(self, done: Exported) -> str:
        return (
            f"{done.warcs} WARC files ({done.bytes / 2**20:.1f} MiB), {done.pages} articles in {self.to}\n"
            "open it at https://replayweb.page, which reads it in your browser and sends it nowhere"
        )


@contextmanager
def _sink(to: str) -> Iterator[IO[bytes]]:
    """A file that has its name only when it is whole."""
    if to == "-":
        yield sys.stdout.buffer
        return
    path = Path(to)
    growing = path.with_name(f"{path.name}.part")
    try:
        with growing.open("wb") as file:
            yield file
    except BaseException:
        growing.unlink(missing_ok=True)
        raise
    growing.replace(path)
