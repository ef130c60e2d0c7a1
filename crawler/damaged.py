"""Damaged files on the way of commands that read an archive: each named, and the rest used."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from storage.keys import checked_key, manifest_prefix
from storage.manifest import BadManifest, parsed_manifest
from storage.object_store import CorruptObject, KeyTaken, NoSuchKey
from storage.verification.damage import printable
from storage.warc_reader import DamagedWarc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.manifest import RunManifest
    from storage.object_store import ObjectStore

# What bytes that a stranger wrote, or a disk lost, can make of a reader of one file. An archive that does not answer is
# none of these, nor is a full disk.
DAMAGES = (
    DamagedWarc, CorruptObject, NoSuchKey, KeyTaken, BadManifest,
    ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, sqlite3.IntegrityError,
)  # fmt: skip


@contextmanager
def named(damaged: list[str], file: str) -> Iterator[None]:
    """Go on behind the block when the file cannot be used, with a line that says why."""
    try:
        yield
    except DAMAGES as error:
        text = printable(error, 300)
        damaged.append(text if file in text else f"{file}: {text}")


def readable_runs(store: ObjectStore, outlet: str, damaged: list[str]) -> tuple[RunManifest, ...]:
    """The manifests of an outlet's runs that can be used, the oldest first."""
    found: list[RunManifest] = []
    for info in store.list(manifest_prefix(outlet)):
        with named(damaged, info.key):
            manifest = parsed_manifest(store.get(info.key))
            if manifest.outlet != outlet or manifest.key != info.key:
                raise BadManifest("it is not the manifest that stands here")
            for file in manifest.files:
                checked_key(file.key)
            found.append(manifest)
    return tuple(found)
