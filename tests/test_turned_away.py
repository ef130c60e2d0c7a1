"""A site that does not want the crawler is left, and says so in the outcomes and the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.resistance import MOST_REFUSALS, MOST_WALLS, Resistance
from storage.article import Reason
from tests.living_site import DAY_0, OUTLET, LivingSite, crawl_on, story
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import labels, operator_in

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.untraced

PATHS = [f"/story-{n}/" for n in range(12)]
SHIELD = Reply(200, b"<html><head><title>Just a moment...</title></head><body><p>Checking.</p></body></html>")


@pytest.mark.parametrize(
    "wall", [Reply(403, b"<html><title>Forbidden</title></html>"), SHIELD], ids=["403", "shield"]
)
def test_a_run_stops_early_where_pages_are_refused_in_a_row(tmp_path: Path, wall: Reply) -> None:
    site = LivingSite(dict.fromkeys(PATHS, wall))
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        done = crawl_on(operator, DAY_0)
        found = labels(operator, -1, OUTLET)
        asked = len(site.pages_asked)
        site.pages = {path: story(path, f"Only {path}.", "It says no more than this line.") for path in PATHS}
        later = crawl_on(operator, DAY_0.replace(day=6))
        after = labels(operator, -1, OUTLET)
    assert done.returncode == 69, done.stderr
    assert "the site refused" in done.stdout
    assert asked < len(PATHS)
    assert found["rejected:blocked"] == asked
    assert found["deferred:blocked"] == len(PATHS) - asked
    assert later.returncode == 0, later.stderr
    assert after["archived"] + after["duplicate"] >= len(PATHS)


def test_one_refused_page_among_good_ones_stops_nothing() -> None:
    met = Resistance()
    for status in (403, 403, 200, 403, 403, 304, 429, 404, 503):
        met = met.answered(status)
        assert not met.is_blocking
    for _ in range(MOST_REFUSALS):
        met = met.answered(None).answered(403)
    assert met.is_blocking


def test_pages_that_are_walls_count_although_their_status_is_good() -> None:
    met = Resistance()
    for _ in range(MOST_WALLS):
        assert not met.is_blocking
        met = met.answered(200).read(Reason.BLOCKED)
    assert met.is_blocking
    assert not met.read(None).is_blocking
