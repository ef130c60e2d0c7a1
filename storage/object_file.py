"""An object of the archive as a seekable file, of which only the ranges that are read are asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from storage.object_store import CorruptObject

if TYPE_CHECKING:
    from storage.object_store import ObjectStore


class ObjectFile(io.RawIOBase):
    """Each read is one request for a range.

    `size` is what the Delta log or a manifest says. CorruptObject when the object ends before it.
    """

    def __init__(self, store: ObjectStore, key: str, size: int) -> None:
        super().__init__()
        self._store, self._key, self._size, self._at = store, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._size - self._at)
        length = left if size is None or size < 0 else min(size, left)
        data = self._range(self._at, length) if length else b""
        self._at += len(data)
        return data

    def _range(self, offset: int, length: int) -> bytes:
        data = self._store.get_range(self._key, offset, length)
        if len(data) != length:
            raise CorruptObject(f"{self._key} ends before its {self._size} bytes")
        return data
