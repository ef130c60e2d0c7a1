"""Python's collector of reference cycles, at rest while a page is read."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A page makes tens of thousands of objects and no cycle, and lets go of all of them at its end.

    Looking for cycles in between takes a twentieth of the page's time. Where the collector is off already (by the caller,
    or by another thread that reads a page), it is left so.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
