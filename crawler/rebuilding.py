"""The state of an outlet made anew from its archive, and from what a lost state left in the spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.session import clear_outbox
from storage import cdxj, runs
from storage.closing import manifest_file
from storage.exchange import Hop, Purpose
from storage.frontier import PRIORITIES
from storage.keys import cdxj_key
from storage.local_copy import local_copy
from storage.manifest import FileKind, manifest_bytes, parsed_manifest
from storage.publish import publish
from storage.tables import read_outcomes
from storage.warc_reader import archived_records

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from extractors.vocabulary import Outlet
    from storage.manifest import ArchivedFile, RunManifest
    from storage.object_store import ObjectStore
    from storage.outcome import Outcome


def publish_left(store: ObjectStore, folder: Path) -> int:
    """Publish the closed runs that wait in the spool folder, by the copies of their manifests; how many."""
    waiting = sorted(folder.glob("outbox/*"))
    for outbox in waiting:
        manifest = parsed_manifest(manifest_file(outbox).read_bytes())
        clear_outbox(outbox, publish(store, outbox, manifest))
    return len(waiting)


def note_run(db: sqlite3.Connection, manifest: RunManifest) -> None:
    """The run as published."""
    started = runs.ActiveRun(manifest.run, manifest.started_at, resumed=False)
    runs.start(db, started, manifest.configuration_digest)
    db.execute("UPDATE run SET manifest = ? WHERE id = ?", (manifest_bytes(manifest), manifest.run))
    runs.mark_published(db, manifest.run)


def note_warcs(db: sqlite3.Connection, store: ObjectStore, manifest: RunManifest) -> None:
    """The run's WARC files, with the ids of their warcinfo records."""
    for file in manifest.files:
        if file.kind is FileKind.WARC:
            name = file.key.rpartition("/")[2]
            with local_copy(store, file) as warc:
                first = next(archived_records(warc, name))
            serial = int(name.split("-")[-2])
            db.execute(
                "INSERT INTO warc (name, run, serial, size, state, warcinfo_id, sha256)"
                " VALUES (?, ?, ?, ?, 'published', ?, ?)",
                (name, manifest.run, serial, file.size, first.record_id, file.sha256),
            )


def note_outcomes(
    db: sqlite3.Connection, store: ObjectStore, outlet: Outlet | None, manifest: RunManifest
) -> None:
    """The URLs of the run with their outcomes; a URL's last run is the one that counts."""
    for file in manifest.files:
        if file.kind is FileKind.OUTCOMES:
            with local_copy(store, file) as table:
                for outcome in read_outcomes(file.key, table):
                    _note_outcome(db, outlet, outcome)


def _note_outcome(db: sqlite3.Connection, outlet: Outlet | None, outcome: Outcome) -> None:
    purpose = Purpose(outcome.purpose)
    key = outlet.article_key(outcome.url) if outlet and purpose is Purpose.PAGE else None
    db.execute(
        "INSERT OR REPLACE INTO url (url, run, priority, purpose, hop, via, article_key, state, due, attempts,"
        " redirects, status, record_id, outcome, reason, detail, decided_at, article_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'done', 0, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
        (
            outcome.url, outcome.run, PRIORITIES[purpose], purpose, Hop.LINK, outcome.via, key,
            outcome.attempts, outcome.status, outcome.record_id, outcome.kind, outcome.reason, outcome.detail,
            outcome.decided_at.isoformat(), outcome.article_id,
        ),
    )  # fmt: skip


def restore_index(store: ObjectStore, manifest: RunManifest) -> int:
    """Write the CDXJ files of the run that are missing; how many. KeyTaken when one holds other lines."""
    indexes = {file.key for file in manifest.files if file.kind is FileKind.CDXJ}
    warcs = [file for file in manifest.files if file.kind is FileKind.WARC]
    return sum(_restored(store, file, indexes) for file in warcs)


def _restored(store: ObjectStore, file: ArchivedFile, indexes: set[str]) -> bool:
    name = file.key.rpartition("/")[2]
    key = cdxj_key(name)
    missing = key in indexes and store.head(key) is None
    with local_copy(store, file) as warc:
        store.put(key, cdxj.index(warc, name))
    return missing
