"""The log of a Delta table, replayed from its JSON commits (Delta Transaction Log Protocol), without delta-rs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.objects import is_plain_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAX_COMMIT_BYTES = 256 << 20
LOG_FILE = re.compile(r"(?P<table>.+)/_delta_log/(?P<name>[^/]+)")
_COMMIT = re.compile(r"[0-9]{20}\.json")
_OTHER = re.compile(
    r"_last_checkpoint|[0-9]{20}\.checkpoint(?:\.[0-9a-f.-]+)?\.parquet|[0-9]{20}\.crc|_commits/.*"
)
_CHECKPOINT = re.compile(r"([0-9]{20})\.checkpoint\.parquet")
_ADD = {"path", "size", "partitionValues", "modificationTime", "dataChange", "stats"}
_ADD_EMPTY = {"tags", "baseRowId", "defaultRowCommitVersion", "clusteringProvider", "deletionVector"}
_BY_COLUMN = ("minValues", "maxValues", "nullCount")
_STATISTICS = {"numRecords", *_BY_COLUMN}
_FIELD = {"name", "type", "nullable", "metadata"}  # of a schema (Schema Serialization Format)
_PRIMITIVES = {
    "string", "long", "integer", "short", "byte", "float", "double", "boolean", "binary", "date", "timestamp",
    "timestamp_ntz",
}  # fmt: skip
_ACTIONS = {"commitInfo", "add", "remove", "txn", "metaData", "protocol", "domainMetadata"}


@dataclass(frozen=True, slots=True)
class Live:
    """A file that the table is made of."""

    key: str
    size: int
    rows: int | None
    stats: dict[str, Any]  # minValues, maxValues and nullCount, by column: what readers leave files out by


@dataclass(frozen=True, slots=True)
class Committed:
    """A run that a commit made visible; `manifest` is the digest of its manifest, where the commit says it."""

    version: int
    outlet: str
    run: str
    manifest: str | None
    at_ms: int


@dataclass(slots=True)
class TableLog:
    """The table as its log leaves it."""

    table: str
    live: dict[str, Live] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)  # keys that were live once
    runs: list[Committed] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)  # the schema's types, in the protocol's words
    version: int = -1
    checkpoints: dict[int, str] = field(default_factory=dict)  # key by version
    at_checkpoint: dict[int, frozenset[str]] = field(default_factory=dict)  # what was live then
    damages: list[Damage] = field(default_factory=list)


def replayed(table: str, names: Sequence[str], get: Callable[[str], bytes | None]) -> TableLog:
    """The log whose files have these names below `<table>/_delta_log/`; `get` gives a file by its key."""
    log = TableLog(table)
    for name in sorted(names):
        key = f"{table}/_delta_log/{name}"
        if not _COMMIT.fullmatch(name):
            if not _OTHER.fullmatch(name):
                log.damages.append(Damage(DamageKind.UNNAMED, key, "no file of a Delta log"))
            elif match := _CHECKPOINT.fullmatch(name):
                log.checkpoints[int(match[1])] = key
            continue
        version = int(name[:20])
        if version != log.version + 1:
            what = f"the commits between {log.version} and {version} are missing"
            log.damages.append(Damage(DamageKind.BAD_LOG, key, what))
        log.version = version
        data = get(key)
        if data is None or len(data) > MAX_COMMIT_BYTES:
            log.damages.append(Damage(DamageKind.BAD_LOG, key, "the commit cannot be read"))
        else:
            log.damages += (Damage(DamageKind.BAD_LOG, key, what) for what in _commit(log, version, data))
        if version in log.checkpoints:
            log.at_checkpoint[version] = frozenset(log.live)
    if "_last_checkpoint" in names:
        key = f"{table}/_delta_log/_last_checkpoint"
        if wrong := _last_checkpoint(log, get(key)):
            log.damages.append(Damage(DamageKind.BAD_LOG, key, wrong))
    return log


def _last_checkpoint(log: TableLog, data: bytes | None) -> str | None:
    """What is wrong with the file that tells readers where to begin; None when nothing."""
    try:
        fields = json.loads(data or b"")
    except (ValueError, RecursionError):
        return "it is no JSON"
    version = fields.get("version") if isinstance(fields, dict) else None
    return (
        None if version in log.checkpoints else f"there is no checkpoint of version {printable(version, 30)}"
    )


def _commit(log: TableLog, version: int, data: bytes) -> Iterator[str]:
    info: dict[str, Any] = {}
    for number, line in enumerate(data.splitlines(), 1):
        action = _action(line)
        if isinstance(action, str):
            yield f"line {number} {action}"
        elif action[0] == "commitInfo":
            info = action[1]
        elif action[0] == "txn":
            yield from _txn(log, version, action[1], info)
        elif take := _TAKES.get(action[0]):
            yield from take(log, action[1])
    if not isinstance(info.get("timestamp"), int) or not isinstance(info.get("operation"), str):
        yield "no commitInfo says when, and what was done"


def _action(line: bytes) -> tuple[str, dict[str, Any]] | str:
    """The action's name and what it says, or what is wrong with the line."""
    try:
        action = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"is no JSON: {printable(error, 100)}"
    if not isinstance(action, dict) or len(action) != 1:
        return "is no action"
    ((name, value),) = action.items()
    if name not in _ACTIONS or not isinstance(value, dict):
        return f"is no action: {printable(name, 40)}"
    return name, value


