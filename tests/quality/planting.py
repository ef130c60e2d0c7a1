"""Pages of which every word is known to be the article's or not: templates filled with invented prose.

A template marks the elements of the article with `data-b`; whatever else it prints is boilerplate. The mark is taken
off before anybody reads the page.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

HERE = Path(__file__).parent
RIGHT_TO_LEFT = frozenset({"ar"})
DAY = "2025-11-14"  # on which all pages state that they were published, where they state it

_MARK = re.compile(r" data-b(?=[ >])")
_LEAST = 12  # characters of a piece of boilerplate that is asked for; shorter ones occur in any text


@dataclass(frozen=True, slots=True)
class QualityPage:
    """A page as served, and what it was made of."""

    name: str  # of template and language
    url: str
    html: bytes
    wanted: tuple[str, ...]  # the article's lines
    unwanted: tuple[str, ...]  # pieces of text that are not the article's
    headline: str
    author: str
    date: str | None  # YYYY-MM-DD, where the page states it for machines


def page(template: str, language: str, turn: int) -> QualityPage:
    """`turn` rotates the paragraphs after the first, so that no two templates hold the same text."""
    story: dict[str, Any] = json.loads((HERE / "prose" / f"{language}.json").read_text(encoding="utf-8"))
    url = (
        f"https://{template.replace('_', '-')}.example/{language}/2025/11/{DAY}-{template.replace('_', '-')}"
    )
    texts = {
        **_numbered(story, turn), "url": url, "site": f"{template.replace('_', ' ').title()}", "day": DAY,
        "lang": language, "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
    }  # fmt: skip
    markup = (HERE / "templates" / f"{template}.html").read_text(encoding="utf-8")
    marked = Template(markup).substitute({name: escape(text, quote=True) for name, text in texts.items()})
    wanted, unwanted = _known(marked)
    return QualityPage(
        name=f"{template}-{language}",
        url=url,
        html=_MARK.sub("", marked).encode(),
        wanted=wanted,
        unwanted=unwanted,
        headline=story["headline"],
        author=story["author"],
        date=DAY if "$day" in markup or "${day}" in markup else None,
    )


_LISTS = {
    "paragraphs": "p", "subheads": "sub", "items": "item", "captions": "cap", "related": "rel", "blurbs": "blurb",
    "newsletter": "news", "comments": "com", "tags": "tag", "menu": "menu",
}  # fmt: skip


def _numbered(story: dict[str, Any], turn: int) -> dict[str, str]:
    """`paragraphs` as p1, p2, ...; single texts under their own names."""
    first, *rest = story["paragraphs"]
    turn %= len(rest)
    lists = {**story, "paragraphs": [first, *rest[turn:], *rest[:turn]]}
    single = {name: value for name, value in story.items() if name not in _LISTS}
    return single | {
        f"{short}{at}": text for name, short in _LISTS.items() for at, text in enumerate(lists[name], 1)
    }


def _known(marked: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    tree: HtmlElement = lxml_html.document_fromstring(marked)
    body = tree.find("body")
    assert body is not None
    wanted = tuple(line for element in body.iterfind(".//*[@data-b]") for line in _lines(element))
    held = "\n".join(wanted)
    pieces = dict.fromkeys(" ".join(text.split()) for text in _other_text(body))
    return wanted, tuple(piece for piece in pieces if len(piece) >= _LEAST and piece not in held)


def _lines(element: HtmlElement) -> Iterator[str]:
    """One line of an element, or several that <br> parts."""
    nodes = element.xpath(".//text() | .//br")
    text = "".join(" ".join(node.splitlines()) if isinstance(node, str) else "\n" for node in nodes)
    yield from (" ".join(line.split()) for line in text.split("\n") if line.strip())


def _other_text(element: HtmlElement) -> Iterator[str]:
    """The text nodes of `element` outside what is marked, scripts and styles."""
    if element.get("data-b") is None and element.tag not in {"script", "style"}:
        yield element.text or ""
        for child in element:
            yield from _other_text(child)
            yield child.tail or ""
