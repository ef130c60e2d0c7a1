"""What a report shows of an outlet, added up from the few columns that it needs; no text is read.

Everything is counted in Arrow, a row group at a time: a million rows are some hundred groups of sums.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from storage.article import Reason
from storage.delta import snapshot
from storage.histogram import STEPS_PER_DOUBLING
from storage.keys import partition_of
from storage.manifest import FileKind
from storage.outcome import OutcomeKind
from storage.reading_tables import opened
from storage.run_metrics import FRESH, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from storage.delta import TableFile
    from storage.object_store import ObjectStore

pc: Any = pyarrow.compute  # Any: its stubs know no columns of tables

_FAMILY = "boilerplate.list.element.family"
_ARTICLE = ("date_published", "captured_at", "word_count", "revision", "in_language", _FAMILY)
_OUTCOME = ("kind", "reason", "purpose", "status", "decided_at")
_ROWS = 20_000  # of an addition; 2,000 cost Arrow ten times as many calls of a millisecond
_KEPT = ("archived", "unchanged", "duplicate")
_MISSING = frozenset(
    {
        Reason.HTTP_STATUS,
        Reason.BLOCKED,
        Reason.CONSENT_WALL,
        Reason.BAD_HTTP,
        Reason.BAD_ENCODING,
        Reason.TRUNCATED,
        Reason.EXTRACT_TIMEOUT,
        Reason.EXTRACT_MEMORY,
        Reason.EXTRACT_CRASH,
    }
)
"""Rejections of what may have been an article; a listing that was rejected is nothing that is missing."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Counts by day (UTC), week (its Monday) or month (its first day). First revisions, but where it says otherwise."""

    outlet: str
    published: Mapping[date, int]  # by day of publication, of capture where none is stated
    words: Mapping[date, Mapping[str, int]]  # by week of capture: histogram
    lag: Mapping[date, Mapping[str, int]]  # by week of capture: histogram of seconds, of fresh ones
    removed: Mapping[date, Mapping[str, int]]  # by month of capture: pieces by family, of all revisions
    captured: Mapping[date, int]  # by month of capture: all revisions
    revisions: Mapping[int, int]  # rows by their number
    languages: Mapping[str, int]
    statuses: Mapping[date, Mapping[str, int]]  # by week of the outcome
    looked: frozenset[date]  # days on which a source was read
    kept: Mapping[date, int]  # by day of the outcome: pages that were had
    missing: Mapping[date, Mapping[str, int]]  # by day of the outcome: pages that were not, by outcome


class _Sums:
    def __init__(self) -> None:
        self.published, self.captured, self.kept = Counter[date](), Counter[date](), Counter[date]()
        self.words, self.lag, self.removed = _nested(), _nested(), _nested()
        self.statuses, self.missing = _nested(), _nested()
        self.revisions, self.languages = Counter[int](), Counter[str]()
        self.looked = set[date]()


def _nested() -> defaultdict[date, Counter[str]]:
    return defaultdict(Counter)


def surveys(store: ObjectStore, outlets: Iterable[str], since: datetime | None = None) -> Iterator[Survey]:
    """All of each outlet; with `since`, what was captured and decided from then on. StoreError; CorruptObject."""
    articles, outcomes = (snapshot(store, table).files for table in (FileKind.ARTICLES, FileKind.OUTCOMES))
    for outlet in outlets:
        sums = _Sums()
        for table in _parts(store, _wanted(articles, outlet, since), _ARTICLE, "captured_at", since):
            _add_articles(sums, table)
        for table in _parts(store, _wanted(outcomes, outlet, since), _OUTCOME, "decided_at", since):
            _add_outcomes(sums, table)
        yield Survey(
            outlet,
            sums.published,
            sums.words,
            sums.lag,
            sums.removed,
            sums.captured,
            sums.revisions,
            sums.languages,
            sums.statuses,
            frozenset(sums.looked),
            sums.kept,
            sums.missing,
        )


def _wanted(files: Iterable[TableFile], outlet: str, since: datetime | None) -> list[TableFile]:
    """Of the outlet, and not of years that are over."""
    parts = ((file, partition_of(file.key)) for file in files)
    return [
        file for file, part in parts if part.outlet == outlet and (since is None or part.year >= since.year)
    ]


def _parts(
    store: ObjectStore, files: Iterable[TableFile], names: Sequence[str], moment: str, since: datetime | None
) -> Iterator[pa.Table]:
    """The columns of so many rows at a time that adding them up takes longer than asking for it."""
    waiting: list[pa.Table] = []
    for rows in _groups(store, files, names):
        waiting.append(
            rows.filter(pc.greater_equal(rows[moment], pa.scalar(since))) if since is not None else rows
        )
        if sum(part.num_rows for part in waiting) >= _ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if any(part.num_rows for part in waiting):
        yield pa.concat_tables(waiting)


