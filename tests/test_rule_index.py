"""The index of rules answers as asking each rule in turn, only sooner."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import outlets
from extractors.families import PROVENANCE, RULES
from extractors.matching import matching_form
from extractors.needles import needles
from extractors.openings import DEPTH, NO_LETTER, folded, openings, widths
from extractors.rule_index import LineRule, RuleIndex, rule_index
from extractors.vocabulary import BoilerplateRule, ProvenanceRule, Where
from storage.article import Family

DAY = date(2024, 1, 1)
Rules = tuple[BoilerplateRule | ProvenanceRule, ...]
_OUTLETS = tuple(outlets.load().values())
OF_OUTLETS: Rules = tuple(rule for outlet in _OUTLETS for rule in outlet.boilerplate)
SOURCES_OF_OUTLETS: Rules = tuple(rule for outlet in _OUTLETS for rule in outlet.provenance)
EVERY: Rules = (*SOURCES_OF_OUTLETS, *OF_OUTLETS, *PROVENANCE, *RULES)
INDEX = RuleIndex(EVERY)
EXAMPLES = sorted({matching_form(text) for rule in EVERY for text in (*rule.examples, *rule.near_misses)})


def asked_in_turn(line: str, where: Where, rules: tuple[LineRule, ...] = EVERY) -> LineRule | None:
    return next(
        (rule for rule in rules if rule.where is where and rule.explains(line) and rule.valid_on(DAY)), None
    )


def same_answer(line: str) -> bool:
    return same_answers((line,))


def same_answers(lines: tuple[str, ...]) -> bool:
    return all(
        found is asked_in_turn(line, where)
        for where in Where
        for line, found in zip(lines, INDEX.of(where).explaining(lines, DAY), strict=True)
    )


def test_every_example_and_every_near_miss_gets_the_same_answer() -> None:
    assert [line for line in EXAMPLES if not same_answer(line)] == []


@settings(deadline=None)
@given(
    st.sampled_from(EXAMPLES),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.integers(0, 9),
)
def test_letter_case_and_what_stands_in_front_change_no_answer(line: str, change: object, cut: int) -> None:
    assert callable(change)
    for text in (change(line), line[cut:], f"- {line}", f"\u2022{line}", f"{line} {line}", f'"{line}"'):
        assert same_answer(text)


def test_what_other_lines_hold_changes_no_answer() -> None:
    assert same_answers(tuple(EXAMPLES))
    assert same_answers(tuple(reversed(EXAMPLES)))


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_gets_the_same_answer(line: str) -> None:
    assert same_answer(line)


_PATTERNS = st.recursive(
    st.sampled_from(["a", "b", "\u00e9", "\u0434\u0430", "\u00df", "k", "s", "[ab]", "[^a]", "[a-z]", r"\d", r"\W", ".", r"\b", "(?=a)", "(?!b)", "\u03c3", "\u0131"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2,3}", "{0,2}?", "*?", "{2}"])).map(lambda p: f"(?:{p[0]}){p[1]}"),
        inner.map(lambda part: f"(?-i:{part})"),
        inner.map(lambda part: f"(?>{part})"),
        inner.map(lambda part: f"({part})"),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(
    _PATTERNS,
    st.text(
        alphabet="abABks\u017f\u212a\u00e9\u00c9\u00df\u1e9e\u03c3\u03c2\u03a3\u0130\u0131i\u0434\u0414\u0430\u04101 -_\u0307",
        max_size=9,
    ),
)
def test_whatever_a_pattern_matches_begins_as_its_openings_say(pattern: str, line: str) -> None:
    found = re.compile(pattern, re.IGNORECASE).match(line)
    beginnings = {folded(line[: 2 * DEPTH])[:end] for end in range(DEPTH + 1)}
    if not line[:1].isalpha():
        beginnings.add(NO_LETTER)
    assert not found or beginnings & openings(pattern)
    if found:
        least, most = widths(pattern)
        assert least <= len(found[0]) <= most
        assert not needles(pattern) or any(needle in folded(line) for needle in needles(pattern))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (".*all rights reserved.*", {"all rights reserved"}),
        ("(?:.{0,9}Getty|[\\w ]+/Reuters) images?", {" image"}),
        ("(?:.*donate now|please support .*)", {"donate now", "please support "}),
        ("(?:.*donate now|x.*)", set()),
        ("(?:(?:re)?print)?.*", set()),
        ("(?=subscribe).*", set()),
        (".*(?:contact|contacted|e-mail|email)", {"contact", "e-mail", "email"}),
    ],
)
def test_needles_are_what_every_match_holds(pattern: str, expected: set[str]) -> None:
    assert needles(pattern) == expected


def test_characters_that_are_one_in_any_letter_case_have_one_spelling() -> None:
    every = "".join(map(chr, range(0x2200)))
    for char in map(chr, range(0x600)):
        for other in re.findall(re.escape(char), every, re.IGNORECASE):
            assert folded(other) == folded(char) or not other.isalpha(), (char, other)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?:please )?follow us", {"please", "follow"}),
        ("read (?:also|more)", {"read a", "read m"}),
        ("[-*]? ?tags?", {"-tag", "- tag", "*tag", "* tag", "tag", " tag"}),
        (r"\d+ comments", {NO_LETTER}),
        (".*", {""}),
        ("x?", {""}),
        ("(?-i:Abc)", {"abc"}),
        ("\u0427\u0438\u0442\u0430\u0439\u0442\u0435", {"\u0447\u0438\u0442\u0430\u0439\u0442"}),
    ],
)
def test_openings_are_read_off_a_pattern(pattern: str, expected: set[str]) -> None:
    assert openings(pattern) == {opening[:DEPTH] for opening in expected}


def test_a_rule_of_many_openings_tells_fewer_characters() -> None:
    pattern = "".join(f"(?:{'|'.join('abcdefghijkl')})" for _ in range(6))
    assert all(len(opening) == 3 for opening in openings(pattern))


def test_a_rule_out_of_its_days_lets_the_next_one_answer() -> None:
    ended = BoilerplateRule(
        name="ended", family=Family.SHARE, pattern="share", examples=("Share",), valid_until=date(2020, 1, 1)
    )
    rules = (ended, replace(ended, name="holds", valid_until=None))
    part = RuleIndex(rules).of(Where.ANYWHERE)
    assert part.explaining(["Share"], DAY) == (rules[1],)
    assert part.explaining(["Share"], date(2019, 1, 1)) == (rules[0],)


def test_the_index_of_the_same_rules_is_made_once() -> None:
    assert rule_index(EVERY) is rule_index(tuple(iter(EVERY)))
    other = (replace(RULES[0], name="other"), *EVERY[1:])
    assert rule_index(other) is not rule_index(EVERY)


def test_most_rules_are_asked_for_few_lines() -> None:
    """What opens with anything is asked for every line of every page."""
    always = [rule.name for rule in RULES if rule.where is Where.ANYWHERE and "" in openings(rule.expression)]
    assert len(always) <= 5, always
