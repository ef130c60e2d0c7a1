"""Signatures name places that last, and a layout's list of them takes lines out with a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.block import Block
from extractors.clean import Frame, article_text
from extractors.container import lines
from extractors.lines import Line
from extractors.parse import Page, page
from extractors.reader import claims
from extractors.signature import (
    DEPTH,
    Flag,
    Signature,
    lasting_class,
    lasting_place,
    parsed_signature,
    signature,
    without_signatures,
)
from extractors.stated import stated
from extractors.vocabulary import BadOutletError, BlockDrop, Layout
from storage.article import Family, Kind
from tests.generated.outlets import described

DAY = date(2025, 3, 1)
AT = datetime(2025, 3, 1, tzinfo=UTC)


def parsed(body: str) -> Page:
    found = page(f"<html><body>{body}</body></html>", "https://example.org/a/")
    assert found
    return found


def signatures(body: str) -> dict[str, str]:
    found = parsed(body)
    return {line.text: signature(line) for line in lines(found.tree)}


def test_a_line_knows_its_last_three_blocks_and_what_it_is_made_of() -> None:
    found = signatures(
        '<main><div class="text wide"><aside class="promo-2 box"><p><a href="/x">Read it</a></p><h3>MORE NEWS</h3>'
        "<p>Plain <b>words</b></p><p><em>All of it</em></p></aside></div></main>"
    )
    assert found == {
        "Read it": "div.text.wide > aside.box.promo > p +link",
        "MORE NEWS": "div.text.wide > aside.box.promo > h3 +strong +caps",
        "Plain words": "div.text.wide > aside.box.promo > p",
        "All of it": "div.text.wide > aside.box.promo > p +strong",
    }


def test_a_place_is_one_of_the_page_whatever_container_is_read() -> None:
    found = parsed('<main class="shell"><article class="news"><p>A line</p></article></main>')
    article = next(found.tree.iter("article"))
    (line,) = lines(article)
    assert line.place == ("main.shell", "article.news", "p")


@pytest.mark.parametrize(
    ("name", "lasting"),
    [
        ("promo-2", "promo"),
        ("post__text", "post__text"),
        ("Article_body__x3Kj", "Article_body"),
        ("Stack_column__S__k3", "Stack_column"),
        ("css-1q2w3e", ""),
        ("sc-bdVaJa", ""),
        ("bdVaJa", ""),
        ("dcnprt", ""),
        ("articleBody", "articleBody"),
        ("md:flex", ""),
        ("r", ""),
        ("widget_recent-posts-11", "widget_recent-posts"),
    ],
)
def test_a_class_lasts_without_what_a_build_made_up(name: str, lasting: str) -> None:
    assert lasting_class(name) == lasting


def test_what_a_theme_says_of_the_single_post_is_no_part_of_its_place() -> None:
    place = (
        "body.single.postid-.category-syria",
        "article.category-syria.hentry.post-.tag-war.type-post",
        "p",
    )
    assert lasting_place(place) == ("body", "article.hentry.type-post", "p")


@given(st.text(max_size=40) | st.text("aSx_-3", max_size=12))
def test_what_lasts_of_a_class_lasts(name: str) -> None:
    assert lasting_class(lasting_class(name)) == lasting_class(name)


@given(
    st.lists(
        st.sampled_from(["p", "div.promo", "aside.box.wide", "li", "h2.title"]), min_size=1, max_size=DEPTH
    ),
    st.frozensets(st.sampled_from(list(Flag))),
)
def test_a_signature_is_read_as_it_was_written(steps: list[str], flags: frozenset[Flag]) -> None:
    written = Signature(tuple(steps), flags)
    assert parsed_signature(str(written)) == written


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "'' is no step"),
        ("div promo", "'div promo' is no step"),
        ("div > ul > li > p", "more than 3 steps"),
        ("p +bold", "+bold is none of +link, +strong, +caps"),
        ("div.promo-2", "would be written 'div.promo'"),
        ("div.wide.box", "would be written 'div.box.wide'"),
    ],
)
def test_a_signature_that_cannot_match_is_refused_by_name(written: str, problem: str) -> None:
    with pytest.raises(BadOutletError) as refused:
        BlockDrop(written, Family.RELATED, "rail")
    assert str(refused.value).startswith("rail: signature:")
    assert problem in str(refused.value)


def test_a_block_drop_must_not_end_before_it_begins() -> None:
    with pytest.raises(BadOutletError, match=r"aside\.promo: valid_until: lies before valid_from"):
        BlockDrop("aside.promo", Family.RELATED, valid_from=DAY, valid_until=date(2025, 2, 1))


def test_a_layout_lists_a_signature_once() -> None:
    drop = BlockDrop("aside.promo", Family.RELATED)
    with pytest.raises(BadOutletError, match="theme: signatures: one is listed twice"):
        Layout(name="theme", container=("article",), signatures=(drop, replace(drop, name="rail")))


def in_promo(text: str = "Read it", *, is_link: bool = False) -> Line:
    return Line(
        text, 0, within=Block(Block(Block(None, "div", "text"), "aside", "promo"), "p"), is_link=is_link
    )


@pytest.mark.parametrize(
    "listed", ["aside.promo", "p", "aside.promo > p", "div.text > aside.promo", "div.text > aside.promo > p"]
)
def test_a_signature_covers_the_lines_among_whose_blocks_its_steps_follow_one_another(listed: str) -> None:
    (line,) = without_signatures((in_promo(),), (BlockDrop(listed, Family.RELATED),), DAY)
    assert (line.family, line.rule) == (Family.RELATED, listed)


@pytest.mark.parametrize(
    "listed", ["aside", "div.text > p", "aside.promo > p +link", "aside.promo > div.text"]
)
def test_other_signatures_leave_a_line_alone(listed: str) -> None:
    line = in_promo()
    assert without_signatures((line,), (BlockDrop(listed, Family.RELATED),), DAY) == (line,)


def test_the_signature_listed_first_names_the_line() -> None:
    drops = (
        BlockDrop("p +link", Family.RELATED, "links"),
        BlockDrop("aside.promo", Family.DONATION, "promo"),
    )
    found = without_signatures((in_promo(is_link=True), in_promo()), drops, DAY)
    assert [line.rule for line in found] == ["links", "promo"]


def test_a_signature_holds_on_its_days_of_capture() -> None:
    drop = BlockDrop("aside.promo", Family.RELATED, valid_from=DAY, valid_until=DAY)
    days = (date(2025, 2, 28), DAY, date(2025, 3, 2))
    assert [without_signatures((in_promo(),), (drop,), day)[0].is_kept for day in days] == [True, False, True]


def test_a_line_that_is_marked_keeps_its_mark() -> None:
    line = in_promo().marked(Family.IMAGE, "caption")
    assert without_signatures((line,), (BlockDrop("aside.promo", Family.RELATED),), DAY) == (line,)


def test_what_a_layout_lists_goes_from_the_article_to_the_ledger() -> None:
    sentence = "The council met until dawn and then sent everybody home without a vote on the bridge. " * 8
    body = (
        f'<div class="text"><p>{sentence}</p><aside class="promo"><p>Words of this page alone</p></aside>'
        f"<p>{sentence}Then they met again.</p></div>"
    )
    layout = Layout(
        name="theme", container=("div.text",), signatures=(BlockDrop("aside.promo", Family.RELATED, "promo"),)
    )
    outlet = replace(described("blogpress"), layouts=(layout,))
    found = parsed(body)
    text = article_text(Frame(found, outlet, None, (), AT, claims(stated(found))), Kind.ARTICLE)
    marked = [(line.text, line.family, line.rule) for line in text.lines if not line.is_kept]
    assert marked == [("Words of this page alone", Family.RELATED, "promo")]
