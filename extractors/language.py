"""The language of an article: as stated, unless the text plainly speaks another."""

from __future__ import annotations

import re
from collections import Counter

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 400  # words
_BEGINNING, _MOSTLY_ENOUGH, _MAX_CHARACTERS = 2_500, 3_500, 8_000
_ENOUGH = 40  # words

_COMMON = {
    "en": "the of and to in that is was for with on as by are this it from",
    "es": "de la que el en los del las por una con para como pero sus al",
    "fr": "de la le les des et que dans pour une est sur qui pas avec au",
    "de": "der die und das den von mit ist des nicht ein eine auch auf dem zu",
    "it": "di che il la per un una sono del della con non gli alla anche nel",
    "pt": "de que o os do da em um uma para com dos das por mais n\u00e3o",
    "nl": "de het een van en dat op voor met zijn niet aan ook door bij naar",
    "ru": "\u0438 \u0432 \u043d\u0435 \u043d\u0430 \u0447\u0442\u043e \u0441 \u043f\u043e \u043a\u0430\u043a \u044d\u0442\u043e \u0438\u0437 \u0434\u043b\u044f \u043e\u0442 \u043a",
    "ar": "\u0641\u064a \u0645\u0646 \u0639\u0644\u0649 \u0625\u0644\u0649 \u0623\u0646 \u0639\u0646 \u0627\u0644\u062a\u064a \u0627\u0644\u0630\u064a \u0645\u0639 \u0647\u0630\u0627 \u0647\u0630\u0647 \u0645\u0627",
    "tr": "ve bir bu da de i\u00e7in ile olarak daha \u00e7ok olan sonra kadar",
    "pl": "i w na z do nie si\u0119 \u017ce to jest przez jak od po za oraz",
}  # fmt: skip
"""Words that every text of some length uses; shared ones are weak, so a majority is asked for."""


def language(stated: str | None, fallback: str | None, text: str) -> tuple[str | None, str]:
    """A BCP 47 tag with lower-case language, and the way it was found: "stated", "text" or "outlet".

    Themes of outlets that publish in several languages state one for all, so a text that clearly speaks
    another overrules them.
    """
    tag = _normalised(stated)
    spoken = _spoken(text, (tag or fallback or "").split("-")[0])
    if (
        spoken
        and (tag or fallback or "").split("-")[0] != spoken
        and (tag or fallback or "").split("-")[0] in _COMMON
    ):
        return spoken, "text"
    if tag:
        return tag, "stated"
    return (fallback, "outlet") if fallback else (spoken, "text")


def _normalised(tag: str | None) -> str | None:
    found = _TAG.match((tag or "").strip())
    if not found:
        return None
    primary, *others = re.split("[-_]", found[0])
    return "-".join((primary.lower(), *(part.upper() if len(part) == 2 else part for part in others)))


def _spoken(text: str, expected: str) -> str | None:
    """The language with twice as many common words as any other; None: too short or undecided.

    Where many words are common ones of the expected language, no other is asked for.
    """
    if expected in _SETS and _is_plainly(expected, text[:_BEGINNING].lower().split()):
        return expected
    words = _WORD.findall(text[:_MOSTLY_ENOUGH].lower())
    if len(words) <= _SAMPLE:  # the last one may be cut
        words = _WORD.findall(text[:_MAX_CHARACTERS].lower())
    words = words[:_SAMPLE]
    if len(words) < _ENOUGH:
        return None
    times = Counter(words)
    scores = {name: sum(times[word] for word in common) for name, common in _SETS.items()}
    best, second = sorted(scores, key=lambda name: -scores[name])[:2]
    is_clear = scores[best] >= 2 * scores[second] and scores[best] * 8 >= len(words)
    return best if is_clear else None


def _is_plainly(expected: str, words: list[str]) -> bool:
    """One word in five, for some languages share theirs; hardly any uses those of English."""
    one_in = 8 if expected == "en" else 5
    return len(words) >= _ENOUGH and one_in * sum(map(_SETS[expected].__contains__, words)) >= len(words)


_SETS = {name: frozenset(words.split()) for name, words in _COMMON.items()}
