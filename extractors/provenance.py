"""What source lines, bylines, dates and labels in the text say: they leave the body and become fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.matching import compiled_pattern, matching_form, straight
from extractors.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.lines import Line
    from extractors.vocabulary import ProvenanceRule

_MAX_HEADLINE_WORDS = 30
_MAX_EVIDENCE = 500  # characters


@dataclass(frozen=True, slots=True)
class Original:
    """The article that this one repeats, as printed."""

    outlet: str
    url: str | None
    date: str | None  # as printed
    evidence: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the marked lines of a text state; dates as printed."""

    originals: tuple[Original, ...] = ()
    copyright_notice: str | None = None
    byline: str | None = None
    author: tuple[str, ...] = ()
    date_published: str | None = None
    article_section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


def provenance(
    lines: Iterable[Line], rules: Iterable[ProvenanceRule], names_of_self: Iterable[str], own_host: str | None
) -> Provenance:
    """Read from the lines that one of `rules` has marked.

    An outlet is no original of itself, and a link to its own host does not lead to one.
    """
    rules = tuple(rules)
    named = {rule.name for rule in rules}
    read = [(line, _groups(line, rules)) for line in lines if line.rule in named]
    own = {_folded(name) for name in names_of_self}
    return Provenance(
        originals=_originals(read, own, own_host),
        copyright_notice=next(iter(_said(read, "holders")), None),
        byline=next(iter(_said(read, "byline")), None),
        author=tuple(name.strip() for text in _said(read, "author") for name in text.split(",")),
        date_published=next(iter(_said(read, "published")), None),
        article_section=_listed(_said(read, "section")),
        keywords=_listed(_said(read, "keyword")),
    )


def printed_headline(lines: tuple[Line, ...], rules: Iterable[ProvenanceRule]) -> str | None:
    """The first line, when a byline follows it: how a text without any markup shows its headline."""
    bylines = {rule.name for rule in rules if "byline" in compiled_pattern(rule.pattern).groupindex}
    if len(lines) < 2 or lines[1].rule not in bylines or not lines[0].is_kept:
        return None
    first = lines[0]
    return first.text if first.words <= _MAX_HEADLINE_WORDS and not first.text.endswith((".", ":")) else None


def _groups(line: Line, rules: Iterable[ProvenanceRule]) -> dict[str, str]:
    """What the rule that marked the line says of it, in the line's own spelling where that can be told."""
    form = straight(line.text).removeprefix("- ")
    own = line.text.removeprefix("- ")
    text = own if len(own) == len(form) else form  # the matching form replaces character by character
    for rule in rules:
        if rule.name == line.rule and (found := compiled_pattern(rule.pattern).fullmatch(form)):
            spans = {name: found.span(name) for name in found.re.groupindex}
            groups = {
                name: text[start:end].strip(" ,;") for name, (start, end) in spans.items() if end > start
            }
            return _with_sign(groups, text, found)
    return {}  # marked by a rule of another kind that bears the same name


def _with_sign(groups: dict[str, str], text: str, found: re.Match[str]) -> dict[str, str]:
    """A copyright notice keeps its sign, which patterns may leave outside the group of the holders."""
    if "holders" not in groups:
        return groups
    start = found.start("holders")
    sign = re.search(r"(?:copyright\s*)?(?:\u00a9|\(c\))?\s*$", text[:start], re.IGNORECASE)
    return {**groups, "holders": text[sign.start() if sign else start : found.end("holders")].strip()}


def _said(read: Iterable[tuple[Line, dict[str, str]]], group: str) -> Iterator[str]:
    return (groups[group] for _, groups in read if groups.get(group))


def _listed(texts: Iterable[str]) -> tuple[str, ...]:
    pieces = (piece.strip() for text in texts for piece in re.split(r"[,;|]", text))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def _originals(
    read: list[tuple[Line, dict[str, str]]], own: set[str], own_host: str | None
) -> tuple[Original, ...]:
    """One for each outlet named, with the date and the link that any of its lines states."""
    found: dict[str, Original] = {}
    for line, groups in read:
        name = groups.get("outlet", "").strip(" .").removeprefix("the ")
        if not name or _folded(name) in own:
            continue
        known = found.get(_folded(name), Original(name, None, None, line.text))
        # The line that names the source outright is better evidence than one that only dates it.
        evidence = known.evidence if groups.get("date") else line.text
        found[_folded(name)] = Original(
            outlet=known.outlet,
            url=known.url or next((url for url in line.links if host_of(url) != own_host), None),
            date=known.date or groups.get("date"),
            evidence=evidence[:_MAX_EVIDENCE],
        )
    return tuple(found.values())


def _folded(name: str) -> str:
    return re.sub(r"^(?:the |www\.)|[\W_]+", "", matching_form(name).lower())
