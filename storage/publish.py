"""Bring a finished run into the archive: files, tables, and the manifest last.

Every step may be repeated: whatever stopped a publication, calling it again with the same manifest and folder
ends in the same archive.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage import delta
from storage.manifest import ArchivedFile, FileKind, RunManifest, manifest_bytes
from storage.object_store import (
    CorruptObject,
    ObjectStore,
    StoreError,
    StoreRefused,
    read_back,
    verified_copy,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Who sees an article sees what became of all URLs of its run, and who announced them.
TABLES = (FileKind.ANNOUNCEMENTS, FileKind.OUTCOMES, FileKind.ARTICLES)


class MissingFile(StoreError):
    """A file of the manifest is neither in the outbox nor, as the manifest describes it, in the archive."""


def publish(
    store: ObjectStore, outbox: Path, manifest: RunManifest, prove_lease: Callable[[], None] = lambda: None
) -> tuple[Path, ...]:
    """Publish the run whose files lie at `outbox / key`; the local files that are now proven remote.

    Files go first, each read back; then one Delta commit for each table; the manifest last. A file that is no
    longer in the outbox must stand in the archive with the same size and sha256. Blocks for as long as the
    network does: call it from a thread of its own. Raises StoreError; nothing local is touched. `prove_lease` raises
    when another run has the outlet: before the files, and again before the tables, for files may take hours.
    """
    prove_lease()
    _require_previous(store, manifest)
    proven = tuple(path for file in manifest.files if (path := _published(store, outbox, file)))
    prove_lease()
    for table in TABLES:
        files = tuple(file for file in manifest.files if file.kind is table)
        delta.commit(
            store,
            table,
            files,
            outlet=manifest.outlet,
            run=manifest.run,
            at=manifest.closed_at,
            manifest=hashlib.sha256(manifest_bytes(manifest)).hexdigest(),
        )
    _write_manifest(store, manifest)
    return proven


def _require_previous(store: ObjectStore, manifest: RunManifest) -> None:
    """A folder whose disk is not mounted would take the run, and hide it once the disk is back."""
    before = manifest.previous
    if before is not None and store.head(before.key) is None:
        raise StoreRefused(
            f"{store.url} does not have {before.key}, the run before this one: is its disk mounted, and ARCHIVE_URL right?"
            " An archive that begins anew needs a SPOOL_DIR that does, too"
        )


def _published(store: ObjectStore, outbox: Path, file: ArchivedFile) -> Path | None:
    path = outbox / file.key
    if path.exists():
        verified_copy(store, file.key, path, file.sha256)
        return path
    info = store.head(file.key)
    if info is None or info.size != file.size or (info.sha256 or read_back(store, file.key)) != file.sha256:
        raise MissingFile(f"{file.key} is neither in the outbox {outbox} nor whole in {store.url}")
    return None


def _write_manifest(store: ObjectStore, manifest: RunManifest) -> None:
    data = manifest_bytes(manifest)
    store.put(manifest.key, data)
    if store.get(manifest.key) != data:
        raise CorruptObject(f"{manifest.key} was not read back as it was written")
