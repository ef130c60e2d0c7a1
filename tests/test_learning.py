"""What learning proposes on generated outlets takes what was planted and leaves the articles alone."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest

from extractors import vocabulary
from extractors.learning.check import check
from extractors.learning.digest import SeenLine, fold
from extractors.learning.learn import layouts_of, learned
from extractors.learning.literal import literal
from extractors.learning.proposal import accepted
from extractors.learning.stories import StoryPage
from extractors.matching import matching_form
from extractors.signature import Flag, Signature, parsed_signature
from storage.article import Family
from tests.generated.dressings import DRIVE
from tests.generated.measure import learned_on, lines, measured
from tests.generated.outlets import REDESIGN, TEMPLATES, described, generated
from tests.generated.prose import paragraph
from tests.generated.stories import BACKGROUND, FIRST_DAY, QUOTE, SERIES

if TYPE_CHECKING:
    from extractors.learning.check import Check
    from tests.generated.measure import Learned
    from tests.generated.outlets import GeneratedOutlet

REDESIGNED = ("blogpress", "railheavy")
WHOLE = "whole"
ODD_ONES = "every second page"
SOME = ("modular", "railheavy", "vestnik")  # each built in its own way; all six take a minute more


@cache
def outlet(slug: str) -> GeneratedOutlet:
    return generated(slug)


@cache
def lesson(slug: str, which: str = WHOLE) -> Learned:
    pages = outlet(slug).pages
    return learned_on(outlet(slug).outlet, pages if which == WHOLE else pages[::2])


@cache
def checked(slug: str) -> Check:
    known = lesson(slug)
    return check(outlet(slug).outlet, known.proposal.layouts, known.pages)


def test_the_generated_outlets_are_as_many_and_as_large_as_promised() -> None:
    assert len(TEMPLATES) == 6
    assert all(len(outlet(slug).pages) >= 40 for slug in TEMPLATES)
    assert all(page.planted and page.article for slug in TEMPLATES for page in outlet(slug).pages)


@pytest.mark.parametrize("slug", TEMPLATES)
def test_what_was_planted_goes_and_the_article_stays_on_pages_that_nothing_was_learned_from(
    slug: str,
) -> None:
    words = measured(lesson(slug, ODD_ONES).outlet, outlet(slug).pages[1::2])
    assert words.planted > 200
    assert words.recall >= 0.98
    assert words.loss <= 0.001


@pytest.mark.parametrize("slug", SOME)
def test_a_check_finds_with_every_story_left_out_what_was_planted(slug: str) -> None:
    found = checked(slug)
    assert found.pages == len(outlet(slug).pages)
    assert found.total.removed > 500
    if slug == "vestnik":  # of the others the generic extractor takes the author boxes for prose
        assert found.total.lost <= 0.001 * found.article


def test_a_check_names_the_rule_behind_what_might_be_the_articles() -> None:
    found = checked("modular")
    worst, effect = found.by_rule[0]
    assert worst == "section.writerCard"
    assert effect.lost == found.total.lost > 0


@pytest.mark.parametrize("slug", TEMPLATES)
def test_the_container_is_found(slug: str) -> None:
    containers = {
        "blogpress": ["div.entry-content", "div.post-body__text"],
        "modular": ["div.articleBody"],
        "plainpost": ["div.story-text"],
        "oldtable": ["td.maintext"],
        "railheavy": ["div.textcolumn", "div.panel"],
        "vestnik": ["div.tekst"],
    }
    layouts = lesson(slug).proposal.layouts
    assert [proposed.layout.container for proposed in layouts] == [(one,) for one in containers[slug]]
    assert all(found.agreement > 0.9 for proposed in layouts for found in proposed.containers)


@pytest.mark.parametrize("slug", REDESIGNED)
def test_a_redesign_parts_the_layouts_at_its_day(slug: str) -> None:
    before, after = (proposed.layout for proposed in lesson(slug).proposal.layouts)
    day = (FIRST_DAY + timedelta(hours=12 * REDESIGN)).date()
    assert (before.valid_from, after.valid_until) == (None, None)
    assert (before.valid_until, after.valid_from) == (day - timedelta(days=1), day)


def test_a_class_may_be_a_box_before_a_redesign_and_the_article_after_it() -> None:
    before, after = (proposed.layout for proposed in lesson("railheavy").proposal.layouts)
    assert "div.panel" in {drop.signature for drop in before.signatures}
    assert after.container == ("div.panel",)
    assert not any("panel" in drop.signature for drop in after.signatures)


def test_other_outlets_have_no_redesign() -> None:
    assert [len(lesson(slug).proposal.layouts) for slug in TEMPLATES if slug not in REDESIGNED] == [1] * 4


def test_where_there_is_nothing_to_learn_nothing_is_proposed() -> None:
    quiet = outlet("nothing")
    layout = vocabulary.Layout(name="theme", container=("div.leaf-text",))
    found = learned_on(replace(quiet.outlet, layouts=(layout,)), quiet.pages).proposal
    assert found.is_empty
    assert literal(found) == ""


@pytest.mark.parametrize("slug", TEMPLATES)
def test_what_was_accepted_is_not_proposed_again(slug: str) -> None:
    assert learned_on(lesson(slug).outlet, outlet(slug).pages).proposal.is_empty


@pytest.mark.parametrize("slug", SOME)
def test_a_proposal_does_not_depend_on_the_order_of_the_pages(slug: str) -> None:
    shuffled = list(outlet(slug).pages)
    random.Random(slug).shuffle(shuffled)
    assert learned_on(outlet(slug).outlet, shuffled).proposal == lesson(slug).proposal


@pytest.mark.parametrize("slug", TEMPLATES)
def test_what_is_printed_to_be_pasted_says_what_was_proposed(slug: str) -> None:
    known = lesson(slug)
    names = {name: getattr(vocabulary, name) for name in vocabulary.__all__} | {
        "Family": Family,
        "date": date,
    }
    pasted = eval(f"dict({literal(known.proposal)})", names)  # as in an outlet's file
    made = accepted(outlet(slug).outlet, known.proposal)
    assert {name: getattr(made, name) for name in pasted} == pasted
    assert made == replace(outlet(slug).outlet, **pasted)


@pytest.mark.parametrize("text", [QUOTE, SERIES, BACKGROUND, "Background"])
def test_what_recurs_in_articles_is_held_back_or_never_thought_of(text: str) -> None:
    for slug in ("blogpress", "plainpost", "modular"):
        found = lesson(slug)
        assert not any(proposed.rule.explains(matching_form(text)) for proposed in found.proposal.lines)
        assert all(
            text not in {line.text for line in lines(found.outlet, page) if not line.is_kept}
            for page in outlet(slug).pages
        )


def test_what_is_held_back_says_why() -> None:
    reasons = {one.what: one.why for one in lesson("blogpress").proposal.withheld}
    assert "heading" in reasons["Background"]
    assert "does not speak as a prompt" in reasons[matching_form(BACKGROUND)]


def test_a_label_before_something_variable_becomes_a_rule() -> None:
    patterns = {proposed.rule.name: proposed.rule for proposed in lesson("plainpost").proposal.lines}
    assert patterns["learned-dossier"].explains("Dossier: Ferries and tides")
    assert not patterns["learned-dossier"].explains("Dossier: " + "a sentence that goes on " * 10)


def test_a_campaign_holds_on_its_days() -> None:
    rule = next(
        proposed.rule
        for proposed in lesson("plainpost").proposal.lines
        if proposed.rule.explains("Spring drive: help us find 7 more readers who pay for what they read.")
    )
    assert isinstance(rule, vocabulary.BoilerplateRule)
    first, last = ((FIRST_DAY + timedelta(hours=12 * at)).date() for at in (DRIVE.start, DRIVE.stop - 1))
    assert rule.valid_from
    assert rule.valid_until
    assert timedelta() < first - rule.valid_from < timedelta(days=5)
    assert timedelta() < rule.valid_until - last < timedelta(days=5)


def test_evidence_counts_stories_and_shows_where_to_look() -> None:
    known = lesson("vestnik")
    stories = len({page.story for page in known.pages})
    assert stories < len(known.pages)  # every tenth page is a copy
    for proposed in known.proposal.blocks:
        assert 3 <= proposed.evidence.stories <= stories
        assert len({url for _, url in proposed.evidence.examples}) == 3
        assert proposed.evidence.share <= 1


def page_of(number: int, *seen: SeenLine, story: str | None = None) -> StoryPage:
    day = FIRST_DAY.date() + timedelta(days=number)
    rng = random.Random(f"own prose {number}")
    own = tuple(seen_line(paragraph(rng)) for _ in range(4))
    return StoryPage(f"https://a.example/{number}/", story or str(number), day, day, "theme", (*own, *seen))


def seen_line(text: str, place: str = "main > div.text > p", *flags: Flag) -> SeenLine:
    where = Signature(parsed_signature(place).steps, frozenset(flags))
    form = matching_form(text)
    return SeenLine(where, form, fold(form), len(form.split()), None, is_generic=Flag.LINK not in flags)


def proposed_by(pages: list[StoryPage]) -> tuple[set[str], set[str]]:
    """Signatures, and texts that are examples of proposed lines."""
    found = learned(described("blogpress"), (), pages)
    examples = {text for line in found.lines for text in line.rule.examples}
    return {block.drop.signature for block in found.blocks}, examples


BOX = seen_line("Something of the house in other words", "div.text > aside.box > p")
NOTICE = seen_line("Texts of this house may be printed elsewhere if it is named.")


@pytest.mark.parametrize("stories", [2, 3])
def test_a_block_needs_three_stories(stories: int) -> None:
    pages = [page_of(at, *((BOX,) if at < stories else ())) for at in range(20)]
    assert proposed_by(pages)[0] == ({"aside.box"} if stories >= 3 else set())


def test_copies_of_one_story_are_one_story() -> None:
    pages = [
        page_of(at, *((BOX, NOTICE) if at < 8 else ()), story="one" if at < 8 else None) for at in range(20)
    ]
    assert proposed_by(pages) == (set(), set())


@pytest.mark.parametrize(("days", "proposed"), [(3, set()), (4, {NOTICE.text})])
def test_a_line_needs_four_days(days: int, proposed: set[str]) -> None:
    pages = [page_of(at, *((NOTICE,) if at < 12 else ())) for at in range(20)]
    crowded = [
        replace(page, dated=FIRST_DAY.date() + timedelta(days=at % days)) if at < 12 else page
        for at, page in enumerate(pages)
    ]
    assert proposed_by(crowded)[1] == proposed


def test_a_signature_that_paragraphs_share_is_never_proposed() -> None:
    link = seen_line("Nothing but a link to somewhere", "main > div.text > p", Flag.LINK)
    bold = seen_line("Donate to us today, please", "main > div.text > p", Flag.STRONG)
    found, _ = proposed_by([page_of(at, link, bold) for at in range(20)])
    assert "main > div.text > p" not in found
    assert found <= {"main > div.text > p +link", "main > div.text > p +strong"}


def test_a_box_whose_text_differs_on_every_page_needs_a_name_or_a_label() -> None:
    def box(at: int, name: str, *label: str) -> tuple[SeenLine, ...]:
        own = paragraph(random.Random(f"box {at}")).split(".")[0]
        return tuple(seen_line(text, f"div.text > aside.{name} > p") for text in (*label, own))

    for name, label, proposed in (
        ("facts", (), False),
        ("facts", ("At a glance",), False),
        ("author-bio", (), True),
        ("facts", ("About the author",), True),
    ):
        found, _ = proposed_by([page_of(at, *box(at, name, *label)) for at in range(20)])
        assert (f"aside.{name}" in found) is proposed, (name, label)


def test_lists_of_sources_that_authors_write_stay() -> None:
    def sources(at: int) -> list[SeenLine]:
        return [
            seen_line(f"Source {chr(97 + at)}{chr(97 + n)} of this report", "div.text > ul > li", Flag.LINK)
            for n in range(8)
        ]

    assert proposed_by([page_of(at, *sources(at)) for at in range(20)]) == (set(), set())


def test_line_rules_that_would_take_too_much_of_a_page_are_held_back() -> None:
    long = seen_line("Please donate to us today, for a reason that is told at length. " * 20)
    found = learned(described("blogpress"), (), [page_of(at, long) for at in range(20)])
    assert found.lines == ()
    assert "more than 15%" in found.withheld[0].why


def test_a_layout_of_the_file_that_does_as_well_is_kept() -> None:
    quiet = outlet("vestnik")
    layout = vocabulary.Layout(name="theme", container=("article div.tekst",), headline=("h1",))
    found = learned_on(replace(quiet.outlet, layouts=(layout,)), quiet.pages).proposal
    (kept,) = found.layouts
    assert kept.containers == ()
    assert replace(kept.layout, signatures=()) == layout
    assert kept.layout.signatures


def test_a_layout_of_the_file_that_serves_other_pages_stays_under_its_name() -> None:
    quiet = outlet("vestnik")
    old = vocabulary.Layout(name="learned", container=("div.long-gone",))
    found = learned_on(replace(quiet.outlet, layouts=(old,)), quiet.pages).proposal
    assert [proposed.layout.name for proposed in found.layouts] == ["learned-2", "learned"]
    assert found.layouts[1].layout == old


def test_no_pages_teach_nothing() -> None:
    assert layouts_of(described("blogpress"), ()) == ()
    old = vocabulary.Layout(name="theme", container=("article",))
    kept = layouts_of(replace(described("blogpress"), layouts=(old,)), ())
    assert [proposed.layout for proposed in kept] == [old]
    assert learned(described("blogpress"), (), ()).is_empty
