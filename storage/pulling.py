"""A local copy of the articles that are wanted, brought up to date with no more reading than that takes.

The rows come first, from one table file after the other, into `.pull/` in the folder: what was fetched when a pull was
interrupted is not fetched again. Only then do the files change that people read, and `pull.json` is written last.
Files of the tables never change. Where some were only added since the last pull, only these are read: a revision is
newer than any in the files before it. A file that was made of others by `scrapy compact` is known if all of these were;
if it was made with news, it is read, and which of its rows are the newest the other files say, too. Where tables were made
again, everything is read.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from storage.delta import NoSuchVersion, Snapshot, snapshot
from storage.export_formats import EXPORTS
from storage.maintenance import after_merges
from storage.manifest import FileKind
from storage.object_store import StoreRefused
from storage.ordering import in_order
from storage.pull_state import (
    Output,
    PullState,
    are_whole,
    described,
    read_state,
    read_sums,
    write_atomically,
    write_state,
    write_sums,
)
from storage.schemas import ARTICLE_SCHEMA
from storage.selection import (
    Filter,
    Newest,
    files_of_outlet,
    kept,
    newest_revisions,
    part_of,
    revisions_of,
    rows_of,
)
from storage.table_files import parquet_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from storage.delta import TableFile
    from storage.export_formats import Written
    from storage.object_store import ObjectStore
    from storage.selection import Part

STAGE = ".pull"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did. `withheld` articles are held back in the whole archive. `bytes` were to be read of the tables' rows, beside their ids and footers."""

    version: int | None
    articles: int
    new: int
    removed: int
    withheld: int
    bytes: int


