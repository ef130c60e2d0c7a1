"""Any number of different texts that read a little like one newsroom's: a chain of words learned from some prose.

Each word follows its predecessor as often as in the prose (Shannon 1948, section 3, second-order word approximation), so that
the texts share pairs and triples of words, as different reports of one newsroom do, and no passages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

JUMP = 0.15  # of the words follow another occurrence of any word: small prose would else repeat its sentences


class Newsroom:
    """Texts drawn from the words of some prose."""

    def __init__(self, prose: Iterable[str]) -> None:
        self._words = [word for text in prose for word in re.findall(r"\S+", text)]
        self._after: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words[:-1]):
            self._after[word].append(place + 1)

    def text(self, seed: str, words: int) -> tuple[str, ...]:
        """About so many words, in paragraphs of about sixty."""
        draw = Random(seed)
        place, told = draw.randrange(len(self._words)), list[str]()
        for _ in range(words):
            told.append(self._words[place])
            following = self._after.get(self._words[place])
            if not following or draw.random() < JUMP:
                place = draw.randrange(len(self._words))
            else:
                place = draw.choice(following)
        return tuple(" ".join(told[at : at + 60]) for at in range(0, words, 60))
