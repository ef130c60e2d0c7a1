"""In which files and row groups an outlet's merged articles lie, so that a month of ten years is read without the rest.

The articles of a partition fall into ranks: first revisions with a date of publication; first revisions without one,
which count by their capture; later revisions. No file has rows of two ranks, so that the Delta log alone says which files
have to be asked for later revisions. Each year of publication has files of its own; what is published in other years,
a few old pages found late, lies together in one, or every later file would seem to reach back to them.
Within a file, row groups end where months do.
"""

from __future__ import annotations

import math
from collections import Counter
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING

from storage.spans import moments

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence
    from datetime import datetime

    from storage.delta import TableFile
    from storage.spans import Spans
    from storage.table_files import Place, SortKey
    from storage.table_rows import ArticleRow

FILE_ROWS = 20_000  # of a file at most; a hundred row groups of articles of usual length
FEW_ROWS = 500  # of a year of publication that gets no file of its own, and of a partition that is one file


class Rank(IntEnum):
    """What an article row is among the revisions of its article."""

    DATED = 0  # a first revision that states when it was published
    UNDATED = 1  # a first revision that does not
    LATER = 2  # any other


def rank_of(row: ArticleRow) -> Rank:
    if row.revision > 1:
        return Rank.LATER
    return Rank.DATED if row.article.date_published else Rank.UNDATED


def files_by_year(places: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """The rows of a partition, in their order, file by file."""
    if len(places) <= FEW_ROWS:
        yield places
        return
    for rank, ranked in groupby(places, lambda place: place.sort_key[0]):
        of_rank = list(ranked)
        for slot in [of_rank] if rank == Rank.LATER else _by_year(of_rank):
            count = math.ceil(len(slot) / FILE_ROWS)
            length = math.ceil(len(slot) / count)
            yield from (slot[start : start + length] for start in range(0, len(slot), length))


def months_part(before: SortKey, after: SortKey) -> bool:
    """Whether a month ends between two rows."""
    return _month(before[1]) != _month(after[1])


def is_settled(files: Sequence[TableFile]) -> bool:
    """Whether a partition has these files because it was arranged so, or as good as. Told by the log alone."""
    if len(files) == 1 and _rows(files[0]) <= FEW_ROWS:
        return True
    slots = [_slot(file) for file in files]
    growing = Counter(slot for slot, file in zip(slots, files, strict=True) if _rows(file) < FILE_ROWS / 2)
    too_large = any(_rows(file) > FILE_ROWS for file in files)
    return None not in slots and not too_large and max(growing.values(), default=0) <= 1


def _by_year(places: Sequence[Place]) -> Iterator[list[Place]]:
    years = Counter(place.sort_key[1].year for place in places)
    strays: list[Place] = []
    for year, published in groupby(places, lambda place: place.sort_key[1].year):
        if years[year] < FEW_ROWS:
            strays += published
        else:
            yield list(published)
    if strays:
        yield strays


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month


def _rows(file: TableFile) -> int:
    return file.rows or 0


def _slot(file: TableFile) -> Hashable | None:
    """Which files have to be one with this, unless they are large; None if its rows are not of one rank."""
    rank, between = _rank(file.spans, _rows(file)), moments(file.spans)
    if rank is None or rank is Rank.LATER:
        return rank
    if between is None:
        return None
    low, high = between
    return rank, low.year if low.year == high.year and _rows(file) >= FEW_ROWS else "others"


def _rank(spans: Spans, rows: int) -> Rank | None:
    revision, published = spans.get("revision"), spans.get("date_published")
    if revision is None or published is None:
        return None
    if revision.low > 1:
        return Rank.LATER
    if revision.high > 1 or published.nulls not in (0, rows):
        return None
    return Rank.UNDATED if published.nulls else Rank.DATED
