"""What was done to an outlet's tables after its runs: a manifest for each operation, in a chain of their own.

A run's manifest names table files; once they are merged, read again or removed, nothing else would say that this was
meant. The manifest is written before the operation: one that did not come to its end is simply done again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from storage.keys import checked_key, manifest_prefix, partition_of
from storage.manifest import Previous

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.manifest import ArchivedFile, FileKind
    from storage.object_store import ObjectStore

MAINTENANCE_FORMAT = "pressmark-maintenance/1"
_MOMENT = "%Y%m%d%H%M%S%f"


class Operation(StrEnum):
    COMPACT = "compact"  # small files merged: `files` take the place of `replaced`
    REEXTRACT = "reextract"  # `files` are the outlet's whole part of the table
    VACUUM = "vacuum"  # `removed` are deleted: they were not live any more


@dataclass(frozen=True, slots=True)
class Work:
    """An operation on one outlet's part of a table."""

    operation: Operation
    outlet: str
    table: FileKind
    at: datetime  # aware UTC
    files: Sequence[ArchivedFile] = ()
    replaced: Sequence[str] = ()  # keys
    removed: Sequence[str] = ()  # keys


def record(store: ObjectStore, work: Work) -> str:
    """Write the manifest of what is about to be done; its key. StoreError."""
    before = _newest(store, _prefix(work.outlet))
    at = _behind(before, work.at) if before else work.at
    fields = {
        "format": MAINTENANCE_FORMAT,
        **asdict(work),
        "at": at.isoformat(),
        "after": _newest(store, manifest_prefix(work.outlet)),
        "previous": before,
    }
    key = checked_key(
        f"{_prefix(work.outlet)}{at:%Y/%m/}{at.strftime(_MOMENT)}-{work.operation}-{work.table}.json"
    )
    store.put(key, (json.dumps(fields, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode())
    return key


def _behind(before: dict[str, str], at: datetime) -> datetime:
    """The moment, or just behind that of the manifest before, if the clock was set back: the chain is in the order of the keys."""
    last = datetime.strptime(before["key"].rpartition("/")[2].partition("-")[0], _MOMENT).replace(tzinfo=UTC)
    return max(at.astimezone(UTC), last + timedelta(microseconds=1))


def after_merges(
    store: ObjectStore, table: FileKind, known: frozenset[str], live: frozenset[str]
) -> frozenset[str]:
    """The files of the table whose rows are those of the known files, where these were merged meanwhile.

    What was merged with files that are not known counts as not known itself. StoreError.
    """
    for outlet in sorted({partition_of(key).outlet for key in known - live}):
        for made, replaced in _merges_since(store, outlet, table, known - live):
            if replaced & known and not (replaced - made) & live:  # else it was not done
                known = known - replaced | (made if replaced <= known else frozenset())
    return known


def _merges_since(
    store: ObjectStore, outlet: str, table: FileKind, gone: frozenset[str]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """What merges made and replaced, the oldest first, from one that replaced the first of these files to go.

    A file goes once: read from the newest back, no merge is older when all of them have been met.
    """
    missed = {key for key in gone if partition_of(key).outlet == outlet}
    found: list[tuple[frozenset[str], frozenset[str]]] = []
    for info in reversed(list(store.list(_prefix(outlet)))):
        if not missed:
            break
        if info.key.endswith(f"-{Operation.COMPACT}-{table}.json"):
            work = json.loads(store.get(info.key))
            found.append((frozenset(file["key"] for file in work["files"]), frozenset(work["replaced"])))
            missed -= found[-1][1]
    return reversed(found)


def _prefix(outlet: str) -> str:
    return manifest_prefix(outlet).replace("runs/", "maintenance/", 1)


def _newest(store: ObjectStore, prefix: str) -> dict[str, str] | None:
    """The link to the last manifest with this prefix: keys sort by time."""
    last = None
    for info in store.list(prefix):
        last = info.key
    if last is None:
        return None
    return asdict(Previous(last, hashlib.sha256(store.get(last)).hexdigest()))
