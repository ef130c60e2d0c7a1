"""Runs in the state of an outlet: one is active at most, closed ones wait for publication."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from storage.manifest import Previous, RunManifest, manifest_bytes, parsed_manifest

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True)
class ActiveRun:
    """A run that has begun and not been closed; `resumed` when an earlier process began it."""

    id: str
    started_at: datetime  # aware UTC
    resumed: bool


def run_id(started_at: datetime) -> str:
    """Sorts by time and is unique: the second of the start (UTC) and 24 random bits."""
    return f"{started_at:%Y%m%d%H%M%S}{secrets.token_hex(3)}"


def begin(db: sqlite3.Connection, now: datetime, configuration: str) -> ActiveRun:
    """The run to work on: the one that was cut off, else a new one.

    Runs stand in the order of their dates, for every reader: where the clock was set back, a new one is dated a second behind
    the last.
    """
    row = db.execute("SELECT id, started_at FROM run WHERE state = 'active'").fetchone()
    if row:
        return ActiveRun(row["id"], datetime.fromisoformat(row["started_at"]), resumed=True)
    newest = newest_start(db)
    if newest and now < (following := newest.replace(microsecond=0) + timedelta(seconds=1)):
        now = following
    run = ActiveRun(run_id(now), now, resumed=False)
    start(db, run, configuration)
    return run


def newest_start(db: sqlite3.Connection) -> datetime | None:
    """When the newest run began; None before the first."""
    found = db.execute("SELECT started_at FROM run ORDER BY id DESC LIMIT 1").fetchone()
    return datetime.fromisoformat(found[0]) if found else None


def start(db: sqlite3.Connection, run: ActiveRun, configuration: str) -> None:
    """Record that the run has begun."""
    db.execute(
        "INSERT INTO run (id, started_at, configuration, state) VALUES (?, ?, ?, 'active')",
        (run.id, run.started_at.isoformat(), configuration),
    )


def close(db: sqlite3.Connection, manifest: RunManifest) -> None:
    """The run is over; what it needs of the state is in its manifest. Its results are no longer needed."""
    data = manifest_bytes(manifest)
    db.execute("UPDATE run SET state = 'closed', manifest = ? WHERE id = ?", (data, manifest.run))
    db.execute("DELETE FROM result WHERE run = ?", (manifest.run,))


def unpublished(db: sqlite3.Connection) -> tuple[RunManifest, ...]:
    """Manifests of closed runs that are not known to stand in the archive, oldest first."""
    rows = db.execute("SELECT manifest FROM run WHERE state = 'closed' ORDER BY id").fetchall()
    return tuple(parsed_manifest(row["manifest"]) for row in rows)


def published(db: sqlite3.Connection, run: str) -> RunManifest | None:
    """The manifest of a run that stands in the archive; None where it does not."""
    row = db.execute("SELECT manifest FROM run WHERE id = ? AND state = 'published'", (run,)).fetchone()
    return parsed_manifest(row["manifest"]) if row else None


def mark_published(db: sqlite3.Connection, run: str) -> None:
    db.execute("UPDATE run SET state = 'published' WHERE id = ?", (run,))
    db.execute("UPDATE warc SET state = 'published' WHERE run = ?", (run,))


def previous(db: sqlite3.Connection, run: str) -> Previous | None:
    """The manifest before this run's: the link of the chain."""
    sql = "SELECT manifest FROM run WHERE id < ? AND manifest IS NOT NULL ORDER BY id DESC LIMIT 1"
    row = db.execute(sql, (run,)).fetchone()
    if row is None:
        return None
    return Previous(parsed_manifest(row["manifest"]).key, hashlib.sha256(row["manifest"]).hexdigest())
