"""Slugs as WordPress makes them."""

from __future__ import annotations

import unicodedata

_LATIN = dict(zip("абвгдезийклнорстух", "abvgdeziyklnorstuh", strict=True)) | {"ж": "zh", "м": "m", "ц": "ts"}
_SILENT = str.maketrans("", "", "\u2018\u2019'\u201c\u201d?!")


def slug_of(headline: str) -> str:
    """Letters and digits in lower case, without accents, transliterated where they must be, joined by hyphens."""
    letters = "".join(_LATIN.get(letter, letter) for letter in headline.lower().translate(_SILENT))
    plain = [letter for letter in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(letter)]
    kept = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in plain)
    return "-".join(kept.split())
