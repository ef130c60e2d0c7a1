"""The JSON-LD of a page as plain nodes, read with bounds and without trust.

Publishers leave broken, huge and oddly typed JSON in their pages; what cannot be read is left out, and
nothing here raises.
"""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from extractors.parse import Page

Node = dict[str, Any]
"""JSON as it came: any value may be of any type."""

_MAX_SCRIPTS = 20
_MAX_CHARACTERS = 1_000_000  # of one script; live blogs reach 400,000
_MAX_NODES = 2_000
_MAX_DEPTH = 12
_MAX_TYPE = 100  # characters of a name that is remembered
_CONTROL = re.compile(r"[\x00-\x1f]+")
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "<![CDATA[")
_CLOSINGS = ("-->", "//]]>", "// ]]>", "]]>")
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")

ARTICLE_TYPES = frozenset(
    [
        "article",
        "newsarticle",
        "blogposting",
        "socialmediaposting",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "reviewnewsarticle",
        "advertisercontentarticle",
        "satiricalarticle",
        "report",
        "techarticle",
        "scholarlyarticle",
        "liveblogposting",
        "posting",
    ]
)


def nodes(page: Page) -> tuple[Node, ...]:
    """Every object that the page's scripts state at the top, in a list, in `@graph` or as a main entity."""
    found: list[Node] = []
    for script in _scripts(page):
        for node in _objects(_parsed(script), _MAX_DEPTH):
            found.append(node)
            if len(found) >= _MAX_NODES:
                return tuple(found)
    return tuple(found)


def types(node: Mapping[str, Any]) -> frozenset[str]:
    """The node's types in lower case, without the vocabulary's address."""
    stated = node.get("@type")
    if isinstance(stated, str) and len(stated) <= _MAX_TYPE:
        return _types_of(stated)
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(name.rsplit("/", 1)[-1].lower() for name in names[:20] if isinstance(name, str))


@lru_cache(maxsize=1_024)
def _types_of(name: str) -> frozenset[str]:
    return frozenset({name.rsplit("/", 1)[-1].lower()})


def is_article(node: Mapping[str, Any]) -> bool:
    return not ARTICLE_TYPES.isdisjoint(types(node))


def by_id(all_nodes: tuple[Node, ...], value: object) -> object:
    """`value`, or the node it points to when it is a bare reference `{"@id": ...}`."""
    if not isinstance(value, dict) or set(value) != {"@id"}:
        return value
    return next((node for node in all_nodes if node.get("@id") == value["@id"] and len(node) > 1), value)


def _scripts(page: Page) -> Iterator[str]:
    count = 0
    for script in page.named("script"):
        if "ld+json" not in script.get("type", "").lower():
            continue
        count += 1
        text = script.text or ""
        if count <= _MAX_SCRIPTS and len(text) <= _MAX_CHARACTERS:
            yield text


def _parsed(text: str) -> object:
    """The value, repaired by the first means that helps; None for what no means can read."""
    text = _unwrapped(text)
    for repair in _REPAIRS:
        try:
            return _DECODER.raw_decode(repair(text))[0]
        except (ValueError, RecursionError):  # no JSON, an integer of 5,000 digits, 100,000 brackets
            continue
    return _scraped(text)


_DECODER = json.JSONDecoder(strict=False)  # line ends inside strings; what follows the value is not read
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_REPAIRS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text)),
    lambda text: _TRAILING_COMMA.sub(r"\1", html.unescape(text) if "&quot;" in text else text),
)


def _scraped(text: str) -> Node | None:
    """The plainest fields of an article whose JSON is beyond repair (quotes left open in its text)."""
    if not _SAYS_ARTICLE.search(text):
        return None
    found = {name: pattern.search(text) for name, pattern in _SCRAPED.items()}
    return {"@type": "Article", **{name: match[1] for name, match in found.items() if match}}


_SAYS_ARTICLE = re.compile(r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"\w{0,20}(?:Article|BlogPosting)"')
_SCRAPED = {
    name: re.compile(rf'"{name}"\s{{0,9}}:\s{{0,9}}"([^"\\]{{4,300}})"\s{{0,9}}[,}}]')
    for name in ("headline", "datePublished", "dateModified")
} | {
    "author": re.compile(
        r'"author"\s{0,9}:\s{0,9}\[?\s{0,9}\{[^{}\[\]]{0,200}?"name"\s{0,9}:\s{0,9}"([^"\\]{2,100})"'
    )
}


def _unwrapped(text: str) -> str:
    """Without the marks that once hid scripts from old browsers."""
    text = text.strip()
    for opening in _OPENINGS:
        text = text.removeprefix(opening)
    text = text.rstrip("; \t\r\n")
    for closing in _CLOSINGS:
        text = text.removesuffix(closing)
    return text.strip().rstrip("/").rstrip("; \t\r\n")


def _objects(value: object, depth: int) -> Iterator[Node]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value[:_MAX_NODES]:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        for key in _NESTED:
            if isinstance(nested := value.get(key), (dict, list)):
                yield from _objects(nested, depth - 1)
