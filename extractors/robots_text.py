"""A robots.txt as it came (RFC 9309): what its status means, its text, and whom its groups address.

For the crawl, which asks about itself, and for the terms of articles, which ask about others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.site_terms import RobotsTxt

if TYPE_CHECKING:
    from collections.abc import Callable

PARSED_BYTES = 512 << 10  # section 2.5 asks for 500 KiB at least; the rest is not read
MAX_REDIRECTS = 5  # section 2.3.1.2
SOMEBODY_ELSE = "~"  # a name that no product has
_EVERYBODY = "*"
_AGENT_LINE = re.compile(
    r"^([ \t]*user[ -]?agent[ \t]*[: \t][ \t]*)([^\r\n#]*)", re.IGNORECASE | re.MULTILINE
)


def meaning(status: int) -> RobotsTxt:
    """Of the status of an answer that is no redirect."""
    # 429 says "not now" and not "there is none", whatever its first digit.
    if 400 <= status < 500 and status != 429:
        return RobotsTxt.UNAVAILABLE
    return RobotsTxt.RULES if 200 <= status < 300 else RobotsTxt.UNREACHABLE


def robots_text(body: bytes) -> str:
    """UTF-8, the rest left out: a BOM, and NULs, so that ASCII rules written as UTF-16 are read as well. Whole lines."""
    if len(body) > PARSED_BYTES:
        body = body[: max(body.rfind(b"\n", 0, PARSED_BYTES), body.rfind(b"\r", 0, PARSED_BYTES)) + 1]
    return body.replace(b"\0", b"").decode("utf-8-sig", errors="ignore")


def addressed(text: str, name_of: Callable[[str], str]) -> str:
    """The text with each name of a group as `name_of` writes it; what addresses everybody stays.

    Protego finds a group's name anywhere at the start of a word of ours: "press" would speak to Pressmark, "Applebot" to
    "Applebot-Extended", and "Pressmark/0.1" to nobody. So names are written anew, by their product tokens (section 2.2.1).
    """

    def renamed(line: re.Match[str]) -> str:
        return line[1] + (_EVERYBODY if line[2].strip() == _EVERYBODY else name_of(line[2]))

    return _AGENT_LINE.sub(renamed, text)
