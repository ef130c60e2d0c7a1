"""Releases prove themselves, by a manifest.json and a SHA256SUMS in the form of sha256sum(1).

The manifest names the release before it, too. It is written last: a folder without one, and without sums, is a release that did not come to its end.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.manifests import canonical
from storage.verification.objects import fetched, is_plain_key, small_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.verification.inventory import Inventory

RELEASE_FORMAT = "pressmark-release/1"
_PART = re.compile(r"(?P<folder>releases/[^/]+)/(?:SHA256SUMS|manifest\.json)")
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<path>[^\x00-\x1f\\]+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIGNATURE, _PIN = (
    "manifest.json.sig",
    "pinned.json",
)  # not in the sums: one comes later, the other was there before
_PINNED = ("as_of", "name", "previous", "runs", "tables", "wanted")  # what pin and manifest both say
_SIGNATURE_BYTES = 64  # RFC 8032
_MAX_BYTES = 64 << 20  # of sums or a manifest


@dataclass(frozen=True, slots=True)
class _Release:
    """A release whose manifest can be read; `files` are size and sha256 by key."""

    folder: str
    sha256: str
    files: dict[str, tuple[int, str]]
    fields: dict[str, Any]  # Any: JSON

    @property
    def sums(self) -> bytes:
        """What SHA256SUMS has to say."""
        stated = {key.removeprefix(f"{self.folder}/"): sha256 for key, (_, sha256) in self.files.items()}
        stated["manifest.json"] = self.sha256
        return "".join(f"{stated[path]}  {path}\n" for path in sorted(stated)).encode()


def releases(found: Inventory) -> Iterator[tuple[str, int]]:
    """The key of each release's sums, which may be gone, and the bytes of its files."""
    for folder in sorted({match["folder"] for key in found.listed if (match := _PART.fullmatch(key))}):
        sizes = (info.size for key, info in found.listed.items() if key.startswith(f"{folder}/"))
        yield f"{folder}/SHA256SUMS", sum(sizes)


# -- manifests, sums and what lies beside them, against what is there


def release_listing(found: Inventory) -> Iterator[Damage]:
    """What the small files of all releases tell against them."""
    known: dict[str, _Release] = {}
    for sums, _ in releases(found):
        folder = sums.rpartition("/")[0]
        release = _release(found, folder)
        if isinstance(release, Damage):
            yield release
        else:
            known[folder] = release
            yield from _listed(found, release)
            yield from _beside(found, release)
    for release in known.values():
        yield from _chain(found, release, known)


