"""What a replay tool needs of an archive: one sorted index, and where each WARC file lies."""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from storage.cdxj import index
from storage.index_lines import usable
from storage.keys import BadKey, cdxj_key, warc_key
from storage.object_store import NoSuchKey
from storage.warc_reader import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
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


def whole_archive(archive: Path, folder: Path, damaged: list[str]) -> ReplayFiles:
    """Of a local archive, whose WARC files are read where they lie. The index is merged in bounded memory.

    What cannot be used is left out and named in `damaged`: what has no plain name, links to elsewhere, and lines of an
    index that do not lead into its WARC file.
    """
    found = ReplayFiles(folder / "index.cdxj", folder / "places.txt")
    warcs = list(_plain(archive, "warc/*/*/*/*.warc.gz", damaged))
    places = "".join(f"{path.name}\t{path}\n" for path in warcs)
    found.places.write_text(places, encoding="utf-8", errors="surrogateescape")

    def lines(path: Path, file: BinaryIO) -> Iterator[bytes]:
        return usable(file, f"{path.name.removesuffix('.cdxj')}.warc.gz", damaged)

    merge(_plain(archive, "index/*/*/*/*.cdxj", damaged), found.index, lines)
    return found


def _plain(archive: Path, pattern: str, damaged: list[str]) -> Iterator[Path]:
    """Files at their keys, sorted."""
    for path in sorted(archive.glob(pattern)):
        key = path.relative_to(archive).as_posix()
        name = path.name.removesuffix(".cdxj").removesuffix(".warc.gz") + ".warc.gz"
        try:
            at_its_place = key in (warc_key(name), cdxj_key(name))
        except BadKey:
            at_its_place = False
        if at_its_place and path.is_file() and path.resolve() == archive.resolve() / key:
            yield path
        else:
            damaged.append(f"{key!a}: no file of an archive, and left out")


def one_capture(store: ObjectStore, mark: Pressmark, folder: Path) -> ReplayFiles:
    """The record behind one article alone, cut out of its WARC file by one range request. NoSuchKey, DamagedWarc."""
    name = f"only-{mark.warc}"
    member = store.get_range(warc_key(mark.warc), mark.offset, mark.length)
    if len(member) != mark.length:
        raise NoSuchKey(f"{mark.warc} ends inside the record at {mark.offset}")
    record_of(mark, member)
    found = ReplayFiles(folder / "index.cdxj", folder / "places.txt")
    copy = folder / name
    copy.write_bytes(member)
    with copy.open("rb") as file:
        found.index.write_bytes(index(file, name))
    found.places.write_text(f"{name}\t{copy}\n", encoding="utf-8")
    return found


def _all_lines(_: Path, file: BinaryIO) -> Iterator[bytes]:
    yield from file


def merge(
    indexes: Iterable[Path],
    target: Path,
    lines: Callable[[Path, BinaryIO], Iterator[bytes]] = _all_lines,
) -> None:
    """Sorted lines of sorted files, in one file; `lines` gives those of a file. Of many files, some at a time."""
    paths = list(indexes)
    if len(paths) > MOST_OPEN:
        count = len(paths)
        parts = [target.with_name(f"{target.name}.{count}.{at}") for at in range(0, count, MOST_OPEN)]
        for number, part in enumerate(parts):
            merge(paths[number * MOST_OPEN : (number + 1) * MOST_OPEN], part, lines)
        merge(parts, target)
        for part in parts:
            part.unlink()
        return
    with ExitStack() as stack, target.open("wb") as out:
        files = [lines(path, stack.enter_context(path.open("rb"))) for path in paths]
        out.writelines(heapq.merge(*files))
