"""Delta tables: which Parquet files are live, and since which run. The only importer of deltalake.

A table lies at `<archive>/<table>`, with its log in `_delta_log`. delta-rs speaks to S3 itself, with the
endpoint and the keys of the store.
"""

from __future__ import annotations

import math
import os
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Schema, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from storage.keys import partition_of
from storage.object_store import ObjectStore, StoreRefused, StoreUnavailable
from storage.reading_tables import opened
from storage.schemas import PARTITION_COLUMNS, SCHEMAS, STATISTICS
from storage.spans import Span, Spans, delta_stats, file_spans
from storage.torn_log import ACTIONS, RUN, mend, sync_log

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from storage.manifest import ArchivedFile, FileKind

_ALWAYS = "interval 36500 days"
_CONFIGURATION = {
    "delta.checkpointInterval": "50",  # commits: what a reader replays at most
    "delta.logRetentionDuration": _ALWAYS,  # every version can be read back
    "delta.setTransactionRetentionDuration": _ALWAYS,  # a run counts once, however late it is repeated
}
_STATISTICS = (
    "delta.dataSkippingStatsColumns"  # else delta-rs reads those of the first 32 columns, and no others
)
_PATIENCE = {"max_retries": "5", "retry_timeout": "60s", "connect_timeout": "10s", "timeout": "60s"}
_REFUSALS = re.compile(r"\b403\b|Forbidden|AccessDenied|SignatureDoesNotMatch|NoSuchBucket|ermission denied")
_environment = threading.Lock()


class TableMoved(StoreUnavailable):
    """The table is not what it was when the work began."""


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


def commit(
    store: ObjectStore,
    table: FileKind,
    files: Sequence[ArchivedFile],
    *,
    outlet: str,
    run: str,
    at: datetime,
    manifest: str | None = None,
) -> bool:
    """Make all files of the run visible in one commit; False when there are none, or an earlier call did it.

    The files must stand in the archive already. Writers of other runs may commit at the same time. `manifest` is the
    sha256 of the run's manifest: the log remembers it, so that no manifest, the newest among them, can be changed or
    vanish unseen. Raises StoreUnavailable or StoreRefused.
    """
    if not files:
        return False
    with _delta_rs(store) as options:
        delta = _made_table(store, table, options)
        opened = delta.version()
        actions = [_add_action(store, table, file, at) for file in files]
        once = Transaction(f"{outlet}/{run}", 1)
        fresh = _committed(delta, table, actions, once, {"manifest": manifest} if manifest else {})
        _sync_log(store.url, table, opened)
    return fresh


def replace(
    store: ObjectStore,
    table: FileKind,
    files: Sequence[ArchivedFile],
    *,
    outlet: str,
    at: datetime,
    now: datetime | None = None,
) -> None:
    """Make these files the outlet's whole part of the table, in one commit; earlier versions stay readable.

    `now` is the moment from which the time of grace of what is replaced counts; `at` where it is not said.

    The files must stand in the archive already. Raises StoreUnavailable or StoreRefused. Files that are live already
    are left alone: the protocol forbids a commit that removes and adds one path, and readers differ on it.
    """
    with _delta_rs(store) as options:
        delta = _made_table(store, table, options)
        opened = delta.version()
        live = {key for key in _live_keys(delta, table) if partition_of(key).outlet == outlet}
        added = [_add_action(store, table, file, at) for file in files if file.key not in live]
        gone = sorted(live - {file.key for file in files})
        removed = [_remove_action(table, key, now or at) for key in gone]
        if added or removed:
            delta.create_write_transaction(
                [*added, *removed],
                mode="append",
                schema=Schema.from_arrow(SCHEMAS[table]),
                partition_by=list(PARTITION_COLUMNS),
                commit_properties=CommitProperties(_said([*added, *removed], reextracted=outlet)),
            )
        _sync_log(store.url, table, opened)


def swap(
    store: ObjectStore,
    table: FileKind,
    replaced: Sequence[str],
    files: Sequence[ArchivedFile],
    *,
    now: datetime,
) -> None:
    """Put files of one outlet that hold the rows of others in their place, in one commit that changes no data.

    Raises TableMoved when one of them is not live any more, also when another process took it away at this moment;
    StoreUnavailable or StoreRefused.
    """
    with _delta_rs(store) as options:
        delta = _made_table(store, table, options)
        opened = delta.version()
        if missing := set(replaced) - set(_live_keys(delta, table)):
            raise TableMoved(f"{min(missing)} is not live any more: another has replaced it. Call it again")
        live = set(_live_keys(delta, table))
        added = [
            _add_action(store, table, file, now, data_change=False) for file in files if file.key not in live
        ]
        gone = sorted(set(replaced) - {file.key for file in files})
        removed = [_remove_action(table, key, now, data_change=False) for key in gone]
        try:
            delta.create_write_transaction(
                [*added, *removed],
                mode="append",
                schema=Schema.from_arrow(SCHEMAS[table]),
                partition_by=list(PARTITION_COLUMNS),
                commit_properties=CommitProperties(
                    _said([*added, *removed], compacted=partition_of(files[0].key).outlet)
                ),
            )
        except CommitFailedError as error:
            raise TableMoved(f"another has changed {table} at this moment: {error}") from None
        _sync_log(store.url, table, opened)


