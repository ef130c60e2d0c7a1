"""The log of a Delta table in a folder, over a power cut: delta-rs writes it without fsync.

Each commit is synced as soon as it is made (`sync_log`). A cut in the moment between leaves the last entries gone, half there,
or full of zeros; none of them is of a run that has its manifest, for that is written when the log is durable.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from storage.durable import sync
from storage.manifest import BadManifest, parsed_manifest
from storage.object_store import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from storage.manifest import FileKind
    from storage.object_store import ObjectStore

ACTIONS = "actions"  # in commitInfo: how many files the entry adds and removes
RUN = "run"  # likewise: <outlet>/<run>, which a txn of the entry repeats
_LATEST = 8  # entries that may not be synced: of writers that died before they did it
_ENTRY = re.compile(r"([0-9]{20})\.json")
_CHECKPOINT = re.compile(r"([0-9]{20})\.checkpoint\.parquet")
_LAST_CHECKPOINT = "_last_checkpoint"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Torn:
    """What a power cut left of the newest writes, oldest first."""

    entries: tuple[Path, ...] = ()  # the first that is torn or follows a gap, and all behind it
    checkpoints: tuple[Path, ...] = ()  # readers begin at them, and the log says the same without
    last_whole: int = -1  # the version before the torn entries


def sync_log(log: Path, opened: int) -> None:
    """Make the log's new entries outlive a power cut. `opened` is the version before them."""
    first = f"{max(0, opened - _LATEST):020d}"  # names begin so; "_last_checkpoint" comes after them
    new = (path for path in log.iterdir() if path.name >= first)
    for path in (*sorted(new), log, log.parent, log.parent.parent):
        sync(path)


def torn(log: Path) -> Torn:
    """What is not whole among the log's latest entries; nothing where all is well, or there is no log."""
    entries = _by_version(log, _ENTRY)
    checkpoints = _by_version(log, _CHECKPOINT)
    newest = max(entries, default=-1)
    broken = [n for n, path in checkpoints.items() if n > newest - _LATEST and not _is_parquet(path)]
    first = _first_torn(entries, max((n for n in checkpoints if n not in broken), default=-1))
    bad = [path for n, path in checkpoints.items() if n in broken or n >= first]
    last = log / _LAST_CHECKPOINT
    if last.exists() and (bad or not _is_json(last)):
        bad.append(last)
    aside = tuple(path for n, path in entries.items() if n >= first)
    return Torn(aside, tuple(bad), int(first) - 1) if aside else Torn((), tuple(bad))


def mend(log: Path, store: ObjectStore, table: FileKind, committed: Callable[[int, str], bool]) -> None:
    """Set aside what a power cut left half written; the runs that wrote it commit again, from their spools.

    `committed` says whether the table at a version knows a run, as `<outlet>/<run>`. StoreUnavailable when a finished run
    has written what is torn: that is damage, and no spool holds it any more.
    """
    if torn(log) == Torn():
        return
    with _alone(log):
        _set_aside(torn(log).checkpoints)
        found = torn(log)
        if found.entries:
            _require_unfinished(store, table, partial(committed, found.last_whole))
            _set_aside(found.entries)


@contextmanager
def _alone(log: Path) -> Iterator[None]:
    descriptor = os.open(log, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _require_unfinished(store: ObjectStore, table: FileKind, committed: Callable[[str], bool]) -> None:
    for info in store.list("runs/"):
        outlet, run = info.key.split("/")[1], info.key.rpartition("/")[2].removesuffix(".json")
        if _wrote(store, info.key, table) and not committed(f"{outlet}/{run}"):
            raise StoreUnavailable(
                f"the log of {table} is damaged: the finished run {info.key} is in no version of it that can be read. Bring the"
                " log back from a copy of the archive"
            )


def _wrote(store: ObjectStore, manifest: str, table: FileKind) -> bool:
    try:
        return any(file.kind is table for file in parsed_manifest(store.get(manifest)).files)
    except BadManifest:
        return True  # nobody can tell


def _set_aside(files: Sequence[Path]) -> None:
    """Give the files, newest first, hidden names that no reader of the log takes for a part of it."""
    for path in reversed(files):
        known = sum(1 for _ in path.parent.glob(f".{path.name}.torn-*"))
        aside = path.with_name(f".{path.name}.torn-{known + 1}")
        path.rename(aside)
        sync(path.parent)
        logger.warning("half written when the power failed, and set aside: %s", aside)


def _by_version(log: Path, pattern: re.Pattern[str]) -> dict[int, Path]:
    paths = sorted(log.iterdir()) if log.is_dir() else []
    return {int(match[1]): path for path in paths if (match := pattern.fullmatch(path.name))}


def _first_torn(entries: Mapping[int, Path], checkpoint: int) -> float:
    """The version of the first entry that is not whole, or missing and in no checkpoint; infinity where all are well."""
    newest = max(entries, default=-1)
    for version in range(max(0, newest - _LATEST), newest + 1):
        path = entries.get(version)
        if version > checkpoint if path is None else not is_whole(path.read_bytes()):
            return version
    return float("inf")


def is_whole(entry: bytes) -> bool:
    """Whether every line is an action, and none is missing that commitInfo, the first one, speaks of."""
    actions: list[tuple[str, Any]] = []
    try:
        for line in entry.splitlines():
            ((name, value),) = json.loads(line).items()
            actions.append((name, value))
    except (ValueError, AttributeError, RecursionError):
        return False
    said = dict(actions).get("commitInfo")
    if not isinstance(said, dict):
        return False
    names = [name for name, _ in actions]
    files = names.count("add") + names.count("remove")
    return (
        (RUN not in said or "txn" in names)
        and (ACTIONS not in said or said[ACTIONS] == str(files))
        and (said.get("operation") not in ("CREATE TABLE", "ADD COLUMN") or "metaData" in names)
    )


def _is_json(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_bytes()), dict)
    except (ValueError, RecursionError):
        return False


def _is_parquet(path: Path) -> bool:
    try:
        pq.read_table(path)
    except (pa.ArrowException, OSError):
        return False
    return True
