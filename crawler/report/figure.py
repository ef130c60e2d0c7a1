"""A picture with its words: title, what to see in it, the same as a table, and the meaning of its colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Table:
    """For those who cannot see the picture, or want its numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    note: str  # how it is counted
    svg: Markup | None  # None: there is nothing to draw, and `note` says why
    table: Table
    legend: tuple[tuple[str, str], ...] = ()  # class of the style sheet, meaning
