"""What a worker may answer: plain data of ours, and nothing that runs.

A page that took a worker over could say anything at its socket. So an answer is read by an unpickler that knows the
classes of readings and no function at all (docs.python.org/3/library/pickle.html#restricting-globals), and is bounded.
What goes the other way, from the crawling process to the worker, is trusted.
"""

from __future__ import annotations

import importlib
import io
import pickle
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

LARGEST = 256 << 20  # bytes; what a page of 5 MB becomes is far below
_OF_OURS = frozenset(
    {
        "extractors.learning.containers",
        "extractors.learning.digest",
        "extractors.line_rules",
        "extractors.signature",
        "storage.announcement",
        "storage.article",
        "storage.exchange",
        "storage.outcome",
        "storage.reading",
        "storage.verification.tables",
    }
)
_OF_PYTHON = frozenset(
    {
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("collections", "Counter"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
    }
)


class BadAnswer(Exception):
    """A worker answered with what is no reading; the message says with what."""


def parsed_answer(data: bytes) -> Any:  # noqa: ANN401 - whatever its verb gives, made of plain data
    """What the worker sent. BadAnswer for anything but plain data."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except BadAnswer:
        raise
    except Exception as error:  # pickle raises what the bytes make it stumble over
        raise BadAnswer(f"{type(error).__name__}: {error}") from error


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - pickle's signature
        if (module, name) == ("builtins", "getattr"):
            return _member  # how Python 3.11.0 to 3.11.2, Debian 12's among them, name a member of an enumeration
        if (module, name) in _OF_PYTHON:
            return super().find_class(module, name)
        if module in _OF_OURS:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise BadAnswer(f"{module}.{name}")


def _member(enumeration: object, name: object) -> Enum:
    """In place of `getattr`: a member of one of our enumerations, and nothing else of anything."""
    if isinstance(enumeration, type) and issubclass(enumeration, Enum) and isinstance(name, str):
        found = enumeration.__members__.get(name)
        if found is not None:
            return found
    raise BadAnswer("builtins.getattr")
