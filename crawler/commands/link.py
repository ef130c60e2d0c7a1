"""`scrapy link`: who copied whom, what was published again, and what only stands in the same frame."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler import clock
from crawler.command_line import guarded, progress_bar
from crawler.exit_status import ExitStatus
from crawler.linking import Linked, link
from crawler.terminal import Terminal
from storage.link import LinkLabel

if TYPE_CHECKING:
    import argparse

    from crawler.configuration import Configuration

MOST_ROWS = 40


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Find reposts, abridged copies, revisions and templates among all articles"

    def long_desc(self) -> str:
        return (
            "Compare the texts of all articles of the archive and write what they share into its table `links`. Only"
            " what came since the last time is read; the answer is the same as if all were read at once. Examples:"
            " `scrapy link`; `scrapy link --rebuild`; `scrapy show ARTICLE` then says who copied it."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--rebuild", action="store_true", help="make the index in the spool anew, from all articles"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageError("it takes no arguments: all articles are compared with all")
        self.exitcode = guarded(self.settings, _Link(anew=opts.rebuild))


@dataclass(frozen=True, slots=True)
class _Link:
    anew: bool

    def __call__(self, configuration: Configuration) -> ExitStatus:
        with progress_bar() as bar:
            task = bar.add_task("linking", total=None)
            linked = link(
                configuration.store(),
                configuration.spool,
                at=clock.now(),
                advance=lambda step, done, of: bar.update(task, description=step, completed=done, total=of),
                anew=self.anew,
            )
        _print(linked)
        return ExitStatus.COMPLETE


def _print(linked: Linked) -> None:
    changed = linked.settled.changed
    print(f"articles  {linked.articles}, {changed} of them new or changed since the last time")
    print(f"links     {sum(count for *_, count in linked.by_pair)}")
    if linked.by_pair:
        Terminal(highlight=False).print(_table(linked.by_pair))
        print("next      scrapy show ARTICLE says who copied it, and what it copies")


def _table(by_pair: tuple[tuple[str, str, str, int], ...]) -> Table:
    """One line for each article's outlet and original's, those with most links first."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for outlet, original, label, count in by_pair:
        counts.setdefault((outlet, original), Counter())[label] = count
    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    table.add_column("articles of", overflow="fold")
    table.add_column("have text of", overflow="fold")
    for label in LinkLabel:
        table.add_column(label.value, justify="right", no_wrap=True)
    ranked = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    for (outlet, original), by_label in ranked[:MOST_ROWS]:
        table.add_row(Text(outlet), Text(original), *(_number(by_label[label.value]) for label in LinkLabel))
    if len(ranked) > MOST_ROWS:
        table.add_row(f"{len(ranked) - MOST_ROWS} more", "")
    return table


def _number(count: int) -> str:
    return f"{count}" if count else "."
