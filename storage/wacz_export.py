"""One month of one outlet as a WACZ: the WARC files that its manifests name, each checked before it is in."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from storage.index_lines import usable
from storage.keys import cdxj_key
from storage.local_copy import local_copy
from storage.manifest import FileKind
from storage.object_store import READ_BACK_BYTES, CorruptObject, NoSuchKey
from storage.wacz import Page, WaczWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from datetime import datetime

    from storage.corpus import Corpus
    from storage.manifest import ArchivedFile, RunManifest
    from storage.object_store import ObjectStore

_COLUMNS = ("article_id", "url", "headline", "captured_at", "article_body", "warc")


class NoCaptures(Exception):
    """Nothing was captured of that outlet in that month."""


@dataclass(frozen=True, slots=True)
class Exported:
    warcs: int
    pages: int
    bytes: int  # of WARC files


def export_month(
    corpus: Corpus,
    runs: Iterable[RunManifest],
    outlet: str,
    month: str,
    sink: IO[bytes],
    software: str,
    advance: Callable[[int, int], None],
    damaged: list[str],
) -> Exported:
    """Write the captures of a month (2026-11) to a sink that need not be seekable. NoCaptures, StoreError.

    A WARC file that is not the one of its manifest is left out with its articles, and so are lines of an index that lead
    nowhere, and articles whose table cannot be read; `damaged` is told. CorruptObject when no file is left. `advance` is told how many WARC files of how many are
    copied.
    """
    warcs, closed_at = _warcs(runs, outlet, month)
    if not warcs:
        raise NoCaptures(f"{corpus.store.url} has no captures of {outlet} in {month}")
    with WaczWriter(sink) as writer:
        sizes = _add_warcs(writer, corpus.store, warcs, advance, damaged)
        with ExitStack() as stack:
            copies = {name: _fetched(corpus.store, cdxj_key(name), stack, damaged) for name in sorted(sizes)}
            writer.add_index([usable(copy, name, damaged) for name, copy in copies.items()])
        pages = writer.add_pages(_pages(corpus, outlet, sizes.keys(), damaged))
        writer.finish(
            {
                "title": f"{outlet}, {month}",
                "description": f"What Pressmark captured of {outlet} in {month}: pages, and the clean text of its articles.",
                "created": f"{closed_at:%Y-%m-%dT%H:%M:%SZ}",
                "software": software,
            }
        )
    return Exported(len(sizes), pages, sum(sizes.values()))


def _add_warcs(
    writer: WaczWriter,
    store: ObjectStore,
    warcs: Sequence[ArchivedFile],
    advance: Callable[[int, int], None],
    damaged: list[str],
) -> dict[str, int]:
    """The sizes of those that are in, by name. CorruptObject when that is none."""
    sizes: dict[str, int] = {}
    for number, file in enumerate(warcs):
        advance(number, len(warcs))
        name = file.key.rpartition("/")[2]
        try:
            with local_copy(store, file) as copy:
                writer.add_warc(name, iter(partial(copy.read, READ_BACK_BYTES), b""))
        except (NoSuchKey, CorruptObject) as error:
            damaged.append(f"left out: {error}")
            continue
        sizes[name] = file.size
    if not sizes:
        raise CorruptObject(damaged[-1])
    return sizes


def _warcs(
    runs: Iterable[RunManifest], outlet: str, month: str
) -> tuple[Sequence[ArchivedFile], datetime | None]:
    """By the folder of the file, which is the month of its first capture; and when the last of their runs ended."""
    folder = f"warc/{outlet}/{month.replace('-', '/')}/"
    found, closed_at = {}, None
    for run in runs:
        own = [file for file in run.files if file.kind is FileKind.WARC and file.key.startswith(folder)]
        found.update({file.key: file for file in own})
        closed_at = max(closed_at or run.closed_at, run.closed_at) if own else closed_at
    return [found[key] for key in sorted(found)], closed_at


def _pieces(store: ObjectStore, key: str) -> Iterator[bytes]:
    offset = 0
    while piece := store.get_range(key, offset, READ_BACK_BYTES):
        yield piece
        offset += len(piece)


def _fetched(store: ObjectStore, key: str, stack: ExitStack, damaged: list[str]) -> BinaryIO:
    """A copy on disk: many indexes are merged at once."""
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack is its context
    try:
        for piece in _pieces(store, key):
            copy.write(piece)
    except NoSuchKey:
        damaged.append(f"{key} is missing: no viewer finds what it led to")
    copy.seek(0)
    return cast("BinaryIO", copy)


def _pages(corpus: Corpus, outlet: str, warcs: Container[str], damaged: list[str]) -> Iterator[Page]:
    """Every revision that was read from these WARC files, in the order of the tables; as far as these can be read."""
    articles = corpus.articles(outlet=outlet, columns=_COLUMNS)
    try:
        for table in articles.tables():
            yield from (_page(row) for row in table.to_pylist() if row["warc"] in warcs)
    except (NoSuchKey, CorruptObject) as error:
        damaged.append(f"articles are left out: {error}")


def _page(row: dict[str, Any]) -> Page:  # Any: a row of Arrow's
    title = row["headline"] or row["url"]
    name = hashlib.sha256(f"{row['article_id']} {row['captured_at']}".encode()).hexdigest()[:20]
    return Page(name, row["url"], title, row["captured_at"], row["article_body"])
