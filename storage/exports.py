"""An article as a dictionary and as a text that people read without a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.article_json import fields, timestamp
from storage.table_rows import terms_record

if TYPE_CHECKING:
    from storage.article import Article
    from storage.table_rows import ArticleRow


def columns(row: ArticleRow) -> dict[str, Any]:
    """The row as a plain dictionary: the article's fields, its revision, and the pressmark's beside them."""
    values = {**fields(row.article), "revision": row.revision, **terms_record(row.terms)}
    mark = values.pop("pressmark") or {}
    renamed = {"offset": "warc_offset", "length": "warc_length"}
    return {**values, **{renamed.get(name, name): value for name, value in mark.items()}}


def text(row: ArticleRow) -> str:
    """A short header that says what it is and where it comes from, an empty line, the article."""
    article = row.article
    return "\n".join(
        (*_header(article, row.revision), "", article.headline or "", "", article.article_body, "")
    )


def _header(article: Article, revision: int) -> list[str]:
    mark = article.pressmark
    lines = {
        "Article": f"{article.article_id}, revision {revision}, {article.kind}",
        "URL": article.canonical_url or article.url,
        "Authors": ", ".join(article.author),
        "Published": timestamp(article.date_published) if article.date_published else "",
        "Captured": timestamp(article.captured_at),
        "Based on": "; ".join(
            f"{source.outlet} {source.url or ''}".strip() for source in article.is_based_on
        ),
        "Pressmark": f"{mark.warc} at {mark.offset}, {mark.length} bytes, {mark.record_id}" if mark else "",
    }
    return [f"{name}: {' '.join(value.split())}" for name, value in lines.items() if value]
