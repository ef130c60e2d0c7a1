"""Rows out of Parquet files, read in a worker's cage: a file that a stranger made may ask for any memory.

PyArrow is what reads Parquet; the rows, their keys and their sums are checked here and by the callers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

MAX_GROUP_BYTES = 256 << 20  # of a row group, expanded, as its own footer says
MAX_GROUPS = 100_000

Row = dict[str, Any]  # Any: what Arrow gives; the readers of a column check its type


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file's footer says of it; `wrong` is why it cannot be used."""

    rows: int = 0
    groups: int = 0
    columns: tuple[tuple[str, Any], ...] = ()  # with their types, in the words of the Delta protocol
    lowest: dict[str, Any] = field(default_factory=dict)  # by column, as far as the footer says
    highest: dict[str, Any] = field(default_factory=dict)
    nulls: dict[str, int] = field(default_factory=dict)
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class GroupOf:
    """One row group of a local file; `columns` None: all."""

    path: str
    group: int
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    rows: tuple[Row, ...] = ()
    wrong: str = ""


def shape(path: str) -> Shape:
    """The footer of a local file."""
    try:
        with pq.ParquetFile(path) as file:
            about = file.metadata
            if about.num_row_groups > MAX_GROUPS:
                return Shape(wrong=f"{about.num_row_groups} row groups")
            sizes = [about.row_group(number).total_byte_size for number in range(about.num_row_groups)]
            if any(not 0 <= size <= MAX_GROUP_BYTES for size in sizes):
                return Shape(wrong=f"a row group of {max(sizes)} bytes")
            columns = tuple((column.name, _delta_type(column.type)) for column in file.schema_arrow)
            return Shape(about.num_rows, about.num_row_groups, columns, *_statistics(about))
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        return Shape(wrong=f"not to be read as Parquet: {type(error).__name__}")


def group(asked: GroupOf) -> Group:
    """The rows of one row group."""
    try:
        with pq.ParquetFile(asked.path) as file:
            known = (
                None if asked.columns is None else [n for n in asked.columns if n in file.schema_arrow.names]
            )
            read = file.read_row_group(asked.group, columns=known)
            read.validate(full=True)
            return Group(tuple(_plain(row) for row in read.to_pylist()))
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        return Group(wrong=f"row group {asked.group} is not to be read: {type(error).__name__}")


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """The value with moments in Python's own UTC: Arrow brings a zone of its own, which a worker may not answer."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value


def _delta_type(kind: pa.DataType) -> Any:  # noqa: ANN401 - JSON
    """The type as the Delta protocol writes it (Schema Serialization Format)."""
    if pa.types.is_list(kind):
        return {"type": "array", "elementType": _delta_type(kind.value_type), "containsNull": True}
    if pa.types.is_struct(kind):
        members = [kind.field(number) for number in range(kind.num_fields)]
        fields = [
            {"name": one.name, "type": _delta_type(one.type), "nullable": True, "metadata": {}}
            for one in members
        ]
        return {"type": "struct", "fields": fields}
    return _PRIMITIVES.get(str(kind), str(kind))


_PRIMITIVES = {
    "int16": "short",
    "int32": "integer",
    "int64": "long",
    "bool": "boolean",
    "date32[day]": "date",
    "timestamp[us, tz=UTC]": "timestamp",
}


def _statistics(about: pq.FileMetaData) -> tuple[dict[str, Any], dict[str, Any], dict[str, int]]:
    """Lowest and highest values, of those columns that have any, and nulls, where every row group says them."""
    lowest, highest, nulls = dict[str, Any](), dict[str, Any](), dict[str, int]()
    silent: set[str] = set()
    for group in range(about.num_row_groups):
        for number in range(about.row_group(group).num_columns):
            column = about.row_group(group).column(number)
            name, stated = column.path_in_schema, column.statistics
            if not stated or stated.null_count is None:
                silent.add(name)
                continue
            nulls[name] = nulls.get(name, 0) + stated.null_count
            if stated.has_min_max:
                low, high = _plain(stated.min), _plain(stated.max)
                lowest[name] = min(lowest.get(name, low), low)
                highest[name] = max(highest.get(name, high), high)
            elif stated.null_count != about.row_group(group).num_rows:
                silent.add(name)
    for name in silent:
        for kept in (lowest, highest, nulls):
            kept.pop(name, None)
    return lowest, highest, nulls
