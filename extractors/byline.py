"""From a byline as printed to the names of its authors."""

from __future__ import annotations

import re

from extractors.matching import plain

MAX_AUTHORS = 50
_MAX_NAME = 120  # characters
_MAX_BYLINE = 2_000  # characters that are read

_OPENING = re.compile(
    r"^(?:(?:this )?(?:article|story|text|post|blog|words|written|reported|posted|published|edited|analysis|"
    r"opinion|report|video|content)\s+(?:was\s+)?(?:written\s+)?)?"
    r"(?:by|von|por|par|di|door|av|autor(?:es|en|a|in)?|auteurs?|authors?|redacci\u00f3n|\u0430\u0432\u0442\u043e\u0440(?:\u044b)?|"
    r"\u0628\u0642\u0644\u0645|\u0643\u062a\u0628)\s*:?\s+|"
    r"^(?:by|authors?|words|text|\u0430\u0432\u0442\u043e\u0440|\u0628\u0642\u0644\u0645)\s*:\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;|/\n\u2022\u00b7\u2e31\u22c5\u060c]\s*")
_AND = re.compile(r"(?:^|\s+)(?:and|und|et|y|e|with|&|\u0438)\s+|\s*&\s*", re.IGNORECASE)
_SUFFIX = re.compile(
    r"^(?:Jr|Sr|II|III|IV|Ph\.?\s?D|M\.?\s?D|D\.?O|D\.?D\.?S|MBA|MPH|MSc?|M\.?A|BA|BSc?|Esq|RNC?|LLM|JD|RDN?|LDN?|CPT|CFA|CFP|CPA|"
    r"DVM|VMD|DPT|PT|PharmD|PsyD|EdD|LCSW|LMFT|CSCS|CEPF|CISSP|NP|PA-C)[.\u00ae]?$"
)
_AFFILIATION = re.compile(r"(?<=\w\s)(?P<name>\S+)\s+(?:for|of|from|in|at|via)\s+.*$")
_ASIDE = re.compile(r"\s*[(\[].*$|\s+\u2013.*$|\s+\u2014.*$|\s+-\s.*$|\s+@.*$")
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|^(?:staff|admin|administrator|editor|editors|guest|contributor|reporter|correspondent|"
    r"editorial (?:team|board|staff)|news ?desk|anonymous|unknown|updated|published|posted|read more)\b.*$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:editor|director|writer|reporter|correspondent|(?:co-?)?founder|manager|expert|specialist|officer|president|"
    r"c[eftm]o|analyst|producer|contributor|author|journalist|columnist|professor|strategist|consultant|chief|head of|"
    r"fellow|coordinator|engineer|redakteur(?:in)?|chefredakteur|korrespondent(?:in)?|journaliste|r\u00e9dacteur|redactora?|"
    r"periodista|giornalista|verslaggever)\b",
    re.IGNORECASE,
)
_OF_NO_PERSON = re.compile(r"\b(?:for|of|the)\b", re.IGNORECASE)
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{1,40}")
_PARTICLES = frozenset(
    ["de", "la", "le", "van", "von", "der", "den", "ter", "ten", "bin", "ibn", "al", "el", "da", "das", "do", "dos", "du",
     "di", "del", "della", "y", "e", "of", "the", "for", "and", "zu", "af", "editor", "editors", "editorial", "staff",
     "team", "desk", "writers", "contributors", "reporters", "newsroom", "agencies", "correspondent", "correspondents"]
)  # fmt: skip
"""Words in lower case that names of people and desks contain."""

_NO_NAMES = re.compile(
    r"\d|https?:|@|[!?:\u00a9]|\b(?:min(?:ute)?s?|read|share|follow|updated?|published|comments?|subscribe|sign|log|more|about|"
    r"photos?|image|view|home|menu|search|advertisement|newsletter|facebook|twitter|linkedin|instagram|email|print)\b|"
    r"(?:^|\s)(?:(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last|by|on)$",
    re.IGNORECASE,
)
_OF_NO_AUTHOR = re.compile(r"(?:photos?|video|edited|reviewed|posted)\s+by\b", re.IGNORECASE)


def authors(byline: str | None) -> tuple[str, ...]:
    """One name each, in order, without "By", titles after a comma and affiliations."""
    text = _OPENING.sub("", plain((byline or "")[:_MAX_BYLINE]))
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    people = (name for at, piece in enumerate(pieces) if _may_name(piece, at) for name in _parted(piece))
    names = (_name(name) for name in people)
    found = (name for name in names if name and not _NO_NAME.search(name) and not _SUFFIX.match(name))
    return tuple(dict.fromkeys(found))[:MAX_AUTHORS]


def single(name: str) -> tuple[str, ...]:
    """A name that the page's data states as one author; split only where it is plainly a printed byline."""
    text = plain(name)
    if _OPENING.match(text) or re.search(r"[,;|]", text):
        return authors(text)
    named = (_ASIDE.sub("", part).strip() or part for part in _parted(text))
    return tuple(part for part in named if part and len(part) <= _MAX_NAME and not _NO_NAME.search(part))


def opens_byline(text: str) -> bool:
    """Whether the line begins as the bylines of authors do: "By", "Written by", "Von"."""
    return _OPENING.match(text) is not None and not _OF_NO_AUTHOR.match(text)


def is_name(text: str) -> bool:
    """Whether a printed text can be a name and nothing else: few words, with capitals where a script has them."""
    if not 3 <= len(text) <= 60 or not text[0].isalpha():
        return False
    words = text.split()
    lower = [word for word in words if word[0].islower()]
    return (
        len(words) <= 6
        and len(lower) < len(words)
        and all(word.lower() in _PARTICLES for word in lower)
        and not _SUFFIX.match(text)
        and not _NO_NAMES.search(text)  # the dearest
    )


def is_account(text: str) -> bool:
    """Whether it is the name of an account rather than of a person: "jane.doe", "admin2"."""
    return _ACCOUNT.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """Whether it names an office rather than its holder."""
    return _TITLE.search(text) is not None


def _may_name(piece: str, at: int) -> bool:
    return at == 0 or not (_TITLE.search(piece) or _SUFFIX.match(piece))


def _parted(text: str) -> tuple[str, ...]:
    """The people of "A and B"; the names of organisations ("Centre for A and B") stay whole."""
    parts = tuple(part for part in _AND.split(text) if part)
    is_one = len(parts) > 1 and _OF_NO_PERSON.search(parts[0])
    return (text,) if is_one else parts


def _name(piece: str) -> str:
    name = _AFFILIATION.sub(r"\g<name>", _ASIDE.sub("", _OPENING.sub("", piece))).strip(" .,:;-")
    has_letters = sum(character.isalpha() for character in name) >= 2
    return name if has_letters and len(name) <= _MAX_NAME else ""
