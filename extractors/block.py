"""A block element around lines, and how signatures name it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from extractors.markup import Mark

_DIGITS: Final = re.compile(r"\d+")


class Block:
    """One block element."""

    __slots__ = (
        "_place",
        "depth",
        "identity",
        "item",
        "mark",
        "names",
        "number",
        "own_mark",
        "parent",
        "tag",
    )

    def __init__(
        self,
        parent: Block | None,
        tag: str,
        names: str = "",
        mark: Mark | None = None,
        item: str = "",
        identity: str = "",
        number: int = -1,
    ) -> None:
        self.parent = parent
        self.tag = tag
        self.names = names  # of its classes, as written
        self.own_mark = mark
        inherited: Mark | None = parent.mark if parent else None
        self.mark: Mark | None = inherited or mark
        self.item = item  # itemprop
        self.identity = identity
        self.number = number  # its place among the blocks of a walk; -1 for those around the walk's root
        self.depth: int = parent.depth + 1 if parent else 0
        self._place: tuple[str, ...] | None = None

    @property
    def place(self) -> tuple[str, ...]:
        """Of this block and the two around it, outer first, as "tag.class.class"."""
        if self._place is None:
            around = self.parent.place[-2:] if self.parent and self.parent.tag else ()
            self._place = (*around, _step(self.tag, self.names))
        return self._place


NOWHERE: Final = Block(None, "")


@lru_cache(maxsize=4_096)
def _step(tag: str, names: str) -> str:
    return ".".join((tag, *sorted(set(_DIGITS.sub("", names).split())))) if names else tag
