"""Articles in one SQLite file, with full-text search over headline, description and text (FTS5).

Datasette shows the search box by itself: the index names its table. An update is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from storage.article_json import timestamp
from storage.export_lines import CSV_COLUMNS
from storage.exports import columns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from storage.table_rows import ArticleRow

_NUMBERS = frozenset({"revision", "word_count", "is_accessible_for_free", "warc_offset", "warc_length"})
_COLUMNS = ", ".join(f"{name} {'INTEGER' if name in _NUMBERS else 'TEXT'}" for name in CSV_COLUMNS[1:])
_SEARCHED = "headline, description, article_body"
_OLD = ", ".join(f"old.{name}" for name in _SEARCHED.split(", "))
_NEW = ", ".join(f"new.{name}" for name in _SEARCHED.split(", "))
_SCHEMA = f"""
CREATE TABLE articles (article_id TEXT PRIMARY KEY, {_COLUMNS});
CREATE INDEX articles_by_outlet ON articles (outlet, date_published);
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    {_SEARCHED}, content="articles", tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER articles_in AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, {_SEARCHED}) VALUES (new.rowid, {_NEW});
END;
CREATE TRIGGER articles_out AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, {_SEARCHED}) VALUES ('delete', old.rowid, {_OLD});
END;
"""  # noqa: S608 - our names
_INSERT = f"INSERT INTO articles ({', '.join(CSV_COLUMNS)}) VALUES ({', '.join('?' * len(CSV_COLUMNS))})"  # noqa: S608 - our names


def is_database(path: Path) -> bool:
    """Whether the articles can be asked for there."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            db.execute("SELECT count(*) FROM articles_fts LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        return False
    return True


def write_database(
    rows: Iterable[ArticleRow], place: Path, touched: frozenset[str] | None
) -> tuple[int, int, int]:
    """Articles in the file now, those that came, and those that went."""
    if touched is not None:
        return _updated(place, rows, touched)
    growing = place.with_name(f".{place.name}.part")
    growing.unlink(missing_ok=True)
    counts = _updated(growing, rows, None)
    growing.replace(place)
    return counts


def _updated(place: Path, rows: Iterable[ArticleRow], touched: frozenset[str] | None) -> tuple[int, int, int]:
    with closing(sqlite3.connect(place)) as db, db:
        if touched is None:
            db.executescript(_SCHEMA)
        db.execute("BEGIN")
        gone = {name for name in sorted(touched or ()) if _deleted(db, name)}
        came = 0
        for row in rows:
            came += _inserted(db, row)
            gone.discard(row.article.article_id)
        (articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
    return articles, came, len(gone)


def _deleted(db: sqlite3.Connection, article_id: str) -> int:
    return db.execute("DELETE FROM articles WHERE article_id = ?", (article_id,)).rowcount


def _inserted(db: sqlite3.Connection, row: ArticleRow) -> int:
    values = columns(row)
    return db.execute(_INSERT, [_plain(values.get(name)) for name in CSV_COLUMNS]).rowcount


def _plain(value: Any) -> str | int | None:  # noqa: ANN401 - of any column
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=timestamp) if value else None
    return timestamp(value)
