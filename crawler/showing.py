"""One article as a person reads it: fields, numbered paragraphs, and what was removed, by family, rule and place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crawler.showing_links import links_shown
from crawler.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from storage.article import Article, Boilerplate, Family
    from storage.link import Link
    from storage.table_rows import ArticleRow

MAX_WIDTH = 110  # columns; longer lines are hard to read

_WAYS = {
    "layout": "in the container of the outlet's layout",
    "reader": "by the evidence of the page's lines: no layout was used",
    "trafilatura": "by trafilatura: the lines alone gave hardly any text",
}
"""What `found_by` of the body means."""


def print_article(
    row: ArticleRow,
    revisions: tuple[ArticleRow, ...],
    console: Terminal | None = None,
    links: tuple[Link, ...] = (),
) -> None:
    """`row` is one of `revisions`, `links` are the article's. To the terminal, unless a console is given."""
    out = console or Terminal(highlight=False, width=min(shutil.get_terminal_size().columns, MAX_WIDTH))
    article = row.article
    paragraphs = article.article_body.split("\n\n")
    out.print(Text(article.headline or "(no headline)", style="bold"))
    out.print(_fields(article, row.revision, len(paragraphs)))
    out.print(_text(paragraphs))
    out.print(_removed(article.boilerplate, len(paragraphs)))
    if len(revisions) > 1:
        out.print(_revision_table(revisions))
    out.print(links_shown(article.article_id, links))


def _fields(article: Article, revision: int, paragraphs: int) -> Table:
    found_by = dict(article.found_by)
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(overflow="fold")
    for label, name, value in facts(article, revision, paragraphs):
        table.add_row(Text(label, style="dim"), Text(value), Text(found_by.get(name, ""), style="dim"))
    table.add_row("", "", "")
    return table


def facts(article: Article, revision: int, paragraphs: int) -> list[tuple[str, str, str]]:
    """Label, field and value of each fact that there is; `paragraphs` is the number of the text's."""
    mark = article.pressmark
    published, modified = article.date_published, article.date_modified
    way = dict(article.found_by).get("article_body", "")
    values = [
        ("article", "", f"{article.article_id}, revision {revision}, {article.kind}"),
        ("url", "canonical_url", article.canonical_url or article.url),
        ("authors", "author", ", ".join(article.author)),
        ("byline", "byline", article.byline or ""),
        ("published", "date_published", published.isoformat() if published else ""),
        ("modified", "date_modified", modified.isoformat() if modified else ""),
        ("section", "article_section", ", ".join(article.article_section)),
        ("keywords", "keywords", ", ".join(article.keywords)),
        ("language", "in_language", article.in_language or ""),
        (
            "based on",
            "is_based_on",
            "; ".join(f"{b.outlet} {b.url or ''}".strip() for b in article.is_based_on),
        ),
        ("copyright", "copyright_notice", article.copyright_notice or ""),
        ("video", "video", ", ".join(article.video)),
        (
            "text",
            "article_body",
            f"{_counted(paragraphs, 'paragraph')}, {_counted(article.word_count, 'word')}",
        ),
        ("", "", f"found {_WAYS[way]}" if way in _WAYS else ""),
        ("layout", "layout", article.layout or ""),
        ("flags", "flags", ", ".join(article.flags)),
        ("captured", "", article.captured_at.isoformat()),
        ("pressmark", "", f"{mark.warc} at byte {mark.offset}, {mark.length} bytes" if mark else ""),
        ("record", "", f"{mark.record_id}, payload {mark.payload_digest}" if mark else ""),
    ]
    return [value for value in values if value[2]]


def _text(paragraphs: list[str]) -> Table:
    """With the numbers that places of removed pieces refer to."""
    table = Table.grid(padding=(0, 2, 1, 0), collapse_padding=False, pad_edge=True)
    table.add_column(justify="right", style="dim")
    table.add_column(overflow="fold")
    for number, paragraph in enumerate(paragraphs, start=1):
        table.add_row(str(number), Text(paragraph))
    return table


def _removed(pieces: tuple[Boilerplate, ...], paragraphs: int) -> RenderableType:
    """Every piece whole, each family under its own line."""
    by_family: dict[Family, list[Boilerplate]] = {}
    for piece in pieces:
        by_family.setdefault(piece.family, []).append(piece)
    parts: list[RenderableType] = [Text(f"removed: {sizes(pieces)}", style="bold")]
    for family in sorted(by_family):
        own = by_family[family]
        parts.append(Text.assemble((family.value, "bold"), (f": {sizes(own)}", "dim")))
        parts.append(Padding(_pieces(own, paragraphs), (0, 0, 1, 2)))
    return Group(*parts)


def _pieces(pieces: list[Boilerplate], paragraphs: int) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    table.add_column(style="dim", overflow="fold", max_width=28)
    for piece in pieces:
        table.add_row(_place(piece.before_paragraph, paragraphs), Text(piece.text), Text(piece.rule))
    return table


def _place(before: int, paragraphs: int) -> str:
    """`before`: of the paragraph (from 0) that the piece stands before. Printed numbers begin with 1."""
    if before == 0:
        return "at the top"
    return "at the end" if before >= paragraphs else f"after {before}"


def sizes(pieces: Iterable[Boilerplate]) -> str:
    texts = [piece.text for piece in pieces]
    if not texts:
        return "nothing"
    return f"{_counted(len(texts), 'piece')}, {_counted(sum(len(text.split()) for text in texts), 'word')}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _revision_table(revisions: tuple[ArticleRow, ...]) -> Table:
    table = Table(title="revisions", title_justify="left")
    for column in ("revision", "captured (UTC)", "words", "changed", "content digest"):
        table.add_column(column)
    for row in revisions:
        article = row.article
        captured = f"{article.captured_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(
            str(row.revision), captured, str(article.word_count), changed(row), article.content_digest[:23]
        )
    return table


def changed(row: ArticleRow) -> str:
    made = row.change
    if made is None:
        return ""
    return f"{', '.join(made.parts)}: {made.kind}, +{made.words_added} -{made.words_removed} words"
