"""Values as pages state them, whatever their type turns out to be: text, lists, names, addresses, truth."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from extractors.matching import plain
from extractors.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.parse import Page

MAX_FIELD = 1_000  # characters of a headline or name; a description may have four times as many
MAX_LIST = 50  # authors, keywords, images, ...

_AUTHOR_IS_NO_NAME = re.compile(
    r"https?://|@|^(?:admin|administrator|editor|staff|unknown|null|none|undefined|author)$", re.IGNORECASE
)


def as_list(value: object) -> list[Any]:
    if value is None:
        return []
    return value[:MAX_LIST] if isinstance(value, list) else [value]


def text(value: object, limit: int = MAX_FIELD) -> str | None:
    """The text of a JSON value: a string, `{"@value": ...}` or the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    # Twice: what was escaped for HTML is often escaped once more for JSON ("&amp;#8230;").
    return plain(html.unescape(html.unescape(value[: limit * 2])))[:limit] or None


def texts(value: object) -> tuple[str, ...]:
    found = (text(item) for item in as_list(value))
    return tuple(dict.fromkeys(each for each in found if each))


def keywords(value: object) -> tuple[str, ...]:
    """A list, or one string with commas or semicolons."""
    pieces = (piece for each in texts(value) for piece in re.split(r"[,;]", each))
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))[:MAX_LIST]


def names(values: Iterable[object]) -> tuple[str, ...]:
    """Of people and organisations; addresses and the names of accounts are left out."""
    found = (text(name) for value in values for name in _name_values(value))
    return tuple(dict.fromkeys(name for name in found if name and not _AUTHOR_IS_NO_NAME.search(name)))[
        :MAX_LIST
    ]


def _name_values(value: object) -> Iterator[object]:
    yield from as_list(value.get("name") if isinstance(value, dict) else value)


def addresses(value: object, page: Page) -> tuple[str, ...]:
    """Absolute, of pictures and films."""
    found = (absolute(page.base_url, address) for item in as_list(value) for address in _address_values(item))
    return tuple(dict.fromkeys(url for url in found if url))


def _address_values(item: object) -> Iterator[str]:
    values = (
        [item.get(key) for key in ("contentUrl", "url", "embedUrl")] if isinstance(item, dict) else [item]
    )
    stated_first = next((value for value in values if isinstance(value, str) and value.strip()), None)
    if stated_first is not None:
        yield stated_first


def truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else None
