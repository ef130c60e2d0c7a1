"""All pages that the repository carries, as captures: the quality pages, the recorded cases, the cases of each kind.

    python -m tests.carried_pages [--reversed]

prints what each of them is extracted to, a line of JSON each, in the order of their names.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from extractors.extract import extract
from storage.article_json import to_json
from storage.capture import Capture
from tests.quality.pages import all_pages
from tests.record_case import all_cases

KINDS = Path(__file__).parent / "kinds"
CAPTURED = datetime(2026, 1, 15, 12, tzinfo=UTC)


@cache
def carried_pages() -> dict[str, Capture]:
    """By name, sorted."""
    found = {case.name: case.capture() for case in all_cases()}
    found |= {f"quality/{page.name}": captured(page.html, page.url) for page in all_pages()}
    found |= {f"{path.parent.name}/{path.stem}": _of_kind(path) for path in KINDS.glob("*/*.html")}
    return dict(sorted(found.items()))


def captured(html: bytes, url: str, outlet: str = "pages", at: datetime = CAPTURED) -> Capture:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(html)}\r\n\r\n"
    return Capture(outlet, url, at, head.encode() + html, None, None)


def answers(names: list[str]) -> dict[str, bytes]:
    """What extraction makes of the pages, one after the other."""
    return {name: to_json(extract(carried_pages()[name])) for name in names}


def _of_kind(path: Path) -> Capture:
    html = path.read_bytes()
    url = re.match(rb"<!-- (\S+) -->", html)  # a case may stand without one
    return captured(html, url[1].decode() if url else f"https://courier.example/news/{path.stem}")


def main(arguments: list[str]) -> None:
    names = list(carried_pages())
    found = answers(names[::-1] if "--reversed" in arguments else names)
    for name in names:
        sys.stdout.buffer.write(found[name] + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
