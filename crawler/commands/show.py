"""`scrapy show <article>`: one article, what was removed from it and why, and where its bytes stand."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.addresses import BadUrl, safe_url
from crawler.command_line import failed, guarded
from crawler.configuration import BadConfiguration
from crawler.exit_status import ExitStatus
from crawler.showing import print_article
from crawler.showing_changes import print_difference
from crawler.terminal import harmless
from extractors import outlets
from storage.corpus import Corpus
from storage.exports import text
from storage.warc_reader import DamagedWarc, record_of

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration
    from storage.article import Article
    from storage.table_rows import ArticleRow


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <article id or address>"

    def short_desc(self) -> str:
        return "Show an article: text, removed pieces, revisions, copies, pressmark"

    def long_desc(self) -> str:
        return (
            "Print one article with its fields and how each was found, its paragraphs with their numbers, what was"
            " removed (by family, each piece with its place and its rule), its revisions, who copied it and what it copies"
            " (as `scrapy link` found), and the place of its bytes in the archive. Examples: `scrapy show southfront-0a1b2c3d4e5f60718293`;"
            " `scrapy show https://southfront.press/some-slug/`; `scrapy show ID --text` for the plain text alone;"
            " `scrapy show ID --diff 1 2` for what the second revision changed, word by word."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--revision", type=int, metavar="N", help="default: the newest")
        parser.add_argument("--text", action="store_true", help="only the text, as `scrapy pull` writes it")
        parser.add_argument(
            "--raw", action="store_true", help="only the archived record, as it stands in the WARC"
        )

        parser.add_argument(
            "--diff",
            type=int,
            nargs=2,
            metavar=("N", "M"),
            help="what revision M says that N does not: [-removed-] {+added+}, in colours on a terminal",
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
        if self.options.diff:
            before, after = (self._numbered(revisions, number, "--diff") for number in self.options.diff)
            print_difference(before, after)
            return ExitStatus.COMPLETE
        row = self._chosen(revisions)
        if self.options.text:
            print(harmless(text(row)) if sys.stdout.isatty() else text(row), end="")
        elif self.options.raw:
            return _write_record(corpus, row.article)
        else:
            print_article(row, revisions, links=tuple(corpus.links(row.article.article_id)))
        return ExitStatus.COMPLETE

    def _revisions(self, corpus: Corpus) -> tuple[ArticleRow, ...]:
        found = corpus.revisions(id_at(corpus, self.name) or self.name)
        if not found:
            raise BadConfiguration(
                f"no article {self.name!r} in {corpus.store.url}; `scrapy pull` lists what there is"
            )
        return found

    def _chosen(self, revisions: tuple[ArticleRow, ...]) -> ArticleRow:
        wanted = self.options.revision
        return revisions[-1] if wanted is None else self._numbered(revisions, wanted, "--revision")

    def _numbered(self, revisions: tuple[ArticleRow, ...], number: int, option: str) -> ArticleRow:
        for row in revisions:
            if row.revision == number:
                return row
        there = ", ".join(str(row.revision) for row in revisions)
        raise BadConfiguration(f"{option}: no revision {number}; there are revisions {there}")


def id_at(corpus: Corpus, name: str) -> str | None:
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


def _write_record(corpus: Corpus, article: Article) -> ExitStatus:
    """As it stands there, whatever it is; if it is not what it should be, that is said."""
    member = corpus.capture_bytes(article)
    sys.stdout.buffer.write(member)
    sys.stdout.buffer.flush()
    assert article.pressmark, "it has a capture"
    try:
        record_of(article.pressmark, member)
    except DamagedWarc as damage:
        return failed(damage)
    return ExitStatus.COMPLETE
