"""The lease of a crawl: taken before the first request, renewed in a thread of its own, proved before publishing.

A store that does not answer stops no crawl. What is fetched without a lease stays in the spool until one is had.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler import clock
from storage.lease import Lease, LeaseHeld, Owner, Terms
from storage.object_store import StoreError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.configuration import Configuration

LOST = "lease"  # what the reason of a run begins with that stopped because another has its outlet
RENEWALS = 3  # in the time that a lease is good for: two may fail
logger = logging.getLogger(__name__)


class KeptLease:
    """A lease that renews itself; `on_lost` is called, from a thread, with the reason when another run took it."""

    def __init__(self, lease: Lease | None, seconds: float) -> None:
        """Without a lease nothing is taken and nothing is proved."""
        self._lease = lease
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(
            target=self._keep, args=(seconds / RENEWALS,), name="lease", daemon=True
        )
        self.on_lost: Callable[[str], None] = lambda reason: None  # noqa: ARG005 - the command sets it

    def start(self) -> None:
        """Take it and keep it. LeaseHeld, or StoreError unless the store just does not answer."""
        if self._lease is None:
            return
        try:
            self.prove()
        except StoreUnavailable as error:
            logger.warning("crawling without a lease, which the archive cannot give now: %s", error)
        self._thread.start()

    def prove(self) -> None:
        """When this returns, no other run has the outlet. LeaseHeld, StoreError."""
        if self._lease:
            with self._lock:
                self._lease.take()

    def close(self) -> None:
        """Give the lease up, unless the store does not answer or another has it: it then expires."""
        self._over.set()
        if self._lease is None or not self._thread.is_alive():
            return
        self._thread.join()
        try:
            self._lease.release()
        except (LeaseHeld, StoreError) as error:
            logger.warning("the lease was not given up: %s", error)

    def _keep(self, pause: float) -> None:
        while not self._over.wait(pause):
            try:
                self.prove()
            except LeaseHeld as error:
                logger.error("stopping, and publishing nothing: %s", error)  # noqa: TRY400 - no defect
                self.on_lost(f"{LOST} lost: {error}")
                return
            except StoreError as error:
                logger.warning("the lease was not renewed: %s", error)


@contextmanager
def kept_lease(configuration: Configuration, slug: str, spool: Path) -> Iterator[KeptLease]:
    """The outlet's lease for a process that has locked its spool. LeaseHeld, StoreRefused, OSError."""
    terms = Terms(configuration.lease_seconds, configuration.lease_skew)
    lease = Lease(configuration.store(), slug, owner(spool), terms, clock.now) if terms.seconds else None
    kept = KeptLease(lease, terms.seconds)
    kept.start()
    try:
        yield kept
    finally:
        kept.close()


def owner(spool: Path) -> Owner:
    """Who we are; what a killed one of the same host and spool had, it may take over at once."""
    return Owner(_name_of(spool / "name"), socket.gethostname(), os.getpid())


def _name_of(file: Path) -> str:
    """The name of a spool, which is made up when it is first asked for."""
    if not file.exists():
        file.write_text(secrets.token_hex(8), encoding="ascii")
    return file.read_text(encoding="ascii").strip() or "unnamed"
