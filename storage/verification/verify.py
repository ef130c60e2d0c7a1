"""A pass over an archive: its inventory first, then, if asked, every byte, a unit at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.verification.effects import Effects
from storage.verification.inventory import stored_digests
from storage.verification.ledger import Ledger
from storage.verification.objects import fetched
from storage.verification.releases import check_release, release_listing, releases
from storage.verification.run_check import check_run
from storage.verification.table_check import Claimed, check_articles, log_damage, table_damage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from storage.verification.damage import Damage
    from storage.verification.inventory import Inventory
    from storage.verification.manifests import Claims, FileClaim
    from storage.verification.table_check import Cage

    Reread = Callable[[Iterable[Claimed]], Iterator[Damage]]


@dataclass(frozen=True, slots=True)
class Subset:
    """Part `part` of `parts`: which units that are, their names alone decide."""

    part: int = 1
    parts: int = 1

    def __contains__(self, name: str) -> bool:
        return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % self.parts == self.part - 1


@dataclass(frozen=True, slots=True)
class Unit:
    """What is read in one go: a run, a table file that replaced others, or a release."""

    name: str  # the key of a manifest or a file
    size: int  # bytes, for the estimate
    outlet: str
    run: Claims | None = None
    file: FileClaim | None = None


def units(found: Inventory, subset: Subset) -> tuple[Unit, ...]:
    """The units of the archive that belong to the subset, in the order of their names."""
    made: list[Unit] = []
    for outlet in found.outlets:
        runs = found.runs.get(outlet, ())
        made += (Unit(run.key, _listed(found, run.files), outlet, run=run) for run in runs)
        for one in found.maintenance.get(outlet, ()):
            made += (
                Unit(f.key, _listed(found, (f,)), outlet, file=f) for f in one.files if f.key in found.listed
            )
    made += (Unit(f.key, f.size, "", file=f) for f in found.derived() if f.key in found.listed)
    made += (Unit(name, size, "") for name, size in releases(found))
    unique = {unit.name: unit for unit in made}
    return tuple(unique[name] for name in sorted(unique) if name in subset)


def check_inventory(found: Inventory, cage: Cage) -> Iterator[Damage]:
    """The damages that manifests, logs and listing tell, and what the store keeps beside the objects."""
    effects = Effects(found, cage)
    for damage in (*found.damages, *release_listing(found), *stored_digests(found)):
        yield effects.of(damage)


class DataCheck:
    """Reads units; what belongs to several of them is remembered from one to the next."""

    def __init__(self, found: Inventory, cage: Cage, reread: Reread) -> None:
        self._found, self._cage, self._reread = found, cage, reread
        self._ledger = Ledger()
        self._effects = Effects(found, cage)

    def close(self) -> None:
        self._ledger.db.close()

    def check(self, unit: Unit) -> Iterator[Damage]:
        """Everything that is wrong with the unit's bytes."""
        for damage in self._check(unit):
            yield self._effects.of(damage)

    def _check(self, unit: Unit) -> Iterator[Damage]:
        if unit.run:
            yield from check_run(self._found, unit.run, self._ledger, self._cage)
            files = tuple(file for file in unit.run.files if file.kind == "articles")
        elif unit.file:
            with fetched(self._found.store, unit.file.key, copied=True) as copy:
                yield from table_damage(copy, unit.file, self._cage)
            files = (unit.file,) if unit.file.kind == "articles" else ()
        else:
            yield from check_release(self._found, unit.name)
            files = ()
        for file in (*(unit.run.files if unit.run else ()), *((unit.file,) if unit.file else ())):
            yield from log_damage(self._found, file, self._cage)
        for file in files:
            if file.key in self._found.listed and self._found.is_live(file.key):
                yield from self._rows(file)

    def _rows(self, file: FileClaim) -> Iterator[Damage]:
        """Each live row against its record, and against what is read from that record now."""
        damages: list[Damage] = []

        def sound() -> Iterator[Claimed]:
            for checked in check_articles(self._found, file, self._cage):
                if isinstance(checked, Claimed):
                    yield checked
                else:
                    damages.append(checked)

        yield from self._reread(sound())
        yield from damages


def _listed(found: Inventory, files: Iterable[FileClaim]) -> int:
    return sum(found.listed[file.key].size for file in files if file.key in found.listed)
