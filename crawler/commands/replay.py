"""`scrapy replay [<article>]`: the archived page as it was, in a browser, by pywb on loopback."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.command_line import guarded, say_damaged
from crawler.commands.show import id_at
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from crawler.replay_server import COLLECTION, address, free_port, pywb_program, replaying
from storage.corpus import Corpus
from storage.replay_files import ReplayFiles, local_folder, one_capture, whole_archive

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from storage.table_rows import ArticleRow


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [<article id or address>]"

    def short_desc(self) -> str:
        return "Browse the archived pages as they were (pywb, on this machine only)"

    def long_desc(self) -> str:
        return (
            "Serve the archive with pywb on 127.0.0.1 and print the address of the article's page as it was captured;"
            " Ctrl-C ends it. A local archive is served whole, where it lies. Of an archive in S3 only the article's own"
            " record is fetched, by one range request. pywb is a program of its own: `make pywb` installs it."
            " Examples: `scrapy replay southfront-0a1b2c3d4e5f60718293`; `scrapy replay --port 8080`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=0, metavar="N", help="default: one that is free")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise UsageError("name one article, by its id or its address, or none")
        self.exitcode = guarded(self.settings, _Replay(args[0] if args else None, opts.port))


@dataclass(frozen=True, slots=True)
class _Replay:
    name: str | None
    port: int

    def __call__(self, configuration: Configuration) -> ExitStatus:
        corpus = Corpus(configuration.store())
        pywb_program()  # before anything is fetched
        row = self._row(corpus)
        port = self.port or free_port()
        with TemporaryDirectory(prefix="pressmark-replay-") as name:
            folder = Path(name)
            files, said = self._files(corpus, row, folder)
            with replaying(files, folder, port) as server:
                print(said)
                print(self._address(row, port), flush=True)
                print("Ctrl-C ends it.", flush=True)
                signal.signal(signal.SIGTERM, signal.default_int_handler)  # else pywb would be left running
                try:
                    server.wait()
                except KeyboardInterrupt:
                    return ExitStatus.COMPLETE
        return ExitStatus.DEFECT

    def _row(self, corpus: Corpus) -> ArticleRow | None:
        if self.name is None:
            return None
        row = corpus.article(id_at(corpus, self.name) or self.name)
        if row is None:
            raise BadConfiguration(
                f"no article {self.name!r} in {corpus.store.url}; `scrapy pull` lists what there is"
            )
        return row

    def _files(self, corpus: Corpus, row: ArticleRow | None, folder: Path) -> tuple[ReplayFiles, str]:
        archive = local_folder(corpus.store)
        if archive is not None:
            damaged: list[str] = []
            files = whole_archive(archive, folder, damaged)
            say_damaged(damaged)
            return files, f"The whole archive in {archive}, read where it lies."
        mark = row and row.article.pressmark
        if not mark:
            raise BadConfiguration("of an archive in S3 one article is shown: name it by its id or address")
        said = f"This capture alone, {mark.length} bytes of {mark.warc}, was fetched from {corpus.store.url}."
        return one_capture(corpus.store, mark, folder), said

    def _address(self, row: ArticleRow | None, port: int) -> str:
        if row is None:
            return f"http://127.0.0.1:{port}/{COLLECTION}/"
        return address(port, row.article.url, row.article.captured_at)
