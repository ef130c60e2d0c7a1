"""The terminal as commands write to it: what strangers wrote is shown, and does not act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import ConsoleOptions, RenderableType

# Controls but for tab and line end, what turns the direction of what follows, and halves of characters, which no terminal takes.
# Joiners stay: words of Persian and of Indian scripts are written with them.
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def harmless(text: str) -> str:
    """The text with what would move the cursor, or turn a line round, escaped as Python writes it."""
    return _ACTS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


class Terminal(Console):
    """rich's console, which passes on whatever control characters a text has (but for five)."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(harmless(segment.text), segment.style)
