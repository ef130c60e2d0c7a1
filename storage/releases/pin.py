"""What a release is frozen from: fixed by the first attempt, so that one that was interrupted ends as it began."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from storage import delta
from storage.corpus import archived_outlets
from storage.keys import manifest_prefix
from storage.manifest import FileKind, parsed_manifest
from storage.releases.manifest import (
    MANIFEST,
    PREFIX,
    BadRelease,
    Link,
    canonical,
    parsed_release,
    release_key,
)
from storage.withheld import withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from storage.object_store import ObjectStore
    from storage.releases.manifest import ReleaseManifest

PINNED = "pinned.json"
TABLES = ("articles", "outcomes", "announcements")


@dataclass(frozen=True, slots=True)
class Pin:
    """`withheld` are reasons by article id; `gaps` what is known to be missing, outlet by outlet."""

    name: str
    as_of: str
    tables: Mapping[str, int]
    wanted: Mapping[str, str | None]
    previous: Link | None
    runs: tuple[Link, ...]
    withheld: Mapping[str, str]


def pinned(store: ObjectStore, name: str, wanted: Mapping[str, str | None], outlet: str | None) -> Pin:
    """The pin of the release, made now unless an earlier attempt made it. BadRelease; StoreError."""
    key = release_key(name, PINNED)
    if store.head(key) is not None:
        found = _parsed(store.get(key))
        if found.wanted != wanted:
            raise BadRelease(
                f"release {name} was begun with other filters, {dict(found.wanted)}: give the same, or another name"
            )
        return found
    made = _fresh(store, name, wanted, outlet)
    store.put(key, canonical(asdict(made)))
    return made


def releases(store: ObjectStore) -> Iterator[tuple[ReleaseManifest, str]]:
    """The finished releases with the sha256 of their manifests, in the order of what they hold."""
    names = sorted(
        {info.key.split("/")[1] for info in store.list(PREFIX) if info.key.endswith(f"/{MANIFEST}")}
    )
    found = [store.get(release_key(name, MANIFEST)) for name in names]
    made = [(parsed_release(data), hashlib.sha256(data).hexdigest()) for data in found]
    yield from sorted(made, key=lambda one: (one[0].as_of, one[0].name))


def _fresh(store: ObjectStore, name: str, wanted: Mapping[str, str | None], outlet: str | None) -> Pin:
    tables = {kind: delta.version(store, FileKind(kind)) for kind in TABLES}
    if tables["articles"] is None:
        raise BadRelease(f"there are no articles in {store.url}: nothing can be released")
    slugs = archived_outlets(store) if outlet is None else (outlet,)
    runs, ends = list[Link](), list["datetime"]()
    for slug in slugs:
        for info in store.list(manifest_prefix(slug)):
            data = store.get(info.key)
            runs.append(Link(info.key, hashlib.sha256(data).hexdigest()))
            ends.append(parsed_manifest(data).closed_at)
    if not runs:
        raise BadRelease(f"no finished run of {outlet or 'any outlet'} in {store.url}")
    as_of = max(ends)
    before = [Link(made.name, sha256) for made, sha256 in releases(store) if made.name != name]
    return Pin(
        name=name,
        as_of=as_of.isoformat(),
        tables={kind: version for kind, version in tables.items() if version is not None},
        wanted=wanted,
        previous=before[-1] if before else None,
        runs=tuple(sorted(runs, key=lambda link: link.key)),
        withheld={entry.article_id: entry.reason for entry in withheld(store, as_of).values()},
    )


def _parsed(data: bytes) -> Pin:
    fields = json.loads(data)
    previous = fields["previous"]
    runs = tuple(Link(**link) for link in fields["runs"])
    return Pin(**{**fields, "runs": runs, "previous": previous and Link(**previous)})
