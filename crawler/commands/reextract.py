"""`scrapy reextract`: the article tables again, from the WARC files alone."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import clock
from crawler.command_line import guarded, progress_bar, say_damaged
from crawler.configuration import BadConfiguration
from crawler.damaged import readable_runs
from crawler.exit_status import ExitStatus
from crawler.extraction import extraction
from crawler.replaying import Replay
from storage import delta, maintenance
from storage.compaction import same_rows
from storage.corpus import archived_outlets
from storage.maintenance import Operation, Work
from storage.manifest import FileKind
from storage.object_store import open_store, verified_copy
from storage.state import open_state

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from storage.manifest import ArchivedFile, RunManifest
    from storage.object_store import ObjectStore

TABLES = (FileKind.ARTICLES, FileKind.ANNOUNCEMENTS)  # that the WARC files alone give


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [outlet ...]"

    def short_desc(self) -> str:
        return "Make the tables of articles and announcements again from the WARC files"

    def long_desc(self) -> str:
        return (
            "Read every archived capture again, in parallel, with the extractor of today. Without options the archive's"
            " tables of articles and announcements are replaced where they differ (earlier versions stay readable); --check only compares and"
            " exits with 1 when they differ; --to writes the tables into another archive. Examples: `scrapy reextract"
            " southfront --check`; `scrapy reextract --to trial`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--check", action="store_true", help="compare, change nothing")
        parser.add_argument(
            "--to", metavar="ARCHIVE", help="write the tables there, as a folder or s3://bucket/prefix"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.check and opts.to:
            raise UsageError("--check writes nothing: leave out --to")
        self.exitcode = guarded(self.settings, _Reextract(tuple(args), check=opts.check, to=opts.to))


@dataclass(frozen=True, slots=True)
class _Reextract:
    outlets: tuple[str, ...]
    check: bool
    to: str | None

    def __call__(self, configuration: Configuration) -> ExitStatus:
        store = configuration.store()
        known = archived_outlets(store)
        if missing := set(self.outlets) - set(known):
            raise BadConfiguration(f"no run of {', '.join(sorted(missing))} in {store.url}")
        damaged: list[str] = []
        same = [self._outlet(configuration, store, slug, damaged) for slug in self.outlets or known]
        said = say_damaged(damaged)
        return ExitStatus.DEFECT if self.check and not all(same) else said

    def _outlet(
        self, configuration: Configuration, store: ObjectStore, slug: str, damaged: list[str]
    ) -> bool:
        """Whether the outlet's tables already were what its WARC files give."""
        with tempfile.TemporaryDirectory() as folder:
            wrong: list[str] = []
            made = _reextracted(configuration, store, slug, Path(folder), wrong)
            damaged += wrong
            after = tuple(file for _, files in made for file in files)
            same = all(_is_same(store, table, slug, Path(folder), _of(table, after)) for table in TABLES)
            revisions, said = (sum(file.rows or 0 for file in _of(table, after)) for table in TABLES)
            print(
                f"{slug}: {len(made)} runs, {revisions} revisions, {said} announcements:"
                f" {'the same bytes' if same else 'changed'}"
            )
            if self.to:
                _publish(open_store(self.to), Path(folder), slug, made)
            elif wrong:
                print(f"{slug}: nothing is replaced, for the rows of what is damaged would be lost")
            elif not same and not self.check:
                _replace(store, Path(folder), slug, made)
            return same


Made = list[tuple["RunManifest", tuple["ArchivedFile", ...]]]


def _publish(target: ObjectStore, folder: Path, slug: str, made: Made) -> None:
    for run, files in made:
        _copy(target, folder, files)
        for table in TABLES:
            delta.commit(target, table, _of(table, files), outlet=slug, run=run.run, at=run.closed_at)


def _replace(store: ObjectStore, folder: Path, slug: str, made: Made) -> None:
    after = tuple(file for _, files in made for file in files)
    _copy(store, folder, after)
    now = clock.now()
    for table in TABLES:
        files, live = _of(table, after), delta.live_files(store, table, slug)
        if {file.key for file in files} != set(live):
            maintenance.record(store, Work(Operation.REEXTRACT, slug, table, now, files, replaced=live))
            delta.replace(store, table, files, outlet=slug, at=made[-1][0].closed_at, now=now)


def _is_same(
    store: ObjectStore, table: FileKind, slug: str, folder: Path, files: tuple[ArchivedFile, ...]
) -> bool:
    """Whether these are the files of the table, or hold its rows under other names, as after `scrapy compact`."""
    live, keys = delta.live_files(store, table, slug), [file.key for file in files]
    return set(live) == set(keys) or same_rows(store, table, live, folder, keys)


def _of(table: FileKind, files: tuple[ArchivedFile, ...]) -> tuple[ArchivedFile, ...]:
    return tuple(file for file in files if file.kind is table)


def _reextracted(
    configuration: Configuration, store: ObjectStore, slug: str, folder: Path, damaged: list[str]
) -> Made:
    """Each run of the outlet with the table files that its WARC files give."""
    runs = readable_runs(store, slug, damaged)
    db = open_state(folder / "replay.sqlite")
    try:
        with extraction(configuration) as reader, progress_bar() as bar:
            replay = Replay(store, db, reader, folder, damaged)
            return [(run, replay.run(run)) for run in bar.track(runs, description=f"reading {slug}")]
    finally:
        db.close()


def _copy(store: ObjectStore, folder: Path, files: tuple[ArchivedFile, ...]) -> None:
    for file in files:
        verified_copy(store, file.key, folder / file.key, file.sha256)
