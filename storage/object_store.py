"""What the archive asks of a place that keeps objects, and the choice of one by its address."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from urllib.parse import unquote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

READ_BACK_BYTES = 1 << 20  # memory of a read-back, and of one request of it


class StoreError(Exception):
    """Storage trouble. What was to be stored is still where it was."""


class StoreUnavailable(StoreError):
    """The store does not answer, or asks for patience: the same call may succeed later."""


class StoreRefused(StoreError):
    """The store says no: credentials, rights, configuration, or it ignores conditions. A person must act."""


class KeyTaken(StoreError):
    """Other bytes stand under this key already; keys are written once."""


class NoSuchKey(StoreError):
    """Nothing stands under this key."""


class CorruptObject(StoreError):
    """What was read is not what was written: its sha256 differs."""


class BadArchiveUrl(StoreError):
    """The address of the archive names no store."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """A stored object; `sha256` (lower-case hex) is None where the store keeps none beside it."""

    key: str
    size: int
    sha256: str | None
    modified: datetime | None = None  # aware UTC, by the store's clock; in listings only


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What an upload that never came to its end left: no object, and invisible to readers."""

    key: str  # as near as can be told
    handle: str  # by which the store knows it
    began: datetime  # aware UTC, by the store's clock


class ObjectStore(Protocol):
    """A flat space of immutable objects. Keys are checked by storage.keys.checked_key (BadKey).

    Every method may raise StoreUnavailable or StoreRefused. Safe to use from several threads.
    """

    @property
    def url(self) -> str:
        """`file:///folder` or `s3://bucket/prefix`, without a slash at the end."""

    def put(self, key: str, data: bytes) -> None:
        """Create the object, durably. The same bytes there already are fine; others raise KeyTaken."""

    def put_file(self, key: str, path: Path, sha256: str) -> None:
        """`put` of a closed file that never changes; CorruptObject when its digest is not `sha256`."""

    def get(self, key: str) -> bytes:
        """The whole object. NoSuchKey; CorruptObject where the store knows better."""

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`, fewer at the end, none behind it. NoSuchKey."""

    def head(self, key: str) -> ObjectInfo | None:
        """The object's size and digest; None when there is no such object."""

    def list(self, prefix: str, start_after: str = "") -> Iterator[ObjectInfo]:
        """Objects whose keys begin with `prefix` and sort behind `start_after`, in byte order of keys.

        A folder may hold what has no proper key; it is listed all the same, as `storage.verification` must see it.
        """

    def delete(self, key: str) -> None:
        """Remove the object if it is there."""

    def table_options(self) -> dict[str, str]:
        """What delta-rs has to know to open tables below `url`: endpoint and credentials. Not for logs."""

    def probe(self) -> None:
        """Write, read and delete a small object. StoreRefused when the store overwrites a taken key."""


@runtime_checkable
class Sweepable(Protocol):
    """A store that tells what killed uploads left. Both stores of ours do."""

    def unfinished(self) -> Iterator[Unfinished]:
        """What uploads left that did not come to their end: hidden files, parts of multipart uploads."""

    def discard(self, upload: Unfinished) -> None:
        """Remove what `unfinished` named."""


def open_store(archive_url: str) -> ObjectStore:
    """The store at a path, `file:///folder` or `s3://bucket/prefix`; BadArchiveUrl for anything else.

    Nothing is read or written yet. S3 takes endpoint and keys from the standard AWS variables and profiles.
    """
    parts = urlsplit(archive_url)
    if parts.scheme == "s3":
        return _s3_store(archive_url, parts.netloc, parts.path.strip("/"))
    if (
        parts.query
        or parts.fragment
        or parts.scheme not in ("", "file")
        or parts.netloc not in ("", "localhost")
    ):
        shown = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))  # no password
        raise BadArchiveUrl(f"not a folder, file:///folder or s3://bucket/prefix: {shown!r}")
    path = unquote(parts.path) if parts.scheme else archive_url
    if not path or (parts.scheme and not path.startswith("/")):
        raise BadArchiveUrl(
            f"the archive's folder must be named whole, as in file:///folder: {archive_url!r}"
        )
    from storage.local_store import LocalStore  # noqa: PLC0415 - it imports the errors above

    return LocalStore(Path(path))


def _s3_store(archive_url: str, bucket: str, prefix: str) -> ObjectStore:
    if not bucket or "@" in bucket or ":" in bucket or "?" in archive_url or "#" in archive_url:
        raise BadArchiveUrl("write s3://bucket/prefix; endpoint and keys come from the AWS_* variables")
    from storage.s3_store import S3Store  # noqa: PLC0415 - boto3 costs 0.3 s; a local archive needs none

    return S3Store(bucket, prefix)


def verified_copy(store: ObjectStore, key: str, path: Path, sha256: str) -> None:
    """Store the file and read it back: after this the local file may be deleted.

    Repeating it costs a read-back only. KeyTaken or CorruptObject when the object is not the file.
    """
    if store.head(key) is None:
        store.put_file(key, path, sha256)
    proof = read_back(store, key)
    if proof != sha256:
        raise CorruptObject(f"{key} was written with sha256 {sha256}, and read back with {proof}")


def read_back(store: ObjectStore, key: str) -> str:
    """sha256 of the stored bytes, all of them read, in bounded memory. NoSuchKey."""
    digest, offset = hashlib.sha256(), 0
    while piece := store.get_range(key, offset, READ_BACK_BYTES):
        digest.update(piece)
        offset += len(piece)
    return digest.hexdigest()


def probe_by_writing(store: ObjectStore) -> None:
    """What `probe` does: a second put under a taken key has to be refused."""
    key = f"probe/{secrets.token_hex(8)}"
    store.put(key, b"first")
    try:
        store.put(key, b"second")
    except KeyTaken:
        if store.get(key) != b"first":
            raise StoreRefused(f"{store.url} changed an object while refusing to overwrite it") from None
        return
    finally:
        store.delete(key)
    raise StoreRefused(
        f"{store.url} ignores `If-None-Match: *` and would overwrite the archive; use a server that honours it"
    )
