"""Articles in the order of their captures become numbered revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from storage.article import Article


def next_revision(db: sqlite3.Connection, article: Article) -> int | None:
    """The number of the revision that this capture makes, recorded; None when it says what the last one said."""
    row = db.execute(
        "SELECT revision, content_digest FROM article WHERE article_id = ?", (article.article_id,)
    ).fetchone()
    if row and row["content_digest"] == article.content_digest:
        return None
    assert article.pressmark, "only archived captures have revisions"
    revision: int = row["revision"] + 1 if row else 1
    db.execute(
        "INSERT INTO article (article_id, revision, content_digest, record_id, url) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (article_id) DO UPDATE SET revision=excluded.revision,"
        " content_digest=excluded.content_digest, record_id=excluded.record_id, url=excluded.url",
        (article.article_id, revision, article.content_digest, article.pressmark.record_id, article.url),
    )
    return revision
