"""Releases prove themselves: each has a SHA256SUMS in the form of sha256sum(1), which names its files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.objects import fetched, is_plain_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.verification.inventory import Inventory

_SUMS = re.compile(r"releases/[^/]+/SHA256SUMS")
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64}) [ *](?P<path>[^\x00-\x1f\\]+)")
_BESIDE = (
    "manifest.json.sig",
    "pinned.json",
)  # a signature comes later; the pin is what the release was begun with
_MAX_SUMS_BYTES = 64 << 20


def releases(found: Inventory) -> Iterator[tuple[str, int]]:
    """The key of each release's sums, and the bytes of its files."""
    for key in found.listed:
        if _SUMS.fullmatch(key):
            folder = key.rpartition("/")[0] + "/"
            yield key, sum(info.size for other, info in found.listed.items() if other.startswith(folder))


def check_release(found: Inventory, sums: str) -> Iterator[Damage]:
    """Every file of the release read, and no other there."""
    folder = sums.rpartition("/")[0]
    if found.listed[sums].size > _MAX_SUMS_BYTES:
        yield Damage(DamageKind.BAD_MANIFEST, sums, "too large to be what it should be")
        return
    named = {sums, *(f"{folder}/{name}" for name in _BESIDE)}
    for number, line in enumerate(found.store.get(sums).decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        key = f"{folder}/{match['path'].removeprefix('./')}" if match else ""
        if match is None or not is_plain_key(key):
            yield Damage(
                DamageKind.BAD_MANIFEST, sums, f"line {number} names no file: {printable(line, 100)}"
            )
            continue
        named.add(key)
        yield from _file(found, key, match["sha256"])
    for key in found.listed:
        if key.startswith(f"{folder}/") and key not in named:
            yield Damage(DamageKind.UNNAMED, printable(key), "the release's SHA256SUMS does not name it")


def _file(found: Inventory, key: str, sha256: str) -> Iterator[Damage]:
    with fetched(found.store, key) as copy:
        if copy is None:
            yield Damage(DamageKind.MISSING, key, "it is not there")
        elif copy.sha256 != sha256:
            yield Damage(DamageKind.DIGEST, key, f"sha256 is {copy.sha256}, SHA256SUMS says {sha256}")
