"""Captures that are durable but not read yet: what a crash between the two leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.capture import Pressmark
from storage.exchange import Purpose
from storage.keys import warc_key
from storage.spool import OPEN
from storage.warc_reader import read_capture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.capture import Capture
    from storage.spool import Spool


def unread_captures(spool: Spool, run: str) -> Iterator[Capture]:
    """The run's captures whose URLs await a reading, out of the archived bytes."""
    rows = spool.db.execute(
        "SELECT capture.* FROM url JOIN capture USING (record_id) WHERE url.run = ? AND url.state = 'fetched'"
        " ORDER BY warc, warc_offset",
        (run,),
    ).fetchall()
    for row in rows:
        pressmark = Pressmark(
            row["record_id"],
            row["warc"],
            row["warc_offset"],
            row["warc_length"],
            row["payload_digest"] or "",
            run,
        )
        with _place(spool, run, row["warc"]).open("rb") as file:
            file.seek(pressmark.offset)
            member = file.read(pressmark.length)
        yield read_capture(member, pressmark, spool.outlet, Purpose(row["purpose"]))


def _place(spool: Spool, run: str, warc: str) -> Path:
    still_open = spool.folder / (warc + OPEN)
    return still_open if still_open.exists() else spool.outbox(run) / warc_key(warc)