def vacuumable(store: ObjectStore, table: FileKind, grace: timedelta) -> tuple[str, ...]:
    """Keys of files that no version younger than `grace` needs; they may be gone already. Nothing is deleted."""
    hours = math.ceil(grace / timedelta(hours=1))
    with _delta_rs(store) as options:
        delta = _found_table(store.url, table, options)
        if delta is None:
            return ()
        old = delta.vacuum(hours, dry_run=True, enforce_retention_duration=False)
        live = set(_live_keys(delta, table))
    keys = {f"{table}/{unquote(path)}" for path in old}
    return tuple(sorted(keys - live))


def version(store: ObjectStore, table: FileKind) -> int | None:
    """The table's version now; None when there is no table yet."""
    with _delta_rs(store) as options:
        delta = _found_table(store.url, table, options)
        return None if delta is None else delta.version()


def live_files(store: ObjectStore, table: FileKind, outlet: str | None = None) -> tuple[str, ...]:
    """Keys of the files that make up the table now, sorted; those of one outlet if it is named."""
    with _delta_rs(store) as options:
        delta = _found_table(store.url, table, options)
        keys = () if delta is None else _live_keys(delta, table)
    return tuple(key for key in keys if outlet in (None, partition_of(key).outlet))


def snapshot(
    store: ObjectStore, table: FileKind, outlet: str | None = None, as_of: int | datetime | None = None
) -> Snapshot:
    """The table now, at a version, or as it stood at an aware moment; NoSuchVersion, also where it was vacuumed."""
    with _delta_rs(store) as options:
        delta = _found_table(store.url, table, options)
        if delta is None:
            return Snapshot(None, ())
        live = set(_live_keys(delta, table)) if as_of is not None else set()
        if as_of is not None:
            _go_back(delta, as_of)
        files = _files(delta, table, outlet)
        now = delta.version()
    if as_of is not None:
        _require_kept(store, table, now, [file.key for file in files if file.key not in live])
    return Snapshot(now, files)


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


def live_rows(store: ObjectStore, table: FileKind) -> dict[str, int]:
    """Rows of each outlet in the table now, as its log says: no file is read."""
    found: dict[str, int] = {}
    with _delta_rs(store) as options:
        delta = _found_table(store.url, table, options)
        if delta is not None:
            actions = delta.get_add_actions(flatten=True)
            names = actions["partition.outlet"].to_pylist()
            for outlet, rows in zip(names, actions["num_records"].to_pylist(), strict=True):
                found[outlet] = found.get(outlet, 0) + (rows or 0)
    return found


def _live_keys(delta: DeltaTable, table: FileKind) -> tuple[str, ...]:
    paths = delta.get_add_actions(flatten=True)["path"].to_pylist()
    return tuple(sorted(f"{table}/{unquote(path)}" for path in paths))


def _committed(
    delta: DeltaTable,
    table: FileKind,
    actions: Sequence[AddAction],
    once: Transaction,
    notes: Mapping[str, str],
) -> bool:
    if delta.transaction_version(once.app_id) is not None:
        return False
    try:
        delta.create_write_transaction(
            [*actions],
            mode="append",
            schema=Schema.from_arrow(SCHEMAS[table]),
            partition_by=list(PARTITION_COLUMNS),
            commit_properties=CommitProperties(
                _said(actions, **{RUN: once.app_id}, **notes), app_transactions=[once]
            ),
        )
    except CommitFailedError:
        delta.update_incremental()
        if delta.transaction_version(once.app_id) is None:
            raise
        return False  # another process published the same run at this moment
    return True


def _said(actions: Sequence[AddAction | RemoveAction], **words: str) -> dict[str, str]:
    """What the log remembers of a commit; by the number of its actions an entry is told whole."""
    return {**words, ACTIONS: str(len(actions))}


def _partition_values(key: str) -> dict[str, str | None]:
    partition = partition_of(key)
    return {"outlet": partition.outlet, "year": str(partition.year)}


def _remove_action(table: FileKind, key: str, at: datetime, *, data_change: bool = True) -> RemoveAction:
    path, moment = key.removeprefix(f"{table}/"), int(at.timestamp() * 1000)
    return RemoveAction(
        path, data_change=data_change, deletion_timestamp=moment, partition_values=_partition_values(key)
    )


