"""What single captures say for a draft; each is read in a worker, for a stranger wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.learning_digest import sketch
from extractors.sources import candidates

if TYPE_CHECKING:
    from extractors.learning_digest import Sketch
    from extractors.vocabulary import Outlet, Purpose
    from storage.capture import Capture


def named(capture: Capture) -> tuple[tuple[str, Purpose], ...]:
    """The addresses that a source names, each with what it is for."""
    return tuple((found.url, found.purpose) for found in candidates(capture))


def sketched(given: tuple[Capture, Outlet]) -> Sketch | None:
    return sketch(*given)
