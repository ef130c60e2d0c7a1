"""What the archive should hold, by its manifests and Delta logs, against what its store lists."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from storage.verification import manifests
from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.delta_log import LOG_FILE, TableLog, replayed
from storage.verification.manifests import MAX_MANIFEST_BYTES, Claims, FileClaim
from storage.verification.objects import is_plain_key, small_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.object_store import ObjectInfo, ObjectStore

GRACE = timedelta(days=1)  # what is younger may be of a run that is being published
_HEADS = 8  # requests at once for what the store keeps beside an object
_OF_RUNS = (
    "articles",
    "outcomes",
    "announcements",
)  # tables whose files manifests name; of others the log alone does
_IGNORED = (
    "leases/",
    "releases/",
    "withheld/",
)  # no part of a run: each release proves itself (SHA256SUMS), and the lists of the withheld are put there by people


@dataclass(slots=True)
class Inventory:
    """The archive as far as its listing and its small files tell. `damages` is what they tell against it."""

    store: ObjectStore
    listed: dict[str, ObjectInfo]
    runs: dict[str, list[Claims]] = field(default_factory=dict)  # by outlet, oldest first
    maintenance: dict[str, list[Claims]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)  # manifests
    tables: dict[str, TableLog] = field(default_factory=dict)
    damages: list[Damage] = field(default_factory=list)

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(sorted({*self.runs, *self.maintenance}))

    def claims(self, outlet: str) -> tuple[Claims, ...]:
        return (*self.runs.get(outlet, ()), *self.maintenance.get(outlet, ()))

    def vacuumed(self, outlet: str) -> frozenset[str]:
        """Table files that maintenance says it removed."""
        return frozenset(key for one in self.maintenance.get(outlet, ()) for key in one.removed)

    def derived(self) -> Iterator[FileClaim]:
        """Live files of tables that no manifest names, `links`: as the log describes them, and their names their digests."""
        outlets = self.outlets
        for table, log in self.tables.items():
            for live in log.live.values() if table not in _OF_RUNS else ():
                if _outlet_of(live.key) in outlets:
                    name = live.key.rpartition("/")[2].removesuffix(".parquet")
                    yield FileClaim(table, live.key, live.size, name, live.rows)

    def is_live(self, key: str) -> bool:
        return any(key in log.live for log in self.tables.values())

    def live_files(self, table: str, outlet: str) -> tuple[FileClaim, ...]:
        """The table's files of an outlet, as the manifests that name them describe them."""
        log = self.tables.get(table)
        named = {file.key: file for one in self.claims(outlet) for file in one.files}
        return tuple(named[key] for key in sorted(log.live) if key in named) if log else ()


def inventory(store: ObjectStore, outlets: frozenset[str], now: datetime) -> Inventory:
    """The archive's inventory; of these outlets, or of all where none is named. StoreUnavailable, StoreRefused."""
    found = Inventory(store, {info.key: info for info in store.list("")})
    for key in found.listed:
        if not is_plain_key(key) and not LOG_FILE.fullmatch(key):
            found.damages.append(Damage(DamageKind.BAD_KEY, printable(key), "no key of plain file names"))
    _read_manifests(found, outlets)
    _read_logs(found)
    for outlet in found.outlets:
        _check_files(found, outlet)
        for claims in (found.runs.get(outlet, []), found.maintenance.get(outlet, [])):
            found.damages += manifests.check_chain(claims, frozenset(found.unreadable))
        _check_anchors(found, outlet)
    for file in found.derived():
        found.damages += _file_damage(found, file, frozenset())
    _check_commits(found, outlets, now)
    _check_unnamed(found, outlets, now)
    return found


def stored_digests(found: Inventory) -> Iterator[Damage]:
    """What the store keeps beside each object, against the manifests: one small request for each."""
    files = [file for outlet in found.outlets for one in found.claims(outlet) for file in one.files]
    there = [file for file in files if file.key in found.listed]
    with ThreadPoolExecutor(_HEADS) as pool:
        for file, info in zip(there, pool.map(lambda f: found.store.head(f.key), there), strict=True):
            if info and info.sha256 not in (None, file.sha256):
                what = (
                    f"it was stored with sha256 {printable(info.sha256, 64)}, and should have {file.sha256}"
                )
                yield Damage(DamageKind.DIGEST, file.key, what)