def _add_action(
    store: ObjectStore, table: FileKind, file: ArchivedFile, at: datetime, *, data_change: bool = True
) -> AddAction:
    """With the statistics of the file's own footer, by which readers leave out files unopened."""
    with opened(store, file.key, file.size) as parquet:
        spans = file_spans(parquet.metadata, STATISTICS.get(table, ()))
    return AddAction(
        path=file.key.removeprefix(f"{table}/"),
        size=file.size,
        partition_values=_partition_values(file.key),
        modification_time=int(at.timestamp() * 1000),
        data_change=data_change,
        stats=delta_stats(file.rows, spans),
    )


def _made_table(store: ObjectStore, table: FileKind, options: Mapping[str, str]) -> DeltaTable:
    """The table to write to."""
    archive_url = store.url
    _mend(store, table)
    found = _found_table(archive_url, table, options)
    if found is not None:
        return _widened(found, table)
    try:
        DeltaTable.create(
            f"{archive_url}/{table}",
            schema=Schema.from_arrow(SCHEMAS[table]),
            mode="ignore",
            partition_by=list(PARTITION_COLUMNS),
            name=str(table),
            configuration=_CONFIGURATION | _told_columns(table),
            storage_options=dict(options),
            commit_properties=CommitProperties(
                max_commit_retries=0
            ),  # a repeated one would be a second version
        )
    except DeltaError:
        if (found := _found_table(archive_url, table, options)) is None:  # else another writer made it first
            raise
        return found
    return DeltaTable(f"{archive_url}/{table}", storage_options=dict(options))


def _widened(delta: DeltaTable, table: FileKind) -> DeltaTable:
    """The table with what a later version brought: columns, which are null in older rows, and settings."""
    told = _told_columns(table)
    if not told.items() <= delta.metadata().configuration.items():
        delta.alter.set_table_properties(told)
    there = {field.name for field in delta.schema().fields}
    new = [field for field in Schema.from_arrow(SCHEMAS[table]).fields if field.name not in there]
    if new:
        delta.alter.add_columns(new)
    return delta


def _told_columns(table: FileKind) -> dict[str, str]:
    """The setting that names the columns of which the log has statistics."""
    return {_STATISTICS: ",".join(STATISTICS[table])} if table in STATISTICS else {}


def _found_table(archive_url: str, table: FileKind, options: Mapping[str, str]) -> DeltaTable | None:
    try:
        return DeltaTable(f"{archive_url}/{table}", storage_options=dict(options))
    except TableNotFoundError:
        return None


@contextmanager
def _delta_rs(store: ObjectStore) -> Iterator[dict[str, str]]:
    """The options for this store, while delta-rs trusts what boto3 trusts and its errors become a store's."""
    found = store.table_options()
    options = _PATIENCE | found if found else {}
    with _trusted_authorities():
        try:
            yield options
        except (DeltaError, OSError) as error:
            text = _without_secrets(str(error), options)
            kind = StoreRefused if _REFUSALS.search(text) else StoreUnavailable
            raise kind(f"the table in {store.url}: {text}") from None
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # pyo3's, which has no module to import it from
                raise
            raise StoreUnavailable(f"the table in {store.url}: delta-rs gave up: {error}") from None


def _without_secrets(text: str, options: Mapping[str, str]) -> str:
    for name in ("aws_access_key_id", "aws_secret_access_key", "aws_session_token"):
        if name in options:  # servers repeat the key id in their refusals
            text = text.replace(options[name], "***")
    return text


@contextmanager
def _trusted_authorities() -> Iterator[None]:
    """AWS_CA_BUNDLE for delta-rs, which knows SSL_CERT_FILE only, and no option for it.

    https://github.com/delta-io/delta-rs/issues/4246: when that is done, make it an option and delete this.
    """
    bundle = os.environ.get("AWS_CA_BUNDLE")
    if not bundle:
        yield
        return
    with _environment, _variable("SSL_CERT_FILE", bundle):
        yield


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """The environment with this variable, unless somebody set it already."""
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def _log_folder(archive_url: str, table: FileKind) -> Path | None:
    """The table's log as a folder; None in a bucket, where an object is there or is not."""
    if not archive_url.startswith("file://"):
        return None
    return Path(unquote(urlsplit(archive_url).path)) / table / "_delta_log"


def _sync_log(archive_url: str, table: FileKind, opened: int) -> None:
    if log := _log_folder(archive_url, table):
        sync_log(log, opened)


def _mend(store: ObjectStore, table: FileKind) -> None:
    def committed(version: int, run: str) -> bool:
        if version < 0:
            return False
        return DeltaTable(f"{store.url}/{table}", version=version).transaction_version(run) is not None

    if log := _log_folder(store.url, table):
        mend(log, store, table, committed)
