"""The archived pages of an outlet as learning sees them: read twice, each page in a worker that can be killed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from extractors.learning.digest import Digest, Sketch, digest, sketch
from extractors.learning.learn import layouts_of
from extractors.learning.stories import story_pages
from storage.corpus import Corpus
from storage.exchange import Purpose
from storage.local_copy import local_copy
from storage.manifest import FileKind
from storage.warc_reader import captures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from crawler.extraction import Extraction
    from extractors.learning.proposal import ProposedLayout
    from extractors.learning.stories import StoryPage
    from extractors.vocabulary import Outlet
    from storage.capture import Capture
    from storage.object_store import ObjectStore

_SCALE = 2**64


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which captures are read: of those between two moments (UTC) a part, always the same, of about so many."""

    since: datetime | None
    until: datetime | None  # exclusive
    pages: int


@dataclass(frozen=True, slots=True)
class Archived:
    """What an archive holds to learn from."""

    captures: int  # that were read
    layouts: tuple[ProposedLayout, ...]
    pages: tuple[StoryPage, ...]  # with an article in a container


def archived_pages(
    store: ObjectStore, outlet: Outlet, wanted: Wanted, extraction: Extraction, min_stories: int
) -> Archived:
    """Reads each WARC file of the outlet twice. DamagedWarc, StoreError."""
    number = 0
    sketches: dict[str, Sketch] = {}
    names: list[str] = []

    def noted() -> Iterator[tuple[Capture, Outlet]]:
        for capture in _captures(store, outlet, wanted):
            names.append(_record_id(capture))
            yield capture, outlet

    for made in extraction.each(_sketch, noted()):
        if made:
            sketches[names[number]] = made
        number += 1
    layouts = layouts_of(outlet, tuple(sketches.values()), min_stories)
    known = replace(outlet, layouts=tuple(proposed.layout for proposed in layouts))
    pages = story_pages(_digests(store, known, wanted, extraction, sketches))
    return Archived(number, layouts, pages)


def _digests(
    store: ObjectStore, outlet: Outlet, wanted: Wanted, extraction: Extraction, sketches: dict[str, Sketch]
) -> Iterator[tuple[Sketch, Digest]]:
    order: list[Sketch] = []

    def again() -> Iterator[tuple[Capture, Outlet, frozenset[int]]]:
        for capture in _captures(store, outlet, wanted):
            if known := sketches.get(_record_id(capture)):
                order.append(known)
                yield capture, outlet, known.reference

    for at, made in enumerate(extraction.each(_digest, again())):
        if made:
            yield order[at], made


def _sketch(given: tuple[Capture, Outlet]) -> Sketch | None:
    return sketch(*given)


def _digest(given: tuple[Capture, Outlet, frozenset[int]]) -> Digest | None:
    return digest(*given)


def _captures(store: ObjectStore, outlet: Outlet, wanted: Wanted) -> Iterator[Capture]:
    runs = tuple(Corpus(store).runs(outlet.slug))
    files = [file for run in runs for file in run.files if file.kind is FileKind.WARC]
    share = wanted.pages / max(1, sum(run.counts.get("captures", 0) for run in runs))
    for file in files:
        with local_copy(store, file) as warc:
            for capture in captures(warc, file.key.rpartition("/")[2]):
                if capture.purpose is Purpose.PAGE and _is_wanted(capture, wanted, share):
                    yield capture


def _is_wanted(capture: Capture, wanted: Wanted, share: float) -> bool:
    at = capture.captured_at
    if (wanted.since and at < wanted.since) or (wanted.until and at >= wanted.until):
        return False
    drawn = int.from_bytes(blake2b(_record_id(capture).encode(), digest_size=8).digest(), "big")
    return drawn < share * _SCALE


def _record_id(capture: Capture) -> str:
    assert capture.pressmark, "what stands in a WARC file has its place there"
    return capture.pressmark.record_id
