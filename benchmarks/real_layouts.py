"""Real pages as those of outlets with a layout: a layout for each, whose container is where its marked text stands.

For speed alone. What such layouts find is no measure of quality: they were made from the answer.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.stored_pages import NOWHERE
from extractors.charset import characters
from extractors.layouts import Layout
from extractors.learning.containers import candidates
from extractors.parse import page
from extractors.urls import host_of
from extractors.vocabulary import Outlet

if TYPE_CHECKING:
    from benchmarks.stored_pages import StoredPage

LEAST_AGREEMENT = 0.8  # of the container with the marked text, by words; missing ones weigh four times


def outlet_of(stored: StoredPage) -> Outlet | None:
    """None: no element of the page can be named that holds most of its text and little else."""
    parsed = page(characters(stored.html, "text/html").utf8, stored.url)
    host = host_of(stored.url)
    if parsed is None or host is None or stored.url == NOWHERE:
        return None
    found = candidates(parsed.tree, Counter(stored.text.split()))
    best = max(found, key=lambda one: (one.agreement, one.selector), default=None)
    if best is None or best.agreement < LEAST_AGREEMENT:
        return None
    layout = Layout(name="of-this-page", container=(best.selector,))
    bare = host.removeprefix("www.")
    return Outlet(
        slug="real",
        name=bare,
        hosts=(bare,),
        language="en",
        time_zone="UTC",
        sources=(),
        url_shapes=(),
        layouts=(layout,),
    )
