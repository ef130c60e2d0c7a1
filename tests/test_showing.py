"""`scrapy show` as a person reads it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Any

from crawler.showing import print_article
from crawler.terminal import Terminal
from storage.article import Boilerplate, Family
from storage.link import DirectedBy, Link, LinkedArticle, LinkLabel
from tests.rows import example_row

if TYPE_CHECKING:
    from storage.table_rows import ArticleRow


def shown(row: ArticleRow, *, width: int = 100) -> str:
    out = StringIO()
    print_article(row, (row,), Terminal(file=out, width=width, highlight=False))
    return out.getvalue()


def row_with(*removed: Boilerplate, way: str = "reader") -> ArticleRow:
    row = example_row(1)
    return replace(row, article=replace(row.article, boilerplate=removed, found_by=(("article_body", way),)))


def test_removed_pieces_stand_below_their_family_with_place_and_rule() -> None:
    lines = shown(
        row_with(
            Boilerplate("Read also: the harvest", Family.RELATED, "any-read-also", 0),
            Boilerplate("Support our reporters", Family.DONATION, "div.appeal", 1),
            Boilerplate("Read also: the storm", Family.RELATED, "unlike-the-article", 2),
        )
    ).splitlines()
    below = [" ".join(line.split()) for line in lines[lines.index("removed: 3 pieces, 11 words") :]]
    assert [line for line in below if line] == [
        "removed: 3 pieces, 11 words",
        "donation: 1 piece, 3 words",
        "after 1 Support our reporters div.appeal",
        "related: 2 pieces, 8 words",
        "at the top Read also: the harvest any-read-also",
        "at the end Read also: the storm unlike-the-article",
    ]


def test_paragraphs_bear_the_numbers_that_places_refer_to() -> None:
    lines = [line.rstrip() for line in shown(row_with()).splitlines()]
    first = lines.index("1  First paragraph.")
    assert lines[first : first + 3] == ["1  First paragraph.", "", "2  Second paragraph."]


def test_a_removed_piece_is_shown_whole_however_narrow_the_terminal() -> None:
    text = " ".join(f"said{number}" for number in range(120))
    words = shown(row_with(Boilerplate(text, Family.DISCLAIMER, "any-disclaimer", 1)), width=60).split()
    assert [word for word in words if word.startswith("said")] == text.split()


def test_markup_in_a_text_is_shown_as_it_is() -> None:
    assert "[bold]not bold[/bold]" in shown(
        row_with(Boilerplate("[bold]not bold[/bold]", Family.SHARE, "[rule]", 0))
    )


def test_it_says_how_the_text_was_found_and_when_nothing_was_removed() -> None:
    page = shown(row_with(way="trafilatura"))
    assert "found by trafilatura" in page
    assert "removed: nothing" in page


def link_between(copy: str, original: str, **changes: Any) -> Link:
    ends = [
        LinkedArticle(name, name[:4], f"https://{name}.example/", 1, f"Of {name}", None)
        for name in (copy, original)
    ]
    plain = Link(
        article=ends[0], original=ends[1], label=LinkLabel.REPOST, directed_by=DirectedBy.CREDIT, containment=0.97,
        original_containment=0.5, shared_hashes=97, hashes=100, original_hashes=194, sampled_every=4,
        credit="Source: original", lag_s=7200, year=2022, rules="1",
    )  # fmt: skip
    return replace(plain, **changes)


def test_links_stand_on_the_side_that_they_are_for_this_article() -> None:
    row = example_row(1)
    own = row.article.article_id
    links = (
        link_between(own, "source-1"),
        link_between(
            "copier-1", own, label=LinkLabel.ABRIDGED, directed_by=DirectedBy.DATE, credit=None, lag_s=None
        ),
        link_between(
            "daily-2", own, label=LinkLabel.TEMPLATE, directed_by=DirectedBy.DATE, credit=None, lag_s=-864000
        ),
        link_between(own, own, label=LinkLabel.REVISION),
    )
    out = StringIO()
    print_article(row, (row,), Terminal(file=out, width=100, highlight=False), links)
    printed = " ".join(out.getvalue().split())
    copies, copied, others = (
        printed.index(title) for title in ("it copies", "copied by", "other articles of this outlet")
    )
    assert (
        copies
        < printed.index("source-1")
        < copied
        < printed.index("copier-1")
        < others
        < printed.index("daily-2")
    )
    assert "97% of the copy, 50% of the original" in printed
    assert "Source: original" in printed
    assert "template, 10 days earlier" in printed
    assert "it copies" not in shown(row)


def test_nothing_of_an_archive_moves_the_cursor_or_turns_a_line() -> None:
    row = row_with(Boilerplate("a\x1b[2Jb\x9bc", Family.SHARE, "rule\x07", 0))
    article = replace(
        row.article, headline="cut\x1b]0;title\x07 \u202egnp", article_body="\x1b[31mred\n\nنامه\u200cها"
    )
    page = shown(replace(row, article=article))
    assert not [c for c in page if unicodedata.category(c) == "Cc" and c != "\n"]
    assert "\u202e" not in page
    assert r"cut\x1b]0;title \u202egnp" in page
    assert "نامه\u200cها" in page, "a joiner is how the word is written"