def _key_of(log: TableLog, path: object) -> str | None:
    key = f"{log.table}/{unquote(path)}" if isinstance(path, str) else None
    return key if is_plain_key(key) else None


def _add(log: TableLog, value: dict[str, Any]) -> Iterator[str]:
    key = _key_of(log, value.get("path"))
    if key is None:
        yield f"add names {printable(value.get('path'), 100)}, which is no key of plain file names"
        return
    if key in log.live:
        yield f"add of {key}, which is live already"
    size, modified = value.get("size"), value.get("modificationTime")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        yield f"add of {key} without a size"
        size = -1
    if not isinstance(modified, int) or not isinstance(value.get("dataChange"), bool):
        yield f"add of {key} without modificationTime or dataChange"
    partition = value.get("partitionValues")
    stated = (
        [f"{name}={partition[name]}" for name in sorted(partition)] if isinstance(partition, dict) else []
    )
    if stated != [part for part in key.split("/") if "=" in part]:
        yield f"the partition of {key} is not that of its path"
    if not value.keys() <= _ADD | _ADD_EMPTY or any(value.get(name) is not None for name in _ADD_EMPTY):
        yield f"add of {key} has fields that it cannot have"
    stats = _statistics(value.get("stats"))
    if not stats.keys() <= _STATISTICS or not all(isinstance(stats.get(n, {}), dict) for n in _BY_COLUMN):
        yield f"the statistics of {key} cannot be read"
        stats = {}
    rows = stats.get("numRecords")
    log.live[key] = Live(key, size, rows if isinstance(rows, int) else None, stats)


def _statistics(stats: object) -> dict[str, Any]:
    """What `stats` says; something that no statistics have where it cannot be read."""
    try:
        read = json.loads(stats) if isinstance(stats, str) else {}
    except (ValueError, RecursionError):
        return {"unreadable": True}
    return read if isinstance(read, dict) else {"unreadable": True}


def _remove(log: TableLog, value: dict[str, Any]) -> Iterator[str]:
    key = _key_of(log, value.get("path"))
    if key is None:
        yield f"remove names {printable(value.get('path'), 100)}, which is no key of plain file names"
    elif log.live.pop(key, None) is None:
        yield f"remove of {key}, which is not live"
    else:
        log.removed.add(key)


def _txn(log: TableLog, version: int, value: dict[str, Any], info: dict[str, Any]) -> Iterator[str]:
    app, number = value.get("appId"), value.get("version")
    if not isinstance(app, str) or app.count("/") != 1 or number != 1:
        yield "a txn that names no run"
        return
    outlet, run = app.split("/")
    if any((known.outlet, known.run) == (outlet, run) for known in log.runs):
        yield f"the run {printable(app, 100)} is committed twice"
    if info.get("run") != app:
        yield f"commitInfo does not name the run {printable(app, 100)} of its txn"
    manifest, at = info.get("manifest"), info.get("timestamp")
    log.runs.append(
        Committed(
            version,
            outlet,
            run,
            manifest if isinstance(manifest, str) else None,
            at if isinstance(at, int) else 0,
        )
    )


def _metadata(log: TableLog, value: dict[str, Any]) -> Iterator[str]:
    try:
        schema = json.loads(value["schemaString"])
        names = [item["name"] for item in schema["fields"]]
        log.columns = {item["name"]: item["type"] for item in schema["fields"]}
    except (KeyError, TypeError, ValueError, RecursionError):
        yield "the table's schema cannot be read"
        return
    if len(set(names)) != len(names) or schema.keys() != {"type", "fields"} or schema["type"] != "struct":
        yield "the table's schema is none"
    for item in schema["fields"]:
        if isinstance(item["type"], str) and item["type"] not in _PRIMITIVES:
            yield f"the column {printable(item['name'], 60)} is of no type: {printable(item['type'], 40)}"
        if item.keys() != _FIELD or item["nullable"] is not True or item["metadata"] != {}:
            yield f"the column {printable(item['name'], 60)} has not the form of a column"
    partition = value.get("partitionColumns")
    if not isinstance(partition, list) or not set(map(str, partition)) <= set(map(str, names)):
        yield "a partition column is no column"
    if (value.get("format") or {}) != {"provider": "parquet", "options": {}}:
        yield "the table's files are said to be no Parquet"
    if value.get("name") not in (None, log.table):
        yield f"the table calls itself {printable(value.get('name'), 60)}"


def _protocol(_: TableLog, value: dict[str, Any]) -> Iterator[str]:
    for name in ("minReaderVersion", "minWriterVersion"):
        if not isinstance(value.get(name), int) or not 1 <= value[name] <= 7:
            yield f"{name} is {printable(value.get(name), 20)}"


_TAKES = {"add": _add, "remove": _remove, "metaData": _metadata, "protocol": _protocol}
