"""From the lock to the manifest: what a crawl does before the first request and after the last answer."""

from __future__ import annotations

import logging
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from crawler import clock
from crawler.admission import Gate
from crawler.archiving import Archivist
from crawler.budget import budget
from crawler.exit_status import ExitStatus
from crawler.extraction import extraction
from crawler.leasing import LOST, kept_lease
from crawler.reading import note_entries, note_reading
from crawler.resistance import BLOCKED
from crawler.room import Room
from crawler.run import BUDGET, STORAGE
from crawler.seeding import begun, plant
from crawler.site_terms import TermsOf
from crawler.versions import versions
from crawler.wordings import restore_wordings
from storage import backfills, endings, frontier, runs, unfinished
from storage.closing import Ending, Provenance, close_run, counts, manifest_file
from storage.elsewhere import runs_elsewhere
from storage.lease import LeaseHeld
from storage.manifest import RunManifest, RunStatus
from storage.object_store import StoreError
from storage.outcome import FINAL_FAILURES, OutcomeKind
from storage.publish import publish
from storage.spool import STATE, Spool
from storage.unread import unread_captures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.budget import Budget
    from crawler.configuration import Configuration
    from crawler.extraction import Extraction
    from crawler.leasing import KeptLease
    from crawler.seeding import Seeds
    from extractors.vocabulary import Outlet
    from storage.announcement import SourceEntry
    from storage.backfills import Backfill
    from storage.capture import Capture
    from storage.object_store import ObjectStore
    from storage.runs import ActiveRun

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Session:
    """One process's work on one outlet's spool."""

    configuration: Configuration
    outlet: Outlet | None
    spool: Spool
    store: ObjectStore
    active: ActiveRun
    extraction: Extraction | None
    archivist: Archivist
    lease: KeptLease
    only_given: bool  # pages that a person named, and nothing else
    walk: Backfill | None  # the stretch of history that the run is for

    @property
    def budget(self) -> Budget:
        return budget(self.configuration, self.outlet)

    @property
    def gate(self) -> Gate | None:
        """What lets in the URLs that sources name; a list of pages names its own."""
        return Gate(self.outlet, self.configuration.ports) if self.outlet else None


@contextmanager
def session(
    configuration: Configuration, slug: str, outlet: Outlet | None, planted: Seeds, *, only_given: bool
) -> Iterator[Session]:
    """Lock the outlet, take up what was cut off or begin a run, and plant its seeds.

    Raises SpoolBusy, LeaseHeld, DamagedState, SpoolLost, StoreRefused or OSError, before any request.
    """
    with ExitStack() as stack:
        spool = stack.enter_context(closing(Spool(configuration.spool / slug, slug)))
        lease = stack.enter_context(kept_lease(configuration, slug, spool.folder))
        _warn_of_runs_elsewhere(spool, configuration)
        reader = stack.enter_context(extraction(configuration)) if configuration.extraction_enabled else None
        store = configuration.store()
        restore_wordings(spool, store)
        active = _begin(spool, configuration)
        walk = begun(spool, planted.walk)
        archivist = Archivist.of(active.id, slug, outlet, configuration, walk)
        clear_leftovers(spool)
        work = Session(
            configuration,
            outlet,
            spool,
            store,
            active,
            reader,
            archivist,
            lease,
            only_given,
            walk,
        )
        read_the_unread(work)
        most = work.budget.requests
        plant(spool, active.id, outlet, planted, work.walk, only_given=only_given, most=most)
        yield work


def _warn_of_runs_elsewhere(spool: Spool, configuration: Configuration) -> None:
    try:
        unknown = runs_elsewhere(configuration.store(), spool)
    except StoreError:  # nothing can be said now; the publication will tell what is wrong
        return
    if unknown:
        logger.warning(
            "the archive has %d runs of %s that this spool does not know, the last is %s: what they archived will be fetched"
            " and stored again. Stop, move %s away and run `scrapy rebuild %s`",
            len(unknown),
            spool.outlet,
            unknown[-1],
            spool.folder / STATE,
            spool.outlet,
        )


def _begin(spool: Spool, configuration: Configuration) -> ActiveRun:
    now = clock.now()
    newest = runs.newest_start(spool.db)
    if newest and newest > now:
        logger.warning(
            "the clock says %s, and the last run of %s began at %s: it was set back, and this run is dated behind that one",
            *(now.isoformat(timespec="seconds"), spool.outlet, newest.isoformat(timespec="seconds")),
        )
    with spool.transaction():
        active = runs.begin(spool.db, now, configuration.digest())
        frontier.wait_no_longer(spool.db, active.id, clock.seconds() + configuration.max_wait)
    if active.resumed:
        logger.info("taking up run %s, which was cut off", active.id)
    return active


