"""The archive as a folder: the same tree of plain files as in a bucket."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.durable import made_folder, sync, write_all
from storage.keys import checked_key
from storage.object_store import (
    CorruptObject,
    KeyTaken,
    NoSuchKey,
    ObjectInfo,
    StoreRefused,
    StoreUnavailable,
    Unfinished,
    probe_by_writing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COPY_BYTES = 1 << 20
_REFUSALS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG}


class LocalStore:
    """Objects as files below a folder, which is made when the first one is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    @property
    def url(self) -> str:
        return self._folder.as_uri()

    def put(self, key: str, data: bytes) -> None:
        """Written beside its place, synced, then linked into it: link(2) never replaces a name."""
        path = self._path(key)
        with _ours(key), _fresh_file(made_folder(path.parent)) as (descriptor, fresh):
            write_all(descriptor, data)
            os.fsync(descriptor)
            if not _linked(fresh, path) and path.read_bytes() != data:
                raise KeyTaken(f"{key} already holds other bytes")

    def put_file(self, key: str, path: Path, sha256: str) -> None:
        """A second name for the file where both lie on one file system, a copy of it elsewhere."""
        with _ours(key):
            sync(path)
            _require(_digest(path), sha256, str(path))
            target = self._path(key)
            folder = made_folder(target.parent)
            try:
                linked = _linked(path, target)
            except OSError as error:
                if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK):
                    raise
                linked = _copied(path, folder, target)
            if not linked and _digest(target) != sha256:
                raise KeyTaken(f"{key} already holds other bytes")

    def get(self, key: str) -> bytes:
        with _ours(key):
            return self._path(key).read_bytes()

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        with _ours(key), self._path(key).open("rb", buffering=0) as file:
            parts, wanted = [], length
            file.seek(offset)
            while wanted and (part := file.read(wanted)):
                parts.append(part)
                wanted -= len(part)
            return b"".join(parts)

    def head(self, key: str) -> ObjectInfo | None:
        with _ours(key):
            path = self._path(key)
            return ObjectInfo(key, path.stat().st_size, None) if path.is_file() else None

    def list(self, prefix: str, start_after: str = "") -> Iterator[ObjectInfo]:
        with _ours(prefix):
            if self._folder.exists() and not self._folder.is_dir():
                raise StoreUnavailable(f"{self._folder} is no folder")
            keys = sorted(key for key in self._keys_below(prefix) if key > start_after)
        for key in keys:
            with _ours(key), suppress(FileNotFoundError):  # deleted since
                about = (self._folder / key).stat()
                yield ObjectInfo(key, about.st_size, None, datetime.fromtimestamp(about.st_mtime, UTC))

    def delete(self, key: str) -> None:
        with _ours(key):
            path = self._path(key)
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                sync(path.parent)

    def unfinished(self) -> Iterator[Unfinished]:
        with _ours(""):
            hidden = sorted(self._folder.rglob(".*.tmp"))
        for path in hidden:
            name = path.relative_to(self._folder).as_posix()
            with _ours(name), suppress(FileNotFoundError):  # finished since
                yield Unfinished(name, name, datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def discard(self, upload: Unfinished) -> None:
        with _ours(upload.key):
            (self._folder / upload.handle).unlink(missing_ok=True)

    def table_options(self) -> dict[str, str]:
        return {}

    def probe(self) -> None:
        probe_by_writing(self)

    def _path(self, key: str) -> Path:
        return self._folder / checked_key(key)

    def _keys_below(self, prefix: str) -> Iterator[str]:
        top = self._folder / prefix.rpartition("/")[0]
        for folder, _, names in os.walk(top, onerror=_raise_unless_missing):
            for name in names:
                key = os.path.relpath(os.path.join(folder, name), self._folder)  # noqa: PTH118 - a Path a file is slow
                if key.startswith(prefix) and not name.startswith("."):  # unfinished files begin with a dot
                    yield key


def _raise_unless_missing(error: OSError) -> None:
    """A folder that is not there has no keys; of one that cannot be read, nobody knows."""
    if not isinstance(error, FileNotFoundError):
        raise error


@contextmanager
def _ours(key: str) -> Iterator[None]:
    """The operating system's errors as those of a store."""
    try:
        yield
    except FileNotFoundError as error:
        raise NoSuchKey(f"{key} is not in the archive") from error
    except OSError as error:
        kind = StoreRefused if error.errno in _REFUSALS else StoreUnavailable
        raise kind(f"{key or 'the archive'}: {error.strerror} ({error.filename})") from error


@contextmanager
def _fresh_file(folder: Path) -> Iterator[tuple[int, Path]]:
    fresh = folder / f".{secrets.token_hex(8)}.tmp"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    try:
        yield descriptor, fresh
    finally:
        os.close(descriptor)
        fresh.unlink()


def _linked(source: Path, target: Path) -> bool:
    """False: the name is taken. Either way the name that is there now outlives a power cut."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    finally:
        sync(target.parent)
    return True


def _copied(source: Path, folder: Path, target: Path) -> bool:
    with _fresh_file(folder) as (descriptor, fresh), source.open("rb") as file:
        while piece := file.read(_COPY_BYTES):
            write_all(descriptor, piece)
        os.fsync(descriptor)
        return _linked(fresh, target)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require(digest: str, sha256: str, what: str) -> None:
    if digest != sha256:
        raise CorruptObject(f"{what} has sha256 {digest}, not {sha256}")
