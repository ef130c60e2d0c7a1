"""What a description of an outlet is checked with when its file is imported."""

from __future__ import annotations

import re

from extractors.matching import compiled_pattern


class BadOutletError(ValueError):
    """An outlet's description contradicts itself; the message names the outlet (or rule) and the field."""


def checked(pattern: str, owner: str, field: str) -> re.Pattern[str]:
    try:
        return compiled_pattern(pattern)
    except re.error as error:
        message = f"{owner}: {field}: {pattern!r} is no regular expression: {error}"
        raise BadOutletError(message) from None


def require(holds: object, owner: str, field: str, problem: str) -> None:
    if not holds:
        message = f"{owner}: {field}: {problem}"
        raise BadOutletError(message)
