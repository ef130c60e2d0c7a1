"""What single captures say for a draft; each is read in a worker, for a stranger wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.learning.digest import sketch
from extractors.sources import candidates

if TYPE_CHECKING:
    from extractors.learning.digest import Sketch
    from extractors.vocabulary import Outlet
    from storage.capture import Capture


def named(capture: Capture) -> tuple[tuple[str, str], ...]:
    """The addresses that a source names, each with the value of the `Purpose` that it has: plain data for the way back."""
    return tuple((found.url, found.purpose.value) for found in candidates(capture))


def sketched(given: tuple[Capture, Outlet]) -> Sketch | None:
    return sketch(*given)
