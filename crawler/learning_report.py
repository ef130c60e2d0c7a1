"""What learning found, as a person reads it: each proposal with what speaks for it, and what was held back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from crawler.terminal import Terminal

if TYPE_CHECKING:
    from crawler.learning import Archived
    from extractors.learning.check import Check
    from extractors.learning.proposal import Evidence, Proposal

_EXAMPLE = 160  # characters of a line shown


def print_proposal(slug: str, archived: Archived, proposal: Proposal, source: str) -> None:
    console = _console()
    stories = len({page.story for page in archived.pages})
    console.print(
        f"{slug}: {archived.captures} captures read, {len(archived.pages)} pages with an article in a container,"
        f" {stories} distinct stories"
    )
    if proposal.is_empty:
        console.print("Nothing to propose: what its pages repeat is known already, or is the article's.")
    else:
        console.print(_containers(proposal))
        console.print(_rules(proposal))
    if proposal.withheld:
        console.print(_withheld(proposal))
    if source:
        console.print("\nTo accept, paste into the outlet's file what you agree with:\n", style="bold")
        console.print(Text(source))


def print_check(found: Check) -> None:
    """Each story was read with what the other stories teach."""
    share = found.total.lost / max(1, found.article)
    table = Table(title="each story left out in turn", title_justify="left")
    for column in ("rule", "words removed", "of the article's own"):
        table.add_column(column, justify="left" if column == "rule" else "right", overflow="fold")
    for rule, effect in found.by_rule:
        table.add_row(Text(rule), str(effect.removed), str(effect.lost))
    table.add_row("all", str(found.total.removed), f"{found.total.lost} of {found.article} ({share:.2%})")
    console = _console()
    console.print(table)
    console.print(
        "The article's own: kept by the generic extractor, on no other story's page, no link, taken by no rule. A"
        " biography that differs on each page counts as lost, too: look at what a rule takes before you judge it."
    )


def _containers(proposal: Proposal) -> Table:
    table = Table(title="containers", title_justify="left")
    for column in ("layout", "valid", "selector", "agreement", "pages", "seen"):
        table.add_column(column, overflow="fold")
    for proposed in proposal.layouts:
        layout = proposed.layout
        valid = f"{layout.valid_from or '...'} to {layout.valid_until or '...'}"
        for found in proposed.containers:
            pages = f"{found.pages} of {found.of_pages}"
            seen = f"{found.first} to {found.last}"
            table.add_row(layout.name, valid, Text(found.selector), f"{found.agreement:.3f}", pages, seen)
        if not proposed.containers:
            table.add_row(layout.name, valid, Text(layout.container[0]), "", "", "in the file already")
    return table


def _rules(proposal: Proposal) -> Table:
    table = _evidence_table("proposed")
    for block in proposal.blocks:
        _add(table, f"{block.drop.signature}  in layout {block.layout}", block.drop.family, block.evidence)
    for line in proposal.lines:
        _add(table, f"{line.rule.pattern}  {line.rule.where}", line.rule.family, line.evidence)
    return table


def _withheld(proposal: Proposal) -> Table:
    table = _evidence_table("held back", second="why")
    for one in proposal.withheld:
        _add(table, one.what[:_EXAMPLE], one.why, one.evidence)
    return table


def _evidence_table(title: str, second: str = "family") -> Table:
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("what, and where it was seen", overflow="fold", ratio=1)
    table.add_column(second, overflow="fold", max_width=20)
    for column in ("stories", "days", "share"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("first, last", no_wrap=True)
    return table


def _add(table: Table, what: str, second: str, shown: Evidence) -> None:
    examples = "".join(f"\n{text[:_EXAMPLE]}\n  {url}" for text, url in shown.examples)
    numbers = (str(shown.stories), str(shown.days), f"{shown.share:.0%}")
    seen = f"{shown.first}\n{shown.last}"
    table.add_row(Text(what, style="bold").append(examples, style="not bold"), Text(second), *numbers, seen)


def _console() -> Terminal:
    return Terminal(highlight=False, width=max(100, shutil.get_terminal_size().columns))
