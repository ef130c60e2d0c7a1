"""The records that article rows lead back to, fetched together where they lie near each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from storage.object_store import NoSuchKey
from storage.verification.gzip_members import member_at
from storage.verification.objects import StoredObject
from storage.verification.record_checks import problems
from storage.verification.warc_record import RecordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.object_store import ObjectStore
    from storage.verification.tables import Row
    from storage.verification.warc_record import Record

MAX_RECORD_BYTES = 64 << 20  # of a page's record, compressed or not; a crawl's are of 32 MiB at most
GAP = 256 << 10  # bytes between two records that are fetched for nothing rather than asked for apart
TOGETHER = 4 << 20  # bytes of one request, unless a record is larger
_WARC = re.compile(
    r"([a-z0-9][a-z0-9_.-]*?)-([0-9]{4})([0-9]{2})[0-9]{8}-[0-9]+-[A-Za-z0-9][A-Za-z0-9_-]*\.warc\.gz"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the row says that its record stands."""

    key: str
    offset: int
    length: int
    row: Row

    @property
    def end(self) -> int:
        return self.offset + self.length


def records_of(store: ObjectStore, rows: Iterable[Row]) -> Iterator[tuple[Row, Record | str]]:
    """Each row with the record that it leads to, or why there is none; in the order of the records."""
    places: list[_Place] = []
    for row in rows:
        place = _place(row)
        if isinstance(place, str):
            yield row, place
        else:
            places.append(place)
    places.sort(key=lambda place: (place.key, place.offset, place.length))
    for key, of_file in groupby(places, lambda place: place.key):
        for near in _near(of_file):
            yield from _records(StoredObject(store, key), near)


def _place(row: Row) -> _Place | str:
    match, offset, length = (
        _WARC.fullmatch(str(row.get("warc"))),
        row.get("warc_offset"),
        row.get("warc_length"),
    )
    if match is None or not isinstance(offset, int) or not isinstance(length, int):
        return "the row does not say where its record stands"
    if offset < 0 or not 0 < length <= MAX_RECORD_BYTES:
        return f"the row's record cannot be of {length} bytes at {offset}"
    return _Place(f"warc/{match[1]}/{match[2]}/{match[3]}/{match[0]}", offset, length, row)


def _near(places: Iterable[_Place]) -> Iterator[list[_Place]]:
    """Places of one file, in their order, in groups for one request each."""
    group: list[_Place] = []
    for place in places:
        if group and (place.offset > group[-1].end + GAP or place.end > group[0].offset + TOGETHER):
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _records(source: StoredObject, near: Sequence[_Place]) -> Iterator[tuple[Row, Record | str]]:
    start = near[0].offset
    try:
        data = source.exactly(start, max(place.end for place in near) - start)
    except NoSuchKey:
        yield from ((place.row, "the WARC file of the row's record is not there") for place in near)
        return
    for place in near:
        own = data[place.offset - start : place.end - start]
        if (
            source.unreadable and len(near) > 1
        ):  # zeros stand in its neighbours' place, and perhaps in its own
            own = source.exactly(place.offset, place.length)
        yield place.row, _record(own, place)


def _record(data: bytes, place: _Place) -> Record | str:
    reader = RecordReader(keep=MAX_RECORD_BYTES)
    span = member_at(_Bytes(data), 0, reader)
    records = reader.finish()
    if span.error or span.length != place.length or len(records) != 1 or reader.lost:
        return f"the {place.length} bytes at {place.offset} are not one whole record"
    wrong = next(problems(records[0]), None)
    return f"the row's record is damaged: {wrong[1]}" if wrong else records[0]


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_at(self, offset: int, length: int) -> bytes:
        return self._data[offset : offset + length]
