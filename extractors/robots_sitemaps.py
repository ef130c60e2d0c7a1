"""The `Sitemap:` lines of robots.txt (sitemaps.org, "Specifying the Sitemap location in your robots.txt file")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.candidate import Candidate, Problem
from extractors.urls import absolute
from extractors.vocabulary import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

PARSED = 512 << 10  # bytes, as of the rules (RFC 9309, section 2.5)
MOST = 100  # lines
_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*([^\r\n#]*)", re.IGNORECASE | re.MULTILINE)


def robots_sitemaps(body: bytes, base: str) -> Iterator[Candidate | Problem]:
    """The sitemaps named, wherever they stand: these lines belong to no group of rules."""
    text = body[:PARSED].replace(b"\0", b"").decode("utf-8-sig", "ignore")
    for number, line in enumerate(_LINE.finditer(text)):
        if number >= MOST:
            yield Problem(f"more than {MOST} sitemaps")
            return
        url = absolute(base, line[1].strip())
        yield Candidate(url=url, purpose=Purpose.SITEMAP) if url else Problem(f"no address: {line[1][:80]!a}")
