"""Which lines are boilerplate by their text: those that recur over stories and days, and labels before something else.

A text that recurs may be a quotation, an agency's background paragraph, the heading of a section or the opening of
a series: so recurrence alone takes no line from among the article's paragraphs. Behind the last of them it does,
from five stories in a hundred; elsewhere the line must also be a link, or speak as prompts do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.boilerplate import LONG_LINE
from extractors.described import BadOutletError
from extractors.learning.caps import over_cap
from extractors.learning.cues import family_by_words
from extractors.learning.names import guessed_family, rule_name
from extractors.learning.patterns import common_opening, expression, outlet_rule
from extractors.learning.proposal import Evidence, ProposedLine, Withheld, evidence
from extractors.line_rules import Where
from extractors.signature import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractors.learning.digest import SeenLine
    from extractors.learning.stories import Recurrence, StoryPage

DAYS = 4  # distinct, of publication
EDGE = 0.9  # of a line's occurrences stand there
TAIL_SHARE = 0.05  # of stories, for a line that says nothing of being a prompt
PROMPT_SHARE = 0.02
SENTENCE = 6  # words; fewer may be a heading

_CAMPAIGN = 10  # stories with a text that is printed for a time
_CAMPAIGN_SHARE = 0.3  # of the stories of that time
_MAX_LABEL = 5  # words
_MAX_LABELLED = 25  # words of a line behind a label or an opening
_OPENING = 3  # words that lines of one kind begin with
_PER_PAGE = 1.3  # a speaker's label stands before each answer
_VARIANTS = 3  # of what stands behind a label
_QUOTED = re.compile(r"^[\"']|\"[^\"]{25,}\"")
_LABEL = re.compile(r"([^:.?!\"]{2,40}) ?: ?(\S.*)")
_MAX_WITHHELD = 20

if TYPE_CHECKING:
    Place = tuple[StoryPage, "Standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A line that nothing takes, and where it stands among the article's paragraphs."""

    line: SeenLine
    where: Where


@dataclass(frozen=True, slots=True)
class LearnedLines:
    proposed: tuple[ProposedLine, ...]
    withheld: tuple[Withheld, ...]


def learned_lines(
    pages: Sequence[StoryPage], recurrence: Recurrence, min_stories: int, names: Iterable[str]
) -> LearnedLines:
    """`pages` hold the lines that are left; `names` are those of the rules that there are."""
    standing = [(page, seen) for page in pages for seen in _standing(page, recurrence)]
    learning = _Learning(tuple(pages), min_stories, set(names))
    learning.recurring(learning.labelled(standing))
    had = [sum(line.words for line in page.lines if line.family is None) for page in pages]
    commonest = sorted(learning.proposed, key=lambda found: (-found.evidence.stories, found.rule.name))
    over = dict(over_cap(((_taken(found, pages), found) for found in commonest), had))
    held = (Withheld(found.rule.examples[0], why, found.evidence) for found, why in over.items())
    withheld = sorted((*held, *learning.withheld), key=lambda it: (-it.evidence.stories, it.what))
    kept = tuple(found for found in commonest if found not in over)
    return LearnedLines(kept, tuple(withheld[:_MAX_WITHHELD]))


