"""Text as it is kept, and the form of it that is compared with patterns."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_STRAIGHT = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
        "\u2026": "...", "\u00a0": " ", "\u200e": None, "\u200f": None,
    }
)  # fmt: skip

# Controls, soft hyphen, zero-width space and no-break space, bidi embeddings and isolates, tag characters,
# lone surrogates: they show nothing, or make text read as what it is not. ZWJ and ZWNJ (Persian, Hindi) and
# the plain direction marks stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)


@lru_cache(maxsize=4096)
def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """Letter case does not count. Raises `re.error`."""
    return re.compile(pattern, re.IGNORECASE)


def plain(text: str) -> str:
    """One line of kept text: NFC, single spaces, nothing invisible."""
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():  # most lines are: four times as fast
        return spaced
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", spaced)).split())


def matching_form(line: str) -> str:
    """`line` with straight quotes, "-" for dashes, "..." for an ellipsis, single spaces, in NFC."""
    spaced = plain(line)
    return " ".join(spaced.translate(_STRAIGHT).split()) if not spaced.isascii() or "`" in spaced else spaced
