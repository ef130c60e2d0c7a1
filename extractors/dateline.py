"""The place a story was filed, where its first paragraph opens with it."""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"(?P<place>[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de .'/-]{2,40}(?:, (?:[A-Z][\w.]+ ?){1,3})?)"
    r"(?:,? (?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z.]*) \d{1,2})?"
    r"(?:,? \([^()]{2,40}\))?\s*(?:\u2014|\u2013|--|-)\s"
)


def dateline(paragraphs: tuple[str, ...]) -> str | None:
    """The place as printed ("BEIRUT, Lebanon"); it stays in the text, and is never a date."""
    found = _OPENING.match(paragraphs[0]) if paragraphs else None
    return found["place"].strip(" ,") if found else None
