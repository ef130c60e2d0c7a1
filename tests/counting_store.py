"""A store that counts what is asked of the one behind it: requests, and bytes that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.object_store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.object_store import ObjectInfo


class CountingStore:
    """`asked` are the key and the number of bytes of each read; `offsets`, beside them, where in the object it began."""

    def __init__(self, archive: str) -> None:
        self._store = open_store(archive)
        self.asked: list[tuple[str, int]] = []
        self.offsets: list[int] = []

    @property
    def url(self) -> str:
        return self._store.url

    @property
    def bytes_read(self) -> int:
        return sum(size for _, size in self.asked)

    def get(self, key: str) -> bytes:
        return self._counted(key, 0, self._store.get(key))

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        return self._counted(key, offset, self._store.get_range(key, offset, length))

    def put(self, key: str, data: bytes) -> None:
        self._store.put(key, data)

    def put_file(self, key: str, path: Path, sha256: str) -> None:
        self._store.put_file(key, path, sha256)

    def head(self, key: str) -> ObjectInfo | None:
        return self._store.head(key)

    def list(self, prefix: str, start_after: str = "") -> Iterator[ObjectInfo]:
        return self._store.list(prefix, start_after)

    def delete(self, key: str) -> None:
        self._store.delete(key)

    def table_options(self) -> dict[str, str]:
        return self._store.table_options()

    def probe(self) -> None:
        self._store.probe()

    def _counted(self, key: str, offset: int, data: bytes) -> bytes:
        self.asked.append((key, len(data)))
        self.offsets.append(offset)
        return data
