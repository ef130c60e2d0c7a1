"""Sealed WARC files go to the archive while the crawl goes on, in a thread of their own.

Whether it works or not changes nothing for the crawl: what is not there at the end is brought by the publication,
which also proves what is there, and only then are local files deleted.
"""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from storage.keys import warc_key
from storage.object_store import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from storage.object_store import ObjectStore

logger = logging.getLogger(__name__)


class Uploader:
    """Stores files one after another."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="upload")

    def upload(self, warc: Path) -> None:
        """Store the file soon; returns at once."""
        self._thread.submit(self._upload, warc)

    def close(self) -> None:
        """End with the file under way; the others are for the publication."""
        self._thread.shutdown(cancel_futures=True)

    def _upload(self, warc: Path) -> None:
        try:
            with warc.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            self._store.put_file(warc_key(warc.name), warc, digest)
        except (StoreError, OSError) as error:
            logger.warning("%s waits in the spool: %s", warc.name, error)
