"""Text as it is kept, and the form of it that is compared with patterns."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_BIDI = "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates; not the plain direction marks
_FORMATS = "\u2061-\u2065\u206a-\u206f\ufff9-\ufffb\U0001d173-\U0001d17a"
_HIDING = re.compile(f"[{_CONTROLS}{_BIDI}{_FORMATS}]")
_SHOWS_NOTHING = re.compile(
    f"[{_CONTROLS}{_BIDI}{_FORMATS}"
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width spaces
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates, non-characters
    "]"
)
_DEPENDENT = re.compile(
    "[\u034f\u180e\u200c\u200d\u2800\u3164\uffa0\ufffc\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
"""What shows only together with its neighbours."""
_ARABIC = "[\u0620-\u064a\u066e-\u06d3]"
_DOUBTFUL = re.compile(
    # A non-joiner between two letters, as Persian writes it in every line, is looked at no closer.
    f"{_DEPENDENT.pattern.replace(chr(0x200C), '')}|(?<!{_ARABIC})\u200c|\u200c(?!{_ARABIC})"
)
_PLANE_14 = re.compile("[\U000e0000-\U000e0fff]")
_TAGS = re.compile(
    # The flags of England, Scotland and Wales (emoji-sequences.txt, RGI_Emoji_Tag_Sequence); any other tag.
    "(\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)"
    "\U000e007f)|[\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_JOINERS = re.compile("[\u034f\u180e\u200c\u200d]+")
_CURSIVE = (
    (0x590, 0x1CFF),
    (0xA800, 0xABFF),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x10A00, 0x11FFF),
    (0x1E900, 0x1E95F),
)
"""The blocks of scripts in which joiners change what is seen: Hebrew and Arabic to Vedic, and later ones."""
_BLANKS = re.compile("[\u2800\u3164\uffa0\ufffc]")  # put where a space would collapse, or an object stood

_DIRECTION_MARKS = "\u200e\u200f\u061c"
_STRAIGHT = {
    **dict.fromkeys("\u2018\u2019\u201a\u02bc\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys(_DIRECTION_MARKS, ""),
    "\u2026": "...",
}
_CURLY = re.compile(f"[{''.join(_STRAIGHT)}]")


@lru_cache(maxsize=4096)
def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """Letter case does not count. Raises `re.error`."""
    return re.compile(pattern, re.IGNORECASE)


def plain(text: str) -> str:
    """One line of kept text: NFC, single spaces, nothing invisible.

    Joiners stay where they join (Persian, Hindi, emoji), variation selectors behind what they vary, tags in
    the flags of England, Scotland and Wales, and the plain direction marks everywhere.
    """
    return plain_and_hiding(text)[0]


def invisible(text: str) -> bool:
    """Whether `text`, as a page has it, holds what lets it read as something else or hides a message in it.

    That is controls, bidi embeddings, overrides and isolates, and tags and selectors that vary nothing. Soft
    hyphens, zero-width spaces and joiners are typography, which `plain` takes out without a word.
    """
    if text.isprintable() and text.isascii():
        return False
    if _HIDING.search(text):
        return True
    found = _PLANE_14.findall(text)
    return bool(found) and found != _PLANE_14.findall(_without_strays(text))


def plain_and_hiding(text: str) -> tuple[str, bool]:
    """`plain(text)` and `invisible(text)`: the second costs nothing where ordinary text is made plain."""
    is_printable = text.isprintable()  # it is for most lines, which tells that " " is its only white space
    if is_printable and "  " not in text and text[:1] != " " and text[-1:] != " ":
        spaced = text
    else:
        spaced = " ".join(text.split())
        is_printable = spaced.isprintable()
    if is_printable and spaced.isascii():
        return spaced, False
    shown = spaced if is_printable else " ".join(_SHOWS_NOTHING.sub("", spaced).split())
    composed = unicodedata.normalize("NFC", shown)
    if _DEPENDENT.search(composed) and _DOUBTFUL.search(composed):
        return _without_strays(composed), invisible(text)
    return composed, not is_printable and _HIDING.search(text) is not None


def matching_form(line: str) -> str:
    """`line` with straight quotes, "-" for dashes, "..." for an ellipsis, single spaces, in NFC."""
    return straight(plain(line))


def straight(line: str) -> str:
    """The matching form of what is `plain` already, as the text of every line is."""
    if line.isascii() and "`" not in line:
        return line
    found = set(_CURLY.findall(line))
    form = line
    for curly in found:
        form = form.replace(curly, _STRAIGHT[curly])
    # What stood on both sides of a direction mark may belong together.
    return form if found.isdisjoint(_DIRECTION_MARKS) else plain(form)


def _without_strays(text: str) -> str:
    """Without the tags, selectors and joiners that have nothing to work on."""
    text = _TAGS.sub(lambda found: found[1] or "", _BLANKS.sub(" ", text))
    text = _JOINERS.sub(_joiner, _SELECTORS.sub(_selector, text))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _selector(found: re.Match[str]) -> str:
    """The first of a run, when it stands behind what it can vary; a message is hidden in long runs."""
    before = found.string[found.start() - 1 : found.start()]
    category = unicodedata.category(before) if before else "Zs"
    is_ideographic = found[0][0] >= "\U000e0100"
    varies = category == "Lo" if is_ideographic else category[0] in "SPN" or category == "Lo"
    return found[0][0] if varies else ""


def _joiner(found: re.Match[str]) -> str:
    """The first of a run, when it joins or parts the letters beside it, or emoji."""
    before, after = (
        found.string[found.start() - 1 : found.start()],
        found.string[found.end() : found.end() + 1],
    )
    joiner = found[0][0]
    if joiner == "\u200d" and before:
        # Arabic abbreviations and Indic half forms end in it.
        joins = _is_cursive(before) or (_is_pictorial(before) and _is_pictorial(after))
    else:
        joins = bool(before and after) and _is_cursive(before) and _is_cursive(after)
    return joiner if joins else ""


def _is_cursive(char: str) -> bool:
    return (
        any(first <= ord(char) <= last for first, last in _CURSIVE) and unicodedata.category(char)[0] in "LMN"
    )


def _is_pictorial(char: str) -> bool:
    """An emoji, a skin tone, the arrow of a shaken head, or the selector that ends one of them."""
    if not char or char in "\ufe0f\u2194" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return bool(char)
    return unicodedata.category(char) == "So"
