"""Article rows of any number in order of publication, in bounded memory: month by month, over scratch files."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, Self

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ORDER: list[tuple[str, Literal["ascending"]]] = [
    ("at", "ascending"),
    ("id", "ascending"),
    ("revision", "ascending"),
]
WAITING_BYTES = 256 << 10  # of a month, until they go to disk
SLICE_ROWS = 500  # of the tables that come out


def in_order(tables: Iterable[pa.Table], scratch: Path) -> Iterator[pa.Table]:
    """The rows by moment, article id and revision. The rows of a month are in memory at once.

    The moment is that of publication, or of the capture where there is none.
    """
    with Months(scratch) as months:
        for table in tables:
            months.add(table)
        yield from months.sorted()


def moment_of(rows: pa.Table) -> Any:  # noqa: ANN401 - an array, chunked or not
    return pc.coalesce(rows["date_published"], rows["captured_at"])


class Months:
    """Rows by month, in memory until they are many, then in files of Arrow batches."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._waiting: dict[int, list[pa.Table]] = {}
        self._sizes: dict[int, int] = {}
        self._files: dict[int, list[str]] = {}

    def __enter__(self) -> Self:
        self._made = TemporaryDirectory(dir=self._scratch, prefix=".order-")
        self._folder = self._made.name
        return self

    def __exit__(self, *_: object) -> None:
        self._made.cleanup()

    def add(self, rows: pa.Table) -> None:
        moment = moment_of(rows)
        months: Any = pc.add(pc.multiply(pc.year(moment), pa.scalar(12)), pc.month(moment))
        for month in pc.unique(months).to_pylist():
            part = rows.filter(pc.equal(months, pa.scalar(month)))
            self._waiting.setdefault(month, []).append(part)
            self._sizes[month] = self._sizes.get(month, 0) + part.nbytes
            if self._sizes[month] > WAITING_BYTES:
                self._to_disk(month)

    def sorted(self) -> Iterator[pa.Table]:
        """All rows in order, in tables of bounded size; call it once, after the last `add`."""
        for month in sorted(self._waiting.keys() | self._files.keys()):
            rows = pa.concat_tables([*map(_read, self._files.pop(month, ())), *self._waiting.pop(month, ())])
            keys = pa.table(
                [moment_of(rows), rows["article_id"], rows["revision"]], names=["at", "id", "revision"]
            )
            ordered = rows.take(pc.sort_indices(keys, sort_keys=_ORDER)).combine_chunks()
            for start in range(0, ordered.num_rows, SLICE_ROWS):
                yield ordered.slice(start, SLICE_ROWS)

    def _to_disk(self, month: int) -> None:
        rows, self._sizes[month] = pa.concat_tables(self._waiting.pop(month)), 0
        names = self._files.setdefault(month, [])
        names.append(f"{self._folder}/{month}-{len(names)}.arrow")
        with pa.ipc.new_file(names[-1], rows.schema) as file:
            file.write_table(rows)


def _read(name: str) -> pa.Table:
    with pa.OSFile(name, "rb") as source, pa.ipc.open_file(source) as file:
        return file.read_all()