@dataclass(slots=True)
class _Learning:
    """What is decided so far."""

    pages: tuple[StoryPage, ...]
    min_stories: int
    names: set[str]
    proposed: list[ProposedLine] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)

    def labelled(self, standing: Sequence[Place]) -> list[Place]:
        """Proposes labels with something variable behind them, and openings of prompts; gives back what is left."""
        labels: defaultdict[str, list[Place]] = defaultdict(list)
        openings: defaultdict[str, list[Place]] = defaultdict(list)
        for page, seen in standing:
            words = seen.line.fold.split()
            label = _LABEL.fullmatch(seen.line.fold)
            if len(words) > _MAX_LABELLED:
                continue
            if label and len(label[1].split()) <= _MAX_LABEL:
                labels[label[1].strip()].append((page, seen))
            elif len(words) > _OPENING:
                openings[" ".join(words[:_OPENING])].append((page, seen))
        taken = {label for label in sorted(labels) if self._label(label, labels[label])}
        taken |= {opening for opening in sorted(openings) if self._opening(openings[opening])}
        gone = {id(seen) for name in taken for _, seen in (*labels.get(name, ()), *openings.get(name, ()))}
        return [(page, seen) for page, seen in standing if id(seen) not in gone]

    def recurring(self, standing: Sequence[Place]) -> None:
        """Proposes the texts that recur."""
        groups: defaultdict[str, list[Place]] = defaultdict(list)
        for page, seen in standing:
            groups[seen.line.fold].append((page, seen))
        of_all = len({page.story for page in self.pages})
        for text in sorted(groups):
            shown = self._evidence(groups[text])
            if shown and (why_not := _doubt(groups[text], shown, of_all)):
                self.withheld.append(Withheld(groups[text][0][1].line.text, why_not, shown))
            elif shown:
                self._propose(expression(text), "", groups[text], shown)

    def _label(self, label: str, places: Sequence[Place]) -> bool:
        """Once a page, at its edge or in a line of its own kind: speakers are named before each answer."""
        shown = self._evidence(places)
        at_edge = _share(places, Where.HEAD) >= EDGE or _share(places, Where.TAIL) >= EDGE
        if shown is None or not _is_variable(places) or not (at_edge or _all_flagged(places)):
            return False
        return self._propose(
            rf"{expression(label)} ?: ?(?P<rest>.{{1,{_rest(places, label)}}})", label, places, shown
        )

    def _opening(self, places: Sequence[Place]) -> bool:
        """All lines must begin alike, with words of a prompt."""
        shown = self._evidence(places)
        opening = common_opening([seen.line.fold.split() for _, seen in places])
        if shown is None or not _is_variable(places) or family_by_words(opening) is None:
            return False
        return self._propose(
            rf"{expression(opening)} (?P<rest>.{{1,{_rest(places, opening)}}})", opening, places, shown
        )

    def _evidence(self, places: Sequence[Place]) -> Evidence | None:
        """None: too few stories or days."""
        if len({page.story for page, _ in places}) < self.min_stories:
            return None
        shown = evidence([(page, seen.line) for page, seen in places], self.pages)
        return shown if shown.days >= DAYS else None

    def _propose(self, pattern: str, label: str, places: Sequence[Place], shown: Evidence) -> bool:
        lines = [seen.line for _, seen in places]
        name = rule_name(label or " ".join(lines[0].fold.split()[:5]), self.names)
        self.names.add(name)
        examples = tuple(sorted({line.text for line in lines})[:3])
        where = _where(places)
        try:
            rule = outlet_rule(name, pattern, guessed_family(lines), label, examples, where, shown)
            rule.check()
        # Letters whose lower case is written otherwise: no pattern can be made of the text.
        except BadOutletError:
            self.withheld.append(Withheld(examples[0], "no pattern matches all of its spellings", shown))
            return False
        self.proposed.append(ProposedLine(rule, shown))
        return True


def _doubt(places: Sequence[Place], shown: Evidence, all_stories: int) -> str:
    """Why a text that recurs may yet be the article's; empty when nothing speaks for that."""
    line = places[0][1].line
    share = shown.stories / all_stories
    is_campaign = shown.stories >= _CAMPAIGN and shown.share >= _CAMPAIGN_SHARE
    is_prompt = family_by_words(line.text) is not None or Flag.LINK in line.place.flags
    if _QUOTED.search(line.text):
        return "it quotes somebody"
    if is_prompt:
        return "" if share >= PROMPT_SHARE or is_campaign else "too small a share of the stories"
    if line.words < SENTENCE:
        return "so short a text may be a heading"
    if _share(places, Where.TAIL) < EDGE:
        return "it stands among the article's paragraphs and does not speak as a prompt"
    return "" if share >= TAIL_SHARE or is_campaign else "too small a share of the stories"


def _standing(page: StoryPage, recurrence: Recurrence) -> list[Standing]:
    """The head ends with the first paragraph that is the article's own, the tail begins behind the last."""
    own = [at for at, line in enumerate(page.lines) if recurrence.is_long_prose(line)]
    first, last = (own[0], own[-1]) if own else (0, len(page.lines))
    return [
        Standing(line, Where.HEAD if at < first else Where.TAIL if at > last else Where.ANYWHERE)
        for at, line in enumerate(page.lines)
        if line.family is None
    ]


def _share(places: Sequence[Place], where: Where) -> float:
    return sum(seen.where is where for _, seen in places) / len(places)


def _all_flagged(places: Sequence[Place]) -> bool:
    return all({Flag.LINK, Flag.STRONG} & seen.line.place.flags for _, seen in places)


def _where(places: Sequence[Place]) -> Where:
    """Short lines keep to their edge; a long one would itself be taken for the article's last paragraph."""
    is_short = all(seen.line.words < LONG_LINE // 2 for _, seen in places)
    edges = (where for where in (Where.HEAD, Where.TAIL) if is_short and _share(places, where) == 1)
    return next(edges, Where.ANYWHERE)


def _is_variable(places: Sequence[Place]) -> bool:
    once = len(places) <= _PER_PAGE * len({page.url for page, _ in places})
    return once and len({seen.line.fold for _, seen in places}) >= _VARIANTS


def _rest(places: Sequence[Place], opening: str) -> int:
    """Characters behind the opening: twice as many as were seen, in tens."""
    longest = max(len(seen.line.text) for _, seen in places) - len(opening)
    return (2 * max(longest, 10) + 9) // 10 * 10


def _taken(found: ProposedLine, pages: Sequence[StoryPage]) -> list[int]:
    return [
        sum(line.words for line in page.lines if line.family is None and found.rule.explains(line.text))
        for page in pages
    ]
