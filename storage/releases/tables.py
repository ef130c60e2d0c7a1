"""The tables of a release: an outlet's articles in order, in files of a sensible size that are named by their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.article_json import timestamp
from storage.manifest import FileKind
from storage.object_store import verified_copy
from storage.ordering import Months, moment_of
from storage.releases.manifest import ReleasedFile, release_key
from storage.schemas import ARTICLE_SCHEMA, STATISTICS
from storage.selection import kept, newest_revisions, part_of, rows_of
from storage.table_files import parquet_writer, regrouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    from storage.delta import TableFile
    from storage.object_store import ObjectStore
    from storage.selection import Filter

FILE_BYTES = 256 << 20  # of Arrow's tables, about a third of that in the file

State = tuple[int, str, str]  # revision, content digest, extractor version


@dataclass(slots=True)
class Written:
    """Of one outlet: its files, what each article is now, and counts."""

    files: list[ReleasedFile] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    earlier: int = 0
    withheld: dict[str, int] = field(default_factory=dict)
    withheld_ids: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """Writes the tables of one release."""

    store: ObjectStore
    name: str
    wanted: Filter
    withheld: Mapping[str, str]
    scratch: Path

    def write(self, outlet: str, files: Sequence[TableFile]) -> Written:
        """Of `outlet`, which has these files: its newest revisions to articles/, those before them to revisions/."""
        done, newest = Written(), newest_revisions(self.store, files)
        with Months(self.scratch) as current, Months(self.scratch) as earlier:
            for file in files:
                for rows in rows_of(self.store, part_of(self.store, file, self.wanted), self.wanted):
                    given = self._given(rows, done)
                    is_newest = newest.mask(given)
                    current.add(kept(given, is_newest))
                    earlier.add(kept(given, [not one for one in is_newest]))
            done.files += self._files(f"articles/{outlet}", self._noted(current.sorted(), done))
            before = list(self._files(f"revisions/{outlet}", earlier.sorted()))
        done.files += before
        done.earlier = sum(file.rows or 0 for file in before)
        return done

    def _given(self, rows: pa.Table, done: Written) -> pa.Table:
        """Without what is withheld, which is counted once for each article."""
        free = list[bool]()
        for name in map(str, rows["article_id"].to_pylist()):
            free.append(name not in self.withheld)
            if not free[-1] and name not in done.withheld_ids:
                done.withheld_ids.add(name)
                reason = self.withheld[name] or "withheld"
                done.withheld[reason] = done.withheld.get(reason, 0) + 1
        return kept(rows, free)

    def _noted(self, tables: Iterable[pa.Table], done: Written) -> Iterator[pa.Table]:
        for table in tables:
            ids = map(str, table["article_id"].to_pylist())
            named = [table[name].to_pylist() for name in ("revision", "content_digest", "extractor_version")]
            done.states.update(zip(ids, zip(*named, strict=True), strict=True))
            moments = [moment for moment in moment_of(table).to_pylist() if moment]
            done.first = min([*moments, *([done.first] if done.first else [])], default=None)
            done.last = max([*moments, *([done.last] if done.last else [])], default=None)
            yield table

    def _files(self, folder: str, tables: Iterable[pa.Table]) -> Iterator[ReleasedFile]:
        waiting = regrouped(tables)
        number = 0
        while (first := next(waiting, None)) is not None:
            yield self._file(folder, number, first, waiting)
            number += 1

    def _file(self, folder: str, number: int, first: pa.Table, more: Iterator[pa.Table]) -> ReleasedFile:
        fresh, size, rows = self.scratch / "growing.parquet", first.nbytes, first.num_rows
        with parquet_writer(str(fresh), ARTICLE_SCHEMA, STATISTICS[FileKind.ARTICLES]) as writer:
            writer.write_table(first)
            while size < FILE_BYTES and (table := next(more, None)) is not None:
                writer.write_table(table)
                size, rows = size + table.nbytes, rows + table.num_rows
        with fresh.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        path = f"{folder}/{number:03}-{sha256[:32]}.parquet"
        verified_copy(self.store, release_key(self.name, path), fresh, sha256)
        released = ReleasedFile(path, fresh.stat().st_size, sha256, rows)
        fresh.unlink()
        return released


def stated(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)
