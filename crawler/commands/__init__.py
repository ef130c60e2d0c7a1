"""Commands of `scrapy`, found through COMMANDS_MODULE."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def module_of(argv: Sequence[str]) -> str:
    """Where Scrapy is to look for the command that is asked for: in its module, or in all where it has none.

    Scrapy imports every command before it runs one, which takes longer than a crawl that finds nothing new.
    """
    name = next((word for word in argv[1:] if not word.startswith("-")), "")
    known = {file.stem for file in Path(__file__).parent.glob("[!_]*.py")}
    return f"{__name__}.{name}" if name in known else __name__
