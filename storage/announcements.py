"""Announcements in the state of an outlet: every different thing that each source has said of each URL."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from storage.announcement import Announcement, SourceEntry, digest
from storage.exchange import Purpose

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from storage.capture import Capture

_COLUMNS = (
    "announcer", "url", "digest", "purpose", "article_key", "article_id", "date_published", "date_modified", "title",
    "more", "run", "record_id", "first_seen", "last_seen",
)  # fmt: skip
_INSERT = (
    f"INSERT INTO announcement ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - ours
    " ON CONFLICT DO NOTHING"
)
# Two pages of one source may be read in either order: the earlier capture is the one that said it first.
_SEEN_AGAIN = (
    "UPDATE announcement SET last_seen = max(last_seen, ?1),"
    " record_id = CASE WHEN ?1 < first_seen THEN ?2 ELSE record_id END, first_seen = min(first_seen, ?1)"
    " WHERE announcer = ?3 AND url = ?4 AND digest = ?5"
)


def note(db: sqlite3.Connection, source: str, capture: Capture, entries: Iterable[SourceEntry]) -> int:
    """Note what the capture of a source says; how much of it the source had never said before."""
    assert capture.pressmark, "what is read here was archived"
    announcer = _announcer(db, source, capture.purpose)
    seen, mark = capture.captured_at.isoformat(timespec="microseconds"), capture.pressmark
    rows = [
        (
            announcer, said.url, digest(said, capture.purpose), said.purpose, said.article_key, said.article_id,
            _written(said.date_published), _written(said.date_modified), said.title, _more(said),
            mark.run, mark.record_id, seen, seen,
        )
        for said in entries
    ]  # fmt: skip
    new = db.executemany(_INSERT, rows).rowcount if rows else 0
    db.executemany(_SEEN_AGAIN, [(seen, mark.record_id, announcer, row[1], row[2]) for row in rows])
    return max(new, 0)


def of_run(db: sqlite3.Connection, run: str, outlet: str) -> Iterator[Announcement]:
    """What sources said for the first time in this run."""
    rows = db.execute(
        "SELECT announcement.*, announcer.url AS source, announcer.purpose AS source_purpose"
        " FROM announcement JOIN announcer ON announcer.id = announcement.announcer"
        " WHERE run = ? ORDER BY first_seen, source, announcement.url",
        (run,),
    )
    for row in rows:
        yield Announcement(
            outlet=outlet,
            source=row["source"],
            source_purpose=Purpose(row["source_purpose"]),
            said=_said(row),
            run=row["run"],
            record_id=row["record_id"],
            first_seen=datetime.fromisoformat(row["first_seen"]),
        )


def latest(db: sqlite3.Connection, article_key: str) -> tuple[SourceEntry, ...]:
    """What each source said of an article when it was last seen to name it; the latest source first."""
    rows = db.execute(
        "SELECT * FROM announcement WHERE article_key = ? ORDER BY last_seen DESC, first_seen DESC",
        (article_key,),
    )
    by_source: dict[int, SourceEntry] = {}
    for row in rows:
        by_source.setdefault(row["announcer"], _said(row))
    return tuple(by_source.values())


def _announcer(db: sqlite3.Connection, source: str, purpose: Purpose) -> int:
    db.execute("INSERT OR IGNORE INTO announcer (url, purpose) VALUES (?, ?)", (source, purpose))
    found: int = db.execute("SELECT id FROM announcer WHERE url = ?", (source,)).fetchone()[0]
    return found


def _said(row: sqlite3.Row) -> SourceEntry:
    author, in_language, keywords, source_id = json.loads(row["more"])
    return SourceEntry(
        url=row["url"],
        purpose=Purpose(row["purpose"]),
        article_key=row["article_key"],
        article_id=row["article_id"],
        date_published=_moment(row["date_published"]),
        date_modified=_moment(row["date_modified"]),
        title=row["title"],
        author=tuple(author),
        in_language=in_language,
        keywords=tuple(keywords),
        source_id=source_id,
    )


def _more(said: SourceEntry) -> str:
    return json.dumps([said.author, said.in_language, said.keywords, said.source_id])


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
