"""The place a story was filed, where its first paragraph opens with it."""

from __future__ import annotations

import re

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z.]* \d{1,2}"
_DASH = r"\s*(?:\u2014|\u2013|--|-)\s"
_CAPITALS = r"[A-Z\u00c0-\u00de\u0410-\u042f\u0401]"
_OPENING = re.compile(
    rf"(?P<place>{_CAPITALS}(?:{_CAPITALS}|[ .'/-]){{2,40}}(?:, (?:[A-Z][\w.]+ ?){{1,3}})?)"
    rf"(?:,? {_MONTH}|, \d{{1,2}} \w{{3,9}})?(?:,? \([^()]{{2,40}}\))?{_DASH}"
)
_WITH_AGENCY = re.compile(
    rf"(?P<place>[A-Z\u00c0-\u00de][\w.'-]{{1,20}}(?:[ /][A-Z\u00c0-\u00de][\w.'-]{{1,20}}){{0,2}}(?:, [A-Z][\w.]{{2,20}})?)"
    rf"(?:, {_MONTH})?,? \((?:[A-Z]{{2,6}}|Reuters|Xinhua|dpa|ots)(?:/[\w.-]{{2,20}})?\){_DASH}"
)
"""A place in small letters counts only with the agency that sent the story: "Berlin (dpa) - "."""


def dateline(paragraphs: tuple[str, ...]) -> str | None:
    """The place as printed ("BEIRUT, Lebanon"); it stays in the text, and is never a date."""
    opening = paragraphs[0][:200] if paragraphs else ""
    found = _OPENING.match(opening) or _WITH_AGENCY.match(opening)
    return found["place"].strip(" ,") if found else None
