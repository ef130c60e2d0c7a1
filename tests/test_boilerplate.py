"""What is not the article goes with its reason; what only looks so stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.boilerplate import (
    is_only,
    marked,
    without_blocks,
    without_link_lists,
    without_repeated,
)
from extractors.families import PROVENANCE, RULES
from extractors.lines import Line, kept_words, separated
from extractors.vocabulary import BoilerplateBlock, BoilerplateRule, ProvenanceRule, Where
from storage.article import Family

DAY = date(2024, 1, 1)
LONG = "The minister said on Monday that the road to the northern town would stay closed until the army had cleared it of mines."
EVERY: tuple[BoilerplateRule | ProvenanceRule, ...] = (*PROVENANCE, *RULES)


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text, at) for at, text in enumerate(texts))


def kept(*texts: str, keep: tuple[str, ...] = ()) -> list[str]:
    return [line.text for line in marked(lines(*texts), EVERY, keep, DAY) if line.is_kept]


def family_of(text: str) -> Family | None:
    return marked(lines(LONG, text), EVERY, (), DAY)[1].family


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_takes_its_examples_in_whatever_place_it_holds(rule: BoilerplateRule) -> None:
    for example in rule.examples:
        at_end = marked(lines(LONG, example), (rule,), (), DAY)
        at_start = marked(lines(example, LONG), (rule,), (), DAY)
        assert Family(rule.family) in {at_end[1].family, at_start[0].family}


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Follow us on Telegram", Family.FOLLOW),
        ("Subscribe to our newsletter", Family.NEWSLETTER),
        ("Become a Member of The Example", Family.MEMBERSHIP),
        ("DONATE", Family.DONATION),
        ("Share on Facebook", Family.SHARE),
        ("All articles can be read in 40 languages by activating the Translate button.", Family.TRANSLATION),
        ("Download our app", Family.APP),
        ("READ MORE: Oil rises", Family.RELATED),
        ("Click to see full-size image", Family.IMAGE),
        ("Leave a comment", Family.COMMENTS),
        ("Disclaimer: The views expressed here are those of the author.", Family.DISCLAIMER),
        (
            "This site contains copyrighted material the use of which has not been authorized.",
            Family.FAIR_USE,
        ),
        ("For media inquiries: press@example.org", Family.MEDIA_INQUIRIES),
        ("Copyright \u00a9 Jane Doe, The Example, 2023", Family.COPYRIGHT),
        ("The original source of this article is The Example", Family.SOURCE_LINE),
        ("Cookie settings", Family.CONSENT),
        ("Subscribe to continue reading", Family.PAYWALL),
        ("* * *", Family.SEPARATOR),
        ("Tags: Syria, Iraq", Family.METADATA_LINE),
        ("Advertisement", Family.NAVIGATION),
    ],
)
def test_a_line_goes_with_its_family(text: str, family: Family) -> None:
    assert family_of(text) is family


@pytest.mark.parametrize(
    "text",
    [
        "Donations to the campaign rose by a third after the debate, the committee said.",
        "He asked them to donate blood and to share what bread they had.",
        "\u201cDisclaimer: the contents of this article are of sole responsibility of the author,\u201d the site wrote.",
        "TML: What do you expect from the talks?",
        "The Media Line: And what would you do?",
        "\u201cWe have waited for years,\u201d she told The Media Line.",
        "Al-Ahram, Egypt, May 7",
        "The army shelled two villages.",
        "A brief overview of the recent developments in Syria:",
        "Comments by the minister caused anger in the capital.",
        "Share prices fell on Monday.",
        "Follow the money and you will find the answer.",
        "Read the whole treaty before you judge it.",
        "Next week the talks go on.",
        "Photos of the damage were shown on television.",
        "By March, the harbour was closed.",
        "Support for the government fell.",
        "Like him, she left the party.",
        "Print runs were cut in half.",
        "5 minutes later the sirens began.",
        "Sign in the window: closed.",
    ],
)
def test_content_that_looks_like_boilerplate_stays(text: str) -> None:
    for place in ((LONG, text, LONG), (LONG, text), (text, LONG), (text,)):
        assert text in kept(*place)


def test_a_map_update_of_three_bullets_is_left_whole() -> None:
    bullets = (
        "- The army entered Tel Amrin.",
        "- Two drones were shot down.",
        "- Clashes went on near the river.",
    )
    assert kept(*bullets) == list(bullets)


def test_rules_of_the_head_end_where_the_article_begins() -> None:
    assert kept("By Jane Doe", "January 3, 2022", LONG, "By Jane Doe", LONG, "By Jane Doe") == [
        LONG,
        "By Jane Doe",
        LONG,
        "By Jane Doe",
    ]


def test_rules_of_the_tail_begin_where_it_ends() -> None:
    assert kept("Source: Reuters", LONG, "Source: Reuters", LONG, "Source: Reuters") == [
        "Source: Reuters",
        LONG,
        "Source: Reuters",
        LONG,
    ]


def test_what_the_outlet_keeps_stays_whatever_rule_matches() -> None:
    assert kept("Share this article", LONG) == [LONG]
    assert kept("Share this article", LONG, keep=("^share this",)) == ["Share this article", LONG]


def test_a_rule_counts_only_on_its_days() -> None:
    rule = BoilerplateRule(
        name="x", family=Family.SHARE, pattern="abc", examples=("abc",), valid_until=date(2023, 1, 1)
    )
    assert marked(lines("abc"), (rule,), (), DAY)[0].is_kept


def test_a_list_item_is_judged_without_its_bullet() -> None:
    assert kept("- Share", LONG) == [LONG]


def test_a_paragraph_of_two_thousand_characters_is_never_a_prompt() -> None:
    assert kept("Disclaimer: the views " + LONG * 20) != []


def test_the_headline_and_the_authors_are_not_printed_twice() -> None:
    raw = lines("TALKS RESUME", "Jane Doe", LONG, "Jane Doe")
    judged = without_repeated(raw[:3], "Talks resume", ("Jane Doe", ""))
    assert [line.rule for line in judged] == ["headline-repeated", "name-repeated", ""]
    assert without_repeated(raw, None) == raw


def test_the_links_under_a_related_label_go_with_it() -> None:
    link = [
        line._replace(is_link=True, links=("https://e.org/",))
        for line in lines("Oil rises", "Gas falls", "Rain")
    ]
    raw = (*lines(LONG), Line("Read also:", 9), link[0], link[1], *lines(LONG), link[2])
    judged = without_link_lists(marked(raw, EVERY, (), DAY))
    assert [line.family for line in judged] == [
        None,
        Family.RELATED,
        Family.RELATED,
        Family.RELATED,
        None,
        None,
    ]


def test_a_long_list_of_links_is_a_bibliography_and_stays() -> None:
    links = tuple(Line(f"Source {n}", n + 1, ("https://e.org/",), is_link=True) for n in range(21))
    judged = without_link_lists(marked((Line("Read also:", 0), *links), EVERY, (), DAY))
    assert [line.is_kept for line in judged] == [False] + [True] * 21


HEAD = BoilerplateBlock(name="head", family=Family.DONATION, closes=r"\*{3}", max_words=20)
TAIL = BoilerplateBlock(name="tail", family=Family.BIOGRAPHY, opens=r"\*", max_words=20)


def blocks(*texts: str) -> list[tuple[str, str]]:
    judged = without_blocks(marked(lines(*texts), RULES, (), DAY), (HEAD, TAIL))
    return [(line.family.value if line.family else "", line.rule) for line in judged]


def test_a_block_goes_from_its_mark_to_the_edge() -> None:
    found = blocks(
        "Give today and keep us alive",
        "Follow us on Telegram",
        "***",
        LONG,
        "*",
        "Share this article",
        "Jane Doe lives in Vienna.",
    )
    assert found == [
        ("donation", "head"), ("follow", "any-follow"), ("separator", "any-separator"), ("", ""),
        ("separator", "any-separator"), ("share", "any-share"), ("biography", "tail"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        (LONG, "***", LONG),
        (LONG, "Follow us on Telegram", "***", LONG),
        (LONG, "*", LONG),
        (LONG, "*", "The second part begins.", "Share this article"),
        (LONG, "*", "Share this article", LONG),
    ],
)
def test_a_mark_without_boilerplate_beside_it_or_with_much_text_behind_it_parts_an_article(
    texts: tuple[str, ...],
) -> None:
    judged = without_blocks(marked(lines(*texts), RULES, (), DAY), (HEAD, TAIL))
    assert kept_words(judged) == sum(len(text.split()) for text in texts if LONG in text or "second" in text)


def test_a_post_of_nothing_but_prompts_is_known() -> None:
    donation = frozenset({Family.DONATION})
    assert is_only(marked(lines("Donate now", "Support us"), RULES, (), DAY), donation)
    assert not is_only(marked(lines("Donate now", LONG), RULES, (), DAY), donation)
    assert not is_only(marked(lines("Share", "Comments"), RULES, (), DAY), donation)
    assert not is_only((), donation)


def test_a_marked_line_keeps_its_first_mark_and_its_place() -> None:
    line = Line("a", 0).marked(Family.SHARE, "one").marked(Family.FOLLOW, "two")
    assert (line.family, line.rule) == (Family.SHARE, "one")
    raw = (
        Line("a", 0),
        Line("x", 0).marked(Family.SHARE, "r"),
        Line("b", 0),
        Line("y", 1).marked(Family.SHARE, "r"),
    )
    paragraphs, removed = separated(raw)
    assert paragraphs == ("a", "b")
    assert [piece.before_paragraph for piece in removed] == [1, 2]


_WORDING = st.sampled_from(
    [LONG, "Share", "By Jane Doe", "January 3, 2022", "*", "***", "Read also:", "Plain words.", "Donate"]
)


@given(st.lists(_WORDING | st.text(min_size=1, max_size=40), max_size=12))
def test_marking_loses_no_line_and_marking_again_changes_nothing(texts: list[str]) -> None:
    raw = lines(*texts)
    once = without_blocks(without_link_lists(marked(raw, EVERY, (), DAY)), (HEAD, TAIL))
    assert [line.text for line in once] == texts
    assert marked(once, (), (), DAY) == once


@pytest.mark.timeout(60)
@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.name)
def test_no_line_holds_a_rule_for_long(rule: BoilerplateRule | ProvenanceRule) -> None:
    words = [*rule.examples[0].split(), "a", " ", "the", "click ", "larger ", "by A", "on ", ","]
    for word in words:
        for line in (
            (word * 2_000)[:1_990],
            ((word + " ") * 2_000)[:1_990] + "!?x",
            f"{rule.examples[0]} {(word + ' ') * 300}"[:2_000],
        ):
            rule.explains(line)


def test_rules_of_all_sites_have_names_of_their_own() -> None:
    names = [rule.name for rule in EVERY]
    assert len(set(names)) == len(names)
    assert all(name.startswith("any-") for name in names)
    assert {rule.where for rule in EVERY} == set(Where)
