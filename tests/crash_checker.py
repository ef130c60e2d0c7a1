"""What an archive must be after any number of crashes, checked without a line of the code that wrote it.

Reads gzip members, WARC headers and the SQLite file by itself. Returns what is wrong; nothing wrong is an empty list.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Record(NamedTuple):
    warc: str
    offset: int
    length: int
    headers: dict[str, str]
    block: bytes


def faults(archive: Path, state: Path, pages: Mapping[str, bytes]) -> list[str]:
    """`pages`: the body of each URL that had to be archived exactly once."""
    found: list[str] = []
    records: list[Record] = []
    for path in sorted(archive.glob("warc/*/*/*/*.warc.gz")):
        try:
            records += list(_records(path))
        except ValueError as error:
            found.append(str(error))
    found += _page_faults(records, pages)
    found += _row_faults(records, state)
    found += _manifest_faults(archive)
    return found


def _records(path: Path) -> Iterator[Record]:
    data = path.read_bytes()
    offset = 0
    while offset < len(data):
        inflate = zlib.decompressobj(31)
        try:
            text = inflate.decompress(data[offset:])
        except zlib.error as error:
            raise ValueError(f"{path.name} at {offset}: {error}") from error
        if not inflate.eof:
            raise ValueError(f"{path.name} at {offset}: torn member")
        length = len(data) - offset - len(inflate.unused_data)
        head, _, rest = text.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        size = int(headers["Content-Length"])
        if rest[size:] != b"\r\n\r\n":
            raise ValueError(f"{path.name} at {offset}: more or less than one record")
        yield Record(path.name, offset, length, headers, rest[:size])
        offset += length


def _page_faults(records: list[Record], pages: Mapping[str, bytes]) -> Iterator[str]:
    times: Counter[str] = Counter()
    for record in records:
        url = record.headers.get("WARC-Target-URI", "")
        if record.headers["WARC-Type"] == "response" and url in pages:
            times[url] += 1
            body = record.block.partition(b"\r\n\r\n")[2]
            if body != pages[url]:
                yield f"{url}: other bytes than were sent"
    for url in pages:
        if times[url] != 1:
            yield f"{url}: archived {times[url]} times"


def _row_faults(records: list[Record], state: Path) -> Iterator[str]:
    places = {(r.warc, r.offset, r.length): r for r in records}
    answers = {key for key, r in places.items() if r.headers["WARC-Type"] in ("response", "revisit")}
    db = sqlite3.connect(state)
    try:
        rows = db.execute("SELECT warc, warc_offset, warc_length, record_id FROM capture").fetchall()
        unended = db.execute("SELECT url FROM url WHERE state <> 'done' OR outcome IS NULL").fetchall()
    finally:
        db.close()
    for warc, offset, length, record_id in rows:
        record = places.get((warc, offset, length))
        if record is None or record.headers["WARC-Record-ID"] != f"<{record_id}>":
            yield f"a row points at {warc}, {offset}: not the record {record_id}"
    for warc, offset, _ in answers - {row[:3] for row in rows}:
        yield f"{warc} at {offset}: an answer that no row knows"
    for (url,) in unended:
        yield f"{url}: no outcome"


def _manifest_faults(archive: Path) -> Iterator[str]:
    named: set[str] = set()
    for path in archive.glob("runs/*/*/*/*.json"):
        for file in json.loads(path.read_text())["files"]:
            named.add(file["key"])
            data = (archive / file["key"]).read_bytes()
            if hashlib.sha256(data).hexdigest() != file["sha256"] or len(data) != file["size"]:
                yield f"{file['key']}: not as in the manifest"
    for path in archive.rglob("*"):
        key = path.relative_to(archive).as_posix()
        # What begins with a dot is a copy that was being made; a killed probe leaves its key, a lease its last word. No reader looks there.
        seen = path.is_file() and not path.name.startswith(".")
        if seen and key not in named and not re.match(r"runs/|leases/|probe/|\w+/_delta_log/", key):
            yield f"{key}: in no manifest"
