"""The shapes of article addresses, guessed from those that an outlet's sources name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.matching import compiled_pattern
from extractors.urls import host_of, path_and_query

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = 2  # addresses that stand in the draft for a shape
_EXTENSION = re.compile(r"(?<=.)\.(?:html?|shtml|php|aspx?|jsp)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = {
    "year": r"\d{4}",
    "two": r"\d{2}",
    "number": r"\d+",
    "slug": r"[^/?]+-[^/?]+",  # a sentence: sections have short names
    "word": r"[^/?]+",
}


@dataclass(frozen=True, slots=True)
class ProposedShape:
    """A pattern with the group `key`, and of the addresses seen how many have it."""

    pattern: str
    examples: tuple[str, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class _Form:
    kinds: tuple[str, ...]  # of the segments of the path
    extension: str
    query: tuple[str, ...]  # names of what chooses the article


def proposed_shapes(urls: Sequence[str]) -> tuple[ProposedShape, ...]:
    """Those that most addresses have first. What is told by the home page alone has no shape."""
    groups: dict[_Form, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        if host_of(url) and (path := path_and_query(url)) != "/":
            groups[_form(path)].append(path)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0].kinds))
    found = (_shape(form, paths) for form, paths in ordered if _is_article(form))
    return tuple(shape for shape in found if shape.seen)


def _is_article(form: _Form) -> bool:
    """A single short word, such as /politics, is the address of a section."""
    return form.kinds != ("word",) or bool(form.query or form.extension)


def _form(path: str) -> _Form:
    bare, _, query = path.partition("?")
    found = _EXTENSION.search(bare)
    extension = found[0] if found else ""
    segments = bare.removesuffix(extension).strip("/").split("/")
    names = tuple(pair.partition("=")[0] for pair in query.split("&")) if query else ()
    return _Form(tuple(map(_kind, segments)), extension, names)


def _kind(segment: str) -> str:
    if segment.isdigit():
        return "year" if _YEAR.fullmatch(segment) else "two" if len(segment) == 2 else "number"
    return "slug" if "-" in segment.strip("-") else "word"


def _shape(form: _Form, paths: list[str]) -> ProposedShape:
    segments = [path.partition("?")[0].removesuffix(form.extension).strip("/").split("/") for path in paths]
    parts = [_part(kind, {each[n] for each in segments}) for n, kind in enumerate(form.kinds)]
    last_is_enough = len({each[-1] for each in segments}) == len(paths) > 1
    if form.query:
        values = "&".join(f"{re.escape(name)}=[^&]+" for name in form.query)
        pattern = f"/{'/'.join(parts)}{re.escape(form.extension)}/?\\?(?P<key>{values})"
    elif last_is_enough:
        *leading, last = parts
        pattern = f"/{''.join(f'{part}/' for part in leading)}(?P<key>{last}){re.escape(form.extension)}/?"
    else:
        pattern = f"/(?P<key>{'/'.join(parts)}){re.escape(form.extension)}/?"
    having = [path for path in paths if compiled_pattern(pattern).fullmatch(path)]  # "//a" has not
    return ProposedShape(pattern, tuple(having[:EXAMPLES]), len(having))


def _part(kind: str, values: set[str]) -> str:
    """A word that all addresses share is part of the shape; everything else varies."""
    if kind == "word" and len(values) == 1 and len(value := next(iter(values))) < 30:
        return re.escape(value)
    return _PARTS[kind]
