"""Which article rows are meant, and how to read no more than can hold them.

A filter is asked three times: of a file, by what the Delta log says of it; of a row group, by the statistics in the
file's footer; and of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from storage.footers import footer
from storage.keys import partition_of
from storage.manifest import FileKind
from storage.reading_tables import named, opened
from storage.schemas import ARTICLE_SCHEMA, STATISTICS
from storage.spans import Spans, group_spans, moments, outside
from storage.terms import STATED, Terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    import pyarrow.parquet as pq

    from storage.article import Kind
    from storage.delta import TableFile
    from storage.object_store import ObjectStore

Mask = Any  # Any: a boolean array, chunked or not; the stubs of PyArrow part them, its functions do not
_MOST = 0.5  # share of a file's bytes from which it is fetched whole and checked against its name
_ASKED = (
    "article_id", "revision", "kind", "date_published", "captured_at", "in_language", *STATED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles are meant; None leaves a side open.

    `since` (inclusive) and `until` (exclusive) are aware moments, compared with the date of publication, or with
    that of the capture where the page states none. `language` is a primary tag: `en` also means `en-GB`. All of `rights`
    have to hold.
    """

    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: Kind | None = None
    language: str | None = None
    rights: tuple[Terms, ...] = ()

    def may_hold(self, spans: Spans) -> bool:
        """Whether rows between these values can be wanted."""
        between = moments(spans)
        too_late = between and self.until is not None and between[0] >= self.until
        too_early = between and self.since is not None and between[1] < self.since
        return not too_late and not too_early and not (self.kind and outside(spans, "kind", self.kind.value))

    def among(self, files: Iterable[TableFile]) -> Iterator[TableFile]:
        """Those that can have wanted rows, by what the log says of them."""
        return (file for file in files if self.may_hold(file.spans))

    def mask(self, rows: pa.Table) -> Mask | None:
        """True for each row that is wanted; None: all are. The outlet is told by the files."""
        tests = list[Mask](self._of_moment(rows))
        if self.kind is not None:
            tests.append(pc.equal(rows["kind"], pa.scalar(self.kind.value)))
        if self.language is not None:
            tag = "".join(
                f"[{letter.lower()}{letter.upper()}]" for letter in self.language if letter.isalpha()
            )
            tests.append(pc.match_substring_regex(rows["in_language"], f"^{tag}([-_]|$)"))
        if self.rights:
            tests.append(self._of_rights(rows))
        whole = None
        for test in tests:
            filled = pc.fill_null(test, False)  # noqa: FBT003 - PyArrow names it otherwise in every version
            whole = filled if whole is None else pc.and_(whole, filled)
        return whole

    def _of_moment(self, rows: pa.Table) -> Iterator[Mask]:
        if self.since is None and self.until is None:
            return
        moment = pc.coalesce(rows["date_published"], rows["captured_at"])
        if self.since is not None:
            yield pc.greater_equal(moment, pa.scalar(self.since, moment.type))
        if self.until is not None:
            yield pc.less(moment, pa.scalar(self.until, moment.type))

    def _of_rights(self, rows: pa.Table) -> Mask:
        """A file from before these columns states nothing."""
        columns = {
            name: rows[name].to_pylist() if name in rows.column_names else [None] * rows.num_rows
            for name in STATED
        }
        stated = (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))
        return pa.array([all(terms.admits(row) for terms in self.rights) for row in stated], pa.bool_())


EVERYTHING = Filter()


class Newest(NamedTuple):
    """The highest revision of each article that has more than one; of the others the first is the newest."""

    revisions: Mapping[str, int]

    def keep(self, rows: pa.Table) -> pa.Table:
        return kept(rows, self.mask(rows))

    def mask(self, rows: pa.Table) -> list[bool]:
        return [self.is_newest(name, number) for name, number in ids_and_revisions(rows)]

    def is_newest(self, name: str, number: int) -> bool:
        return self.revisions.get(name, number) == number


def kept(rows: pa.Table, mask: list[bool]) -> pa.Table:
    """The rows whose place in the mask is true; the mask may be empty, as PyArrow's own filter does not take it."""
    return rows if all(mask) else rows.filter(pa.array(mask, pa.bool_()))


def files_of_outlet(files: Sequence[TableFile]) -> dict[str, list[TableFile]]:
    """In the order of the outlets and keys."""
    grouped: dict[str, list[TableFile]] = {}
    for file in sorted(files, key=lambda file: file.key):
        grouped.setdefault(partition_of(file.key).outlet, []).append(file)
    return grouped


