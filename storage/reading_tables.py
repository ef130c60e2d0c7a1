"""Table files opened where they lie: whole with their digest checked, or the parts that are needed.

What is checked when. A table file is named by the first half of its sha256. A small file, or one of which most is
wanted, is fetched whole and held against its name. Of a larger one only the footer and the columns of the row groups
that can have a wanted row are fetched: then its size has to be that of the Delta log, and every page has to have the
CRC-32 that stands beside it. `scrapy verify --read-data` reads everything.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

import pyarrow as pa
import pyarrow.parquet as pq

from storage.footers import footer
from storage.object_file import ObjectFile
from storage.object_store import READ_BACK_BYTES, CorruptObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.object_store import ObjectStore

WHOLE_BYTES = 256 << 10  # of a file that costs one request, not more time, however little is wanted of it


@contextmanager
def opened(
    store: ObjectStore, key: str, size: int, *, whole: bool = False, narrow: bool = False
) -> Iterator[pq.ParquetFile]:
    """The Parquet file with this key. CorruptObject names what is damaged, also while it is being read.

    `whole`: most of it will be read. `narrow`: a few columns, each in a request of its own: to read what lies between
    them, too, costs more.
    """
    in_parts = not whole and (narrow or size > WHOLE_BYTES)
    with named(key):
        known = footer(store, key, size) if in_parts else None
        with (
            _source(store, key, size, in_parts=in_parts) as source,
            pq.ParquetFile(
                source, metadata=known, pre_buffer=not narrow, page_checksum_verification=True
            ) as file,
        ):
            yield file


@contextmanager
def named(key: str) -> Iterator[None]:
    """PyArrow's complaints about bytes as ours."""
    try:
        yield
    except pa.ArrowException as error:
        raise CorruptObject(f"{key} is damaged: {error}") from error
    except OSError as error:
        if error.errno is not None:  # the disk's, not PyArrow's
            raise
        raise CorruptObject(f"{key} is damaged: {error}") from error


@contextmanager
def _source(
    store: ObjectStore, key: str, size: int, *, in_parts: bool
) -> Iterator[IO[bytes] | pa.NativeFile]:
    if in_parts:
        yield cast("IO[bytes]", ObjectFile(store, key, size))
    elif size <= WHOLE_BYTES:
        data = store.get(key)
        require_name(key, hashlib.sha256(data).hexdigest())
        yield pa.BufferReader(data)  # its threads read it without Python, which may be ending
    else:
        with tempfile.TemporaryFile() as copy:
            require_name(key, _fetched(store, key, copy))
            copy.seek(0)
            yield copy


def _fetched(store: ObjectStore, key: str, copy: IO[bytes]) -> str:
    digest, offset = hashlib.sha256(), 0
    while piece := store.get_range(key, offset, READ_BACK_BYTES):
        copy.write(piece)
        digest.update(piece)
        offset += len(piece)
    return digest.hexdigest()


def require_name(key: str, sha256: str) -> None:
    """CorruptObject when the digest is not the one that the key says."""
    if not key.endswith((f"/{sha256[:32]}.parquet", f"-{sha256[:32]}.parquet")):
        raise CorruptObject(f"{key} holds other bytes than its name says: sha256 {sha256}")
