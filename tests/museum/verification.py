"""Everything that `scrapy verify --read-data` finds in a folder, for tests; the cage is shared among them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.rereading import Rereading
from storage.object_store import open_store
from storage.verification.inventory import inventory
from storage.verification.verify import DataCheck, Subset, check_inventory, units

if TYPE_CHECKING:
    from crawler.extraction import Extraction
    from storage.object_store import ObjectStore
    from storage.verification.damage import Damage

LATER = datetime(2100, 1, 1, tzinfo=UTC)  # nothing is too young to be missed


def damages(archive: Path | ObjectStore, cage: Extraction) -> list[Damage]:
    """All of them, each once."""
    listing, reading = found_in(archive, cage)
    return list(dict.fromkeys([*listing, *reading]))


def found_in(archive: Path | ObjectStore, cage: Extraction) -> tuple[list[Damage], list[Damage]]:
    """What the listing tells, and what reading every byte does."""
    store = open_store(str(archive)) if isinstance(archive, Path) else archive
    found = inventory(store, frozenset(), LATER)
    listing = list(check_inventory(found, cage))
    check = DataCheck(found, cage, Rereading(cage))
    try:
        return listing, [damage for unit in units(found, Subset()) for damage in check.check(unit)]
    finally:
        check.close()
