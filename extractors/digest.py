"""The digest that decides whether an article has changed."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def content_digest(headline: str | None, author: Iterable[str], paragraphs: Iterable[str]) -> str:
    """The text "sha256:" and hex digits, over headline, authors and clean text alone.

    Compared in NFKC with single spaces, so that a theme's typography does not make a revision; letter case,
    punctuation and every word count. Dates, links, pictures and boilerplate do not.
    """
    parts = (
        headline or "",
        "\x1e".join(_normalised(name) for name in author),
        "\x1e".join(map(_normalised, paragraphs)),
    )
    text = "\x1f".join((_normalised(parts[0]), *parts[1:]))
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"


def _normalised(text: str) -> str:
    # Of a printable text " " is the only white space, as most paragraphs in NFKC are.
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFKC", text):
        return text.strip(" ")
    return " ".join(unicodedata.normalize("NFKC", text).split())
