"""Where the pages lie, as addresses relative to the folder. An article's page keeps its place, whatever its date becomes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.safe_names import safe_name

if TYPE_CHECKING:
    from datetime import date

INDEX, SEARCH, STYLE, SCRIPT = "index.html", "search.html", "site.css", "site.js"
OURS = ("articles", "outlets", "revisions", "search")
"""Folders in which there is nothing but what we wrote."""


def outlet_page(outlet: str) -> str:
    return f"outlets/{safe_name(outlet)}/index.html"


def month_page(outlet: str, month: date, number: int = 1) -> str:
    more = f"-{number}" if number > 1 else ""
    return f"outlets/{safe_name(outlet)}/{month:%Y-%m}{more}.html"


def article_page(outlet: str, article_id: str) -> str:
    return f"articles/{_shelf(outlet, article_id)}.html"


def difference_page(outlet: str, article_id: str, revision: int) -> str:
    """What the revision changed against the one before."""
    return f"revisions/{_shelf(outlet, article_id)}/{revision}.html"


def words_file(name: str) -> str:
    return f"search/words/{name}.js"


def entries_file(number: int) -> str:
    return f"search/articles/{number}.js"


SHARDS_FILE = "search/shards.js"


def root_from(place: str) -> str:
    """What leads from a page to the folder."""
    return "../" * place.count("/")


def _shelf(outlet: str, article_id: str) -> str:
    """One of 256 folders: file systems and people dislike a folder of a million files."""
    name = safe_name(article_id)
    return f"{safe_name(outlet)}/{hashlib.sha256(name.encode()).hexdigest()[:2]}/{name}"
