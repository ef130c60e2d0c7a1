"""What a table is made of, now or at an earlier version, and what its log says of each file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyarrow as pa

from storage.delta.connection import delta_rs, found_table
from storage.keys import partition_of
from storage.object_store import StoreRefused
from storage.spans import Span, Spans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from deltalake import DeltaTable

    from storage.manifest import FileKind
    from storage.object_store import ObjectStore


class NoSuchVersion(StoreRefused):
    """The table has no such version, or none at that time."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of a table. `rows` and `spans` are what the log says of it; None and nothing where it is silent."""

    key: str
    size: int  # bytes
    rows: int | None
    spans: Spans


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files that made up a table at one version, sorted by key; `version` is None where there is no table."""

    version: int | None
    files: tuple[TableFile, ...]


def version(store: ObjectStore, table: FileKind) -> int | None:
    """The table's version now; None when there is no table yet."""
    with delta_rs(store) as options:
        delta = found_table(store.url, table, options)
        return None if delta is None else delta.version()


def live_files(store: ObjectStore, table: FileKind, outlet: str | None = None) -> tuple[str, ...]:
    """Keys of the files that make up the table now, sorted; those of one outlet if it is named."""
    with delta_rs(store) as options:
        delta = found_table(store.url, table, options)
        keys = () if delta is None else live_keys(delta, table)
    return tuple(key for key in keys if outlet in (None, partition_of(key).outlet))


def live_rows(store: ObjectStore, table: FileKind) -> dict[str, int]:
    """Rows of each outlet in the table now, as its log says: no file is read."""
    found: dict[str, int] = {}
    with delta_rs(store) as options:
        delta = found_table(store.url, table, options)
        if delta is not None:
            actions = delta.get_add_actions(flatten=True)
            names = actions["partition.outlet"].to_pylist()
            for outlet, rows in zip(names, actions["num_records"].to_pylist(), strict=True):
                found[outlet] = found.get(outlet, 0) + (rows or 0)
    return found


def snapshot(
    store: ObjectStore, table: FileKind, outlet: str | None = None, as_of: int | datetime | None = None
) -> Snapshot:
    """The table now, at a version, or as it stood at an aware moment; NoSuchVersion, also where it was vacuumed."""
    with delta_rs(store) as options:
        delta = found_table(store.url, table, options)
        if delta is None:
            return Snapshot(None, ())
        live = set(live_keys(delta, table)) if as_of is not None else set()
        if as_of is not None:
            _go_back(delta, as_of)
        files = _files(delta, table, outlet)
        now = delta.version()
    if as_of is not None:
        _require_kept(store, table, now, [file.key for file in files if file.key not in live])
    return Snapshot(now, files)


def vacuumable(store: ObjectStore, table: FileKind, grace: timedelta) -> tuple[str, ...]:
    """Keys of files that no version younger than `grace` needs; they may be gone already. Nothing is deleted."""
    hours = math.ceil(grace / timedelta(hours=1))
    with delta_rs(store) as options:
        delta = found_table(store.url, table, options)
        if delta is None:
            return ()
        old = delta.vacuum(hours, dry_run=True, enforce_retention_duration=False)
        live = set(live_keys(delta, table))
    keys = {f"{table}/{unquote(path)}" for path in old}
    return tuple(sorted(keys - live))


def _require_kept(store: ObjectStore, table: FileKind, version: int, superseded: Sequence[str]) -> None:
    """An earlier version lasts until `scrapy compact --apply` removes what only it needed."""
    gone = [key for key in superseded if store.head(key) is None]
    if gone:
        raise NoSuchVersion(
            f"version {version} of {table} cannot be read any more: {len(gone)} of its files were superseded, and"
            f" removed when their time of grace was over ({gone[0]})"
        )


def _go_back(delta: DeltaTable, as_of: int | datetime) -> None:
    """delta-rs takes the first version for any moment before it: that there was none is said here."""
    if isinstance(as_of, int) and not 0 <= as_of <= delta.version():
        raise NoSuchVersion(f"the table has versions 0 to {delta.version()}, and no {as_of}")
    delta.load_as_version(as_of)


def _files(delta: DeltaTable, table: FileKind, outlet: str | None) -> tuple[TableFile, ...]:
    """What the log says of each file costs 0.1 ms as Python's objects: of other outlets, it is not looked at."""
    actions = pa.table(delta.get_add_actions(flatten=True))
    if outlet is not None:
        names = actions["partition.outlet"].to_pylist()
        actions = actions.take(pa.array([n for n, name in enumerate(names) if name == outlet], pa.int64()))
    return tuple(sorted((_file(table, row) for row in actions.to_pylist()), key=lambda file: file.key))


def _file(table: FileKind, action: dict[str, Any]) -> TableFile:  # Any: what the log says of a file
    names = [name.removeprefix("null_count.") for name in action if name.startswith("null_count.")]
    stated = {name: [action.get(f"{kind}.{name}") for kind in ("min", "max", "null_count")] for name in names}
    rows = action["num_records"]
    spans = {name: Span(*map(_moment, values)) for name, values in stated.items() if _is_told(values, rows)}
    return TableFile(f"{table}/{unquote(action['path'])}", action["size_bytes"], rows, spans)


def _is_told(values: Sequence[Any], rows: int | None) -> bool:
    """Whether the log says where the values lie, or that there are none."""
    low, high, nulls = values
    return nulls is not None and (None not in (low, high) or nulls == rows)


def _moment(value: Any) -> Any:  # noqa: ANN401 - of any column
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def live_keys(delta: DeltaTable, table: FileKind) -> tuple[str, ...]:
    paths = delta.get_add_actions(flatten=True)["path"].to_pylist()
    return tuple(sorted(f"{table}/{unquote(path)}" for path in paths))
