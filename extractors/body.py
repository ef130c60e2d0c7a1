"""The one door to trafilatura and htmldate: the body, headline, authors and date of a page nobody described.

Every call is given what it would otherwise ask the machine for (the latest date) or remember between pages
(duplicates), so that the answer depends on the page alone. The libraries are imported where they are first asked:
a crawling process, which knows the outlets but reads no page, need not carry their 30 MB.
"""
# ruff: noqa: PLC0415 - for that reason

from __future__ import annotations

import logging
from configparser import ConfigParser
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from extractors.lines import Line
from extractors.matching import plain

if TYPE_CHECKING:
    from datetime import datetime

    from extractors.parse import Page

GENERIC_EXTRACTOR = f"trafilatura-{version('trafilatura')}"

_MAX_TREE = 20_000  # elements of the result: whatever has more is no article
_NAMES_END = "; "  # trafilatura joins authors so

# That a page has no text is an answer here, not news for a log.
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


def guessed_headline(page: Page) -> str | None:
    from trafilatura.metadata import extract_title

    return plain(extract_title(page.tree) or "") or None


def guessed_authors(page: Page) -> tuple[str, ...]:
    from trafilatura.metadata import extract_author

    found = extract_author(page.tree) or ""
    return tuple(name for name in map(plain, found.split(_NAMES_END)) if name)


def guessed_date(page: Page, not_after: datetime) -> str | None:
    """The publication date (YYYY-MM-DD) that htmldate finds; `not_after` keeps it from asking the clock.

    Its extensive search is off: that asks dateparser, which holds the first page that needs it for 4 s,
    reads the clock for two-digit years, and takes the date of anything else on the page for this one's.
    """
    import htmldate

    return htmldate.find_date(
        page.tree,
        extensive_search=False,
        original_date=True,
        url=page.url,
        min_date="1990-01-01",
        max_date=not_after.strftime("%Y-%m-%d"),
    )


def forget() -> None:
    """Empty the caches of trafilatura and htmldate, which keep whole paragraphs: 1 GB after 160 long pages.

    They never change an answer, only how soon it comes.
    """
    from trafilatura.meta import reset_caches

    reset_caches()


@cache
def _bounded_config() -> ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG

    config = ConfigParser()
    config.read_dict({"DEFAULT": {**DEFAULT_CONFIG.defaults(), "max_tree_size": str(_MAX_TREE)}})
    return config
