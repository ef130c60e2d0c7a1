"""Kept text is normal Unicode that hides nothing, and the scripts that need joiners keep theirs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.matching import invisible, matching_form, plain

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
_ODD = st.sampled_from(
    [
        "a", "e", "\u0301", "\u0645", "\u06cc", "\u06f5", "\u0915", "\u094d", "\u845b", "\uf900", "\u2764",
        "\U0001f525", "\U0001f3fb", "1", "\u20e3", " ", "\n", "\u00a0", "\u2800", "\u200b", "\u200c", "\u200d",
        "\u200e", "\u200f", "\u061c", "\u034f", "\u180e", "\ufe0f", "\ufe00", "\U000e0100", "\U000e0067",
        "\U000e0001", "\U000e0fff", ENGLAND, "\u00ad", "\u202e", "\u2066", "\u3164", "\0", "\x85", "\x1c",
        "\ud800", "\u1fef", "\u1ffd", "\u2026", "\u00ab", "\u2014", "\u2212", "\u2194", "\u02bc", "\u2019", "`", "-", "\u0338", "=",
    ]
)  # fmt: skip
ODD_TEXT = st.lists(_ODD, max_size=12).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian: the prefix stands apart from its verb
        "\u06f5\u200c\u0633\u0627\u0644\u0647",  # Persian: a digit and its suffix
        "\u0661\u0664\u0664\u0662 \u0647\u200d",  # Arabic: the year's abbreviation ends joined
        "\u0915\u094d\u200d\u0937",  # Hindi: a half form
        "\u0d28\u0d4d\u200d",  # Malayalam: a final letter, as it was long written
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "\u2764\ufe0f\u200d\U0001f525",  # a heart on fire
        "\U0001f642\u200d\u2194\ufe0f",  # a head that shakes
        "\U0001f3f3\ufe0f\u200d\U0001f308",  # a rainbow flag
        "1\ufe0f\u20e3",  # a keycap
        "\u845b\U000e0100\u57ce",  # a form of a Han letter in a name
        ENGLAND,
        f"2:1 {ENGLAND}!",
        "\u200fHTML \u0648\u200e CSS",  # direction marks of a mixed line
    ],
)
def test_what_joins_or_varies_stays_and_hides_nothing(text: str) -> None:
    assert plain(text) == text
    assert not invisible(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("left\u200c \u200dalone", "left alone"),
        ("Syr\u200cia", "Syria"),
        ("\u0645\u06cc\u200c \u062e", "\u0645\u06cc \u062e"),
        ("\u0645\u200c\u200c\u200c\u06cc", "\u0645\u200c\u06cc"),
        ("\u2764\u200d", "\u2764"),
        ("a\ufe0f", "a"),
        ("\u2764\ufe0f\ufe0f\ufe0f", "\u2764\ufe0f"),
        ("hy\u00adphen", "hyphen"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("a\u2800\u2800b", "a b"),
        ("\u3164", ""),
        ("an object \ufffc here", "an object here"),
    ],
)
def test_strays_of_typography_go_without_a_word(text: str, kept: str) -> None:
    assert plain(text) == kept
    assert not invisible(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("pay \u202e001\u202c euro", "pay 001 euro"),
        ("\u2067isolated\u2069", "isolated"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("c1\x9b", "c1"),
        ("good\U000e0062\U000e0061\U000e0064 dog", "good dog"),
        ("\U0001f3f4\U000e0075\U000e0073\U000e007f", "\U0001f3f4"),
        ("\U0001f600\U000e0148\U000e0149", "\U0001f600"),  # a message in selectors
        ("\u845b\U000e0100\U000e0101\U000e0102", "\u845b\U000e0100"),
        ("one\u2063two", "onetwo"),
    ],
)
def test_what_deceives_or_hides_a_message_goes_and_is_told(text: str, kept: str) -> None:
    assert plain(text) == kept
    assert invisible(text)
    assert not invisible(kept)


@pytest.mark.parametrize(
    "text", ["", "plain", "two\nlines\tand a tab", "\u00a0", "\u00e9t\u00e9", "\u4e2d\u6587"]
)
def test_ordinary_text_hides_nothing(text: str) -> None:
    assert not invisible(text)


@given(ODD_TEXT)
def test_kept_text_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not invisible(once)
    assert once == " ".join(once.split())


@given(ODD_TEXT)
def test_the_matching_form_stays_as_it_is(text: str) -> None:
    once = matching_form(text)
    assert matching_form(once) == once
    assert plain(once) == once
    assert matching_form(plain(text)) == once


@given(ODD_TEXT)
def test_the_quick_way_for_ordinary_text_gives_the_answer_of_the_slow_one(text: str) -> None:
    """A soft hyphen in front sends any text the slow way, and shows nothing."""
    assert plain(f"\u00ad {text}") == plain(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x2FF)))
def test_no_letter_is_lost_and_no_word_glued(text: str) -> None:
    assert plain(text).split() == unicodedata.normalize("NFC", text).split() or "`" in plain(text)
