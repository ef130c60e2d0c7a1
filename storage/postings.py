"""What the inverted index says of one hash: which articles may be akin because they hold it."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_WITHIN_SITE = (
    40  # articles; a hash that more of one site hold is a frame or boilerplate, no evidence of copying
)
FIRST = (
    16  # earliest holders that a later one is compared with: 500 copies of a wire story make no 125,000 pairs
)
RECENT = 2  # earlier holders of the same site, whatever the hash: the frame's last uses


class Posting(NamedTuple):
    """An article that holds the hash. Postings of a hash are in the order of `moment` and `article`."""

    moment: int  # seconds since 1970, of publication or else of the first capture
    article: int
    site: int


def partners(postings: Sequence[Posting]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each article with the earlier ones that it is to be compared with; a function of the postings alone."""
    holders = Counter(posting.site for posting in postings)
    frames = {site for site, count in holders.items() if count > MOST_WITHIN_SITE}
    first: list[int] = []
    recent: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=RECENT))
    for posting in postings:
        own = recent[posting.site]
        if posting.site in frames:
            found = tuple(own)
        else:
            found = (*first, *(article for article in own if article not in first))
            if len(first) < FIRST:
                first.append(posting.article)
        if found:
            yield posting.article, found
        own.append(posting.article)
