"""What is made of a good archive for researchers: links, and two releases, the second of them signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.linking import link
from storage.object_store import open_store
from storage.releases.build import Release
from storage.selection import EVERYTHING
from tests.museum import good
from tests.signing_keys import key_files

if TYPE_CHECKING:
    from pathlib import Path

RELEASES = ("2026.10", "2026.11")


def make(folder: Path, scratch: Path) -> None:
    """The good archive in `folder`, with all of that."""
    good.make(folder, scratch)
    store, (private, _) = open_store(str(folder)), key_files(scratch / "keys")
    link(store, scratch / "spool", at=good.BEGIN, advance=lambda *_: None)
    for name, key in zip(RELEASES, (None, private), strict=True):
        (scratch / name).mkdir()
        Release(store, name, EVERYTHING, {"pressmark": "0"}, scratch / name, key)()
