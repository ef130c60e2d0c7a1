"""What becomes of articles: they are edited, moved, taken down, and come back; and each day says what it knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.changes import ChangeKind, Part
from tests.living_site import DAY_0, HOME, OUTLET, PROSE, LivingSite, crawl_on, story
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import operator_in, outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from storage.outcome import Outcome
    from tests.operator import Operator
    from tests.replica.reply import Ask

pytestmark = pytest.mark.untraced

PATHS = (
    "/stays/",
    "/gone/",
    "/home/",
    "/elsewhere/",
    "/notice/",
    "/dead/",
    "/edited/",
    "/moved/",
    "/back/",
    "/shifted/",
    "/lying/",
)
NOTICE = "This article has been removed at the request of the council. We regret the error."


class LyingSite(LivingSite):
    """Says of one page that it has not changed, whatever has become of it; its sitemap tells the truth."""

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        if ask.target != "/lying/":
            return super().reply(ask, secure=secure)
        self.asked.append(ask)
        told = Reply(304) if self.is_conditional(ask) else self.pages[ask.target]
        return replace(told, headers=(("ETag", '"always"'),))

    @staticmethod
    def is_conditional(ask: Ask) -> bool:
        return "if-none-match" in ask.headers


def ended(operator: Operator) -> dict[str, Outcome]:
    return {url.removeprefix(HOME): outcome for url, outcome in outcomes(operator, -1, OUTLET).items()}


def replaced(site: LivingSite) -> None:
    """What the outlet does in the night after the first day."""
    site.pages["/gone/"] = Reply(410, b"<html><title>Gone</title></html>")
    site.pages["/home/"] = Reply(301, headers=(("Location", "/"),))
    site.pages["/elsewhere/"] = Reply(302, headers=(("Location", "/stays/"),))
    site.pages["/notice/"] = story("/notice/", NOTICE)
    site.pages["/shifted/"] = Reply(301, headers=(("Location", "/shifted/amp/"),))
    site.pages["/shifted/amp/"] = story("/shifted/", NOTICE)
    site.pages["/dead/"] = Reply(500, b"<html><title>Error</title></html>")
    site.pages["/lying/"] = story("/lying/", *PROSE[:4], "Observers expect talks in May.")
    site.modified[f"{HOME}/lying/"] = "2026-03-06T08:00:00+00:00"
    site.pages["/edited/"] = story("/edited/", *PROSE[:4], "Observers expect no further talks.")
    site.pages["/moved/"] = Reply(301, headers=(("Location", "/2026/03/moved/"),))
    site.pages["/2026/03/moved/"] = story("/moved/", *PROSE, "Number 7.")
    site.pages["/back/"] = Reply(404, b"<html><title>Not Found</title></html>")


def test_what_changed_is_seen_and_what_vanished_is_removed_after_a_second_look(tmp_path: Path) -> None:
    site = LyingSite({path: story(path, *PROSE, f"Number {n}.") for n, path in enumerate(PATHS)})
    site.pages["/"] = Reply(200, b"<html><title>South Front</title><h1>South Front</h1></html>")
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        first = crawl_on(operator, DAY_0)
        assert first.returncode == 0, first.stderr
        replaced(site)
        second = crawl_on(operator, DAY_0 + timedelta(days=2))
        looks = ended(operator)
        site.pages["/back/"] = story("/back/", *PROSE, "Number 8.")
        third = crawl_on(operator, DAY_0 + timedelta(days=3, hours=1))
        last = ended(operator)
    assert second.returncode == 0, second.stderr
    looked = {path: looks[path].label for path in PATHS}
    assert looked.pop("/lying/") in {"archived", "unchanged"}, "it may be asked before the sitemap was read"
    assert looked == {
        "/stays/": "unchanged",
        "/gone/": "rejected:http_status",
        "/home/": "rejected:redirect",
        "/elsewhere/": "rejected:redirect",
        "/notice/": "rejected:removal_notice",
        "/dead/": "rejected:http_status",
        "/edited/": "archived",
        "/moved/": "rejected:redirect",
        "/back/": "rejected:http_status",
        "/shifted/": "rejected:redirect",
    }
    assert "a look on another day will tell" in looks["/gone/"].detail
    assert third.returncode == 0, third.stderr
    found = {path: last[path].label for path in PATHS if path in last}
    assert found.pop("/dead/", "rejected:http_status") == "rejected:http_status"
    assert {path: label for path, label in found.items() if label.startswith("removed")} == {
        "/gone/": "removed:status",
        "/home/": "removed:redirect_home",
        "/elsewhere/": "removed:redirect_elsewhere",
        "/notice/": "removed:notice",
        "/shifted/": "removed:notice",  # what stands at its new address
    }
    assert found["/back/"] == "unchanged"
    assert "missing since 2026-03-07, and still on 2026-03-08" in last["/gone/"].detail
    rows = sorted(operator.corpus.articles(), key=lambda row: row.revision)
    revisions = {row.article.url.removeprefix(HOME): row for row in rows}
    changed = revisions["/edited/"]
    assert changed.change is not None
    assert (changed.revision, changed.change.kind) == (2, ChangeKind.SUBSTANTIAL)
    assert changed.change.parts == (Part.BODY,)
    assert revisions["/lying/"].revision == 2
    assert sum(row.revision > 1 for row in revisions.values()) == 2
    asked_lying = [site.is_conditional(ask) for ask in site.asked if ask.target == "/lying/"]
    assert (asked_lying[0], asked_lying[-1]) == (False, False), "said to have changed, or caught lying"
