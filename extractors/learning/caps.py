"""How much of a page a whole proposal may take: what goes beyond is held back, whatever speaks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CAP = 0.15  # of a page's words
_PAGES = 0.1  # of all pages, on which more may go

Proposed = TypeVar("Proposed")


def over_cap(
    ranked: Iterable[tuple[Sequence[int], Proposed]], had: Sequence[int]
) -> Iterator[tuple[Proposed, str]]:
    """Those of the `ranked` that would take too much together with the ones before them, each with the reason.

    Each comes with the words that it takes of each page; `had` are the words of each page.
    """
    gone = [0] * len(had)
    for costs, proposed in ranked:
        after = [one + other for one, other in zip(gone, costs, strict=True)]
        pages = zip(costs, after, had, strict=True)
        exceeded = sum(cost > 0 and lost > CAP * words for cost, lost, words in pages)
        if exceeded > _PAGES * len(had):
            yield proposed, f"with it more than {CAP:.0%} of the words would go on {exceeded} pages"
        else:
            gone = after
