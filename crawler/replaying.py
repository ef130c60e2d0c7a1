"""The archive read again: the same captures through the same functions as in the live crawl.

A run is replayed by taking its WARC files in order: each answer becomes a row of the state, each page is read by
the same worker, and the end of the run numbers the revisions as `storage.closing` did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.damaged import named
from crawler.reading import note_announcements
from crawler.site_terms import TermsOf
from crawler.source_reading import SOURCES
from storage import announcements, captures, site_files
from storage.captures import Place, capture_row
from storage.closing import article_rows
from storage.exchange import Exchange, Hop, Purpose
from storage.keys import warc_key
from storage.local_copy import local_copy
from storage.manifest import BadManifest, FileKind
from storage.tables import announcement_files, article_files
from storage.warc import Member, RecordType, examine
from storage.warc_reader import archived_exchanges

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.extraction import Extraction
    from storage.announcement import SourceEntry
    from storage.capture import Capture
    from storage.manifest import ArchivedFile, RunManifest
    from storage.object_store import ObjectStore
    from storage.warc import Examined
    from storage.warc_reader import ArchivedExchange


@dataclass(frozen=True, slots=True)
class Replay:
    """Reads the runs of one outlet, oldest first, into a state and into article tables below `folder`."""

    store: ObjectStore
    db: sqlite3.Connection
    extraction: Extraction
    folder: Path
    damaged: list[str] = field(default_factory=list)  # a line for each file that could not be read to its end

    def run(self, manifest: RunManifest) -> tuple[ArchivedFile, ...]:
        """The article and announcement files that the run's WARC files give, as far as they can be read. StoreError."""
        for reading in self.extraction.read_all(self._captures(manifest)):
            if reading.result and not reading.reason:
                self._keep(manifest.run, reading.record_id, reading.result)
        articles = article_files(article_rows(self.db, manifest.run, TermsOf(self.db)), self.folder)
        said = announcement_files(announcements.of_run(self.db, manifest.run, manifest.outlet), self.folder)
        self.db.execute("DELETE FROM result WHERE run = ?", (manifest.run,))
        return (*articles, *said)

    def _keep(self, run: str, record_id: str, result: bytes) -> None:
        self.db.execute(
            "INSERT INTO result (record_id, run, result) VALUES (?, ?, ?)", (record_id, run, result)
        )

    def _note_source(self, capture: Capture) -> None:
        """Note what a source says, as the live crawl did."""

        def take(entries: tuple[SourceEntry, ...]) -> None:
            note_announcements(self.db, capture, entries)

        self.extraction.read_now(capture, take)

    def _captures(self, manifest: RunManifest) -> Iterator[Capture]:
        """The pages of the run that a live crawl would have handed to a worker; all answers become rows."""
        for file in manifest.files:
            if file.kind is FileKind.WARC:
                with named(self.damaged, file.key):
                    yield from self._captures_in(file)

    def _captures_in(self, file: ArchivedFile) -> Iterator[Capture]:
        name = file.key.rpartition("/")[2]
        if file.key != warc_key(name):
            raise BadManifest(f"{file.key} is not where a WARC file of that name stands")
        with local_copy(self.store, file) as warc:
            for archived in archived_exchanges(warc, name):
                exchange = exchange_of(archived)
                examined = examine(exchange)
                repeated = captures.repeated_url(self.db, exchange.url, examined)
                in_full = archived.answer is not None and archived.answer.type is RecordType.RESPONSE
                if in_full and repeated == exchange.url:
                    repeated = None  # it came back after something else: the live crawl read it again
                if archived.answer:
                    site_files.note(
                        self.db, exchange, examined, archived.entity_sha256, archived.answer.record_id
                    )
                    captures.add(self.db, row_of(archived, exchange, examined))
                capture = archived.capture
                if capture is None or capture.truncated or repeated:
                    continue
                if capture.purpose is Purpose.PAGE:
                    yield capture
                elif capture.purpose in SOURCES:
                    self._note_source(capture)


def exchange_of(archived: ArchivedExchange) -> Exchange:
    """The exchange, as far as the state and the verdict of the live crawl depended on it."""
    answer = archived.answer
    is_response = answer is not None and answer.type is RecordType.RESPONSE
    return Exchange(
        url=archived.url,
        started_at=archived.metadata.date,
        request=archived.request.block if archived.request else b"",
        response=archived.received,
        ip_address=None,
        tls=None,
        truncated=answer.truncated if answer and is_response else None,
        fetch_time_ms=0,
        via=None,
        hop=Hop.SEED,
        purpose=archived.purpose,
    )


def row_of(archived: ArchivedExchange, exchange: Exchange, examined: Examined) -> captures.CaptureRow:
    """The row that the live crawl wrote for the answer, of which there must be one."""
    answer = archived.answer
    assert answer
    member = Member(answer.type, answer.record_id, 0, b"")
    place = Place(archived.warc, answer.offset, answer.length)
    digest = answer.header("WARC-Payload-Digest")
    return capture_row(archived.run, exchange, examined, member, place, digest)
