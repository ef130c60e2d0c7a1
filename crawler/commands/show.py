"""`scrapy show <article>`: one article, what was removed from it and why, and where its bytes stand."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.addresses import BadUrl, safe_url
from crawler.command_line import guarded
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from extractors import outlets
from storage.corpus import Corpus
from storage.exports import text

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from storage.article import Article, Boilerplate
    from storage.table_rows import ArticleRow


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <article id or address>"

    def short_desc(self) -> str:
        return "Show an article: text, removed pieces, revisions, pressmark"

    def long_desc(self) -> str:
        return (
            "Print one article with its fields, how each was found, what was removed and by which rule, its revisions,"
            " and the place of its bytes in the archive. Examples: `scrapy show southfront-0a1b2c3d4e5f60718293`;"
            " `scrapy show https://southfront.press/some-slug/`; `scrapy show ID --text` for the plain text alone."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--revision", type=int, metavar="N", help="default: the newest")
        parser.add_argument("--text", action="store_true", help="only the text, as `scrapy pull` writes it")
        parser.add_argument(
            "--raw", action="store_true", help="only the archived record, as it stands in the WARC"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one article, by its id or its address")
        self.exitcode = guarded(self.settings, _Show(args[0], opts))


@dataclass(frozen=True, slots=True)
class _Show:
    name: str
    options: argparse.Namespace

    def __call__(self, configuration: Configuration) -> ExitStatus:
        corpus = Corpus(configuration.store())
        revisions = self._revisions(corpus)
        row = self._chosen(revisions)
        if self.options.text:
            print(text(row), end="")
        elif self.options.raw:
            _write_binary(corpus.capture_bytes(row.article))
        else:
            _print(row, revisions)
        return ExitStatus.COMPLETE

    def _revisions(self, corpus: Corpus) -> tuple[ArticleRow, ...]:
        found = corpus.article(_id_at(corpus, self.name) or self.name)
        if not found:
            raise BadConfiguration(
                f"no article {self.name!r} in {corpus.store.url}; `scrapy pull` lists what there is"
            )
        return found

    def _chosen(self, revisions: tuple[ArticleRow, ...]) -> ArticleRow:
        wanted = self.options.revision
        if wanted is None:
            return revisions[-1]
        for row in revisions:
            if row.revision == wanted:
                return row
        there = ", ".join(str(row.revision) for row in revisions)
        raise BadConfiguration(f"--revision {wanted}: there are revisions {there}")


def _id_at(corpus: Corpus, name: str) -> str | None:
    """The article that a fetch of this address led to; None when the name is no address, or was never fetched."""
    try:
        url = safe_url(name)
    except BadUrl:
        return None
    outlet = outlets.outlet_for_url(url)
    key = outlet.article_key(url) if outlet else None
    for outcome in corpus.outcomes():
        same_article = outlet and key and outlet.article_key(outcome.url) == key
        if outcome.article_id and (outcome.url == url or same_article):
            return outcome.article_id
    return None


def _write_binary(member: bytes) -> None:
    import sys  # noqa: PLC0415 - the only place that writes bytes

    sys.stdout.buffer.write(member)


def _print(row: ArticleRow, revisions: tuple[ArticleRow, ...]) -> None:
    console = Console(highlight=False, width=min(shutil.get_terminal_size().columns, 110))
    article = row.article
    console.print(Text(article.headline or "(no headline)", style="bold"))
    console.print(_fields(article, row.revision))
    for paragraph in article.article_body.split("\n\n"):
        console.print(Padding(Text(paragraph), (0, 0, 1, 0)))
    if article.boilerplate:
        console.print(_removed(article.boilerplate))
    if len(revisions) > 1:
        console.print(_revision_table(revisions))


def _fields(article: Article, revision: int) -> Table:
    found_by = dict(article.found_by)
    table = Table.grid(padding=(0, 2))
    for label, name, value in _values(article, revision):
        table.add_row(Text(label, style="dim"), Text(value), Text(found_by.get(name, ""), style="dim"))
    table.add_row("", "", "")
    return table


def _values(article: Article, revision: int) -> list[tuple[str, str, str]]:
    mark = article.pressmark
    published, modified = article.date_published, article.date_modified
    values = [
        (
            "article",
            "",
            f"{article.article_id}, revision {revision}, {article.kind}, {article.word_count} words",
        ),
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
        ("layout", "layout", article.layout or "none: the generic extractor"),
        ("flags", "flags", ", ".join(article.flags)),
        ("captured", "", article.captured_at.isoformat()),
        ("pressmark", "", f"{mark.warc} at byte {mark.offset}, {mark.length} bytes" if mark else ""),
        ("record", "", f"{mark.record_id}, payload {mark.payload_digest}" if mark else ""),
    ]
    return [value for value in values if value[2]]


def _removed(pieces: tuple[Boilerplate, ...]) -> Table:
    by_family: dict[str, list[Boilerplate]] = defaultdict(list)
    for piece in pieces:
        by_family[piece.family].append(piece)
    table = Table(title="removed, by family", title_justify="left", show_lines=True)
    table.add_column("family")
    table.add_column("rule", style="dim")
    table.add_column("before", justify="right")
    table.add_column("text", overflow="fold")
    for family in sorted(by_family):
        for piece in by_family[family]:
            table.add_row(family, Text(piece.rule), str(piece.before_paragraph), Text(piece.text))
    return table


def _revision_table(revisions: tuple[ArticleRow, ...]) -> Table:
    table = Table(title="revisions", title_justify="left")
    for column in ("revision", "captured (UTC)", "words", "content digest"):
        table.add_column(column)
    for row in revisions:
        article = row.article
        captured = f"{article.captured_at:%Y-%m-%d %H:%M:%S}"
        table.add_row(str(row.revision), captured, str(article.word_count), article.content_digest[:23])
    return table