def read_the_unread(work: Session) -> None:
    """Read, from the archived bytes, the captures that were committed before their reading was."""
    for capture in unread_captures(work.spool, work.active.id):
        take = partial(_take, work, capture)
        reading = work.extraction.read_now(capture, take) if work.extraction else None
        with work.spool.transaction():
            note_reading(work.active.id, capture, reading)(work.spool)


def _take(work: Session, capture: Capture, entries: tuple[SourceEntry, ...]) -> None:
    if work.gate:
        with work.spool.transaction():
            note_entries(work.active.id, work.gate, capture, entries, work.walk)(work.spool)


def conclude(work: Session, stop_reason: str, *, defect: bool) -> RunManifest:
    """Close the run: every URL has its outcome, every file its digest. OSError leaves it to be taken up."""
    read_the_unread(work)
    waiting = _waiting(work)
    if stop_reason == BUDGET and not waiting and not frontier.queued(work.spool.db, work.active.id, 1):
        stop_reason = ""  # it was just enough
    status = _exit_status(work, stop_reason, defect=defect, waiting=waiting)
    ending = Ending(
        RunStatus.COMPLETE if status is ExitStatus.COMPLETE else RunStatus.INCOMPLETE,
        stop_reason,
        status,
        max(clock.now(), work.active.started_at),
        blocked=stop_reason == BLOCKED,
        waiting=waiting,
    )
    if work.walk and status is ExitStatus.COMPLETE:
        with work.spool.transaction():
            backfills.finish(work.spool.db, work.walk, clock.now())
    made_with = Provenance(versions(), work.configuration.digest())
    return close_run(work.spool, work.active, ending, made_with, TermsOf(work.spool.db))


def _waiting(work: Session) -> int:
    """What this run had no room for; a run of given pages takes up nothing, and leaves nothing behind."""
    if work.only_given or work.outlet is None:
        return 0
    when = work.walk.span if work.walk else unfinished.ALWAYS
    return unfinished.waiting(work.spool.db, work.active.id, when)


def _exit_status(work: Session, stop_reason: str, *, defect: bool, waiting: int) -> ExitStatus:
    """The status of the run as its outcomes tell it; the worst thing that happened decides."""
    if defect:
        return ExitStatus.DEFECT
    if stop_reason.startswith(STORAGE):
        return ExitStatus.STORAGE
    if stop_reason.startswith(LOST):
        return ExitStatus.BUSY
    by_label = counts(work.spool.db, work.active.id)
    kept = sum(n for label, n in by_label.items() if label in {"archived", "unchanged", "duplicate"})
    said_no = by_label.get("refused:robots", 0) + by_label.get("rejected:blocked", 0)
    if stop_reason == BLOCKED or (said_no and not kept):
        return ExitStatus.REFUSED
    read, unread = endings.sources_read(work.spool.db, work.active.id)
    in_the_dark = unread and not read  # nobody knows what is new
    if stop_reason or waiting or in_the_dark or any(_is_unfinished(label) for label in by_label):
        return ExitStatus.INCOMPLETE
    return ExitStatus.COMPLETE


def _is_unfinished(label: str | None) -> bool:
    """Whether a later run will ask again; None are the URLs that have no outcome yet, and are being deferred."""
    final = {f"{OutcomeKind.ERROR}:{failure}" for failure in FINAL_FAILURES}
    again = ("error:", "deferred", "refused:robots_unreachable")
    return label is None or (label.startswith(again) and label not in final)


def publish_all(work: Session) -> bool:
    """Bring every closed run into the archive, oldest first; False when storage would not have it now."""
    for manifest in runs.unpublished(work.spool.db):
        try:
            proven = publish(work.store, work.spool.outbox(manifest.run), manifest, work.lease.prove)
        except (StoreError, OSError, LeaseHeld) as error:
            logger.error("run %s stays in the spool: %s", manifest.run, error)  # noqa: TRY400 - no defect
            return False
        with work.spool.transaction():
            runs.mark_published(work.spool.db, manifest.run)
        clear_outbox(work.spool.outbox(manifest.run), proven)
    return True


def make_room(work: Session) -> None:
    """Publish first what waits where the spool may not grow; else it is published at the end of the run."""
    if Room.of(work.configuration).shortage():
        publish_all(work)


def clear_leftovers(spool: Spool) -> None:
    """Delete what a process that died, or a disk that failed, left of runs that were proven and published."""
    for outbox in spool.folder.glob("outbox/*"):
        manifest = runs.published(spool.db, outbox.name)
        if manifest:
            clear_outbox(outbox, tuple(outbox / file.key for file in manifest.files))


def clear_outbox(outbox: Path, proven: tuple[Path, ...]) -> None:
    """Delete what was read back from the archive as equal, and the folders that this leaves empty."""
    for path in (*proven, manifest_file(outbox)):
        path.unlink(missing_ok=True)
    for folder in sorted((p for p in outbox.rglob("*") if p.is_dir()), reverse=True):
        _remove_if_empty(folder)
    _remove_if_empty(outbox)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()
