"""Objects of an archive read at any place, with what cannot be read named and read past."""

from __future__ import annotations

import hashlib
import re
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.object_store import CorruptObject, NoSuchKey, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from storage.object_store import ObjectStore

PIECE = 4 << 20  # bytes asked for at once
_STEP = 4 << 10  # what is given up at once where a disk cannot read: the size of a page
_KEY = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.=+-]{0,199}/)*[A-Za-z0-9_][A-Za-z0-9_.=+-]{0,199}")


def is_plain_key(key: object) -> bool:
    """Whether it is a relative name of plain file names: no `..`, nothing absolute, hidden or with a NUL."""
    return isinstance(key, str) and len(key) <= 900 and _KEY.fullmatch(key) is not None


def small_object(store: ObjectStore, key: str, limit: int) -> bytes | None:
    """The object's bytes; None when it is not there, too large, or not what the store says of it."""
    try:
        info = store.head(key)
        return store.get(key) if info and info.size <= limit else None
    except (NoSuchKey, CorruptObject, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A stretch that the disk does not give; zeros stand in its place."""

    offset: int
    length: int


class StoredObject:
    """An object, read through a window of one piece. `unreadable` grows as holes are met."""

    def __init__(self, store: ObjectStore, key: str) -> None:
        self._store, self._key = store, key
        self._local = store.url.startswith("file:")
        self._start, self._window = 0, b""
        self.unreadable: list[Unreadable] = []

    def read_at(self, offset: int, length: int) -> bytes:
        if not self._start <= offset <= offset + length <= self._start + len(self._window):
            self._start, self._window = offset, self._read(offset, max(length, PIECE))
        place = offset - self._start
        return self._window[place : place + length]

    def exactly(self, offset: int, length: int) -> bytes:
        """The same, in one request of that many bytes."""
        return self._read(offset, length)

    def _read(self, offset: int, length: int) -> bytes:
        """On a disk a hole is damage; a server that does not answer is no statement about the object."""
        try:
            return self._store.get_range(self._key, offset, length)
        except StoreUnavailable:
            info = self._store.head(self._key) if self._local else None
            if info is None:
                raise
            return self._around_holes(offset, min(offset + length, info.size))

    def _around_holes(self, offset: int, end: int) -> bytes:
        parts = []
        for step in range(offset, end, _STEP):
            size = min(_STEP, end - step)
            try:
                parts.append(self._store.get_range(self._key, step, size))
            except StoreUnavailable:
                if Unreadable(step, size) not in self.unreadable:
                    self.unreadable.append(Unreadable(step, size))
                parts.append(bytes(size))
        return b"".join(parts)


class _File:
    """A local file as a source."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read_at(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(length)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An object read once from end to end."""

    source: StoredObject | _File
    size: int
    sha256: str
    unreadable: tuple[Unreadable, ...]
    file: BinaryIO | None  # a local copy, where one was asked for or the object came over the network

    def pieces(self) -> Iterator[bytes]:
        offset = 0
        while piece := self.source.read_at(offset, PIECE):
            yield piece
            offset += len(piece)


@contextmanager
def fetched(store: ObjectStore, key: str, *, copied: bool = False) -> Iterator[Fetched | None]:
    """The object, read through; None when it is not there. What comes over the network is read once, into a file."""
    source = StoredObject(store, key)
    with tempfile.NamedTemporaryFile(prefix="verify-") as copy:
        keep = copied or not store.url.startswith("file:")
        digest, size = hashlib.sha256(), 0
        try:
            while piece := source.read_at(size, PIECE):
                digest.update(piece)
                size += len(piece)
                if keep:
                    copy.write(piece)
        except NoSuchKey:
            yield None
            return
        copy.flush()
        file: BinaryIO | None = copy if keep else None  # type: ignore[assignment]  # its wrapper is one
        yield Fetched(
            _File(file) if file else source, size, digest.hexdigest(), tuple(source.unreadable), file
        )
