"""Articles in the forms that people read without a library."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.article_json import dumps, fields, timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from storage.article import Article
    from storage.table_rows import ArticleRow


@dataclass(frozen=True, slots=True)
class Written:
    """How many articles were asked for, and how many of them were not there with the same content."""

    articles: int
    new: int


def write_texts(rows: Iterable[ArticleRow], folder: Path) -> Written:
    """One file per article: <outlet>/<year>/<article id>.txt, no part of it from a page."""
    articles = new = 0
    for row in rows:
        moment = row.article.date_published or row.article.captured_at
        place = folder / row.article.outlet / f"{moment:%Y}" / f"{row.article.article_id}.txt"
        articles += 1
        new += _write_if_other(place, text(row).encode("utf-8", "backslashreplace"))
    return Written(articles, new)


def write_jsonl(rows: Iterable[ArticleRow], folder: Path) -> Written:
    """All articles in articles.jsonl, one JSON object a line under the names of the table's columns."""
    folder.mkdir(parents=True, exist_ok=True)
    place, growing = folder / "articles.jsonl", folder / "articles.jsonl.part"
    articles = 0
    with growing.open("wb") as file:
        for row in rows:
            file.write(dumps(columns(row)) + b"\n")
            articles += 1
    growing.replace(place)
    return Written(articles, articles)


def columns(row: ArticleRow) -> dict[str, Any]:
    """The row as a plain dictionary: the article's fields, its revision, and the pressmark's beside them."""
    values = {**fields(row.article), "revision": row.revision}
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
    return [f"{name}: {value}" for name, value in lines.items() if value]


def _write_if_other(place: Path, data: bytes) -> bool:
    if place.exists() and place.read_bytes() == data:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    growing = place.with_suffix(".part")
    growing.write_bytes(data)
    os.replace(growing, place)  # noqa: PTH105 - one call, atomic
    return True
