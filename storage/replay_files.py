"""What a replay tool needs of an archive: one sorted index, and where each WARC file lies."""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from storage.cdxj import index
from storage.keys import warc_key
from storage.object_store import NoSuchKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from storage.capture import Pressmark
    from storage.object_store import ObjectStore

MOST_OPEN = 200  # index files merged at once


@dataclass(frozen=True, slots=True)
class ReplayFiles:
    """`index` is CDXJ; `places` has a line `name TAB path` for each WARC file."""

    index: Path
    places: Path


def local_folder(store: ObjectStore) -> Path | None:
    """The archive's folder; None where it is no folder."""
    from pathlib import Path  # noqa: PLC0415 - at run time here only

    parts = urlsplit(store.url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def whole_archive(archive: Path, folder: Path) -> ReplayFiles:
    """Of a local archive, whose WARC files are read where they lie. The index is merged in bounded memory."""
    found = ReplayFiles(folder / "index.cdxj", folder / "places.txt")
    merge(sorted(archive.glob("index/*/*/*/*.cdxj")), found.index)
    warcs = sorted(archive.glob("warc/*/*/*/*.warc.gz"))
    found.places.write_text("".join(f"{path.name}\t{path}\n" for path in warcs), encoding="utf-8")
    return found


def one_capture(store: ObjectStore, mark: Pressmark, folder: Path) -> ReplayFiles:
    """The record behind one article alone, cut out of its WARC file by one range request. NoSuchKey."""
    name = f"only-{mark.warc}"
    member = store.get_range(warc_key(mark.warc), mark.offset, mark.length)
    if len(member) != mark.length:
        raise NoSuchKey(f"{mark.warc} ends inside the record at {mark.offset}")
    found = ReplayFiles(folder / "index.cdxj", folder / "places.txt")
    copy = folder / name
    copy.write_bytes(member)
    with copy.open("rb") as file:
        found.index.write_bytes(index(file, name))
    found.places.write_text(f"{name}\t{copy}\n", encoding="utf-8")
    return found


def merge(indexes: Iterable[Path], target: Path) -> None:
    """Sorted lines of sorted files, in one file. Of many files, some at a time."""
    paths = list(indexes)
    if len(paths) > MOST_OPEN:
        count = len(paths)
        parts = [target.with_name(f"{target.name}.{count}.{at}") for at in range(0, count, MOST_OPEN)]
        for number, part in enumerate(parts):
            merge(paths[number * MOST_OPEN : (number + 1) * MOST_OPEN], part)
        merge(parts, target)
        for part in parts:
            part.unlink()
        return
    with ExitStack() as stack, target.open("wb") as out:
        files: list[Iterator[bytes]] = [_lines(stack.enter_context(path.open("rb"))) for path in paths]
        out.writelines(heapq.merge(*files))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    yield from file
