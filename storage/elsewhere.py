"""Runs that another spool has published since this one's last: what it does not know, it would fetch and store again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from storage.keys import manifest_key, manifest_prefix

if TYPE_CHECKING:
    from storage.object_store import ObjectStore
    from storage.spool import Spool


def runs_elsewhere(store: ObjectStore, spool: Spool) -> tuple[str, ...]:
    """Ids of published runs that sort behind the newest that the spool has published, and that it does not know.

    One request, whatever the archive holds, for a spool that is up to date. StoreError.
    """
    newest = spool.db.execute(
        "SELECT id, started_at FROM run WHERE state = 'published' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    known = {row[0] for row in spool.db.execute("SELECT id FROM run")}
    last = (
        manifest_key(spool.outlet, newest["id"], datetime.fromisoformat(newest["started_at"]))
        if newest
        else ""
    )
    listed = store.list(manifest_prefix(spool.outlet), start_after=last)
    found = (info.key.rpartition("/")[2].removesuffix(".json") for info in listed)
    return tuple(run for run in found if run not in known)
