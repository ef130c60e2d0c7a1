"""Between which values the columns of a file or row group lie, and whether a filter can leave it out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest value of a column, None where no row has any, and how many rows have none."""

    low: Any  # Any: text, number or moment, as the column has it
    high: Any
    nulls: int


Spans = dict[str, Span]  # by column; a column without statistics is not there


def group_spans(group: pq.RowGroupMetaData, names: Iterable[str]) -> Spans:
    """Of those of the named columns that have statistics."""
    wanted, found = frozenset(names), Spans()
    for number in range(group.num_columns):
        column = group.column(number)
        if column.path_in_schema in wanted and column.is_stats_set:
            stated = column.statistics
            if stated and stated.null_count is not None:
                if stated.has_min_max:
                    low, high = _value(stated.min), _value(stated.max)
                    found[column.path_in_schema] = Span(low, high, stated.null_count)
                elif stated.null_count == group.num_rows:
                    found[column.path_in_schema] = Span(None, None, stated.null_count)
    return found


def file_spans(footer: pq.FileMetaData, names: Iterable[str]) -> Spans:
    """Of the named columns that have statistics in every row group."""
    names = tuple(names)
    groups = [group_spans(footer.row_group(number), names) for number in range(footer.num_row_groups)]
    everywhere = [name for name in names if groups and all(name in group for group in groups)]
    return {name: _together([group[name] for group in groups]) for name in everywhere}


def delta_stats(rows: int | None, spans: Spans) -> str:
    """As a Delta log has them (Transaction Log Protocol, "Per-file Statistics")."""
    return json.dumps(
        {
            "numRecords": rows,
            "minValues": {name: _stated(span.low) for name, span in spans.items() if span.low is not None},
            "maxValues": {name: _stated(span.high) for name, span in spans.items() if span.high is not None},
            "nullCount": {name: span.nulls for name, span in spans.items()},
        }
    )


def outside(spans: Mapping[str, Span], name: str, value: object) -> bool:
    """Whether no row can have this value in that column."""
    span = spans.get(name)
    return span is not None and (span.low is None or not span.low <= value <= span.high)


def moments(spans: Mapping[str, Span]) -> tuple[datetime, datetime] | None:
    """Between which moments the articles lie: of publication, or of the capture where there is none."""
    published, captured = spans.get("date_published"), spans.get("captured_at")
    if published and not published.nulls:
        return published.low, published.high
    if published and captured:
        both = _together([published, captured])
        return None if both.low is None else (both.low, both.high)
    return None


def _together(spans: list[Span]) -> Span:
    nulls = sum(span.nulls for span in spans)
    stated = [span for span in spans if span.low is not None]
    if not stated:
        return Span(None, None, nulls)
    return Span(min(span.low for span in stated), max(span.high for span in stated), nulls)


def _value(value: Any) -> Any:  # noqa: ANN401 - of any column
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _stated(value: Any) -> Any:  # noqa: ANN401 - of any column
    return (
        value.isoformat(timespec="microseconds").replace("+00:00", "Z")
        if isinstance(value, datetime)
        else value
    )