def _outlet_of(key: str) -> str | None:
    for part in key.split("/")[1:3]:
        if part.startswith("outlet="):
            return part.removeprefix("outlet=")
    parts = key.split("/")
    return parts[1] if parts[0] in ("warc", "index", "runs", "maintenance") and len(parts) > 2 else None


def _read_manifests(found: Inventory, outlets: frozenset[str]) -> None:
    for key in found.listed:
        folder, outlet = key.partition("/")[0], _outlet_of(key)
        if folder not in ("runs", "maintenance") or not is_plain_key(key) or outlet is None:
            continue
        if outlets and outlet not in outlets:
            continue
        data = small_object(found.store, key, MAX_MANIFEST_BYTES)
        read = (
            Damage(DamageKind.BAD_MANIFEST, key, "the manifest cannot be read")
            if data is None
            else manifests.read(key, data)
        )
        by_outlet = found.runs if folder == "runs" else found.maintenance
        claims = by_outlet.setdefault(outlet, [])
        if isinstance(read, Claims) and read.outlet == outlet:
            claims.append(read)
        else:
            found.unreadable.add(key)
            other = Damage(DamageKind.BAD_MANIFEST, key, "it is another outlet's")
            found.damages.append(read if isinstance(read, Damage) else other)
    for claims in (*found.runs.values(), *found.maintenance.values()):
        claims.sort(key=lambda one: one.key)


def _read_logs(found: Inventory) -> None:
    names: dict[str, list[str]] = {}
    for key in found.listed:
        if match := LOG_FILE.fullmatch(key):
            names.setdefault(match["table"], []).append(match["name"])
    for table in sorted(names):
        log = replayed(table, names[table], lambda key: small_object(found.store, key, 256 << 20))
        found.tables[table] = log
        found.damages += log.damages


def _check_files(found: Inventory, outlet: str) -> None:
    vacuumed = found.vacuumed(outlet)
    of_runs = {file.key for one in found.runs.get(outlet, ()) for file in one.files}
    named: dict[str, FileClaim] = {}
    for one in found.claims(outlet):
        for file in one.files:
            if named.setdefault(file.key, file) != file:
                what = f"{file.key} is described otherwise by another manifest"
                found.damages.append(Damage(DamageKind.BAD_MANIFEST, one.key, what))
            if _outlet_of(file.key) != outlet:
                what = f"it names {file.key}, which is no file of {outlet}"
                found.damages.append(Damage(DamageKind.BAD_MANIFEST, one.key, what))
    for file in named.values():
        found.damages += _file_damage(found, file, vacuumed)
        if (
            file.key in of_runs
        ):  # maintenance is noted before it is done, and done again if it did not come to its end
            found.damages += _never_visible(found, file)


def _file_damage(found: Inventory, file: FileClaim, vacuumed: frozenset[str]) -> Iterator[Damage]:
    info, table = found.listed.get(file.key), file.key.partition("/")[0]
    log = found.tables.get(table)
    live = log.live.get(file.key) if log else None
    if info is None and (live or file.key not in vacuumed):
        yield Damage(DamageKind.MISSING, file.key, "it is not there")
    elif info is not None and info.size != file.size:
        what = f"it has {info.size} bytes, and should have {file.size}"
        yield Damage(DamageKind.SIZE, file.key, what)
    if live and live.size != file.size:
        yield Damage(
            DamageKind.TABLE, file.key, f"the Delta log says {live.size} bytes, the manifest {file.size}"
        )
    if live and live.rows != file.rows:
        yield Damage(
            DamageKind.TABLE, file.key, f"the Delta log says {live.rows} rows, the manifest {file.rows}"
        )
    if table in _OF_RUNS and f"/{file.sha256[:32]}.parquet" not in file.key:
        yield Damage(DamageKind.TABLE, file.key, "its name is not the beginning of its sha256")