def newest_revisions(
    store: ObjectStore, files: Sequence[TableFile], asked: Iterable[TableFile] | None = None
) -> Newest:
    """Of the articles in the files that are asked for (all), as `files` tell.

    Read are two columns of the row groups that have a second revision of anything. Revisions are numbered as they were captured, and files lie by the year of capture: an older one has no newer revision.
    A year more is looked at, for what was captured about midnight.
    """
    first = min(
        (partition_of(file.key).year - 1 for file in (files if asked is None else asked)), default=9999
    )
    newest: dict[str, int] = {}
    for file in files:
        if partition_of(file.key).year >= first and not _only_first(file.spans):
            for name, revision in revisions_of(store, file, only_later=True):
                if revision > max(1, newest.get(name, 1)):
                    newest[name] = revision
    return Newest(newest)


def revisions_of(
    store: ObjectStore, file: TableFile, *, only_later: bool = False
) -> Iterator[tuple[str, int]]:
    """Article id and revision of each row of the file, in their order.

    `only_later`: row groups that have first revisions alone may be left out.
    """
    with opened(store, file.key, file.size, narrow=True) as parquet:
        for number in range(parquet.num_row_groups):
            spans = group_spans(parquet.metadata.row_group(number), ("revision",))
            if not (only_later and _only_first(spans)):
                with named(file.key):
                    rows = parquet.read_row_group(
                        number, columns=["article_id", "revision"], use_threads=False
                    )
                yield from ids_and_revisions(rows)


def _only_first(spans: Spans) -> bool:
    return "revision" in spans and bool(spans["revision"].high <= 1)


def ids_and_revisions(rows: pa.Table) -> Iterator[tuple[str, int]]:
    """Of each row, in their order."""
    columns: list[list[Any]] = [rows[name].to_pylist() for name in ("article_id", "revision")]
    return zip(*columns, strict=True)


@dataclass(frozen=True, slots=True)
class Part:
    """What has to be read of a file: these row groups; `bytes` of them, compressed."""

    file: TableFile
    groups: tuple[int, ...]
    bytes: int


def part_of(
    store: ObjectStore, file: TableFile, wanted: Filter, columns: Collection[str] | None = None
) -> Part:
    """The row groups that can hold a wanted row, told from the footer. Nothing is fetched where the log says none."""
    if not wanted.may_hold(file.spans):
        return Part(file, (), 0)
    with named(file.key):
        about = footer(store, file.key, file.size)
    groups = tuple(number for number in range(about.num_row_groups) if _may_hold(about, number, wanted))
    return Part(file, groups, sum(_bytes(about, number, columns) for number in groups))


def rows_of(
    store: ObjectStore, part: Part, wanted: Filter, columns: Sequence[str] | None = None
) -> Iterator[pa.Table]:
    """The wanted rows, one row group in memory at a time, with the columns of the partition."""
    if not part.groups:
        return
    partition = partition_of(part.file.key)
    whole = part.bytes > _MOST * part.file.size
    with opened(store, part.file.key, part.file.size, whole=whole) as parquet:
        names = _columns_inside(parquet, columns)
        for number in part.groups:
            with named(part.file.key):
                rows = parquet.read_row_group(number, columns=names, use_threads=False)
            mask = wanted.mask(rows)
            found = rows if mask is None else rows.filter(mask)
            if found.num_rows:
                yield _as_of_today(found, partition.outlet, partition.year, columns)


def _columns_inside(parquet: pq.ParquetFile, columns: Sequence[str] | None) -> list[str] | None:
    if columns is None:
        return None
    there = parquet.schema_arrow.names
    return [name for name in dict.fromkeys((*_ASKED, *columns)) if name in there]


def _as_of_today(rows: pa.Table, outlet: str, year: int, columns: Sequence[str] | None) -> pa.Table:
    """Under the schema of today, whatever columns the file was written with."""
    fields = [field for field in ARTICLE_SCHEMA if columns is None or field.name in {*_ASKED, *columns}]
    own = {"outlet": outlet, "year": year}
    arrays = [_column(rows, field, own) for field in fields]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _column(rows: pa.Table, field: pa.Field[Any], own: Mapping[str, object]) -> Any:  # noqa: ANN401 - an array, chunked or not
    if field.name in own:
        return pa.repeat(pa.scalar(own[field.name], field.type), rows.num_rows)
    if field.name in rows.column_names:
        return rows[field.name].cast(field.type)
    return pa.nulls(rows.num_rows, field.type)


def _may_hold(about: pq.FileMetaData, number: int, wanted: Filter) -> bool:
    return wanted.may_hold(group_spans(about.row_group(number), STATISTICS[FileKind.ARTICLES]))


def _bytes(about: pq.FileMetaData, number: int, columns: Collection[str] | None) -> int:
    group = about.row_group(number)
    chunks = (group.column(n) for n in range(group.num_columns))
    return sum(
        chunk.total_compressed_size
        for chunk in chunks
        if columns is None or chunk.path_in_schema.partition(".")[0] in {*_ASKED, *columns}
    )


def schema_of(columns: Sequence[str] | None) -> pa.Schema:
    """Of what `rows_of` gives."""
    return (
        ARTICLE_SCHEMA
        if columns is None
        else pa.schema([f for f in ARTICLE_SCHEMA if f.name in {*_ASKED, *columns}])
    )
