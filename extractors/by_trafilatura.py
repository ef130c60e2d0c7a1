"""The one door to trafilatura: what is asked where the reader finds hardly any text.

A call is given what it would otherwise remember between pages (duplicates), so that the answer depends on the page
alone. The library is imported where it is first asked: most pages do without its 30 MB.
"""
# ruff: noqa: PLC0415 - for that reason

from __future__ import annotations

import logging
import sys
from configparser import ConfigParser
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from extractors.lines import Line
from extractors.matching import plain

if TYPE_CHECKING:
    from extractors.parse import Page

GENERIC_EXTRACTOR = f"trafilatura-{version('trafilatura')}"

_MAX_TREE = 20_000  # elements of the result: whatever has more is no article

# That a page has no text is an answer here, not news for a log; nor that htmldate finds no cache to empty in the
# charset_normalizer that is installed, which `forget` would bring into it every 200 pages.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def generic_lines(page: Page) -> tuple[Line, ...]:
    """The article's lines by trafilatura's rules, comments left out and links unknown; empty when it finds none."""
    import trafilatura
    from trafilatura.settings import Extractor

    options = Extractor(output_format="python", comments=False, with_metadata=False, config=_bounded_config())
    document = trafilatura.bare_extraction(page.tree, options=options)
    text = getattr(document, "text", None) or ""
    texts = [stripped for stripped in map(plain, text.split("\n")) if stripped]
    return tuple(Line(line, at) for at, line in enumerate(texts))


def forget() -> None:
    """Empty trafilatura's caches, which keep whole paragraphs: 1 GB after 160 long pages.

    They never change an answer, only how soon it comes.
    """
    if "trafilatura" in sys.modules:
        from trafilatura.meta import reset_caches

        reset_caches()


@cache
def _bounded_config() -> ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG

    config = ConfigParser()
    config.read_dict({"DEFAULT": {**DEFAULT_CONFIG.defaults(), "max_tree_size": str(_MAX_TREE)}})
    return config
