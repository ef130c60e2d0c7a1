"""Link the articles of an archive: read what is new, bring the index up to date, write the outlets' links.

The index lies in the spool and is a cache: where it is missing, or where the rows of an article file that it has read are
no longer there (after `reextract`), it is made anew from the tables. What was merged only (`compact`) it knows already.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extractors import kinship
from extractors.credits import link_entry
from storage import delta, maintenance
from storage.corpus import EVERYTHING, Articles
from storage.link_index import discard, open_index
from storage.link_update import Settled, settle
from storage.manifest import FileKind
from storage.object_store import verified_copy
from storage.schemas import NO_VALUES
from storage.table_rows import article_row
from storage.tables import link_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from storage.delta import TableFile
    from storage.link import Link
    from storage.link_entry import LinkEntry
    from storage.link_index import LinkIndex
    from storage.object_store import ObjectStore

INDEX_NAME = "links.sqlite"
_FOLDER = "links.part"
_COLUMNS = (
    "article_id", "outlet", "url", "canonical_url", "revision", "kind", "headline", "date_published", "links", "article_body",
    "is_based_on", "content_digest", "captured_at",
)  # fmt: skip


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
    path = spool / INDEX_NAME
    live = delta.snapshot(store, FileKind.ARTICLES).files
    rules = f"{kinship.RULES} {store.url}"
    with open_index(path, rules) as index:
        stale = _is_stale(index, store, frozenset(file.key for file in live))
    if anew or stale:
        discard(path)
    with open_index(path, rules) as index:
        known = index.files()
        fresh = [file for file in live if file.key not in known]
        settled = _updated(index, store, fresh, advance)
        written = _write(index, store, spool / _FOLDER, at)
        return Linked(len(fresh), index.articles(), settled, written, index.summary())


def _is_stale(index: LinkIndex, store: ObjectStore, live: frozenset[str]) -> bool:
    """Whether rows that the index has are not in the tables any more. It is told of files that were merged."""
    known = index.files()
    if known <= live:
        return False
    now = maintenance.after_merges(store, FileKind.ARTICLES, known, live)
    if now <= live:
        index.merged(now)
    return not now <= live


def _updated(
    index: LinkIndex, store: ObjectStore, fresh: Sequence[TableFile], advance: Callable[[str, int, int], None]
) -> Settled:
    with index.exclusive():
        for number, file in enumerate(fresh):
            advance("reading", number, len(fresh))
            index.add(file.key, _entries(store, file))
        return settle(index, judged, chained, lambda done, of: advance("comparing", done, of))


def _entries(store: ObjectStore, file: TableFile) -> Iterator[LinkEntry]:
    """Only the columns that linking looks at are read; the others are left empty."""
    rows = Articles(store, (file,), EVERYTHING, only_newest=False, columns=_COLUMNS)
    for table in rows.tables():
        for record in table.to_pylist():
            row = article_row({**NO_VALUES, **record}, record["outlet"])
            yield link_entry(row.article, row.revision)


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
