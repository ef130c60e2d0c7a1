"""Whether a release is what it was: its files, the releases before it, and the runs that it rests on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.manifest import BadManifest, parsed_manifest
from storage.object_store import NoSuchKey, read_back
from storage.releases.manifest import MANIFEST, SIGNATURE, SUMS, BadRelease, parsed_release, release_key
from storage.releases.pin import PINNED
from storage.releases.signing import is_signed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.object_store import ObjectStore
    from storage.releases.manifest import ReleaseManifest


def faults(store: ObjectStore, name: str, key_file: Path | None) -> Iterator[str]:
    """Each as a line for people. BadRelease: there is no such release, or its manifest cannot be read. StoreError.

    Every file of the release is read. Of the runs the manifests are read, and that each of their files is there with its
    size; `scrapy verify --read-data` reads those.
    """
    try:
        data = store.get(release_key(name, MANIFEST))
    except NoSuchKey:
        raise BadRelease(f"there is no finished release {name} in {store.url}") from None
    manifest = parsed_release(data)
    if manifest.name != name:
        yield f"{MANIFEST} is that of release {manifest.name}"
    yield from _signature(store, name, data, key_file)
    yield from _files(store, manifest, data)
    yield from _runs(store, manifest)
    yield from _before(store, manifest)


def _signature(store: ObjectStore, name: str, data: bytes, key_file: Path | None) -> Iterator[str]:
    if key_file is None:
        return
    try:
        signed = store.get(release_key(name, SIGNATURE))
    except NoSuchKey:
        yield f"{SIGNATURE} is not there: the release is not signed"
        return
    if not is_signed(data, signed, key_file):
        yield f"{SIGNATURE} is not that of the public key"


def _files(store: ObjectStore, manifest: ReleaseManifest, data: bytes) -> Iterator[str]:
    for file in manifest.files:
        try:
            sha256 = read_back(store, release_key(manifest.name, file.path))
        except NoSuchKey:
            yield f"{file.path} is missing"
            continue
        if sha256 != file.sha256:
            yield f"{file.path} has sha256 {sha256}, not {file.sha256}"
    sums = {file.path: file.sha256 for file in manifest.files} | {MANIFEST: hashlib.sha256(data).hexdigest()}
    stated = "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()
    if _got(store, release_key(manifest.name, SUMS)) != stated:
        yield f"{SUMS} does not have the digests of the manifest"
    known = {*sums, SUMS, SIGNATURE, PINNED}
    for info in store.list(release_key(manifest.name, MANIFEST).removesuffix(MANIFEST)):
        path = info.key.split("/", 2)[2]
        if path not in known:
            yield f"{path} is not in the manifest"


def _runs(store: ObjectStore, manifest: ReleaseManifest) -> Iterator[str]:
    for link in manifest.runs:
        data = _got(store, link.key)
        if data is None:
            yield f"{link.key}, of a run in the release, is missing"
        elif hashlib.sha256(data).hexdigest() != link.sha256:
            yield f"{link.key}, of a run in the release, was changed"
        else:
            yield from _files_of_run(store, link.key, data)


def _files_of_run(store: ObjectStore, key: str, data: bytes) -> Iterator[str]:
    """Of the truth, which is kept for good; table files may have been compacted since."""
    try:
        run = parsed_manifest(data)
    except BadManifest as error:
        yield f"{key}: {error}"
        return
    for file in run.files:
        if file.kind.value in {"warc", "cdxj"}:
            info = store.head(file.key)
            if info is None:
                yield f"{file.key}, named by {key}, is missing"
            elif info.size != file.size:
                yield f"{file.key}, named by {key}, has {info.size} bytes, not {file.size}"


def _before(store: ObjectStore, manifest: ReleaseManifest) -> Iterator[str]:
    """The chain of manifests, back to the first release."""
    previous = manifest.previous
    while previous is not None:
        data = _got(store, release_key(previous.key, MANIFEST))
        if data is None or hashlib.sha256(data).hexdigest() != previous.sha256:
            yield f"the manifest of release {previous.key} is {'missing' if data is None else 'changed'}"
            return
        previous = parsed_release(data).previous


def _got(store: ObjectStore, key: str) -> bytes | None:
    try:
        return store.get(key)
    except NoSuchKey:
        return None
