"""Invented news pages of about 60 KB (or as large as real ones), always the same: four layouts that a generic extractor has to find its way in."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.furniture import (
    LEAN,
    Amount,
    address,
    comments,
    footer,
    headline,
    menu,
    newsletter,
    picture,
    rail,
    scripts,
    styles,
)
from benchmarks.layouts import Story, article, head
from tests.replica.prose import SLOTS, Topic, paragraphs

HOST = "daily.example"
FIRST_DAY = datetime(2026, 1, 1, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the benchmark's site: where it is asked for, and its HTML."""

    path: str  # without the leading slash; also its name on disk
    html: bytes


def unknown_page(number: int, amount: Amount = LEAN) -> Page:
    """A page of a site that no outlet file describes."""
    rng = random.Random(f"page {number}")
    title = headline(rng)
    path = f"{address(rng, title)[1:]}-{number:05}.html"
    at = FIRST_DAY + timedelta(minutes=97 * number)
    story = Story(
        title, rng.choice(SLOTS["person"]), at, f"http://{HOST}/{path}", picture(rng, 1200), prose(number)
    )
    return Page(path, document(rng, head(story, number), article(story, number, rng), amount).encode())


def prose(number: int) -> tuple[str, ...]:
    """The paragraphs of a page: about 880 words, its own."""
    return tuple(text for topic in Topic for text in paragraphs(f"page {number}", 8, topic))


def document(rng: random.Random, about: str, body: str, amount: Amount) -> str:
    """A whole page around an article."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"{about}\n{styles(rng, amount.rules)}\n{scripts(rng, amount.state)}\n</head>\n<body>\n"
        f'<header class="site-header"><a class="logo" href="/">The Daily Example</a>{menu(rng, 6) * amount.menus}</header>\n'
        f'<div class="page-grid">\n{body}\n<aside class="sidebar">{rail(rng, "Most read", 14, amount)}{newsletter()}</aside>\n</div>\n'
        f"{rail(rng, 'Related stories', 22, amount)}\n{comments(rng, 20)}\n{footer(rng)}\n{scripts(rng, amount.state_below)}\n</body>\n</html>\n"
    )