def _groups(store: ObjectStore, files: Iterable[TableFile], names: Sequence[str]) -> Iterator[pa.Table]:
    for file in files:
        with opened(store, file.key, file.size) as parquet:
            for number in range(parquet.num_row_groups):
                yield parquet.read_row_group(number, columns=list(names), use_threads=False)


def _add_articles(sums: _Sums, rows: pa.Table) -> None:
    for (number,), n in _counted(revision=rows["revision"]):
        sums.revisions[number] += n
    for (month,), n in _counted(month=_first_day(rows["captured_at"], "month")):
        sums.captured[month] += n
    _add_removed(sums, rows)
    first = rows.filter(pc.equal(rows["revision"], 1))
    stated = pc.coalesce(first["date_published"], first["captured_at"])
    for (day,), n in _counted(day=pc.cast(stated, pa.date32())):
        sums.published[day] += n
    for (language,), n in _counted(language=first["in_language"]):
        sums.languages[language or "not known"] += n
    week = _first_day(first["captured_at"], "week")
    for (monday, size), n in _counted(week=week, size=_steps(first["word_count"])):
        sums.words[monday][str(size)] += n
    _add_lag(sums, first)


def _add_removed(sums: _Sums, rows: pa.Table) -> None:
    pieces = rows["boilerplate"].combine_chunks()
    months = pc.take(_first_day(rows["captured_at"], "month"), pc.list_parent_indices(pieces))
    families = pc.struct_field(pc.list_flatten(pieces), "family")
    for (month, family), n in _counted(month=months, family=families):
        sums.removed[month][family] += n


def _add_lag(sums: _Sums, first: pa.Table) -> None:
    seconds = pc.cast(
        pc.divide(pc.cast(pc.subtract(first["captured_at"], first["date_published"]), pa.int64()), 1_000_000),
        pa.int64(),
    )
    fresh = pc.less_equal(seconds, int(FRESH.total_seconds()))
    table = pa.table({"week": _first_day(first["captured_at"], "week"), "size": seconds}).filter(fresh)
    for (monday, size), n in _counted(week=table["week"], size=_steps(table["size"])):
        sums.lag[monday][str(size)] += n


def _add_outcomes(sums: _Sums, rows: pa.Table) -> None:
    day = pc.cast(rows["decided_at"], pa.date32())
    statuses = _counted(week=_first_day(rows["decided_at"], "week"), status=rows["status"])
    for (monday, status), n in statuses:
        sums.statuses[monday]["none" if status is None else str(status)] += n
    ends = _counted(day=day, purpose=rows["purpose"], kind=rows["kind"], reason=rows["reason"])
    for (moment, purpose, kind, reason), n in ends:
        if purpose in SOURCES and kind in _KEPT:
            sums.looked.add(moment)
        elif purpose == "page" and kind in _KEPT:
            sums.kept[moment] += n
        elif purpose == "page" and (
            kind in {OutcomeKind.DEFERRED, OutcomeKind.ERROR, OutcomeKind.REFUSED} or reason in _MISSING
        ):
            sums.missing[moment][f"{kind}:{reason}" if reason else kind] += n


def _counted(**columns: Any) -> Iterator[tuple[tuple[Any, ...], int]]:  # noqa: ANN401 - columns and values of any type
    """Each combination of values with how often it is there."""
    table = pa.table(columns)
    grouped = table.group_by(list(columns)).aggregate([([], "count_all")])
    values = [grouped[name].to_pylist() for name in columns]
    counts: list[Any] = grouped["count_all"].to_pylist()
    return zip(zip(*values, strict=True), counts, strict=True)


def _first_day(moments: Any, unit: str) -> Any:  # noqa: ANN401 - Arrow columns
    return pc.cast(pc.floor_temporal(moments, unit=unit, week_starts_monday=True), pa.date32())


def _steps(values: Any) -> Any:  # noqa: ANN401 - Arrow columns
    """`storage.histogram.step`, for a whole column."""
    large = pc.cast(pc.max_element_wise(values, 1), pa.float64())
    steps = pc.add(pc.floor(pc.multiply(pc.log2(large), STEPS_PER_DOUBLING)), 1)
    return pc.if_else(pc.less(values, 1), 0, pc.cast(steps, pa.int64()))


def monday(day: date) -> date:
    """Of the week of that day."""
    return day - timedelta(days=day.weekday())


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
