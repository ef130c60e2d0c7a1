"""Link the articles of an archive: read what is new, bring the index up to date, write the outlets' links.

The index lies in the spool and is a cache: where it is missing, or where an article file that it has read is no
longer live (after `reextract` or a compaction), it is made anew from the tables.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors import kinship
from extractors.credits import link_entry
from storage import delta
from storage.corpus import Corpus
from storage.link_index import discard, open_index
from storage.link_update import Settled, settle
from storage.manifest import FileKind
from storage.object_store import verified_copy
from storage.tables import link_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from storage.link import Link
    from storage.link_entry import LinkEntry
    from storage.link_index import LinkIndex
    from storage.object_store import ObjectStore

INDEX_NAME = "links.sqlite"
_FOLDER = "links.part"


@dataclass(frozen=True, slots=True)
class Linked:
    """What an update did. `by_pair`: outlet of the article, of the original, label, count."""

    read_files: int
    articles: int
    settled: Settled
    written_outlets: tuple[str, ...]
    by_pair: tuple[tuple[str, str, str, int], ...]


def link(
    store: ObjectStore,
    spool: Path,
    *,
    at: datetime,
    advance: Callable[[str, int, int], None],
    anew: bool = False,
) -> Linked:
    """Bring the table `links` up to date with the article tables. IndexBusy, StoreError.

    `at` stands in the Delta log only: equal articles give equal files. `advance` is told a step, how much of it is
    done, and of how much.
    """
    corpus, path = Corpus(store), spool / INDEX_NAME
    live = delta.live_files(store, FileKind.ARTICLES)
    rules = f"{kinship.RULES} {store.url}"
    with open_index(path, rules) as index:
        stale = bool(index.files() - set(live))
    if anew or stale:
        discard(path)
    with open_index(path, rules) as index:
        fresh = [key for key in live if key not in index.files()]
        settled = _updated(index, corpus, fresh, advance)
        written = _write(index, store, spool / _FOLDER, at)
        return Linked(len(fresh), index.articles(), settled, written, index.summary())


def _updated(
    index: LinkIndex, corpus: Corpus, fresh: Sequence[str], advance: Callable[[str, int, int], None]
) -> Settled:
    with index.exclusive():
        for number, key in enumerate(fresh):
            advance("reading", number, len(fresh))
            index.add(key, _entries(corpus, key))
        return settle(index, judged, chained, lambda done, of: advance("comparing", done, of))


def _entries(corpus: Corpus, key: str) -> Iterator[LinkEntry]:
    return (link_entry(row.article, row.revision) for row in corpus.rows_in(key))


def judged(entry: LinkEntry, others: Sequence[LinkEntry]) -> Sequence[Link | None]:
    """For each of the others, the link that there is between them and the entry."""
    found = [kinship.related(entry, other) for other in others]
    kept = kinship.plausible([relative for relative in found if relative])
    return [relative.link if relative in kept else None for relative in found]


def chained(revisions: Sequence[LinkEntry]) -> Sequence[Link]:
    """Each revision with the one before it."""
    return [kinship.revision_link(earlier, later) for earlier, later in pairwise(revisions)]


def _write(index: LinkIndex, store: ObjectStore, folder: Path, at: datetime) -> tuple[str, ...]:
    shutil.rmtree(folder, ignore_errors=True)  # what an interrupted run left
    outlets = index.unpublished(delta.live_files(store, FileKind.LINKS))
    for outlet in outlets:
        files = link_files(index.links(outlet), outlet, folder)
        for file in files:
            verified_copy(store, file.key, folder / file.key, file.sha256)
        delta.replace(store, FileKind.LINKS, files, outlet=outlet, at=at)
        index.published(outlet, [file.key for file in files])
    shutil.rmtree(folder, ignore_errors=True)
    return outlets
