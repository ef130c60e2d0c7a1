"""What a page states of rights is found as it stands, and chosen by; what it does not state is empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.extract import extract
from storage import Corpus
from storage.article import Article
from storage.capture import Capture
from storage.object_store import open_store
from storage.publish import publish
from storage.pull_state import Output
from storage.pulling import Meter, Pull
from storage.releases.build import Release
from storage.selection import Filter
from storage.terms import Terms
from tests.rows import example_row
from tests.runs import finished_run

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "".join(
    f"<p>{number}. The council of the northern town met on Monday to speak about the bridge and its costs.</p>"
    for number in range(8)
)
AT = datetime(2026, 11, 1, tzinfo=UTC)


def article(head: str = "", end: str = "", headers: str = "") -> Article:
    html = f"<html><head><title>The bridge</title>{head}</head><body><h1>The bridge</h1><article>{TEXT}{end}</article></body></html>"
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}Content-Length: {len(html.encode())}\r\n\r\n{html}"
    read = extract(Capture("pages", "https://example.org/a/bridge", AT, block.encode(), None, None))
    assert isinstance(read, Article)
    return read


def test_a_page_that_states_nothing_has_empty_columns() -> None:
    read = article()
    assert (read.robots_directives, read.license) == ((), ())
    assert {read.tdm_reservation, read.tdm_policy, read.content_usage, read.republication_notice} == {None}


def test_directives_come_from_headers_and_metas_with_the_agent_they_are_for() -> None:
    read = article(
        '<meta name="robots" content="NoArchive, max-image-preview:large"><meta name="GPTBot" content="noindex">',
        headers="X-Robots-Tag: noai, noimageai\r\nX-Robots-Tag: googlebot: nofollow\r\nX-Robots-Tag: max-snippet: 5\r\n",
    )
    assert read.robots_directives == (
        "noai", "noimageai", "googlebot: nofollow", "max-snippet: 5", "noarchive", "max-image-preview:large", "gptbot: noindex",
    )  # fmt: skip


@pytest.mark.parametrize(("value", "reserved"), [("1", True), ("0", False), ("perhaps", None), (" 1 ", True)])
def test_a_reservation_is_true_false_or_not_stated(value: str, reserved: bool | None) -> None:  # noqa: FBT001 - a case
    assert article(f'<meta name="tdm-reservation" content="{value}">').tdm_reservation is reserved
    assert article(headers=f"TDM-Reservation: {value}\r\n").tdm_reservation is reserved


def test_the_header_counts_before_the_page() -> None:
    read = article(
        '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/policy.json">',
        headers="tdm-reservation: 0\r\nContent-Usage: train-ai=n\r\n",
    )
    assert (read.tdm_reservation, read.tdm_policy) == (False, "https://example.org/policy.json")
    assert read.content_usage == "train-ai=n"


def test_licences_are_those_of_the_page_and_not_those_of_its_pictures() -> None:
    data = (
        '{"@type": "NewsArticle", "headline": "The bridge", "license": "https://example.org/terms",'
        ' "image": {"@type": "ImageObject", "url": "/p.jpg", "license": "https://example.org/pictures"}}'
    )
    read = article(
        f'<script type="application/ld+json">{data}</script><link rel="license" href="/l">',
        '<p><a href="https://creativecommons.org/licenses/by/4.0/">CC BY</a></p>',
        'Link: </h>; rel="license", </style>; rel=preload\r\n',
    )
    assert read.license == (
        "https://example.org/terms", "https://example.org/h", "https://example.org/l", "https://creativecommons.org/licenses/by/4.0/",
    )  # fmt: skip


def test_what_is_printed_of_republishing_is_kept_as_printed() -> None:
    notice = "Reproduction without permission is prohibited."
    assert article(end=f"<p>{notice}</p>").republication_notice == notice


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_header_or_meta_breaks_the_reading(header: str, meta: str) -> None:
    plain = header.encode("ascii", "ignore").decode().replace("\r", "").replace("\n", "").replace("\0", "")
    meta = meta.replace('"', "").replace("\0", "")
    article(
        f'<meta name="robots" content="{meta}"><meta name="tdm-policy" content="{meta}"><link rel=license href="{meta}">',
        headers=f"X-Robots-Tag: {plain}\r\nLink: {plain}\r\nContent-Usage: {plain}\r\n",
    )


def test_articles_are_chosen_by_what_they_state(tmp_path: Path) -> None:
    stated: list[dict[str, Any]] = [
        {},
        {"tdm_reservation": True},
        {"tdm_reservation": False, "license": ("https://creativecommons.org/licenses/by/4.0/",)},
        {"robots_directives": ("gptbot: noai",)},
        {"robots_directives": ("noarchive", "index")},
    ]
    rows = [
        replace(example_row(n), article=replace(example_row(n).article, **fields))
        for n, fields in enumerate(stated)
    ]
    store = open_store(str(tmp_path / "archive"))
    publish(store, tmp_path / "outbox", finished_run(tmp_path / "outbox", rows))

    def chosen(*terms: str) -> list[int]:
        found = (
            Corpus(store).latest(rights=terms, columns=["article_id"]).to_arrow()["article_id"].to_pylist()
        )
        return [int(str(name).rpartition(":")[2]) for name in found]

    assert chosen() == [0, 1, 2, 3, 4]
    assert chosen("not-reserved") == [0, 2, 3, 4]
    assert chosen("not-noai", "not-noarchive") == [0, 1, 2]
    assert chosen("licensed") == [2]
    with pytest.raises(ValueError, match="free"):
        chosen("free")
    wanted = Filter(rights=(Terms.NOT_RESERVED, Terms.NOT_NOARCHIVE))
    quiet = Meter(lambda _: None, lambda _: None)
    assert Pull(store, tmp_path / "copy", wanted, Output.JSONL, frozenset(), quiet)().articles == 3
    (tmp_path / "scratch").mkdir()
    released = Release(store, "1", wanted, {}, tmp_path / "scratch")()
    assert [part.articles for part in released.outlets.values()] == [3]
    assert released.wanted["rights"] == "not-reserved,not-noarchive"
