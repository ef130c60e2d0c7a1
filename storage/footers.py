"""Footers of Parquet files, fetched by themselves: PyArrow would fetch 64 KB of every file, however short its footer is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from storage.object_store import CorruptObject

if TYPE_CHECKING:
    from storage.object_store import ObjectStore

KEPT = 32  # of the files read last: a file is opened for its ids, for its statistics and for its rows
GUESS = 1 / 128  # of the file's bytes, within these bounds, is its footer
AT_LEAST, AT_MOST = 12 << 10, 256 << 10
_END = 8  # bytes: the length of the footer, and "PAR1"

_kept: OrderedDict[tuple[str, str], pq.FileMetaData] = OrderedDict()
_lock = threading.Lock()


def footer(store: ObjectStore, key: str, size: int) -> pq.FileMetaData:
    """Of the file of that size, in one request or two, or kept from the last time: files never change. CorruptObject."""
    name = (store.url, key)
    with _lock:
        if name in _kept:
            _kept.move_to_end(name)
            return _kept[name]
    found = pq.read_metadata(pa.BufferReader(_bytes(store, key, size)))
    with _lock:
        _kept[name] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _bytes(store: ObjectStore, key: str, size: int) -> bytes:
    guess = min(size, max(AT_LEAST, min(AT_MOST, int(size * GUESS))))
    tail = _range(store, key, size - guess, guess)
    needed = int.from_bytes(tail[-_END:-4], "little") + _END
    if tail[-4:] != b"PAR1" or not _END < needed <= size:
        raise CorruptObject(f"{key} does not end as a Parquet file of {size} bytes")
    if needed <= len(tail):
        return tail[-needed:]
    return _range(store, key, size - needed, needed - len(tail)) + tail


def _range(store: ObjectStore, key: str, offset: int, length: int) -> bytes:
    data = store.get_range(key, offset, length)
    if len(data) != length:
        raise CorruptObject(f"{key} ends before the bytes that the log says it has")
    return data
