"""Articles in the order of their captures become numbered revisions, each with what it changed."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from storage.changes import Wording, change, wording

if TYPE_CHECKING:
    import sqlite3

    from storage.article import Article
    from storage.changes import Change


@dataclass(frozen=True, slots=True)
class Revision:
    """The first one is number 1, and changed nothing. `change` is None too where the one before is not known."""

    number: int
    change: Change | None


def next_revision(db: sqlite3.Connection, article: Article) -> Revision | None:
    """The revision that this capture makes, recorded; None when it says what the last one said."""
    row = db.execute(
        "SELECT revision, content_digest, wording FROM article WHERE article_id = ?", (article.article_id,)
    ).fetchone()
    if row and row["content_digest"] == article.content_digest:
        return None
    assert article.pressmark, "only archived captures have revisions"
    number: int = row["revision"] + 1 if row else 1
    now = wording(article)
    db.execute(
        "INSERT INTO article (article_id, revision, content_digest, record_id, url, changed_at, wording)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article_id) DO UPDATE SET revision=excluded.revision,"
        " content_digest=excluded.content_digest, record_id=excluded.record_id, url=excluded.url,"
        " changed_at=excluded.changed_at, wording=excluded.wording",
        (
            article.article_id, number, article.content_digest, article.pressmark.record_id, article.url,
            _changed_at(article, number), _packed(now),
        ),
    )  # fmt: skip
    return Revision(number, change(_unpacked(row["wording"]), now) if row and row["wording"] else None)


def _changed_at(article: Article, number: int) -> float:
    """When the article came out or was seen to have changed, in seconds since the epoch."""
    captured = article.captured_at
    published = article.date_published if number == 1 else None
    return min(captured, published or captured).timestamp()


def without_wording(db: sqlite3.Connection) -> set[str]:
    """Ids of the articles of which only the digest is known: those of a state of schema 1."""
    return {row["article_id"] for row in db.execute("SELECT article_id FROM article WHERE wording IS NULL")}


def restore_wording(db: sqlite3.Connection, article: Article) -> None:
    """Take what the last revision said from the archive; another one is left alone."""
    db.execute(
        "UPDATE article SET wording = ? WHERE article_id = ? AND content_digest = ? AND wording IS NULL",
        (_packed(wording(article)), article.article_id, article.content_digest),
    )


def _packed(said: Wording) -> bytes:
    published = said.published.isoformat() if said.published else None
    fields = [said.headline, said.author, said.byline, published, said.paragraphs]
    return zlib.compress(json.dumps(fields).encode())


def _unpacked(data: bytes) -> Wording:
    headline, author, byline, published, paragraphs = json.loads(zlib.decompress(data))
    at = datetime.fromisoformat(published) if published else None
    return Wording(headline, tuple(author), byline, at, tuple(paragraphs))
