"""What became of each article since the release before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.article_json import dumps
from storage.reading_tables import opened
from storage.releases.manifest import Changes, release_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storage.object_store import ObjectStore
    from storage.releases.manifest import ReleaseManifest
    from storage.releases.tables import State

NAMES = ("added", "revised", "reread", "removed", "withheld")


def states_before(store: ObjectStore, before: ReleaseManifest | None, outlet: str) -> dict[str, State]:
    """What the articles of the outlet were in that release; only these columns are read."""
    states: dict[str, State] = {}
    for file in before.files if before else ():
        if before and file.path.startswith(f"articles/{outlet}/"):
            with opened(store, release_key(before.name, file.path), file.size) as parquet:
                names = ["article_id", "revision", "content_digest", "extractor_version"]
                for record in parquet.read(columns=names, use_threads=False).to_pylist():
                    article_id, *state = (record[name] for name in names)
                    states[article_id] = (state[0], state[1], state[2])
    return states


def changes(
    before: Mapping[str, State], now: Mapping[str, State], withheld: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Article id and change, by id."""
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        if old is None:
            yield name, "added"
        elif new is None:
            yield name, "withheld" if name in withheld else "removed"
        elif old[:2] != new[:2]:
            yield name, "revised" if old[0] != new[0] else "reread"
        elif old != new:
            yield name, "reread"


def counted(found: Mapping[str, int]) -> Changes:
    return Changes(**{name: found.get(name, 0) for name in NAMES})


def change_line(outlet: str, article_id: str, change: str) -> bytes:
    return dumps({"outlet": outlet, "article_id": article_id, "change": change}) + b"\n"
