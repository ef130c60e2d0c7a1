"""What one revision of an article says that the one before it did not: fields, words, and how much it matters.

Words are compared, not characters: a reader of a difference reads words. `difflib` finds the longest runs that two
sequences share (Ratcliff and Obershelp), first over paragraphs and then over the words of those that differ, so that a
live blog of a thousand paragraphs costs no more than those of its paragraphs that changed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from storage.article import Article

MOST_PAIRS = 4_000_000  # of words that are compared; beyond, they are only counted
ALIKE = 0.77  # ratio of two spellings of a word: "recieved" and "received" 0.88, "epically" and "especially" 0.78, "Iran" and "Iraq" 0.75
RESPELT = 0.2  # share of the words beyond which it is another text, however alike the words are


class ChangeKind(StrEnum):
    """How much a revision differs from the one before. A guess by rules: the difference itself is the evidence."""

    COSMETIC = "cosmetic"  # spelling, punctuation, letter case, spaces
    SUBSTANTIAL = "substantial"  # any other word, any number, who wrote it


class Part(StrEnum):
    """What may change. A closed list, in the order in which it is told."""

    HEADLINE = "headline"
    BYLINE = "byline"
    DATE = "date"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Change:
    """What a revision changed. Words are those of headline and body."""

    kind: ChangeKind
    parts: tuple[Part, ...]
    words_added: int
    words_removed: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a revision the next one is compared with."""

    headline: str
    author: tuple[str, ...]
    byline: str
    published: datetime | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that both have (`before` is `after`), or what stands in the place of what."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_common(self) -> bool:
        return self.before == self.after


Block = tuple[Piece, ...]
"""A paragraph, or paragraphs in the place of others."""


def wording(article: Article) -> Wording:
    return Wording(
        headline=article.headline or "",
        author=article.author,
        byline=article.byline or "",
        published=article.date_published,
        paragraphs=tuple(article.article_body.split("\n\n")),
    )


def change(before: Wording, after: Wording) -> Change:
    """What `after` changed."""
    pieces = [*words(before.headline, after.headline), *(p for block in blocks(before, after) for p in block)]
    differing = [piece for piece in pieces if not piece.is_common]
    parts = {
        Part.HEADLINE: before.headline != after.headline,
        Part.BYLINE: (before.author, before.byline) != (after.author, after.byline),
        Part.DATE: before.published != after.published,
        Part.BODY: before.paragraphs != after.paragraphs,
    }
    counted = [_counted(piece) for piece in differing]
    all_words = sum(len(paragraph.split()) for paragraph in after.paragraphs)
    return Change(
        kind=_kind(before, after, differing, all_words),
        parts=tuple(part for part, differs in parts.items() if differs),
        words_added=sum(added for added, _ in counted),
        words_removed=sum(removed for _, removed in counted),
    )


def _kind(before: Wording, after: Wording, differing: Sequence[Piece], all_words: int) -> ChangeKind:
    names = [" ".join(each.author).casefold() for each in (before, after)]
    if names[0] != names[1] or not all(map(_is_respelling, differing)):
        return ChangeKind.SUBSTANTIAL
    respelt = sum(len(piece.after) for piece in differing if _bare(piece.before) != _bare(piece.after))
    return ChangeKind.SUBSTANTIAL if respelt > max(3, RESPELT * all_words) else ChangeKind.COSMETIC


def _counted(piece: Piece) -> tuple[int, int]:
    """Words added and removed; where too many stand against each other, a word that is on both sides is neither."""
    if len(piece.before) * len(piece.after) <= MOST_PAIRS:
        return len(piece.after), len(piece.before)
    before, after = Counter(piece.before), Counter(piece.after)
    return (after - before).total(), (before - after).total()


def _is_respelling(piece: Piece) -> bool:
    """Whether the same words stand there, spelt otherwise."""
    before, after = _bare(piece.before), _bare(piece.after)
    if "".join(before) == "".join(after):
        return True  # punctuation, letter case, a hyphen or a space
    return len(before) == len(after) and all(map(_is_same_word, before, after))


def _is_same_word(before: str, after: str) -> bool:
    """A slip of the pen hardly ever takes a word's first letter, and its correction changes neither number nor "not"."""
    if before == after:
        return True
    if any(map(str.isdigit, before + after)) or before[:1] != after[:1]:
        return False
    if before.endswith("nt") != after.endswith("nt"):  # "can" and "can't"
        return False
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= ALIKE


_MARKS = re.compile(r"[^\w]+|_")


def _bare(some: Sequence[str]) -> list[str]:
    """Words without punctuation and letter case; what is only punctuation is none."""
    bare = (_MARKS.sub("", word).casefold() for word in some)
    return [word for word in bare if word]


# -- the difference itself


def blocks(before: Wording, after: Wording) -> Iterator[Block]:
    """The bodies side by side, paragraph by paragraph: of equal ones a block of one common piece."""
    old, new = before.paragraphs, after.paragraphs
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for paragraph in new[c:d]:
                same = tuple(paragraph.split())
                yield (Piece(same, same),)
        elif tag == "replace" and b - a == d - c:
            for was, now in zip(old[a:b], new[c:d], strict=True):
                yield words(was, now)
        else:
            yield words("\n\n".join(old[a:b]), "\n\n".join(new[c:d]))


def words(before: str, after: str) -> Block:
    """Two texts side by side, word by word."""
    old, new = before.split(), after.split()
    if len(old) * len(new) > MOST_PAIRS:
        return (Piece(tuple(old), tuple(new)),)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(Piece(tuple(old[a:b]), tuple(new[c:d])) for _, a, b, c, d in matcher.get_opcodes())
