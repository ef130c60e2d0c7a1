"""Scores as tables: for a terminal by rich, for the README in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.readers import READERS, Gives
from benchmarks.stored_pages import Half

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.report import Row
    from benchmarks.scoring import Score
    from benchmarks.text_scores import Totals

_NONE = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A table of plain text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def markdown(self) -> str:
        lines = (self.head, tuple("---" for _ in self.head), *self.rows)
        return "\n".join((f"**{self.title}**", "", *(f"| {' | '.join(line)} |" for line in lines)))


def show(tables: Iterable[Printed], *, is_markdown: bool) -> None:
    for table in tables:
        if is_markdown:
            print(f"{table.markdown}\n")
        else:
            Console(width=180, highlight=False).print(_for_terminal(table))


def of_scores(title: str, scores: tuple[Score, ...], *, by_half: bool) -> Printed:
    """One row an extractor; columns that nobody fills are left out."""
    wanted = {name: value for name, value in _COLUMNS.items() if by_half or name not in _HALVES}
    columns = [(name, tuple(map(value, scores))) for name, value in wanted.items()]
    kept = [(name, cells) for name, cells in columns if any(cells)]
    rows = zip(*(cells for _, cells in kept), strict=True)
    return Printed(title, tuple(name for name, _ in kept), tuple(rows))


def of_worst(score: Score, count: int) -> Printed:
    """The pages that `score` is worst on, by their names."""
    pages = sorted(score.pages, key=lambda page: page.matches.f1)[:count]
    rows = (
        (
            page.page,
            page.half.value,
            *map(_number, (page.matches.f1, page.matches.precision, page.matches.recall)),
        )
        for page in pages
    )
    return Printed(
        f"Worst pages of {score.reader}", ("page", "half", "F1", "precision", "recall"), tuple(rows)
    )


def of_rows(title: str, rows: Iterable[Row]) -> Printed:
    head = ("measured", "Pressmark", "compared with", "ratio", "wanted", "held")
    held = {True: "yes", False: "**no**", None: ""}
    cells = ((row.measured, row.ours, row.other, row.ratio, row.wanted, held[row.holds]) for row in rows)
    return Printed(title, head, tuple(cells))


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.4f}"


def _extractor(score: Score) -> str:
    reader = READERS[score.reader]
    return f"{reader.name} {reader.version}".strip()


def _of_text(value: Callable[[Score], float | None]) -> Callable[[Score], str]:
    return lambda score: _number(value(score)) if Gives.TEXT in READERS[score.reader].gives else _NONE


def _half_f1(half: Half) -> Callable[[Score], float | None]:
    def value(score: Score) -> float | None:
        totals: Totals | None = score.by_half.get(half)
        return totals.f1 if totals and len(score.by_half) > 1 else None

    return value


def _difference(score: Score) -> str:
    found = score.difference
    return f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})" if found else _NONE


_COLUMNS: dict[str, Callable[[Score], str]] = {
    "extractor": _extractor,
    "F1": _of_text(lambda score: score.totals.f1),
    "ours less this, 95 %": _difference,
    "precision": _of_text(lambda score: score.totals.precision),
    "recall": _of_text(lambda score: score.totals.recall),
    "F1, tune": _of_text(_half_f1(Half.TUNE)),
    "F1, test": _of_text(_half_f1(Half.TEST)),
    "exact": _of_text(lambda score: score.accuracy),
    "with": _of_text(lambda score: score.held),
    "without": _of_text(lambda score: score.wrongly_held),
    "title": lambda score: _number(score.title),
    "authors": lambda score: _number(score.author),
    "date": lambda score: _number(score.date),
    "raised": lambda score: (
        f"{len(score.errors)} ({', '.join(sorted(set(score.errors)))})" if score.errors else _NONE
    ),
}
_HALVES = frozenset({"F1, tune", "F1, test"})


def _for_terminal(table: Printed) -> Table:
    shown = Table(title=table.title, title_justify="left")
    for at, name in enumerate(table.head):
        shown.add_column(name, justify="right" if at else "left")
    for row in table.rows:
        shown.add_row(*row)
    return shown
