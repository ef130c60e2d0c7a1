"""What the records of one run say, on scratch disk, so that references can be followed whatever a run's size."""

from __future__ import annotations

import sqlite3
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from storage.verification.warc_record import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from storage.verification.warc_record import Record

_SCHEMA = """
CREATE TABLE record (id TEXT, warc TEXT, at INTEGER, length INTEGER, type TEXT, uri TEXT, date TEXT,
    digest TEXT, refers_to TEXT, refers_uri TEXT, refers_date TEXT, warcinfo TEXT, http INTEGER,
    status INTEGER, media_type TEXT, sound INTEGER);
CREATE INDEX record_id ON record (id);
CREATE INDEX record_at ON record (warc, at);
CREATE TABLE concurrent (id TEXT, other TEXT);
CREATE TABLE line (warc TEXT, at INTEGER, length INTEGER, id TEXT, url TEXT, date TEXT, digest TEXT, status TEXT,
    media_type TEXT);
CREATE INDEX line_at ON line (warc, at);
CREATE TABLE known (id TEXT, warc TEXT, at INTEGER, url TEXT, date TEXT, digest TEXT);
CREATE INDEX known_id ON known (id);
CREATE TABLE seen (id BLOB PRIMARY KEY, warc TEXT, at INTEGER) WITHOUT ROWID;
CREATE TABLE answer (outcome TEXT, url TEXT, record_id TEXT, article_id TEXT);
CREATE TABLE article (record_id TEXT, article_id TEXT);
CREATE INDEX article_record ON article (record_id);
"""
_OF_A_RUN = ("record", "concurrent", "line", "answer", "article")


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of a CDXJ file; `date` is of 14 digits."""

    warc: str
    offset: int
    length: int
    record_id: str
    url: str
    date: str
    digest: str
    status: str
    media_type: str


class Ledger:
    """A scratch database that is gone when it is closed. `known` and `seen` outlive a run, the rest does not."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None)  # "": a temporary file of SQLite's own
        self.db.executescript(_SCHEMA)
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("PRAGMA cache_size=-16384")  # KiB: the rest spills
        self.db.execute("BEGIN")
        self._known_of: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def begin_run(self) -> None:
        for table in _OF_A_RUN:
            self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - our names

    def add(self, warc: str, offset: int, length: int, record: Record, *, sound: bool) -> None:
        header = record.header
        self.db.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record.id, warc, offset, length, record.type, record.uri, header("WARC-Date"),
                header("WARC-Payload-Digest"), reference(header("WARC-Refers-To")),
                header("WARC-Refers-To-Target-URI"), header("WARC-Refers-To-Date"),
                reference(header("WARC-Warcinfo-ID")), record.status is not None, record.status,
                record.media_type, sound,
            ),
        )  # fmt: skip
        others = [(record.id, reference(value)) for value in record.all("WARC-Concurrent-To")]
        self.db.executemany("INSERT INTO concurrent VALUES (?, ?)", others)

    def first_seen(self, record_id: str, warc: str, offset: int) -> tuple[str, int] | None:
        """Where this pass met the id before, elsewhere; None the first time."""
        key = record_id.encode("utf-8", "replace")
        row = self.db.execute("SELECT warc, at FROM seen WHERE id = ?", (key,)).fetchone()
        if row is None:
            self.db.execute("INSERT INTO seen VALUES (?, ?, ?)", (key, warc, offset))
            return None
        return None if tuple(row) == (warc, offset) else (row[0], row[1])

    def add_lines(self, lines: Iterable[IndexLine]) -> None:
        self.db.executemany(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (astuple(line) for line in lines)
        )

    def know(self, outlet: str, lines: Iterator[IndexLine]) -> None:
        """The captures of all runs of the outlet, by their index; read once for each outlet."""
        if self._known_of == outlet:
            return
        self.db.execute("DELETE FROM known")
        self.db.executemany(
            "INSERT INTO known VALUES (?, ?, ?, ?, ?, ?)",
            ((x.record_id, x.warc, x.offset, x.url, x.date, x.digest) for x in lines),
        )
        self._known_of = outlet