def _never_visible(found: Inventory, file: FileClaim) -> Iterator[Damage]:
    table = file.key.partition("/")[0]
    log = found.tables.get(table)
    if table in _OF_RUNS and (log is None or file.key not in log.live.keys() | log.removed):
        yield Damage(DamageKind.TABLE, file.key, "no commit of the Delta log has made it visible")


def _check_anchors(found: Inventory, outlet: str) -> None:
    """What maintenance says of the newest manifest of a run at its time."""
    runs = {one.key: one for one in found.runs.get(outlet, ())}
    for one in found.maintenance.get(outlet, ()):
        link = one.after
        if link is None or link.key in found.unreadable:
            continue
        if link.key not in runs:
            what = f"missing: {one.key} names it as the newest manifest of its time"
            found.damages.append(Damage(DamageKind.CHAIN, link.key, what))
        elif runs[link.key].sha256 != link.sha256:
            what = f"{one.key} says that it has sha256 {link.sha256}; it has another"
            found.damages.append(Damage(DamageKind.CHAIN, link.key, what))


def _check_commits(found: Inventory, outlets: frozenset[str], now: datetime) -> None:
    for table, log in found.tables.items():
        named = {file.key for outlet in found.outlets for one in found.claims(outlet) for file in one.files}
        for key in log.live if table in _OF_RUNS else ():
            outlet = _outlet_of(key) or ""
            readable = not any(f"/{outlet}/" in other for other in found.unreadable)
            if (
                key not in named
                and readable
                and (not outlets or outlet in outlets)
                and _is_old(found, key, now)
            ):
                found.damages.append(Damage(DamageKind.TABLE, key, "it is live, and no manifest names it"))
        for committed in log.runs:
            if not outlets or committed.outlet in outlets:
                found.damages += _commit_damage(found, table, committed.outlet, committed.run, now)


def _commit_damage(found: Inventory, table: str, outlet: str, run: str, now: datetime) -> Iterator[Damage]:
    log = found.tables[table]
    committed = next(one for one in log.runs if (one.outlet, one.run) == (outlet, run))
    claims = next((one for one in found.runs.get(outlet, ()) if one.run == run), None)
    file = f"{table}/_delta_log/{committed.version:020}.json"
    if claims is None and not any(key.endswith(f"/{run}.json") for key in found.unreadable):
        if committed.at_ms / 1000 < (now - GRACE).timestamp():
            yield Damage(
                DamageKind.NO_MANIFEST, file, f"it shows run {printable(run)}, of which there is no manifest"
            )
    elif claims and committed.manifest not in (None, claims.sha256):
        what = f"the commit of its run says that it has sha256 {printable(committed.manifest, 64)}; it has another"
        yield Damage(DamageKind.CHAIN, claims.key, what)


def _is_old(found: Inventory, key: str, now: datetime) -> bool:
    info = found.listed.get(key)
    return info is None or info.modified is None or info.modified < now - GRACE


def _check_unnamed(found: Inventory, outlets: frozenset[str], now: datetime) -> None:
    for key in unnamed(found, outlets):
        if _is_old(found, key, now):
            found.damages.append(Damage(DamageKind.UNNAMED, printable(key), "no manifest names it"))


def unnamed(found: Inventory, outlets: frozenset[str] = frozenset()) -> Iterator[str]:
    """Objects that nothing in the archive speaks of. Of an outlet with an unreadable manifest that cannot be told."""
    named = {one.key for outlet in found.outlets for one in found.claims(outlet)} | found.unreadable
    named |= {file.key for outlet in found.outlets for one in found.claims(outlet) for file in one.files}
    doubtful = {_outlet_of(key) for key in found.unreadable}
    for table, log in found.tables.items():
        if table not in _OF_RUNS:
            named |= log.live.keys() | log.removed
    for key in found.listed:
        outlet = _outlet_of(key)
        if key in named or LOG_FILE.fullmatch(key) or key.startswith(_IGNORED) or not is_plain_key(key):
            continue
        if (not outlets or outlet in outlets) and outlet not in doubtful:
            yield key
