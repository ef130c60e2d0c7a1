"""One run of an outlet at a time, whatever machine it runs on: a lease in the archive.

A lease is a chain of numbered objects, `leases/<outlet>/<number>.json`, that are created and never changed. Taking,
renewing and giving up are one act: to create the next number. Only one can, on every store that honours
`If-None-Match: *`, so the chain and no clock says who holds the lease. Clocks only say when others may try.

The newest number is never deleted, older ones are. Who was asleep so long that the number he creates was used and
deleted meanwhile sees the newer ones when he looks again, and takes his own back.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.keys import lease_key, lease_prefix
from storage.object_store import KeyTaken, NoSuchKey, StoreError, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.object_store import ObjectStore

LOOKS = 5  # at a chain that moves on while it is read


class LeaseHeld(Exception):
    """Another run of the outlet has the lease; the message names it and the moment from which it may be taken."""


class LeaseLost(LeaseHeld):
    """It was ours, and another run has taken it since."""


class BadLease(StoreError):
    """What stands under the key of a lease is none."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who runs: `spool` names its spool, which one process at a time has locked; the rest is for people."""

    spool: str
    host: str
    process: int

    def __str__(self) -> str:
        return f"process {self.process} on {self.host}"


@dataclass(frozen=True, slots=True)
class Terms:
    """For how long a lease is good, and how far apart the clocks of two machines may be; both in seconds."""

    seconds: float
    skew: float


@dataclass(frozen=True, slots=True)
class Epoch:
    """One object of the chain."""

    number: int
    owner: Owner
    nonce: str  # of one process's lease: tells its own write from another's
    expires_at: datetime  # aware UTC, by the clock of the owner
    released: bool = False

    def is_free(self, owner: Owner, now: datetime, skew: float) -> bool:
        """Whether `owner` may take over: it was given up, or is overdue, or is of his own spool, which he has locked."""
        same = (self.owner.spool, self.owner.host) == (owner.spool, owner.host)
        return self.released or same or now > self.expires_at + timedelta(seconds=skew)


class Lease:
    """A lease of one outlet, as one process has it. One thread at a time.

    Every method may raise StoreError; what was written then is found and recognised by the next call.
    """

    def __init__(
        self,
        store: ObjectStore,
        outlet: str,
        owner: Owner,
        terms: Terms,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._outlet, self._owner, self._terms, self._clock = store, outlet, owner, terms, clock
        self._nonce = secrets.token_hex(8)
        self._number = 0  # of our newest epoch; 0 as long as we have none

    @property
    def held(self) -> bool:
        """Whether we have had it and not lost it, as far as we know."""
        return self._number > 0

    def take(self) -> None:
        """Take the lease, or renew it: when this returns, no other run has it. LeaseHeld, LeaseLost."""
        if self.held:
            self._create(self._number + 1)
            return
        latest = self._latest()
        if latest and latest.nonce != self._nonce:  # ours: an answer was lost
            self._refuse_unless_free(latest)
        self._create(latest.number + 1 if latest else 1)

    def release(self) -> None:
        """Give it up; the next run, wherever it is, may begin at once."""
        if self.held:
            self._create(self._number + 1, released=True)
            self._number = 0

    def _refuse_unless_free(self, latest: Epoch) -> None:
        if not latest.is_free(self._owner, self._clock(), self._terms.skew):
            raise LeaseHeld(self._taken_by(latest))

    def _taken_by(self, latest: Epoch) -> str:
        until = latest.expires_at + timedelta(seconds=self._terms.skew)
        return (
            f"{latest.owner} is crawling {self._outlet} into {self._store.url}: its lease, renewed while it runs,"
            f" is good until {until:%Y-%m-%d %H:%M:%S} UTC"
        )

    def _create(self, number: int, *, released: bool = False) -> None:
        expires = self._clock() + timedelta(seconds=self._terms.seconds)
        epoch = Epoch(number, self._owner, self._nonce, expires, released)
        try:
            self._store.put(lease_key(self._outlet, number), epoch_bytes(epoch))
        except KeyTaken:
            self._adopt_or_lose(number, released=released)
            return
        newest = self._numbers()[-1]
        if newest != number:
            self._store.delete(lease_key(self._outlet, number))
            self._lose()
        self._number = number
        self._forget_older(number)

    def _adopt_or_lose(self, number: int, *, released: bool) -> None:
        """The number is taken: by ourselves, when the answer to an earlier try was lost, or by another run."""
        latest = self._latest()
        if latest is None or latest.nonce != self._nonce:
            self._lose()
        self._number = number
        self._create(number + 1, released=released)

    def _lose(self) -> None:
        kind = LeaseLost if self.held else LeaseHeld
        self._number = 0
        latest = self._latest()
        raise kind(self._taken_by(latest) if latest else f"another run of {self._outlet} was faster")

    def _forget_older(self, number: int) -> None:
        for older in self._numbers():
            if older < number:
                self._store.delete(lease_key(self._outlet, older))

    def _latest(self) -> Epoch | None:
        return latest_epoch(self._store, self._outlet)

    def _numbers(self) -> list[int]:
        return epoch_numbers(self._store, self._outlet)


def epoch_numbers(store: ObjectStore, outlet: str) -> list[int]:
    """The numbers of the outlet's chain that are still there, rising."""
    prefix = lease_prefix(outlet)
    try:
        return sorted(int(info.key.removeprefix(prefix).removesuffix(".json")) for info in store.list(prefix))
    except ValueError as error:
        raise BadLease(
            f"{store.url} has a file below {prefix} that is no lease; delete it: {error}"
        ) from error


def latest_epoch(store: ObjectStore, outlet: str) -> Epoch | None:
    """Who has or had the outlet's lease last; None: nobody ever. BadLease names an object that says nothing."""
    for _ in range(LOOKS):
        numbers = epoch_numbers(store, outlet)
        if not numbers:
            return None
        key = lease_key(outlet, numbers[-1])
        try:
            return parsed_epoch(store.get(key), key)
        except NoSuchKey:  # renewed, and this one deleted, since we asked
            continue
    raise StoreUnavailable(f"the lease of {outlet} changes faster than {store.url} tells")


def epoch_bytes(epoch: Epoch) -> bytes:
    return json.dumps(asdict(epoch), default=str, sort_keys=True).encode() + b"\n"


def parsed_epoch(data: bytes, key: str) -> Epoch:
    """The epoch in these bytes; BadLease names the key."""
    try:
        fields = json.loads(data)
        expires = datetime.fromisoformat(fields["expires_at"]).astimezone(UTC)
        return Epoch(
            int(fields["number"]),
            Owner(
                str(fields["owner"]["spool"]), str(fields["owner"]["host"]), int(fields["owner"]["process"])
            ),
            str(fields["nonce"]),
            expires,
            bool(fields["released"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadLease(f"{key} is no lease ({error!r}); if no run is active, delete it") from error
