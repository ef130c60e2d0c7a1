"""What nothing in an archive speaks of, and whether that can be told at all.

An object is garbage only where every manifest of its outlet can be read and none is missing: else what the lost manifest
named would look like garbage, and it is what must be kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.object_store import Sweepable
from storage.verification.damage import DamageKind
from storage.verification.inventory import inventory, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta
    from pathlib import Path

    from storage.object_store import ObjectInfo, ObjectStore, Unfinished
    from storage.verification.damage import Damage

_FOLDERS = (
    "warc",
    "index",
    "articles",
    "outcomes",
    "announcements",
    "probe",
)  # what runs write; all else is left alone
_DOUBTS = {DamageKind.BAD_MANIFEST, DamageKind.CHAIN, DamageKind.NO_MANIFEST, DamageKind.BAD_LOG}


@dataclass(frozen=True, slots=True)
class Garbage:
    """What may be deleted, and the damages for which other things may not."""

    objects: tuple[ObjectInfo, ...]
    uploads: tuple[Unfinished, ...]
    doubts: tuple[Damage, ...]


def garbage(
    store: ObjectStore, spool: Path, outlets: frozenset[str], now: datetime, grace: timedelta
) -> Garbage:
    """What is older than the grace and belongs to nothing, also not to a run that waits in this spool."""
    found = inventory(store, frozenset(), now)
    doubts = tuple(damage for damage in found.damages if damage.kind in _DOUBTS)
    waiting = set(_waiting(spool))
    objects = []
    for key in unnamed(found, outlets) if not doubts else ():
        info = found.listed[key]
        old = info.modified is not None and info.modified < now - grace
        if (
            old
            and key.partition("/")[0] in _FOLDERS
            and key not in waiting
            and not _was_live(found.tables, key)
        ):
            objects.append(info)
    left = store.unfinished() if isinstance(store, Sweepable) else ()
    uploads = tuple(upload for upload in left if upload.began < now - grace)
    return Garbage(tuple(objects), uploads, doubts)


def _was_live(tables: object, key: str) -> bool:
    assert isinstance(tables, dict)
    return any(key in log.live or key in log.removed for log in tables.values())


def _waiting(spool: Path) -> Iterator[str]:
    """Keys that closed runs in the spool are going to publish."""
    for path in spool.glob("*/outbox/*/manifest.json"):
        for file in json.loads(path.read_bytes())["files"]:
            yield file["key"]
