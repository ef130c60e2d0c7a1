"""Captures in the state of an outlet: what was archived, to be found again by URL and by content."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.due import asks_in_full
from storage.exchange import Purpose
from storage.warc import Earlier, RecordType
from storage.warc_fields import DATE_FORMAT

if TYPE_CHECKING:
    import sqlite3

    from storage.exchange import Exchange
    from storage.warc import Examined, Member

OK = 200
NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: file, and offset and length of its gzip member in bytes."""

    warc: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """A response or revisit record as the state knows it."""

    record_id: str
    url: str
    run: str
    captured_at: str  # WARC-Date as written
    type: RecordType
    purpose: Purpose
    status: int | None
    warc: str
    warc_offset: int
    warc_length: int
    payload_digest: str | None
    entity_sha256: str | None  # only of a whole 200 response that stands in full: what a revisit may refer to
    etag: str | None
    last_modified: str | None


def capture_row(
    run: str, exchange: Exchange, seen: Examined, record: Member, place: Place, payload_digest: str | None
) -> CaptureRow:
    """The row of an exchange's answer; the live crawl and the replay of the archive both make it here.

    `payload_digest` is that of the record: a revisit bears the digest of the record that it refers to.
    """
    whole = record.type is RecordType.RESPONSE and seen.status == OK
    header = seen.response.header if seen.response else _no_header
    return CaptureRow(
        record_id=record.record_id,
        url=exchange.url,
        run=run,
        captured_at=exchange.started_at.strftime(DATE_FORMAT),
        type=record.type,
        purpose=exchange.purpose,
        status=seen.status,
        warc=place.warc,
        warc_offset=place.offset,
        warc_length=place.length,
        payload_digest=payload_digest,
        entity_sha256=seen.entity_sha256 if whole else None,
        etag=header("etag"),
        last_modified=header("last-modified"),
    )


def add(db: sqlite3.Connection, row: CaptureRow) -> None:
    """Note a capture."""
    names = tuple(field.name for field in fields(row))
    marks = ", ".join("?" * len(names))
    values = tuple(getattr(row, name) for name in names)
    db.execute(f"INSERT INTO capture ({', '.join(names)}) VALUES ({marks})", values)  # noqa: S608 - our names


def _no_header(name: str) -> None:  # noqa: ARG001 - what is no HTTP message has no header fields
    return None


def repeated_url(db: sqlite3.Connection, url: str, seen: Examined) -> str | None:
    """The URL whose capture a new answer repeats, its own first; None when it is new.

    A 304 repeats the last whole capture of its URL, a 200 any capture of the same entity.
    """
    row = _repeated(db, url, seen)
    return row["url"] if row else None


def is_latest(db: sqlite3.Connection, url: str, seen: Examined) -> bool:
    """Whether the answer is what the last whole capture of the URL was; a text that came back is a new revision."""
    row = db.execute(
        "SELECT entity_sha256 FROM capture WHERE url = ? AND entity_sha256 IS NOT NULL ORDER BY captured_at DESC LIMIT 1",
        (url,),
    ).fetchone()
    return bool(row and row["entity_sha256"] == seen.entity_sha256)


def earlier(db: sqlite3.Connection, url: str, seen: Examined) -> Earlier | None:
    """The capture that a revisit record may refer to in place of the new answer.

    One of them chunked and the other not is no revisit: pywb 2.10 puts the new head before the old body as it
    stands, and shows chunk sizes in the page.
    """
    row = _repeated(db, url, seen)
    if row is None or (seen.status == OK and _is_framed(row) is not (seen.payload_digest != _digest(seen))):
        return None
    captured_at = datetime.strptime(row["captured_at"], DATE_FORMAT).replace(tzinfo=UTC)
    return Earlier(row["record_id"], row["url"], captured_at, row["payload_digest"])


def _repeated(db: sqlite3.Connection, url: str, seen: Examined) -> sqlite3.Row | None:
    if seen.status == NOT_MODIFIED:
        where, value = "url = ? AND entity_sha256 IS NOT NULL", url
    elif seen.status == OK and seen.entity_sha256:
        where, value = "entity_sha256 = ?", seen.entity_sha256
    else:
        return None
    row: sqlite3.Row | None = db.execute(
        f"SELECT * FROM capture WHERE {where} ORDER BY url = ? DESC, captured_at DESC LIMIT 1",  # noqa: S608 - ours
        (value, url),
    ).fetchone()
    return row


def _is_framed(row: sqlite3.Row) -> bool:
    """Whether the body stands in its record with chunk framing: then its digest is not the entity's."""
    return bool(row["payload_digest"] != f"sha256:{row['entity_sha256']}")


def _digest(seen: Examined) -> str:
    return f"sha256:{seen.entity_sha256}"


def conditions(db: sqlite3.Connection, url: str, purpose: Purpose, now: datetime) -> dict[str, str]:
    """Request headers that ask for the URL only if it changed since its last whole capture (RFC 9110, 13.1).

    None where it is to be asked for in full now (storage.due), or where the server was caught.
    """
    row = db.execute(
        "SELECT etag, last_modified FROM capture WHERE url = ? AND entity_sha256 IS NOT NULL"
        " ORDER BY captured_at DESC LIMIT 1",
        (url,),
    ).fetchone()
    if row is None or _in_full(db, url, purpose, now) or _has_lied(db, url, purpose):
        return {}
    headers = {"If-None-Match": row["etag"], "If-Modified-Since": row["last_modified"]}
    return {name: value for name, value in headers.items() if value and _safe(value)}


def _in_full(db: sqlite3.Connection, url: str, purpose: Purpose, now: datetime) -> bool:
    last = db.execute(
        "SELECT max(captured_at) FROM capture WHERE url = ? AND status = 200", (url,)
    ).fetchone()[0]
    sql = "SELECT count(*) FROM capture WHERE url = ? AND status = 304 AND captured_at > ?"
    not_modified = db.execute(sql, (url, last)).fetchone()[0]
    since = now - datetime.strptime(last, DATE_FORMAT).replace(tzinfo=UTC)
    return asks_in_full(purpose, since.total_seconds(), not_modified)


def _has_lied(db: sqlite3.Connection, url: str, purpose: Purpose) -> bool:
    """Whether two texts of the URL came under the same validators: then a 304 says nothing here.

    Of a page its revisions count, because nonces and counters make other bytes of the same text.
    """
    return bool(db.execute(_LYING_PAGE if purpose is Purpose.PAGE else _LYING_SOURCE, (url,)).fetchone())


_LYING_PAGE = (
    "SELECT 1 FROM capture AS later JOIN article USING (record_id) JOIN capture AS earlier ON earlier.url = later.url"
    " AND earlier.captured_at < later.captured_at AND earlier.etag IS later.etag"
    " AND earlier.last_modified IS later.last_modified AND earlier.entity_sha256 <> later.entity_sha256"
    " WHERE later.url = ? AND article.revision > 1 AND coalesce(later.etag, later.last_modified) IS NOT NULL LIMIT 1"
)
_LYING_SOURCE = (
    "SELECT 1 FROM (SELECT * FROM capture WHERE url = ? AND entity_sha256 IS NOT NULL ORDER BY captured_at DESC LIMIT"
    " 100) WHERE coalesce(etag, last_modified) IS NOT NULL GROUP BY etag, last_modified"
    " HAVING count(DISTINCT entity_sha256) > 1 LIMIT 1"
)


def _safe(value: str) -> bool:
    return value.isascii() and value.isprintable() and len(value) <= 500
