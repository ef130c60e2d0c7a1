"""The nouns: what is kept, and the only code that reads or writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.corpus import Corpus

__all__ = ["Corpus"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - Python's signature
    """`from storage import Corpus`, loaded when asked for: PyArrow is no load for a process that reads pages."""
    if name != "Corpus":
        raise AttributeError(name)
    from storage.corpus import Corpus  # noqa: PLC0415 - see above

    return Corpus
