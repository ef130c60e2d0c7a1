"""From a byline as printed to the names of its authors."""

from __future__ import annotations

import re

from extractors.matching import plain

MAX_AUTHORS = 50
_MAX_NAME = 120  # characters

_OPENING = re.compile(
    r"^(?:(?:article|story|text|words|written|reported|posted|published|edited|analysis|opinion|report|video)\s+)?"
    r"(?:by|von|por|par|di|door|av|autor(?:es|en|a)?|auteurs?|authors?)\s*:?\s+|^(?:by|authors?)\s*:\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:,\s*(?:and|und|et|&)\s|,|;|\||/|\u2022|\u00b7|\s(?:and|und|et|y|e|with|&)\s|&)\s*", re.IGNORECASE
)
_SUFFIX = re.compile(r"^(?:Jr|Sr|II|III|IV|Ph\.?\s?D|M\.?D|MBA|MSc|MA|BA|Esq|RN|LLM|JD)\.?$")
_AFFILIATION = re.compile(r"\s+(?:for|of|from|in|at|via)\s+.*$|\s*[(\[].*$|\s+\u2013.*$|\s+-\s.*$|\s+@.*$")
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|^(?:staff|admin|administrator|editor|editors|guest|contributor|reporter|correspondent|"
    r"editorial (?:team|board|staff)|news ?desk|anonymous|unknown|updated|published|posted|read more)\b.*$",
    re.IGNORECASE,
)


def authors(byline: str | None) -> tuple[str, ...]:
    """One name each, in order, without "By", titles after a comma and affiliations."""
    text = _OPENING.sub("", plain(byline or ""))
    pieces = (_name(piece) for piece in _BETWEEN.split(text) if piece)
    names = (piece for piece in pieces if piece and not _NO_NAME.search(piece) and not _SUFFIX.match(piece))
    return tuple(dict.fromkeys(names))[:MAX_AUTHORS]


def single(name: str) -> tuple[str, ...]:
    """A name that the page's data states as one author; split only where it is plainly a printed byline."""
    text = plain(name)
    if _OPENING.match(text) or re.search(r",|;|\s(?:and|&)\s", text):
        return authors(text)
    return (text,) if text and len(text) <= _MAX_NAME and not _NO_NAME.search(text) else ()


def _name(piece: str) -> str:
    name = _AFFILIATION.sub("", _OPENING.sub("", piece)).strip(" .,:;-")
    has_letters = sum(character.isalpha() for character in name) >= 2
    return name if has_letters and len(name) <= _MAX_NAME else ""
