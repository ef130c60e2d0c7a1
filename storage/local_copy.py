"""A file of the archive as a local file, proven to be the one that its manifest names."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.object_store import READ_BACK_BYTES, CorruptObject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from storage.manifest import ArchivedFile
    from storage.object_store import ObjectStore


@contextmanager
def local_copy(store: ObjectStore, file: ArchivedFile) -> Iterator[BinaryIO]:
    """The file's bytes, in a temporary file that is gone afterwards. NoSuchKey; CorruptObject if they differ."""
    with tempfile.TemporaryFile() as copy:
        digest, offset = hashlib.sha256(), 0
        while piece := store.get_range(file.key, offset, READ_BACK_BYTES):
            copy.write(piece)
            digest.update(piece)
            offset += len(piece)
        if digest.hexdigest() != file.sha256:
            raise CorruptObject(f"{file.key} holds {offset} bytes that are not those of its manifest")
        copy.seek(0)
        yield copy
