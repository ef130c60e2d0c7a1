"""What came of a site's robots.txt and tdmrep.json, in the state: each version with the moment it was first seen.

The live crawl and the replay of the archive note the same exchanges in the same order, so that both find the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.captures import NOT_MODIFIED
from storage.exchange import Purpose
from storage.warc_fields import DATE_FORMAT

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from storage.examined import Examined
    from storage.exchange import Exchange

PURPOSES = frozenset({Purpose.ROBOTS, Purpose.TDMREP})
MOST_BYTES = 1 << 20  # of a response that is kept


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A response, as its record has it."""

    record_id: str
    url: str
    status: int
    location: str | None
    entity_sha256: str | None
    block: bytes


def note(
    db: sqlite3.Connection, exchange: Exchange, seen: Examined, entity_sha256: str | None, record_id: str
) -> None:
    """Note an answer, unless it says what the last one of its address said.

    `entity_sha256` is that of the answer as it was received: the record of a repeated one has no body.
    """
    if exchange.purpose not in PURPOSES or seen.status in (None, NOT_MODIFIED):
        return
    location = seen.response.header("location") if seen.response else None
    version = (seen.status, location, entity_sha256)
    last = latest(db, exchange.url, exchange.started_at)
    if last and version == (last.status, last.location, last.entity_sha256):
        return
    known = db.execute("SELECT block FROM site_file WHERE entity_sha256 = ?", (entity_sha256,)).fetchone()
    db.execute(
        "INSERT INTO site_file (url, captured_at, record_id, status, location, entity_sha256, block)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            exchange.url,
            exchange.started_at.strftime(DATE_FORMAT),
            record_id,
            *version,
            known[0] if known else seen.block[:MOST_BYTES],
        ),
    )


def latest(db: sqlite3.Connection, url: str, at: datetime) -> SiteFile | None:
    """What stood at this address at that moment, as far as was seen."""
    row = db.execute(
        "SELECT record_id, url, status, location, entity_sha256, block FROM site_file WHERE url = ? AND captured_at <= ?"
        " ORDER BY captured_at DESC, rowid DESC LIMIT 1",
        (url, at.strftime(DATE_FORMAT)),
    ).fetchone()
    return SiteFile(*row) if row else None