def _release(found: Inventory, folder: str) -> _Release | Damage:
    key = f"{folder}/manifest.json"
    if key not in found.listed:
        return Damage(DamageKind.MISSING, key, "it is not there")
    data = small_object(found.store, key, _MAX_BYTES) or b""
    try:
        fields = json.loads(data)
        if fields["format"] != RELEASE_FORMAT or f"releases/{fields['name']}" != folder:
            return Damage(DamageKind.BAD_MANIFEST, key, "it is not the manifest of this release")
        if canonical(fields) != data:
            what = "its bytes are not those that its fields are written as"
            return Damage(DamageKind.BAD_MANIFEST, key, what)
        files = {f"{folder}/{file['path']}": (file["size"], file["sha256"]) for file in fields["files"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        what = f"the manifest of the release cannot be read: {printable(error)}"
        return Damage(DamageKind.BAD_MANIFEST, key, what)
    if wrong := [path for path, file in files.items() if not _is_file(path, *file)]:
        return Damage(DamageKind.BAD_MANIFEST, key, f"it names {printable(wrong[0], 100)}, which is no file")
    return _Release(folder, hashlib.sha256(data).hexdigest(), files, fields)


def _is_file(key: str, size: object, sha256: object) -> bool:
    return (
        is_plain_key(key)
        and isinstance(size, int)
        and isinstance(sha256, str)
        and _SHA256.fullmatch(sha256) is not None
    )


def _listed(found: Inventory, release: _Release) -> Iterator[Damage]:
    for key, (size, _) in release.files.items():
        info = found.listed.get(key)
        if info is None:
            yield Damage(DamageKind.MISSING, key, "it is not there")
        elif info.size != size:
            yield Damage(DamageKind.SIZE, key, f"it has {info.size} bytes, and should have {size}")


def _beside(found: Inventory, release: _Release) -> Iterator[Damage]:
    """Sums, pin and signature. Whose signature it is only a public key tells: `scrapy release --verify`."""
    sums, pin, signed = (f"{release.folder}/{name}" for name in ("SHA256SUMS", _PIN, _SIGNATURE))
    if sums not in found.listed:
        yield Damage(DamageKind.MISSING, sums, "it is not there")
    elif small_object(found.store, sums, _MAX_BYTES) != release.sums:
        yield Damage(DamageKind.BAD_MANIFEST, sums, "it does not have the digests of manifest.json")
    if pin in found.listed and not _is_pin(small_object(found.store, pin, _MAX_BYTES), release):
        yield Damage(DamageKind.BAD_MANIFEST, pin, "it is not what the release was made of")
    if signed in found.listed and not _is_signature(small_object(found.store, signed, 1024)):
        yield Damage(DamageKind.BAD_MANIFEST, signed, "no Ed25519 signature")


def _is_pin(data: bytes | None, release: _Release) -> bool:
    try:
        fields = json.loads(data or b"")
        same = {name: fields[name] for name in _PINNED} == {name: release.fields[name] for name in _PINNED}
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return same and canonical(fields) == data


def _is_signature(data: bytes | None) -> bool:
    try:
        return len(base64.b64decode((data or b"").removesuffix(b"\n"), validate=True)) == _SIGNATURE_BYTES
    except binascii.Error:
        return False


def _chain(found: Inventory, release: _Release, known: dict[str, _Release]) -> Iterator[Damage]:
    """The release before it, by the digest of its manifest. One whose manifest is damaged has been named."""
    previous = release.fields.get("previous")
    if not isinstance(previous, dict):
        return
    folder, own = f"releases/{previous.get('key')}", f"{release.folder}/manifest.json"
    if folder in known:
        if known[folder].sha256 != previous.get("sha256"):
            what = f"{own} says that this manifest has another sha256"
            yield Damage(DamageKind.CHAIN, f"{folder}/manifest.json", what)
    elif not any(key.startswith(f"{folder}/") for key in found.listed):
        what = f"missing: {own} names it as the release before it"
        yield Damage(DamageKind.CHAIN, printable(f"{folder}/manifest.json"), what)


# -- every file


def check_release(found: Inventory, sums: str) -> Iterator[Damage]:
    """Every file of the release read, and no other there. By its manifest; where that cannot be read, by its sums."""
    folder = sums.rpartition("/")[0]
    manifest = f"{folder}/manifest.json"
    release = _release(found, folder)
    named = {sums, manifest, f"{folder}/{_SIGNATURE}", f"{folder}/{_PIN}"}
    if isinstance(release, _Release):
        stated = {key: sha256 for key, (_, sha256) in release.files.items()}
    else:
        stated = {}
        for number, line in enumerate(_lines(found, sums), 1):
            if read := _stated(folder, line):
                stated.update([read])
            else:
                what = f"line {number} names no file: {printable(line, 100)}"
                yield Damage(DamageKind.BAD_MANIFEST, sums, what)
    for key, sha256 in stated.items():
        yield from _file(found, key, sha256)
    for key in found.listed:
        if key.startswith(f"{folder}/") and key not in named | stated.keys():
            yield Damage(DamageKind.UNNAMED, printable(key), "nothing in the release names it")


def _lines(found: Inventory, sums: str) -> Sequence[str]:
    data = small_object(found.store, sums, _MAX_BYTES) if sums in found.listed else None
    return (data or b"").decode("utf-8", "replace").splitlines()


def _stated(folder: str, line: str) -> tuple[str, str] | None:
    """Key and sha256; None where the line has none."""
    match = _LINE.fullmatch(line)
    key = f"{folder}/{match['path'].removeprefix('./')}" if match else ""
    return (key, match["sha256"]) if match and is_plain_key(key) else None


def _file(found: Inventory, key: str, sha256: str) -> Iterator[Damage]:
    with fetched(found.store, key) as copy:
        if copy is None:
            yield Damage(DamageKind.MISSING, key, "it is not there")
        elif copy.sha256 != sha256:
            yield Damage(DamageKind.DIGEST, key, f"sha256 is {copy.sha256}, and should be {sha256}")
