"""A story, its repost among everything else, the repost's correction, and another story: fetched, read, and linked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage.changes import ChangeKind, Part, blocks, wording
from storage.link import DirectedBy, LinkLabel
from tests.living_site import PROSE, story
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import listed, operator_in
from tests.test_seed_page import ORIGINAL, PARAGRAPHS, URL, in_a_theme

if TYPE_CHECKING:
    from pathlib import Path

    from storage.link import Link

pytestmark = pytest.mark.untraced

DAY = datetime(2022, 2, 3, 12, tzinfo=UTC)
ANOTHER = "https://themedialine.org/mideast-daily-news/council-reopens-the-road/"
CORRECTED = {"Qarnah": "Qarneh", "Se'alin": "Se\u2019alin", "unknown": "unknwon"}
"""As the revision of a real repost: a name and apostrophes throughout, and a slip that the correction brought in."""


class Pages:
    """Answers by URL, on as many hosts as it takes."""

    def __init__(self, replies: dict[str, Reply]) -> None:
        self.replies = replies
        self.hosts = tuple({url.split("/")[2] for url in replies})

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        assert secure
        return self.replies.get(f"https://{ask.host}{ask.target}", Reply(404, b"", "text/plain"))


def corrected(text: str) -> str:
    for was, now in CORRECTED.items():
        text = text.replace(was, now)
    return text


def ends(link: Link) -> tuple[LinkLabel, DirectedBy, tuple[str, int], tuple[str, int]]:
    one, other = link.article, link.original
    return link.label, link.directed_by, (one.url, one.revision), (other.url, other.revision)


def test_a_corrected_repost_is_two_revisions_and_one_copy_and_another_story_is_neither(
    tmp_path: Path,
) -> None:
    repost = in_a_theme()
    site = Pages(
        {
            ORIGINAL: story(
                "Raiders Still Active Around Marj", *PARAGRAPHS, day="2022-01-31", author="South Front"
            ),
            ANOTHER: story("Council Reopens The Road", *PROSE, day="2022-02-01"),
            URL: Reply(200, repost.encode()),
        }
    )
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        both = listed(tmp_path, [ORIGINAL, ANOTHER])
        assert operator.scrapy_on(DAY, "crawl", "pages", "-a", both).returncode == 0
        for day, page in ((DAY, repost), (DAY + timedelta(days=2), corrected(repost))):
            site.replies[URL] = Reply(200, page.encode())
            done = operator.scrapy_on(day, "crawl", "globalresearch", "-a", f"url={URL}")
            assert done.returncode == 0, done.stderr
        linked = operator.scrapy("link")
        assert linked.returncode == 0, linked.stderr
        shown = operator.scrapy("show", URL, "--diff", "1", "2").stdout
        assert "[-Qarnah,-] {+Qarneh,+}" in shown
        assert "body: cosmetic, 5 words added, 5 removed" in shown
    links = {ends(link) for link in operator.corpus.links()}
    assert links == {
        (LinkLabel.REVISION, DirectedBy.ORDER, (URL, 2), (URL, 1)),
        (LinkLabel.REPOST, DirectedBy.CREDIT, (URL, 2), (ORIGINAL, 1)),
    }
    first, second = sorted(operator.corpus.articles(outlet="globalresearch"), key=lambda row: row.revision)
    assert second.change
    assert (second.change.kind, second.change.parts) == (ChangeKind.COSMETIC, (Part.BODY,))
    pieces = (piece for block in blocks(wording(first.article), wording(second.article)) for piece in block)
    said = {
        " ".join(piece.before).strip(","): " ".join(piece.after).strip(",")
        for piece in pieces
        if not piece.is_common
    }
    assert said == CORRECTED
