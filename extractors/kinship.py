"""Two articles, and whether one has the text of the other: the overlap, the label, the direction.

Everything here is a function of the two articles alone, `plausible` of one article and all that resemble it. The
thresholds were measured: docs/syndication.md has the curves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, time, timedelta
from math import ceil
from typing import TYPE_CHECKING

from storage.article import Kind
from storage.link import DirectedBy, Link, LinkedArticle, LinkLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.link_entry import Credit, LinkEntry

RULES = "1"  # raise it when a threshold or the fingerprint changes: all links are then made anew

LEAST_CONTAINMENT = 0.3  # of the text that has more of itself in the other
LEAST_SHARED = 8  # hashes, or all of a text that has hardly any,
LEAST_GRAMS = 16  # and they stand for so many 5-grams: twenty words
LEAST_DENSITY = (
    0.6  # of the stretch that most of the shared text stands in, where that is less than half of the text
)
MOST_SHARED = 0.8  # of the shared hashes: what stands alone elsewhere does not lengthen the stretch
MOSTLY = 0.5  # a tenth of the words edited leaves 0.59 of the 5-grams (0.9 ** 5)
WHOLE = 0.7  # of a text lies between the first and the last that it shares,
WHOLE_SHARE = 0.4  # and so much of it is shared: edited words are spread over the text
STRAY = 0.05  # of the shared hashes, at either end: a phrase that stands there by chance
LIKE_IN_LENGTH = 0.7  # the shorter of the two, of the longer
SAME_TEXT = 0.8  # between two articles of one outlet: hardly a word differs
SAME_NUMBERS = 0.7  # of the words with digits that the one with fewer has
FEW_NUMBERS = 3
DAY = timedelta(days=1)
_MIDNIGHT = time()
EXPLAINED = 0.9  # of what two texts share, stands also in a nearer relative
NEARER = 1.05  # times as much


@dataclass(frozen=True, slots=True)
class Overlap:
    """Sampled 5-grams that two texts share, and those of each, at the coarser sampling of the two.

    `density` is how much of the stretch in which most of the shared ones stand is shared. Copied text stands together;
    phrases that a trade uses again and again stand everywhere.
    """

    shared: frozenset[int]
    of_first: int
    of_second: int
    every: int
    density: float  # of the text where it is higher
    first_extent: float  # share of the first text between the first and the last of the shared
    second_extent: float

    @property
    def first_is_covered(self) -> bool:
        """Whether nearly all of the first text is shared, but for words that were edited here and there."""
        return self.first_extent >= WHOLE and self.first_share >= WHOLE_SHARE

    @property
    def second_is_covered(self) -> bool:
        return self.second_extent >= WHOLE and self.second_share >= WHOLE_SHARE

    @property
    def first_share(self) -> float:
        return len(self.shared) / self.of_first if self.of_first else 0.0

    @property
    def second_share(self) -> float:
        return len(self.shared) / self.of_second if self.of_second else 0.0


@dataclass(frozen=True, slots=True)
class Relative:
    """An article that resembles a given one, which is the first of the overlap."""

    entry: LinkEntry
    overlap: Overlap
    link: Link


def overlap(first: LinkEntry, second: LinkEntry) -> Overlap:
    every = max(first.fingerprint.every, second.fingerprint.every)
    of_first, of_second = _sampled(first, every), _sampled(second, every)
    shared = frozenset(of_first).intersection(of_second)
    in_first, in_second = _places(of_first, shared), _places(of_second, shared)
    return Overlap(
        shared=shared,
        of_first=len(of_first),
        of_second=len(of_second),
        every=every,
        density=max(_density(in_first), _density(in_second)),
        first_extent=_extent(in_first, len(of_first)),
        second_extent=_extent(in_second, len(of_second)),
    )


def related(first: LinkEntry, second: LinkEntry) -> Relative | None:
    """`second` as a relative of `first`; None where they share too little."""
    found = overlap(first, second)
    if not _enough(found):
        return None
    return Relative(second, found, _link(first, second, found))


def revision_link(earlier: LinkEntry, later: LinkEntry) -> Link:
    """Between two revisions of one article, however little they share."""
    return _made(later, earlier, overlap(later, earlier), LinkLabel.REVISION, (DirectedBy.ORDER, None))


def plausible(relatives: Sequence[Relative]) -> tuple[Relative, ...]:
    """Those of one article's relatives that no nearer relative explains.

    A daily report shares its frame with every other one, and so does a copy of it. What an article shares with
    another site's only because both stand in a frame is not copied from there.
    """
    return tuple(one for one in relatives if not any(_explains(other, one) for other in relatives))


def _enough(found: Overlap) -> bool:
    smaller = min(found.of_first, found.of_second)
    number = len(found.shared)
    if number < min(LEAST_SHARED, smaller) or number * found.every < LEAST_GRAMS:
        return False
    share = max(found.first_share, found.second_share)
    return share >= MOSTLY or (share >= LEAST_CONTAINMENT and found.density >= LEAST_DENSITY)


def _sampled(entry: LinkEntry, every: int) -> Sequence[int]:
    sample = entry.fingerprint.sample
    return sample if every == entry.fingerprint.every else [h for h in sample if h % every == 0]


def _places(sample: Sequence[int], shared: frozenset[int]) -> Sequence[int]:
    return [place for place, value in enumerate(sample) if value in shared]


def _density(places: Sequence[int]) -> float:
    """Of the shortest stretch that has most of the places."""
    most = ceil(MOST_SHARED * len(places))
    if not most:
        return 0.0
    return most / min(end - start + 1 for start, end in zip(places, places[most - 1 :], strict=False))


def _extent(places: Sequence[int], length: int) -> float:
    if not places:
        return 0.0
    stray = int(STRAY * len(places))
    return (places[-1 - stray] - places[stray] + 1) / length


def _explains(nearer: Relative, one: Relative) -> bool:
    if nearer is one or one.link.label in {LinkLabel.REVISION, LinkLabel.TEMPLATE}:
        return False
    own_frame = nearer.link.label is LinkLabel.TEMPLATE
    same_site = nearer.entry.site == one.entry.site
    mine, theirs = one.overlap.shared, nearer.overlap.shared
    if not own_frame and not (same_site and len(theirs) >= NEARER * len(mine)):
        return False
    return len(mine & theirs) >= EXPLAINED * len(mine)


def _link(first: LinkEntry, second: LinkEntry, found: Overlap) -> Link:
    if first.site == second.site:
        copy, original = sorted((first, second), key=_order_within, reverse=True)
        turned = found if copy is first else _turned(found)
        return _made(copy, original, turned, _label_within(copy, original, turned), _within(copy, original))
    copy, original, why = _directed(first, second)
    turned = found if copy is first else _turned(found)
    return _made(copy, original, turned, _label(turned), why)


def _turned(found: Overlap) -> Overlap:
    return replace(
        found,
        of_first=found.of_second,
        of_second=found.of_first,
        first_extent=found.second_extent,
        second_extent=found.first_extent,
    )


def _label(found: Overlap) -> LinkLabel:
    """The first text is the copy."""
    if found.first_is_covered and found.second_is_covered:
        return LinkLabel.REPOST
    shorter = found.of_first < found.of_second
    return LinkLabel.ABRIDGED if shorter and found.first_is_covered else LinkLabel.EMBEDS


def _label_within(later: LinkEntry, earlier: LinkEntry, found: Overlap) -> LinkLabel:
    """Within one outlet: the same text again, a text in another, or the same frame with other facts."""
    if _same_page(later, earlier):
        return LinkLabel.REVISION
    if Kind.DIGEST in {later.kind, earlier.kind} and later.kind is not earlier.kind:
        return LinkLabel.EMBEDS
    same_facts = _same_facts(later, earlier)
    both, either = sorted((found.first_share, found.second_share))
    if same_facts and (both >= SAME_TEXT or (later.heading == earlier.heading and either >= MOSTLY)):
        return LinkLabel.REVISION
    label = _label(found)
    whole_in_other = either >= SAME_TEXT and label in {LinkLabel.ABRIDGED, LinkLabel.EMBEDS}
    return label if whole_in_other and same_facts else LinkLabel.TEMPLATE


def _same_page(one: LinkEntry, other: LinkEntry) -> bool:
    return bool(set(one.pages) & set(other.pages))


def _same_facts(one: LinkEntry, other: LinkEntry) -> bool:
    """Whether the numbers of the text that has fewer stand in the other, and those of the headlines agree."""
    if _told_numbers(one.heading) != _told_numbers(other.heading):
        return False
    fewer, more = sorted((set(one.fingerprint.numbers), set(other.fingerprint.numbers)), key=len)
    return len(fewer) < FEW_NUMBERS or len(fewer & more) >= SAME_NUMBERS * len(fewer)


def _told_numbers(heading: str) -> set[str]:
    return {word for word in heading.split() if any(map(str.isdigit, word))}


def _within(later: LinkEntry, earlier: LinkEntry) -> tuple[DirectedBy, str | None]:
    return _by_date(later, earlier) or DirectedBy.ORDER, None


def _directed(one: LinkEntry, other: LinkEntry) -> tuple[LinkEntry, LinkEntry, tuple[DirectedBy, str | None]]:
    """Copy, original, and the strongest evidence that tells them apart."""
    later, earlier = sorted((one, other), key=_order, reverse=True)
    from_later, from_earlier = _credits(later, earlier), _credits(earlier, later)
    if bool(from_later) != bool(from_earlier):
        said = from_later or from_earlier
        assert said
        copy, original = (later, earlier) if from_later else (earlier, later)
        return copy, original, (DirectedBy.CREDIT, said.evidence)
    if common := _common_source(later, earlier):
        return later, earlier, (DirectedBy.COMMON_SOURCE, common.evidence)
    if (linked := _links_to(later, earlier)) != _links_to(earlier, later):
        copy, original = (later, earlier) if linked else (earlier, later)
        return copy, original, (DirectedBy.LINK, None)
    if why := _by_date(later, earlier):
        return later, earlier, (why, None)
    return _by_length(later, earlier)


def _by_length(
    later: LinkEntry, earlier: LinkEntry
) -> tuple[LinkEntry, LinkEntry, tuple[DirectedBy, str | None]]:
    found = overlap(later, earlier)
    shorter, longer = (later, earlier) if found.of_first <= found.of_second else (earlier, later)
    if min(found.of_first, found.of_second) < LIKE_IN_LENGTH * max(found.of_first, found.of_second):
        return shorter, longer, (DirectedBy.LENGTH, None)
    return later, earlier, (DirectedBy.ORDER, None)


def _credits(copy: LinkEntry, original: LinkEntry) -> Credit | None:
    """What the copy says of the original: its page, or its outlet without a page of another article."""
    for credit in copy.credits:
        if credit.page is not None and credit.page in original.pages:
            return credit
    return next((credit for credit in copy.credits if credit.site == original.site), None)


def _common_source(one: LinkEntry, other: LinkEntry) -> Credit | None:
    named = {credit.site for credit in other.credits} - {one.site, other.site}
    return next((credit for credit in one.credits if credit.site in named), None)


def _links_to(copy: LinkEntry, original: LinkEntry) -> bool:
    return bool(set(copy.linked_pages) & set(original.pages))


def _by_date(later: LinkEntry, earlier: LinkEntry) -> DirectedBy | None:
    """Dates that differ; a date without a time is a whole day."""
    one, other = later.date_published, earlier.date_published
    if one is None or other is None:
        return None
    coarse = any(moment.astimezone(UTC).time().replace(tzinfo=None) == _MIDNIGHT for moment in (one, other))
    gap = abs(one - other)
    return DirectedBy.DATE if gap >= (DAY if coarse else timedelta(minutes=1)) else None


def _order(entry: LinkEntry) -> tuple[object, ...]:
    return (entry.date_published or entry.captured_at, entry.captured_at, entry.article_id, entry.revision)


def _order_within(entry: LinkEntry) -> tuple[object, ...]:
    """A digest is made of the articles, whenever they are dated."""
    return (entry.kind is Kind.DIGEST, *_order(entry))


def _made(
    article: LinkEntry,
    original: LinkEntry,
    found: Overlap,
    label: LinkLabel,
    why: tuple[DirectedBy, str | None],
) -> Link:
    one, other = article.date_published, original.date_published
    return Link(
        article=_end(article),
        original=_end(original),
        label=label,
        directed_by=why[0],
        containment=found.first_share,
        original_containment=found.second_share,
        shared_hashes=len(found.shared),
        hashes=found.of_first,
        original_hashes=found.of_second,
        sampled_every=found.every,
        credit=why[1],
        lag_s=round((one - other).total_seconds()) if one and other else None,
        year=article.captured_at.astimezone(UTC).year,
        rules=RULES,
    )


def _end(entry: LinkEntry) -> LinkedArticle:
    return LinkedArticle(
        entry.article_id, entry.outlet, entry.url, entry.revision, entry.headline, entry.date_published
    )
