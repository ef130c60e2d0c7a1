"""How many articles of one outlet stand in another, from the links; only the columns that say so are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from storage.delta import snapshot
from storage.keys import partition_of
from storage.link import DirectedBy, LinkLabel
from storage.manifest import FileKind
from storage.reading_tables import opened

if TYPE_CHECKING:
    from storage.object_store import ObjectStore

COPIES = frozenset({LinkLabel.REPOST, LinkLabel.ABRIDGED, LinkLabel.EMBEDS})
_COLUMNS = ("original_outlet", "label", "directed_by", "lag_s")


@dataclass(frozen=True, slots=True)
class Flow:
    """Articles of one outlet that stand in another, whole or in part. The lag is None where none is known."""

    original: str
    copier: str
    copies: int
    median_lag_s: float | None


def flows(store: ObjectStore) -> tuple[Flow, ...] | None:
    """From one outlet to another, the largest first; None where nobody has linked the archive yet. StoreError."""
    links = snapshot(store, FileKind.LINKS)
    if links.version is None:
        return None
    lags: defaultdict[tuple[str, str], list[int | None]] = defaultdict(list)
    for file in links.files:
        copier = partition_of(file.key).outlet
        with opened(store, file.key, file.size) as parquet:
            for group in range(parquet.num_row_groups):
                rows = parquet.read_row_group(group, columns=list(_COLUMNS), use_threads=False)
                values = (rows[name].to_pylist() for name in _COLUMNS)
                for original, label, directed_by, lag in zip(*values, strict=True):
                    is_copy = label in COPIES and directed_by != DirectedBy.COMMON_SOURCE
                    if is_copy and original != copier:
                        lags[original, copier].append(lag)
    found = (_flow(original, copier, own) for (original, copier), own in lags.items())
    return tuple(sorted(found, key=lambda flow: (-flow.copies, flow.original, flow.copier)))


def _flow(original: str, copier: str, lags: list[int | None]) -> Flow:
    known = [lag for lag in lags if lag is not None]
    return Flow(original, copier, len(lags), median(known) if known else None)
