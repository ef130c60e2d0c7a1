"""A pass of `scrapy verify`: in pieces if time is short, taken up where the last one stopped."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.extraction import extraction
from crawler.rereading import Rereading
from storage.object_store import StoreUnavailable
from storage.verification.damage import Damage, DamageKind
from storage.verification.inventory import inventory
from storage.verification.spool_check import check_spool
from storage.verification.verify import DataCheck, Subset, check_inventory, units

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from crawler.configuration import Configuration
    from crawler.extraction import Extraction
    from storage.object_store import ObjectStore
    from storage.verification.inventory import Inventory
    from storage.verification.verify import Unit


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be verified."""

    outlets: frozenset[str]  # none: all
    read_data: bool
    subset: Subset
    spool: bool
    seconds: float | None  # after which no further unit is begun; None: no limit

    def digest(self, archive_url: str) -> str:
        """Names the pass: the same plan over the same archive takes up the same one."""
        words = [archive_url, sorted(self.outlets), self.subset.part, self.subset.parts]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]


@dataclass(slots=True)
class Report:
    """What a pass found. `unfinished` says why it did not come to its end; empty when it did."""

    archive: str
    damages: list[Damage] = field(default_factory=list)
    unfinished: str = ""
    units: int = 0
    all_units: int = 0
    bytes_read: int = 0
    objects: int = 0
    rows_compared: int = 0
    rows_of_another_version: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a pass asks of its surroundings."""

    now: datetime
    monotonic: Callable[[], float]
    begin: Callable[[int], None]  # told how many bytes there are to read
    advance: Callable[[int], None]  # and how many more have been


def verified(configuration: Configuration, store: ObjectStore, plan: Plan, watch: Watch) -> Report:
    """Verify the archive as planned. StoreRefused; a store that does not answer leaves the report unfinished."""
    report = Report(store.url)
    try:
        with extraction(configuration) as cage:
            _verify(configuration, store, plan, watch, report, cage)
    except StoreUnavailable as error:
        report.unfinished = f"the archive does not answer: {error}"
    return report


def _verify(
    configuration: Configuration,
    store: ObjectStore,
    plan: Plan,
    watch: Watch,
    report: Report,
    cage: Extraction,
) -> None:
    started = watch.monotonic()
    found = inventory(store, plan.outlets, watch.now)
    report.objects = len(found.listed)
    report.damages += check_inventory(found, cage)
    if missing := plan.outlets - set(found.outlets):
        report.damages += (
            Damage(DamageKind.MISSING, f"runs/{slug}/", "no manifest of this outlet") for slug in missing
        )
    if plan.spool:
        report.damages += check_spool(configuration.spool, plan.outlets)
    if plan.read_data:
        _read(found, plan, watch, report, cage, started, configuration.spool)


def _read(
    found: Inventory, plan: Plan, watch: Watch, report: Report, cage: Extraction, started: float, spool: Path
) -> None:
    memory = _Memory(spool / "verify" / f"{plan.digest(found.store.url)}.json", report)
    done = memory.done if plan.seconds is not None else set()
    wanted = units(found, plan.subset)
    report.all_units = len(wanted)
    todo = [unit for unit in wanted if unit.name not in done]
    report.units = len(wanted) - len(todo)
    watch.begin(sum(unit.size for unit in todo))
    reread = Rereading(cage)
    check = DataCheck(found, cage, reread)
    try:
        for unit in todo:
            if plan.seconds is not None and watch.monotonic() - started >= plan.seconds:
                report.unfinished = (
                    f"{len(wanted) - report.units} of {len(wanted)} runs and files are left for the next time"
                )
                break
            _read_unit(check, unit, report, watch)
            if plan.seconds is not None:
                memory.note(unit, report)
        else:
            memory.forget()
    finally:
        check.close()
        _sum_up(report, reread)


def _read_unit(check: DataCheck, unit: Unit, report: Report, watch: Watch) -> None:
    known = {(damage.kind, damage.file, damage.offset, damage.what) for damage in report.damages}
    for damage in check.check(unit):
        if (damage.kind, damage.file, damage.offset, damage.what) not in known:
            report.damages.append(damage)
    report.units += 1
    report.bytes_read += unit.size
    watch.advance(unit.size)


def _sum_up(report: Report, reread: Rereading) -> None:
    report.rows_compared, report.rows_of_another_version = reread.compared, reread.of_another_version
    if reread.of_another_version:
        report.notes.append(
            f"{reread.of_another_version} rows were made by another version of the extractor and not compared with"
            " their pages: `scrapy reextract` brings them up to date"
        )
    if reread.not_read:
        report.notes.append(f"{reread.not_read} pages outlasted their worker and were not compared")
        report.unfinished = report.unfinished or f"{reread.not_read} pages could not be read again"


class _Memory:
    """What earlier parts of the pass have done and found; a file that cannot be used is begun anew."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path = path
        self.done: set[str] = set()
        try:
            kept = json.loads(path.read_bytes())
            done, damages = set(map(str, kept["done"])), [_damage(item) for item in kept["damages"]]
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            report.notes.append(f"{path} cannot be used ({type(error).__name__}): the pass begins anew")
            return
        self.done = done
        report.damages += (damage for damage in damages if damage not in report.damages)

    def note(self, unit: Unit, report: Report) -> None:
        self.done.add(unit.name)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f".{secrets.token_hex(8)}.tmp")
        kept = {"done": sorted(self.done), "damages": [asdict(damage) for damage in report.damages]}
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)


def _damage(fields: dict[str, Any]) -> Damage:
    """Any: JSON of our own file; a wrong type ends in a pass begun anew."""
    urls, articles = tuple(map(str, fields["urls"])), tuple(map(str, fields["articles"]))
    return Damage(**{**fields, "kind": DamageKind(fields["kind"]), "urls": urls, "articles": articles})