class Meter(NamedTuple):
    """Who is told how far it is: once all bytes that are to be read, then those that were."""

    expect: Callable[[int], None]
    advance: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Pull:
    """What is wanted, in which form, where; `withheld` are the article ids that are not handed out."""

    store: ObjectStore
    folder: Path
    wanted: Filter
    output: Output
    withheld: frozenset[str]
    meter: Meter

    def __call__(self) -> Pulled:
        """Bring the folder up to date. StoreError, OSError: what it held before is untouched then."""
        before = self._before()
        now = self._interrupted() or snapshot(self.store, FileKind.ARTICLES, self.wanted.outlet)
        self._require_table(now)
        known = self._known(before, now) if before else None
        if before is None or known is None:
            return self._brought(now, now.files, now.files, is_update=False)
        added = [file for file in now.files if file.key not in known]
        if not added and set(before.withheld) == self.withheld:
            if before.version != now.version:
                self._note(now, before.articles)
            return Pulled(now.version, before.articles, 0, 0, 0, 0)
        only_added = frozenset(before.files) <= frozenset(file.key for file in now.files)
        return self._brought(now, added, added if only_added else now.files, is_update=True)

    def _require_table(self, now: Snapshot) -> None:
        """A disk that is not mounted looks like an archive that has nothing: the copy of what it had stays."""
        if now.version is not None:
            return
        last = read_state(self.folder)
        if last and last.version is not None and last.archive == self.store.url:
            raise StoreRefused(
                f"{self.store.url} has no articles, and {self.folder} holds {last.articles} of its version {last.version}:"
                " is its disk mounted? Nothing was changed; to begin anew, choose another folder"
            )

    def _known(self, before: PullState, now: Snapshot) -> frozenset[str] | None:
        """Files of the table whose rows the copy has or left out; None: it has to be made anew."""
        live, known = frozenset(file.key for file in now.files), frozenset(before.files)
        if set(before.withheld) - self.withheld:
            return None
        if not known <= live:
            known = after_merges(self.store, FileKind.ARTICLES, known, live)
        return known if known <= live else None

    def _brought(
        self, now: Snapshot, added: Sequence[TableFile], telling: Sequence[TableFile], *, is_update: bool
    ) -> Pulled:
        """`telling`: the files that say which revision of an article is the newest."""
        stage = self._stage(now, added, is_update=is_update)
        by_outlet, tellers = files_of_outlet(added), files_of_outlet(telling)
        newest = {
            outlet: newest_revisions(
                self.store, tellers[outlet], files if is_update else self.wanted.among(files)
            )
            for outlet, files in by_outlet.items()
        }
        touched = self._touched(by_outlet, newest) if is_update else None
        parts = [
            (part_of(self.store, file, self.wanted), newest[outlet])
            for outlet, files in by_outlet.items()
            for file in files
        ]
        size = sum(part.bytes for part, _ in parts)
        self.meter.expect(size)
        for part, of_outlet in parts:
            self._fetch(part, of_outlet, stage)
        written = self._written(stage, parts, touched)
        self._note(now, written.articles)
        shutil.rmtree(self.folder / STAGE)
        return Pulled(now.version, written.articles, written.new, written.removed, len(self.withheld), size)

    def _note(self, now: Snapshot, articles: int) -> None:
        write_state(
            self.folder,
            PullState(
                self.store.url,
                self.output.value,
                described(self.wanted),
                now.version,
                tuple(file.key for file in now.files),
                tuple(sorted(self.withheld)),
                articles,
            ),
        )

    def _before(self) -> PullState | None:
        """The last pull, if the same was asked for and all that it wrote is still there."""
        state = read_state(self.folder)
        same = state and state.is_of(self.store.url, self.output, described(self.wanted))
        if not same or not EXPORTS[self.output].is_there(self.folder):
            return None
        return state if are_whole(self.folder, read_sums(self.folder)) else None

    def _interrupted(self) -> Snapshot | None:
        """The version that a pull was at which did not come to its end."""
        try:
            plan = json.loads((self.folder / STAGE / "plan.json").read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        same = plan["archive"] == self.store.url and plan["wanted"] == described(self.wanted)
        if not same or plan["version"] is None:
            return None
        try:
            return snapshot(self.store, FileKind.ARTICLES, self.wanted.outlet, plan["version"])
        except (
            NoSuchVersion
        ):  # its files were merged, and removed after their time of grace: begin with what is there
            return None

    def _stage(self, now: Snapshot, added: Sequence[TableFile], *, is_update: bool) -> Path:
        """Where the fetched rows wait; what an earlier pull of something else left there is removed."""
        plan = {
            "archive": self.store.url,
            "wanted": described(self.wanted),
            "version": now.version,
            "withheld": sorted(self.withheld),
            "is_update": is_update,
            "files": [file.key for file in added],
        }
        data = json.dumps(plan, sort_keys=True).encode()
        stage = self.folder / STAGE
        if not (stage / "plan.json").exists() or (stage / "plan.json").read_bytes() != data:
            shutil.rmtree(stage, ignore_errors=True)
            stage.mkdir(parents=True)
            write_atomically(stage / "plan.json", data)
        return stage

    def _touched(
        self, added: Mapping[str, Sequence[TableFile]], newest: Mapping[str, Newest]
    ) -> frozenset[str]:
        """The articles that may not be what they were: those whose newest revision stands in a new file, and the withheld."""
        return self.withheld.union(
            name
            for outlet, files in added.items()
            for file in files
            for name, revision in revisions_of(self.store, file)
            if newest[outlet].is_newest(name, revision)
        )

    def _fetch(self, part: Part, newest: Newest, stage: Path) -> None:
        """The rows of a file that are wanted, as a Parquet file of their own; nothing if it is there already."""
        place = _place(stage, part)
        if part.groups and not place.exists():
            growing = place.with_suffix(".part")
            with parquet_writer(str(growing), ARTICLE_SCHEMA, ()) as writer:
                for rows in rows_of(self.store, part, self.wanted):
                    writer.write_table(self._given(newest.keep(rows)))
            growing.replace(place)
        self.meter.advance(part.bytes)

    def _given(self, rows: pa.Table) -> pa.Table:
        return kept(rows, [name not in self.withheld for name in rows["article_id"].to_pylist()])

    def _written(
        self, stage: Path, parts: Iterable[tuple[Part, Newest]], touched: frozenset[str] | None
    ) -> Written:
        """`touched`: the articles of the last pull that are not what they were; None: all, it is a new copy."""
        by_outlet: dict[str, list[Path]] = {}
        for part, _ in parts:
            if _place(stage, part).exists():
                by_outlet.setdefault(part.file.key.split("/")[1].removeprefix("outlet="), []).append(
                    _place(stage, part)
                )
        tables = (table for name in sorted(by_outlet) for table in in_order(_staged(by_outlet[name]), stage))
        written = EXPORTS[self.output].write(tables, self.folder, touched)
        if written.sums:
            write_sums(self.folder, written.sums)
        return written


def _place(stage: Path, part: Part) -> Path:
    return stage / f"{hashlib.sha256(part.file.key.encode()).hexdigest()[:32]}.parquet"


def _staged(places: list[Path]) -> Iterator[pa.Table]:
    for place in places:
        with pq.ParquetFile(place) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, use_threads=False)
