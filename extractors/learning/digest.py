"""What learning keeps of a page: a sketch of how it is built, then its lines with their places. No trees.

A page is looked at twice. The sketch says which elements might hold the article and what the generic extractor
takes for its text; once containers are chosen over all pages, the digest gives the lines that the extractor reads
there, on the one road that every extraction takes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

from extractors.by_trafilatura import generic_lines
from extractors.charset import characters
from extractors.clean import Frame, article_text
from extractors.dates import Reading, moment
from extractors.decode import is_html, payload, response
from extractors.kind import kind
from extractors.learning.containers import Candidate, candidates, skeleton
from extractors.listing import no_article
from extractors.matching import matching_form
from extractors.parse import page
from extractors.reader import claims
from extractors.refusal import Refusal
from extractors.signature import Flag, Signature, flags_of, lasting_place
from extractors.stated import stated
from extractors.urls import normalised
from storage.article import Kind

if TYPE_CHECKING:
    from datetime import date

    from extractors.lines import Line
    from extractors.parse import Page
    from extractors.stated import Stated
    from extractors.vocabulary import Outlet
    from storage.article import Family
    from storage.capture import Capture

PROSE = 12  # words; shorter lines are no evidence of where the article stands
MAX_KEPT = 1_000  # characters; longer lines are paragraphs, of which no rule is made

_SHINGLE = 5  # words
_SAMPLED = 4  # one shingle in so many is kept
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Sketch:
    """How one page is built, and what the generic extractor takes for its article."""

    url: str
    story: str  # the outlet's own key: fetched again, it is the same story
    day: date  # of the capture (UTC): layouts hold by it
    dated: date  # when the page says it was published, else the day of the capture
    skeleton: frozenset[str]
    candidates: tuple[Candidate, ...]
    reference: frozenset[int]  # its lines and samples of their shingles, hashed


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of the container as the extractor of today leaves it."""

    place: Signature  # whole
    text: str  # matching form, cut at MAX_KEPT
    fold: str  # lower case, numbers as 0
    words: int
    family: Family | None  # of the rule that takes it already; None: none does
    is_generic: bool  # the generic extractor keeps it
    shingles: frozenset[int] = frozenset()  # sampled, of a sentence on the article's main path


@dataclass(frozen=True, slots=True)
class Digest:
    """The lines of one page."""

    lines: tuple[SeenLine, ...]
    layout: str


def sketch(capture: Capture, outlet: Outlet) -> Sketch | None:
    """None: not an article that can be read."""
    read = _read(capture, outlet)
    if read is None:
        return None
    parsed, said = read
    headline = fold(said.headline or "")
    found = [line for line in generic_lines(parsed) if fold(line.text) != headline]
    words = Counter(word for line in found for word in line.text.split())
    known = (selector for layout in outlet.layouts for selector in layout.container)
    reading = Reading(outlet.time_zone, capture.captured_at, outlet.day_first)
    published = moment(said.date_published, reading)
    return Sketch(
        url=capture.url,
        story=outlet.article_key(capture.url) or normalised(capture.url),
        day=capture.captured_at.date(),
        dated=(published.at if published else capture.captured_at).date(),
        skeleton=skeleton(parsed.tree),
        candidates=candidates(parsed.tree, words, known),
        reference=frozenset(hashed for line in found for hashed in _hashes(fold(line.text))),
    )


def digest(capture: Capture, outlet: Outlet, reference: frozenset[int]) -> Digest | None:
    """`reference` is the sketch's. None: no layout of `outlet` finds its container, or nothing is left in it."""
    read = _read(capture, outlet)
    if read is None:
        return None
    parsed, said = read
    frame = Frame(
        parsed, outlet, said.headline, said.author, capture.captured_at, claims(said), said.description
    )
    text = article_text(frame, Kind.ARTICLE)
    if text.layout is None or text.kind is not Kind.ARTICLE:
        return None
    lines = _with_shingles(tuple(_seen(line, reference) for line in text.lines))
    return Digest(tuple(map(_bounded, lines)), text.layout)


def fold(text: str) -> str:
    """What a line has in common with its like on other pages, whatever numbers stand in it."""
    return _DIGITS.sub("0", matching_form(text).removeprefix("- ").lower())


def _read(capture: Capture, outlet: Outlet) -> tuple[Page, Stated] | None:
    received = response(capture)
    if isinstance(received, Refusal) or received.status != 200 or capture.truncated:
        return None
    body = payload(received)
    content_type = received.header("content-type") or ""
    if isinstance(body, Refusal) or not is_html(body, content_type):
        return None
    parsed = page(characters(body, content_type).utf8, capture.url)
    if parsed is None:
        return None
    said = stated(parsed, (outlet.name, *outlet.names_of_self))
    is_news = not no_article(outlet, parsed, said) and kind(outlet, parsed, said) is Kind.ARTICLE
    return (parsed, said) if is_news else None


def _seen(line: Line, reference: frozenset[int]) -> SeenLine:
    text = matching_form(line.text).removeprefix("- ")
    folded = fold(line.text)
    flags: frozenset[Flag] = flags_of(line)
    return SeenLine(
        place=Signature(lasting_place(line.place), flags),
        text=text[:MAX_KEPT],
        fold=folded,
        words=line.words,
        family=None if line.is_open else line.family,
        is_generic=_is_among(folded, reference),
    )


def _hashes(folded: str) -> set[int]:
    return {_hashed(folded), *_shingles(folded)}


def _is_among(folded: str, reference: frozenset[int]) -> bool:
    """Line by line, or most of its sentences: the generic extractor joins what line breaks part."""
    shingles = _shingles(folded)
    return _hashed(folded) in reference or len(shingles & reference) * 2 > len(shingles)


def _bounded(line: SeenLine) -> SeenLine:
    return line if len(line.fold) <= MAX_KEPT else replace(line, fold=f"{_hashed(line.fold):x}")


def _hashed(folded: str) -> int:
    """The same in every process; spaces do not count."""
    letters = "".join(folded.split()).encode("utf-8", "replace")
    return int.from_bytes(blake2b(letters, digest_size=8).digest(), "big")


def _with_shingles(lines: tuple[SeenLine, ...]) -> tuple[SeenLine, ...]:
    """Copies are known by the sentences on the article's main path; boxes are the page's own."""
    weight: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        if line.family is None and line.is_generic and line.words >= PROSE:
            weight[line.place.steps] += line.words
    main = min(weight, key=lambda steps: (-weight[steps], steps), default=())
    return tuple(
        replace(line, shingles=_shingles(line.fold))
        if line.family is None and line.place.steps == main and Flag.LINK not in line.place.flags
        else line
        for line in lines
    )


def _shingles(text: str) -> frozenset[int]:
    words = text.split()
    runs = (" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
    hashes = (crc32(run.encode("utf-8", "replace")) for run in runs)
    return frozenset(hashed for hashed in hashes if hashed % _SAMPLED == 0)
