"""Every answer to /robots.txt of tests/robots_cases.py: what may be asked is asked, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import robots_cases
from tests.hostile.case import Case, document, page

if TYPE_CHECKING:
    from collections.abc import Iterator

HOPS = tuple(f"/{n}" for n in range(7))


def cases() -> Iterator[Case]:
    for name, (_, (is_open, private)) in robots_cases.CASES.items():
        answers = {path: robots_cases.site(f"{name}.example", path) for path in ("/robots.txt", *HOPS)}
        unasked = "refused:robots_unreachable"
        yield Case(
            name,
            {**answers, "/open": page(document()), "/private": page(document())},
            ("archived" if is_open else unasked,),
            path="/open",
            given=("/private",),
            also={"/private": "archived" if private else "refused:robots" if is_open else unasked},
        )
