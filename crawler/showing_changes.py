"""Two revisions of an article side by side, as a person reads them: on a terminal in colour, else in wdiff's marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from crawler.terminal import Terminal
from storage.changes import blocks, change, wording, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.changes import Block, Change, Wording
    from storage.table_rows import ArticleRow

NEARBY = 8  # words of the same on either side of a change
OLD, NEW = "red strike", "green bold"


def print_difference(before: ArticleRow, after: ArticleRow) -> None:
    """What the one says and the other does not, on standard output; paragraphs that both have are only counted."""
    console = Terminal(soft_wrap=True, highlight=False, emoji=False)
    old, new = wording(before.article), wording(after.article)
    console.print(Text(after.article.headline or "(no headline)", style="bold"))
    for label, row in (("before", before), ("after", after)):
        console.print(
            f"{label:<9} revision {row.revision}, captured {row.article.captured_at:%Y-%m-%d %H:%M:%S} UTC"
        )
    console.print(f"{'changed':<9} {told(change(old, new))}\n")
    marked = console.is_terminal
    for line in (*_fields(old, new, marked=marked), *_body(old, new, marked=marked)):
        console.print(line)


def told(made: Change) -> str:
    if not made.parts:
        return "nothing"
    parts = ", ".join(made.parts)
    return f"{parts}: {made.kind}, {made.words_added} words added, {made.words_removed} removed"


def changed_fields(old: Wording, new: Wording) -> Iterator[tuple[str, str, str]]:
    """Label, old and new value of each field that differs."""
    values = (
        ("headline", old.headline, new.headline),
        ("authors", ", ".join(old.author), ", ".join(new.author)),
        ("byline", old.byline, new.byline),
        (
            "published",
            old.published.isoformat() if old.published else "",
            new.published.isoformat() if new.published else "",
        ),
    )
    return (value for value in values if value[1] != value[2])


def _fields(old: Wording, new: Wording, *, marked: bool) -> Iterator[Text]:
    for label, was, now in changed_fields(old, new):
        yield Text(f"{label:<9} ", style="dim").append_text(_line(words(was, now), marked=marked, whole=True))


def _body(old: Wording, new: Wording, *, marked: bool) -> Iterator[Text]:
    same = 0
    for block in blocks(old, new):
        if all(piece.is_common for piece in block):
            same += 1
            continue
        if same:
            yield _unchanged(same)
            same = 0
        yield _line(block, marked=marked, whole=False)
    if same:
        yield _unchanged(same)


def _unchanged(paragraphs: int) -> Text:
    return Text(f"({paragraphs} paragraph{'s' * (paragraphs != 1)} unchanged)", style="dim")


def _line(block: Block, *, marked: bool, whole: bool) -> Text:
    """The words of a block; `marked`: in colours, else as [-old-] and {+new+}."""
    line = Text()
    for number, piece in enumerate(block):
        if piece.is_common:
            shown = list(piece.after)
            if not whole:
                shown = _shortened(shown, opens=number == 0, closes=number == len(block) - 1)
            line.append(" ".join(shown) + " ")
            continue
        for some, style, marks in ((piece.before, OLD, "[--]"), (piece.after, NEW, "{++}")):
            if some:
                text = " ".join(some)
                line.append(text if marked else f"{marks[:2]}{text}{marks[2:]}", style=style)
                line.append(" ")
    line.rstrip()
    return line


def _shortened(some: list[str], *, opens: bool, closes: bool) -> list[str]:
    """A long run of the same words: only those next to a change."""
    head, tail = (0 if opens else NEARBY), (0 if closes else NEARBY)
    if len(some) <= head + tail + 3:
        return some
    return [*some[:head], "...", *(some[-tail:] if tail else [])]
