"""What a page or source may bring into a run is bounded, and what is left out has its rule in its outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.admission import Gate
from extractors.outlets.southfront import OUTLET
from extractors.vocabulary import Budgets
from storage import endings, frontier
from storage.announcement import SourceEntry
from storage.capture import Capture
from storage.exchange import Hop, Purpose
from storage.frontier import Target
from storage.state import open_state

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOME = "https://southfront.press"
GATE = Gate(replace(OUTLET, budgets=Budgets(depth=2, new_urls_per_page=3)), frozenset({80, 443}))


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_state(tmp_path / "state.sqlite")
    yield connection
    connection.close()


def admit(
    db: sqlite3.Connection, purpose: Purpose, url: str, entries: list[SourceEntry], gate: Gate = GATE
) -> None:
    capture = Capture("southfront", url, NOW, b"", None, None, purpose)
    gate.admit(db, "r1", capture, entries, NOW)


def refused(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    rows = endings.rows_of(db, "r1")
    return {row["url"]: (row["reason"], row["detail"]) for row in rows if row["outcome"] == "refused"}


def test_a_page_of_a_hundred_thousand_links_brings_what_the_budget_allows(db: sqlite3.Connection) -> None:
    links = [SourceEntry(url=f"{HOME}/story-{n}/", purpose=Purpose.PAGE) for n in range(5)]
    admit(db, Purpose.LISTING, f"{HOME}/", links)
    left_out = ("new_urls_per_page", f"named by {HOME}/")
    assert refused(db) == {f"{HOME}/story-{n}/": left_out for n in (3, 4)}
    admit(db, Purpose.FEED, f"{HOME}/feed/", links)
    assert len(refused(db)) == 2, "the run has had its say of these"
    more = [replace(link, url=f"{link.url}more/") for link in links]
    admit(db, Purpose.FEED, f"{HOME}/feed/", more)
    assert len(refused(db)) == 2, "a feed is not bounded by it"


def test_links_are_followed_to_the_depth_that_the_budget_allows(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [Target(f"{HOME}/", Purpose.LISTING, Hop.SEED)])
    for depth in range(3):
        here = f"{HOME}/" if not depth else f"{HOME}/story-{depth}/"
        link = SourceEntry(url=f"{HOME}/story-{depth + 1}/", purpose=Purpose.PAGE)
        admit(db, Purpose.LISTING, here, [link])
    assert refused(db) == {f"{HOME}/story-3/": ("depth", f"named by {HOME}/story-2/")}


def test_an_index_too_deep_says_so_in_the_outcome_of_what_it_names(db: sqlite3.Connection) -> None:
    frontier.enqueue(db, "r1", [Target(f"{HOME}/index-0.xml", Purpose.SITEMAP, Hop.SEED)])
    gate, depth = Gate(OUTLET, GATE.ports), 0
    while not refused(db) and depth < 10:
        below = SourceEntry(url=f"{HOME}/index-{depth + 1}.xml", purpose=Purpose.SITEMAP)
        admit(db, Purpose.SITEMAP, f"{HOME}/index-{depth}.xml", [below], gate)
        depth += 1
    said = ("depth", "more than 3 indexes above it; named by https://southfront.press/index-3.xml")
    assert refused(db) == {f"{HOME}/index-4.xml": said}
