"""Jinja2 as all our pages use it: every value is escaped, and a name that is missing is an error."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from pathlib import Path

_CONTROLS = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(32), *range(0x7F, 0xA0))
    if chr(code) not in "\t\n\r"
}


@cache
def templates(folder: Path) -> Environment:
    """The templates of the folder."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _printed(value: object) -> object:
    """HTML has no control characters; a page that was crawled may."""
    return value.translate(_CONTROLS) if isinstance(value, str) and not value.isprintable() else value
