"""`scrapy release`: freeze what the archive has under a name, the manifest last."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storage import delta
from storage.manifest import FileKind
from storage.object_store import verified_copy
from storage.pull_state import described
from storage.releases.changes import change_line, changes, counted, states_before
from storage.releases.documents import documents
from storage.releases.ledger import coverage_csv, gaps_csv, outcomes_csv
from storage.releases.manifest import (
    MANIFEST,
    SIGNATURE,
    SUMS,
    BadRelease,
    OutletPart,
    ReleasedFile,
    ReleaseManifest,
    manifest_json,
    parsed_release,
    release_key,
)
from storage.releases.pin import pinned
from storage.releases.signing import signature
from storage.releases.tables import Tables, stated
from storage.schemas import ARTICLE_SCHEMA
from storage.selection import files_of_outlet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from storage.object_store import ObjectStore
    from storage.releases.pin import Pin
    from storage.releases.tables import Written
    from storage.selection import Filter


@dataclass(frozen=True, slots=True)
class Release:
    """What is to be frozen, and with what. `scratch` is an empty local folder; `key_file` may be None: unsigned."""

    store: ObjectStore
    name: str
    wanted: Filter
    versions: Mapping[str, str]
    scratch: Path
    key_file: Path | None = None

    def __call__(self) -> ReleaseManifest:
        """The same archive and software give the same bytes. BadRelease; StoreError: call it again to go on."""
        if self.store.head(release_key(self.name, MANIFEST)) is not None:
            raise BadRelease(
                f"release {self.name} is there already, and releases never change: give another name"
            )
        pin = pinned(self.store, self.name, described(self.wanted), self.wanted.outlet)
        before = self._before(pin)
        files = delta.snapshot(
            self.store, FileKind.ARTICLES, self.wanted.outlet, pin.tables["articles"]
        ).files
        tables = Tables(self.store, self.name, self.wanted, pin.withheld, self.scratch)
        written, found = {}, Counter[str]()
        grouped = files_of_outlet(files)
        extractors = Counter[str]()
        with (self.scratch / "changes.jsonl").open("wb") as lines:
            for outlet in sorted(grouped.keys() | (before.outlets.keys() if before else set())):
                done = tables.write(outlet, grouped.get(outlet, []))
                held = frozenset(pin.withheld)
                for article_id, change in changes(
                    states_before(self.store, before, outlet), done.states, held
                ):
                    lines.write(change_line(outlet, article_id, change))
                    found[change] += 1
                extractors.update(version for _, _, version in done.states.values())
                done_part = _part(done)
                done.states.clear()
                written[outlet] = (done, done_part)
        made = ReleaseManifest(
            name=self.name,
            as_of=pin.as_of,
            tables=pin.tables,
            wanted=pin.wanted,
            previous=pin.previous,
            runs=pin.runs,
            outlets={outlet: part for outlet, (_, part) in written.items()},
            changes=counted(found),
            extractor_versions=dict(extractors),
            versions=self.versions,
            columns={field.name: str(field.type) for field in ARTICLE_SCHEMA},
            files=tuple(file for done, _ in written.values() for file in done.files),
        )
        return self._described(made, pin, {outlet: done.withheld for outlet, (done, _) in written.items()})

    def _before(self, pin: Pin) -> ReleaseManifest | None:
        return (
            parsed_release(self.store.get(release_key(pin.previous.key, MANIFEST))) if pin.previous else None
        )

    def _described(
        self, made: ReleaseManifest, pin: Pin, withheld: Mapping[str, Mapping[str, int]]
    ) -> ReleaseManifest:
        changed = self.scratch / "changes.jsonl"
        texts = {
            **documents(made),
            "coverage.csv": coverage_csv(self.store, pin, made.outlets.keys()),
            "outcomes.csv": outcomes_csv(self.store, pin, made.outlets.keys(), withheld),
            "gaps.csv": gaps_csv(self.store, pin),
        }
        with changed.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        verified_copy(self.store, release_key(self.name, changed.name), changed, sha256)
        files = [*made.files, ReleasedFile(changed.name, changed.stat().st_size, sha256)]
        files += [self._put(path, data) for path, data in texts.items()]
        whole = replace(made, files=tuple(sorted(files, key=lambda file: file.path)))
        data = manifest_json(whole)
        sums = {file.path: file.sha256 for file in whole.files} | {MANIFEST: hashlib.sha256(data).hexdigest()}
        self._put(SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode())
        if self.key_file:
            self._put(SIGNATURE, signature(data, self.key_file))
        self._put(MANIFEST, data)
        return whole

    def _put(self, path: str, data: bytes) -> ReleasedFile:
        self.store.put(release_key(self.name, path), data)
        return ReleasedFile(path, len(data), hashlib.sha256(data).hexdigest())


def _part(done: Written) -> OutletPart:
    return OutletPart(
        len(done.states),
        done.earlier,
        stated(done.first),
        stated(done.last),
        dict(sorted(done.withheld.items())),
    )
