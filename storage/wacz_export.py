"""One month of one outlet as a WACZ: the WARC files that its manifests name, checked while they are copied."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from storage.keys import cdxj_key
from storage.manifest import FileKind
from storage.object_store import READ_BACK_BYTES, CorruptObject, NoSuchKey
from storage.wacz import Page, WaczWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from storage.corpus import Corpus
    from storage.manifest import ArchivedFile
    from storage.object_store import ObjectStore

_COLUMNS = ("article_id", "url", "headline", "captured_at", "article_body", "warc")


@dataclass(frozen=True, slots=True)
class Exported:
    warcs: int
    pages: int
    bytes: int  # of WARC files


def export_month(
    corpus: Corpus,
    outlet: str,
    month: str,
    sink: IO[bytes],
    software: str,
    advance: Callable[[int, int], None],
) -> Exported:
    """Write the captures of a month (2026-11) to a sink that need not be seekable. NoSuchKey: there are none.

    CorruptObject when a WARC file is not the one of its manifest; what was written is of no use then. `advance` is told
    how many WARC files of how many are copied.
    """
    warcs, closed_at = _warcs(corpus, outlet, month)
    if not warcs:
        raise NoSuchKey(f"{corpus.store.url} has no captures of {outlet} in {month}")
    names = {file.key.rpartition("/")[2] for file in warcs}
    writer = WaczWriter(sink)
    for number, file in enumerate(warcs):
        advance(number, len(warcs))
        if writer.add_warc(file.key.rpartition("/")[2], _pieces(corpus.store, file.key)) != file.sha256:
            raise CorruptObject(f"{file.key} holds other bytes than its manifest says")
    with ExitStack() as stack:
        writer.add_index([_fetched_lines(corpus.store, cdxj_key(name), stack) for name in sorted(names)])
    pages = writer.add_pages(_pages(corpus, outlet, names))
    writer.close(
        {
            "title": f"{outlet}, {month}",
            "description": f"What Pressmark captured of {outlet} in {month}: pages, and the clean text of its articles.",
            "created": f"{closed_at:%Y-%m-%dT%H:%M:%SZ}",
            "software": software,
        }
    )
    return Exported(len(warcs), pages, sum(file.size for file in warcs))


def _warcs(corpus: Corpus, outlet: str, month: str) -> tuple[Sequence[ArchivedFile], datetime | None]:
    """By the folder of the file, which is the month of its first capture; and when the last of their runs ended."""
    folder = f"warc/{outlet}/{month.replace('-', '/')}/"
    found, closed_at = {}, None
    for run in corpus.runs(outlet):
        own = [file for file in run.files if file.kind is FileKind.WARC and file.key.startswith(folder)]
        found.update({file.key: file for file in own})
        closed_at = max(closed_at or run.closed_at, run.closed_at) if own else closed_at
    return [found[key] for key in sorted(found)], closed_at


def _pieces(store: ObjectStore, key: str) -> Iterator[bytes]:
    offset = 0
    while piece := store.get_range(key, offset, READ_BACK_BYTES):
        yield piece
        offset += len(piece)


def _fetched_lines(store: ObjectStore, key: str, stack: ExitStack) -> Iterator[bytes]:
    """Of a copy on disk: many indexes are merged at once."""
    copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack is its context
    for piece in _pieces(store, key):
        copy.write(piece)
    copy.seek(0)
    return iter(copy)


def _pages(corpus: Corpus, outlet: str, warcs: set[str]) -> Iterator[Page]:
    """Every revision that was read from these WARC files, in the order of the tables."""
    articles = corpus.articles(outlet=outlet, columns=_COLUMNS)
    for table in articles.tables():
        for row in table.to_pylist():
            if row["warc"] in warcs:
                title = row["headline"] or row["url"]
                name = hashlib.sha256(f"{row['article_id']} {row['captured_at']}".encode()).hexdigest()[:20]
                yield Page(name, row["url"], title, row["captured_at"], row["article_body"])
