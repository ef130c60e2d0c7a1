"""The objects of a JSON list, also of one that was cut off or has a broken object in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from extractors.candidate import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

Item = dict[str, Any]  # Any: JSON
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")
_NEXT = re.compile(r"\{\s*\"")
_TRIES = 100  # objects that may be broken before the rest is given up
_decode = json.JSONDecoder().raw_decode


def items(body: bytes) -> Iterator[Item | Problem]:
    """The objects of the list, or of the list `items` of an object."""
    text = body.decode("utf-8-sig", "replace").strip()
    start = _start(text)
    if start is None:
        yield Problem("no list of objects")
        return
    yield from _objects(text, start)


def top(body: bytes) -> Item:
    """The object around the list, when it is whole; else nothing."""
    try:
        whole = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):  # its objects are read one by one
        return {}
    return whole if isinstance(whole, dict) else {}


def _start(text: str) -> int | None:
    if text.startswith("["):
        return 1
    found = _ITEMS.search(text) if text.startswith("{") else None
    return found.end() if found else None


def _objects(text: str, at: int) -> Iterator[Item | Problem]:
    bad = 0
    while bad < _TRIES:
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing as well
        if at >= len(text):
            yield Problem("the list ends early")
            return
        if text[at] == "]":
            return
        try:
            found, at = _decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Problem(f"broken object: {str(error)[:100]}")
            bad += 1
            following = _next_whole(text, at + 1)
            if following is None:
                return
            at = following
            continue
        if isinstance(found, dict):
            yield found
        else:
            bad += 1
            yield Problem(f"no object but {str(found)[:40]!a}")


def _next_whole(text: str, at: int) -> int | None:
    """Where the next object begins that is whole and has an address: inside of the broken one are others."""
    for _, found in zip(range(_TRIES), _NEXT.finditer(text, at), strict=False):
        try:
            read, _ = _decode(text, found.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(read, dict) and ("link" in read or ("id" in read and "url" in read)):
            return found.start()
    return None


def word(value: Any) -> str:  # noqa: ANN401 - any value of JSON
    """A string or a number as text; empty for all else."""
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def inner(value: Any, *path: str | int) -> Any:  # noqa: ANN401 - any value of JSON
    """What stands at that path; None where the path ends before."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value
