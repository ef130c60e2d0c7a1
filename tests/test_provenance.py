"""Where an article comes from is printed in its text; it leaves the body and becomes fields."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.boilerplate import marked
from extractors.families import PROVENANCE
from extractors.lines import Line
from extractors.provenance import Provenance, printed_headline, provenance
from extractors.vocabulary import ProvenanceRule
from storage.article import Family

LONG = "The minister said on Monday that the road to the northern town would stay closed until the army had cleared it of mines."


def judged(*texts: str, links: tuple[str, ...] = ()) -> tuple[Line, ...]:
    raw = tuple(Line(text, at, links) for at, text in enumerate(texts))
    return marked(raw, PROVENANCE, (), date(2024, 1, 1))


def read(
    *texts: str, links: tuple[str, ...] = (), own: tuple[str, ...] = ("The Example", "example.org")
) -> Provenance:
    return provenance(judged(*texts, links=links), PROVENANCE, own, "example.org")


@pytest.mark.parametrize(
    ("line", "outlet", "printed_date"),
    [
        ("The original source of this article is South Front", "South Front", None),
        (
            "The original source of this article is South FrontCopyright \u00a9 South Front, South Front, 2022",
            "South Front",
            None,
        ),
        ("This article was originally published on Mint Press News.", "Mint Press News", None),
        ("First published by the Ledger on 3 May 2021", "Ledger", "3 May 2021"),
        ("Originally published on southfront.org, January 31, 2022", "southfront.org", "January 31, 2022"),
        ("Republished from The Conversation under a Creative Commons license.", "The Conversation", None),
        ("Source: Reuters", "Reuters", None),
    ],
)
def test_a_source_line_names_the_original(line: str, outlet: str, printed_date: str | None) -> None:
    found = read(LONG, line, links=("https://example.org/author", "https://original.org/a"))
    assert [(original.outlet, original.date) for original in found.originals] == [(outlet, printed_date)]
    assert found.originals[0].url == "https://original.org/a"
    assert found.originals[0].evidence == line


@pytest.mark.parametrize(
    "line",
    [
        "The report was first published in 2012. It has been updated since, and the ministry wants another.",
        "Reprinted in many languages, the book won prizes.",
        "Source: a person who was in the room, speaking on condition of anonymity, and two others",
        "Copyright law is a maze, said the judge.",
    ],
)
def test_a_sentence_about_sources_is_no_source_line(line: str) -> None:
    assert read(LONG, line) == Provenance()
    assert judged(LONG, line)[1].is_kept


def test_an_outlet_is_no_original_of_itself() -> None:
    found = read(LONG, "This article was originally published on The Example.")
    assert found.originals == ()
    assert (
        judged(LONG, "This article was originally published on The Example.")[1].family is Family.SOURCE_LINE
    )


def test_lines_about_one_original_add_up() -> None:
    dated = ProvenanceRule(
        name="dated",
        family=Family.SOURCE_LINE,
        pattern=r"(?P<outlet>south front) (?P<date>\d+ \w+ \d+)",
        examples=("South Front 31 January 2022",),
    )
    rules = (dated, *PROVENANCE)
    raw = (
        Line("South Front 31 January 2022", 0),
        Line(LONG, 1),
        Line("The original source of this article is South Front", 2, ("https://s.org/a",)),
    )
    found = provenance(marked(raw, rules, (), date(2024, 1, 1)), rules, (), None)
    [original] = found.originals
    assert (original.outlet, original.date, original.url) == (
        "South Front",
        "31 January 2022",
        "https://s.org/a",
    )
    assert original.evidence == "The original source of this article is South Front"


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("Copyright \u00a9 Jane Doe, The Example, 2022", "Copyright \u00a9 Jane Doe, The Example, 2022"),
        ("\u00a9 2022 The Example", "\u00a9 2022 The Example"),
        ("The original source of this article is ExCopyright \u00a9 Ex, 2022", "Copyright \u00a9 Ex, 2022"),
    ],
)
def test_a_copyright_line_is_the_notice(line: str, notice: str) -> None:
    assert read(LONG, line).copyright_notice == notice


def test_the_head_gives_byline_date_and_labels() -> None:
    found = read(
        "By Jane Doe",
        "January 31, 2022",
        "Region: Middle East & North Africa",
        "In-depth Report: SYRIA, IRAQ",
        LONG,
    )
    assert found.byline == "By Jane Doe"
    assert found.date_published == "January 31, 2022"
    assert found.article_section == ("Middle East & North Africa",)
    assert found.keywords == ("SYRIA", "IRAQ")
    together = read("By Jane Doe, January 3, 2022", LONG)
    assert (together.byline, together.date_published) == ("By Jane Doe", "January 3, 2022")


def test_a_rule_may_name_the_authors() -> None:
    rule = ProvenanceRule(
        name="by",
        family=Family.METADATA_LINE,
        pattern="articles by: (?P<author>.+)",
        examples=("Articles by: A, B",),
    )
    raw = marked((Line("Articles by: Jane Doe, John Roe", 0),), (rule,), (), date(2024, 1, 1))
    assert provenance(raw, (rule,), (), None).author == ("Jane Doe", "John Roe")


def test_a_mark_of_another_rule_with_the_same_name_says_nothing() -> None:
    line = Line("anything", 0, (), Family.SHARE, "any-byline")
    assert provenance((line,), PROVENANCE, (), None) == Provenance()


def test_a_first_line_above_a_byline_is_the_headline_of_a_page_without_markup() -> None:
    assert printed_headline(judged("Talks resume", "By Jane Doe", LONG), PROVENANCE) == "Talks resume"
    assert printed_headline(judged("Talks resumed.", "By Jane Doe", LONG), PROVENANCE) is None
    assert printed_headline(judged("Talks resume", LONG), PROVENANCE) is None
    assert printed_headline(judged("Talks resume"), PROVENANCE) is None
