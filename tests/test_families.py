"""Rules that hold on any site: each has its evidence, each language has every family, and news stays whole."""

from __future__ import annotations

import re
from datetime import date

import pytest

from extractors.boilerplate import marked
from extractors.families import PROVENANCE, RULES
from extractors.lines import Line
from extractors.matching import matching_form
from extractors.vocabulary import BoilerplateRule, ProvenanceRule, Where
from storage.article import Family

DAY = date(2024, 1, 1)
LONG = "The minister said on Monday that the road to the northern town would stay closed until the army had cleared it of mines."
EVERY: tuple[BoilerplateRule | ProvenanceRule, ...] = (*PROVENANCE, *RULES)
LANGUAGES = ("en", "ru", "ar", "fr", "de", "es", "it")
OF_ANY_LANGUAGE = {Family.SEPARATOR, Family.MEDIA_ADDRESS, Family.OTHER}


def language(rule: BoilerplateRule | ProvenanceRule) -> str:
    found = re.match(r"any-([a-z]{2})-", rule.name)
    return found[1] if found else "en"


def kept(*texts: str) -> list[str]:
    lines = tuple(Line(text, at) for at, text in enumerate(texts))
    return [line.text for line in marked(lines, EVERY, (), DAY) if line.is_kept]


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.name)
def test_each_rule_shows_what_it_takes_and_what_it_leaves(rule: BoilerplateRule | ProvenanceRule) -> None:
    rule.check()
    assert rule.examples
    assert rule.near_misses


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_has_every_family(code: str) -> None:
    known = {Family(rule.family) for rule in EVERY if language(rule) == code}
    assert set(Family) - OF_ANY_LANGUAGE <= known


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.name)
def test_what_a_rule_takes_goes_by_a_rule_of_its_family(rule: BoilerplateRule | ProvenanceRule) -> None:
    """Another rule may be asked first, but not one that gives another reason."""
    for example in rule.examples:
        place = (example, LONG) if rule.where is Where.HEAD else (LONG, example)
        judged = marked(tuple(Line(text, at) for at, text in enumerate(place)), EVERY, (), DAY)
        [line] = [line for line in judged if line.text == example]
        assert line.family is rule.family, (example, line.rule)


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.name)
def test_what_one_rule_leaves_no_other_takes(rule: BoilerplateRule | ProvenanceRule) -> None:
    for near in rule.near_misses:
        form = matching_form(near)
        takers = [other.name for other in EVERY if other.where is Where.ANYWHERE and other.explains(form)]
        assert takers == [], near
