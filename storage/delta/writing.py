"""Commits: the files of a run, an outlet's part made again, files merged. Each is visible at once or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from deltalake import CommitProperties, DeltaTable, Schema, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction, RemoveAction

from storage.delta.connection import delta_rs, found_table
from storage.delta.reading import live_keys
from storage.keys import partition_of
from storage.object_store import StoreUnavailable
from storage.reading_tables import opened
from storage.schemas import PARTITION_COLUMNS, SCHEMAS, STATISTICS
from storage.spans import delta_stats, file_spans
from storage.torn_log import ACTIONS, RUN, mend, sync_log

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from storage.manifest import ArchivedFile, FileKind
    from storage.object_store import ObjectStore

_ALWAYS = "interval 36500 days"
_CONFIGURATION = {
    "delta.checkpointInterval": "50",  # commits: what a reader replays at most
    "delta.logRetentionDuration": _ALWAYS,  # every version can be read back
    "delta.setTransactionRetentionDuration": _ALWAYS,  # a run counts once, however late it is repeated
}
_STATISTICS = (
    "delta.dataSkippingStatsColumns"  # else delta-rs reads those of the first 32 columns, and no others
)


class TableMoved(StoreUnavailable):
    """The table is not what it was when the work began."""


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
    with delta_rs(store) as options:
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
    with delta_rs(store) as options:
        delta = _made_table(store, table, options)
        opened = delta.version()
        live = {key for key in live_keys(delta, table) if partition_of(key).outlet == outlet}
        added = [_add_action(store, table, file, at) for file in files if file.key not in live]
        gone = sorted(live - {file.key for file in files})
        removed = [_remove_action(table, key, now or at) for key in gone]
        if added or removed:
            _write(delta, table, [*added, *removed], {"reextracted": outlet})
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
    with delta_rs(store) as options:
        delta = _made_table(store, table, options)
        opened = delta.version()
        live = set(live_keys(delta, table))
        if missing := set(replaced) - live:
            raise TableMoved(f"{min(missing)} is not live any more: another has replaced it. Call it again")
        added = [
            _add_action(store, table, file, now, data_change=False) for file in files if file.key not in live
        ]
        gone = sorted(set(replaced) - {file.key for file in files})
        removed = [_remove_action(table, key, now, data_change=False) for key in gone]
        try:
            _write(delta, table, [*added, *removed], {"compacted": partition_of(files[0].key).outlet})
        except CommitFailedError as error:
            raise TableMoved(f"another has changed {table} at this moment: {error}") from None
        _sync_log(store.url, table, opened)


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
        _write(delta, table, actions, {RUN: once.app_id, **notes}, [once])
    except CommitFailedError:
        delta.update_incremental()
        if delta.transaction_version(once.app_id) is None:
            raise
        return False  # another process published the same run at this moment
    return True


def _write(
    delta: DeltaTable,
    table: FileKind,
    actions: Sequence[AddAction | RemoveAction],
    words: Mapping[str, str],
    once: Sequence[Transaction] = (),
) -> None:
    """One commit. The log remembers its words; by the number of its actions an entry is told whole."""
    said = CommitProperties({**words, ACTIONS: str(len(actions))}, app_transactions=list(once) or None)
    delta.create_write_transaction(
        list(actions),
        mode="append",
        schema=Schema.from_arrow(SCHEMAS[table]),
        partition_by=list(PARTITION_COLUMNS),
        commit_properties=said,
    )


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
    found = found_table(archive_url, table, options)
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
        if (found := found_table(archive_url, table, options)) is None:  # else another writer made it first
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
