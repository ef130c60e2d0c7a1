"""A specimen of the museum: what is done to a good archive, and what has to be reported of it.

`finds` are all the kinds of damage that `scrapy verify --read-data` names, and `in_listing` those that it names without
reading data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.museum.good import WARC_KEYS
from tests.museum.tampering import edit, sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.verification.damage import DamageKind as K

FIRST, SECOND = WARC_KEYS
RESPONSE, REVISIT, REQUEST = b"WARC-Type: response", b"WARC-Type: revisit", b"WARC-Type: request"
METADATA = b"WARC-Type: metadata"
HARBOUR = b"WARC-Target-URI: https://example.org/2026/11/harbour/"


@dataclass(frozen=True)
class Specimen:
    """A good archive, damaged. `where` is a key that must be named, `offset` a place in it, by `make`'s result."""

    name: str
    make: Callable[[Path], int | None]  # gives the offset that has to be named, if any
    finds: frozenset[K]
    where: str
    in_listing: frozenset[K] = field(default_factory=frozenset)
    of_warc: bool = False  # one WARC file tells all: other tools may be asked about it


SPECIMENS: dict[str, Specimen] = {}


def specimen(
    *finds: K, where: str = FIRST, in_listing: tuple[K, ...] = (), of_warc: bool = False
) -> Callable[[Callable[[Path], int | None]], Callable[[Path], int | None]]:
    def add(make: Callable[[Path], int | None]) -> Callable[[Path], int | None]:
        name = make.__name__
        SPECIMENS[name] = Specimen(name, make, frozenset(finds), where, frozenset(in_listing), of_warc)
        return make

    return add


def warc_specimen(*finds: K) -> Callable[[Callable[[Path], int | None]], Callable[[Path], int | None]]:
    """One that is done to the first WARC file, which everything else vouches for afterwards."""

    def add(make: Callable[[Path], int | None]) -> Callable[[Path], int | None]:
        def damage_and_sign(archive: Path) -> int | None:
            offset = make(archive / FIRST)
            sign(archive)
            return offset

        damage_and_sign.__name__ = make.__name__
        return specimen(*finds, of_warc=True)(damage_and_sign)

    return add


def edited(
    which: bytes, *finds: K, nth: int = 0, name: str, change: Callable[[bytes], bytes], key: str = FIRST
) -> None:
    """A specimen of one record changed at its place."""

    def make(archive: Path) -> int:
        found = edit(archive / key, which, change, nth)
        sign(archive)
        return found.offset

    SPECIMENS[name] = Specimen(name, make, frozenset(finds), key, of_warc=True)
