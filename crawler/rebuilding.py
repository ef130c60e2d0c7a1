"""The state of an outlet made anew from its archive, and from what a lost state left in the spool."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crawler.admission import page_key
from crawler.damaged import named, readable_runs
from crawler.extraction import extraction
from crawler.replaying import Replay, exchange_of, row_of
from crawler.session import clear_outbox
from extractors import outlets
from storage import backfills, captures, cdxj, frontier, runs, site_files, visits
from storage.closing import manifest_file
from storage.exchange import Hop, Purpose
from storage.frontier import PRIORITIES, Target
from storage.keys import cdxj_key
from storage.local_copy import local_copy
from storage.manifest import FileKind, manifest_bytes, parsed_manifest
from storage.publish import publish
from storage.spool import OPEN, STATE, locked
from storage.state import open_state
from storage.tables import read_outcomes
from storage.warc import examine
from storage.warc_reader import DamagedWarc, archived_exchanges, archived_records

if TYPE_CHECKING:
    import sqlite3

    from crawler.configuration import Configuration
    from extractors.vocabulary import Outlet
    from storage.manifest import ArchivedFile, RunManifest
    from storage.object_store import ObjectStore
    from storage.outcome import Outcome
    from storage.warc_reader import ArchivedExchange


def rebuild(configuration: Configuration, slug: str, damaged: list[str]) -> str:
    """Make the outlet's state from its archive; what was done, in a few words.

    `damaged` gets a line for each file that could not be used; the state is made of the rest. The state must not exist.
    Raises StoreError, SpoolBusy or OSError; then there is no state either.
    """
    store, folder = configuration.store(), configuration.spool / slug
    folder.mkdir(parents=True, exist_ok=True)
    outlet = outlets.outlet(slug)
    with (
        locked(folder),
        TemporaryDirectory(dir=configuration.spool) as trial,
        extraction(configuration) as reader,
    ):
        published = publish_left(store, folder)
        db = open_state(Path(trial) / STATE)
        with closing(db):
            manifests = readable_runs(store, slug, damaged)
            replay = Replay(store, db, reader, Path(trial), damaged)
            restored = sum(_replayed(replay, outlet, run) for run in manifests)
            backfills.leave_unasked_aside(db)
            rescued = rescue(db, folder, outlet, configuration)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for suffix in ("-wal", "-shm"):  # of the lost file: SQLite would apply them to the new one
            (folder / f"{STATE}{suffix}").unlink(missing_ok=True)
        (Path(trial) / STATE).rename(folder / STATE)
    return (
        f"{len(manifests)} runs, {published} of them published just now, {restored} index files written,"
        f" {rescued} captures of an interrupted run taken up"
    )


def _replayed(replay: Replay, outlet: Outlet | None, manifest: RunManifest) -> int:
    """Bring a published run into the state; how many of its index files were missing."""
    note_run(replay.db, manifest)
    with named(replay.damaged, manifest.key):
        note_warcs(replay.db, replay.store, manifest)
    for _ in replay.run(manifest):
        pass  # the tables are in the archive already; the replay numbers the revisions
    with named(replay.damaged, manifest.key):
        note_outcomes(replay.db, replay.store, outlet, manifest)
    with named(replay.damaged, manifest.key):
        return restore_index(replay.store, manifest)
    return 0


def rescue(db: sqlite3.Connection, folder: Path, outlet: Outlet | None, configuration: Configuration) -> int:
    """Take up the WARC file that an interrupted run left: its whole exchanges; how many captures they are.

    What follows the last whole exchange was never committed, and is cut off.
    """
    rescued = 0
    for path in sorted(folder.glob(f"*{OPEN}")):
        name = path.name.removesuffix(OPEN)
        exchanges, size, warcinfo_id = _whole_exchanges(path, name)
        if not exchanges:
            path.rename(path.with_suffix(".empty"))
            continue
        run = exchanges[0].run
        _note_interrupted(db, run, name, size, warcinfo_id, configuration.digest())
        os.truncate(path, size)
        for exchange in exchanges:
            rescued += _rescued(db, outlet, exchange)
    return rescued


def _whole_exchanges(path: Path, name: str) -> tuple[list[ArchivedExchange], int, str]:
    exchanges: list[ArchivedExchange] = []
    size, warcinfo_id = 0, ""
    with path.open("rb") as file:
        with suppress(DamagedWarc):
            warcinfo_id = next(archived_records(file, name)).record_id
        file.seek(0)
        with suppress(DamagedWarc):  # the torn end of a file that was being written
            for exchange in archived_exchanges(file, name):
                exchanges.append(exchange)
                size = exchange.metadata.offset + exchange.metadata.length
    return exchanges, size, warcinfo_id


def _note_interrupted(
    db: sqlite3.Connection, run: str, name: str, size: int, warcinfo_id: str, configuration: str
) -> None:
    if not db.execute("SELECT 1 FROM run WHERE id = ?", (run,)).fetchone():
        started = datetime.strptime(run[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        runs.start(db, runs.ActiveRun(run, started, resumed=True), configuration)
    db.execute(
        "INSERT INTO warc (name, run, serial, size, state, warcinfo_id) VALUES (?, ?, ?, ?, 'open', ?)",
        (name, run, int(name.split("-")[-2]), size, warcinfo_id),
    )


def _rescued(db: sqlite3.Connection, outlet: Outlet | None, exchange: ArchivedExchange) -> int:
    """Note an answer of the interrupted run; a page waits to be read, all else will be asked for again."""
    if exchange.answer is None:
        return 0
    answered = exchange_of(exchange)
    examined = examine(answered)
    site_files.note(db, answered, examined, exchange.entity_sha256, exchange.answer.record_id)
    row = row_of(exchange, answered, examined)
    captures.add(db, row)
    capture = exchange.capture
    if (
        capture
        and capture.truncated is None
        and capture.purpose is Purpose.PAGE
        and row.status == captures.OK
    ):
        key = page_key(outlet, row.url)
        target = Target(row.url, Purpose.PAGE, Hop.LINK, article_key=key, again=True)
        frontier.enqueue(db, row.run, (target,))
        frontier.fetched(db, row.url, row.status, row.record_id)
    return 1


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
    visits.fold(db, manifest.run)


def _note_outcome(db: sqlite3.Connection, outlet: Outlet | None, outcome: Outcome) -> None:
    purpose = Purpose(outcome.purpose)
    key = page_key(outlet, outcome.url) if purpose is Purpose.PAGE else None
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
