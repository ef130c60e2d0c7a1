"""Sampled 5-gram hashes of a text (FracMinHash: Irber et al. 2022, doi:10.1101/2022.01.11.475838).

A 5-gram is kept if its hash is divisible, so that two texts keep the same ones wherever they stand, and the share
of a text that stands in another can be read off the samples. The hash is BLAKE2b with 8 bytes of digest, read as a
little-endian number, of the five words in UTF-8 with a space between: the same on every machine.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from hashlib import blake2b

from storage.link_entry import Fingerprint

GRAM = 5  # words; FINDINGS: containment 0.94 between copies, 0.00 between stories of one topic
UNSPACED_GRAM = 10  # characters, in scripts without spaces: Chinese words have two characters in the mean
POSTED_EVERY = 16
SAMPLED_EVERY = 4
SHORT = 256  # 5-grams; a text of fewer posts its sample: sixteen hashes at least find its half
SMALL = 64  # 5-grams; a text of no more is posted and compared whole
MOST_NUMBERS = 128

# Thai, Lao, Myanmar, Khmer; kana, Han and its extensions: no spaces between words (UAX 14, class SA; UAX 24)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u0060]")


class _WithoutMarks(dict[int, str | None]):
    """For str.translate: accents and vowel signs go, so that spelling with and without them is one."""

    def __missing__(self, point: int) -> str | None:
        character = chr(point)
        self[point] = kept = None if unicodedata.category(character)[0] == "M" else character
        return kept


_without_marks = _WithoutMarks()


def words(text: str) -> list[str]:
    """Folded words: no case, accents or apostrophes. In scripts without spaces each character is one."""
    text = _APOSTROPHES.sub("", text.casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).translate(_without_marks)
        text = _UNSPACED.sub(r" \g<0> ", text)
    return _WORD.findall(text)


def fingerprint(text: str) -> Fingerprint:
    """Of any text; one with fewer words than a 5-gram has no hashes."""
    found = words(text)
    hashes = _gram_hashes(found)
    every = 1 if len(hashes) <= SMALL else SAMPLED_EVERY
    return Fingerprint(
        posted=_posted(hashes, every),
        sample=array("I", (value & 0xFFFFFFFF for value in hashes if value % every == 0)),
        every=every,
        numbers=_numbers(found),
    )


def _gram_hashes(found: list[str]) -> tuple[int, ...]:
    """Each once, in the order of the text."""
    width = _width(found)
    encoded = [word.encode("utf-8", "replace") for word in found]
    grams = (b" ".join(encoded[at : at + width]) for at in range(len(encoded) - width + 1))
    digests = b"".join(blake2b(gram, digest_size=8).digest() for gram in grams)
    return tuple(dict.fromkeys(_numbers_in(digests, "Q")))


def _width(found: list[str]) -> int:
    """By what most of the text is written in: a name in Latin letters does not change it."""
    unspaced = sum(len(word) == 1 and bool(_UNSPACED.match(word)) for word in found)
    return UNSPACED_GRAM if unspaced * 2 > len(found) else GRAM


def _posted(hashes: tuple[int, ...], every: int) -> tuple[int, ...]:
    """48 bits each."""
    every = POSTED_EVERY if len(hashes) >= SHORT else every
    return tuple(sorted({value >> 16 for value in hashes if value % every == 0}))


def _numbers(found: list[str]) -> array[int]:
    told = {word for word in found if any(map(str.isdigit, word))}
    digests = (blake2b(word.encode("utf-8", "replace"), digest_size=4).digest() for word in told)
    return array("I", sorted(_numbers_in(b"".join(digests), "I"))[:MOST_NUMBERS])


def _numbers_in(digests: bytes, typecode: str) -> array[int]:
    numbers = array(typecode, digests)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
