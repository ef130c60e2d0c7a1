"""One run of an outlet at a time, on one machine and on two."""

from __future__ import annotations

import json
import signal
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.keys import lease_key
from storage.lease import BadLease, Lease, LeaseHeld, LeaseLost, Owner, Terms, epoch_numbers, latest_epoch
from storage.local_store import LocalStore
from storage.object_store import ObjectStore, StoreUnavailable, open_store
from storage.s3_store import ATTEMPTS
from storage.verification.inventory import inventory, unnamed
from tests.ceph import free_port
from tests.fault_proxy import Fault
from tests.operator import PROJECT, Operator
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, crawl_pages, listed, many_pages, operator_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fault_proxy import FaultProxy

pytestmark = pytest.mark.untraced

TERMS = Terms(seconds=600, skew=60)
HERE, THERE = Owner("aaaa", "crawler-1", 11), Owner("bbbb", "crawler-2", 22)


class Clock:
    """Tells the same moment until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return LocalStore(tmp_path / "archive")
    return open_store(request.getfixturevalue("s3"))


def lease(store: ObjectStore, owner: Owner, clock: Clock) -> Lease:
    return Lease(store, "southfront", owner, TERMS, clock)


def test_a_second_run_is_told_who_has_the_outlet_and_until_when(store: ObjectStore, clock: Clock) -> None:
    lease(store, HERE, clock).take()
    with pytest.raises(
        LeaseHeld, match=r"process 11 on crawler-1 is crawling southfront .* until 2026-03-01 12:11"
    ):
        lease(store, THERE, clock).take()


def test_a_lease_that_was_given_up_is_free_at_once(store: ObjectStore, clock: Clock) -> None:
    first = lease(store, HERE, clock)
    first.take()
    first.release()
    lease(store, THERE, clock).take()
    latest = latest_epoch(store, "southfront")
    assert latest
    assert (latest.owner, latest.number) == (THERE, 3)


def test_a_lease_is_overdue_when_its_time_and_the_skew_are_over(store: ObjectStore, clock: Clock) -> None:
    lease(store, HERE, clock).take()
    clock.turn(TERMS.seconds + TERMS.skew)
    with pytest.raises(LeaseHeld):
        lease(store, THERE, clock).take()
    clock.turn(1)
    lease(store, THERE, clock).take()


def test_who_was_overtaken_learns_it_before_it_publishes(store: ObjectStore, clock: Clock) -> None:
    """However long it slept: the chain tells, and no clock."""
    slow = lease(store, HERE, clock)
    slow.take()
    clock.turn(TERMS.seconds + TERMS.skew + 1)
    fast = lease(store, THERE, clock)
    fast.take()
    with pytest.raises(LeaseLost, match="crawler-2"):
        slow.take()
    fast.take()
    assert not slow.held


def test_who_slept_through_several_renewals_of_another_takes_its_number_back(
    store: ObjectStore, clock: Clock
) -> None:
    """Its next number has been used, and deleted since, so that creating it succeeds."""
    slow = lease(store, HERE, clock)
    slow.take()
    clock.turn(TERMS.seconds + TERMS.skew + 1)
    fast = lease(store, THERE, clock)
    for _ in range(3):
        fast.take()
    assert epoch_numbers(store, "southfront") == [4]
    with pytest.raises(LeaseLost):
        slow.take()
    assert epoch_numbers(store, "southfront") == [4]
    fast.take()


def test_an_overdue_lease_that_nobody_took_is_renewed(store: ObjectStore, clock: Clock) -> None:
    """After an outage of the storage the run goes on, and publishes."""
    only = lease(store, HERE, clock)
    only.take()
    clock.turn(24 * 3600)
    only.take()
    assert only.held


def test_a_killed_run_is_succeeded_at_once_on_its_own_spool(store: ObjectStore, clock: Clock) -> None:
    lease(store, HERE, clock).take()
    lease(store, replace(HERE, process=12), clock).take()


def test_a_copy_of_the_spool_on_another_machine_has_to_wait(store: ObjectStore, clock: Clock) -> None:
    lease(store, HERE, clock).take()
    with pytest.raises(LeaseHeld):
        lease(store, replace(HERE, host="crawler-3"), clock).take()


def test_other_outlets_are_free(store: ObjectStore, clock: Clock) -> None:
    lease(store, HERE, clock).take()
    Lease(store, "globalresearch", THERE, TERMS, clock).take()


def test_an_object_that_is_no_lease_is_named(tmp_path: Path, clock: Clock) -> None:
    store = LocalStore(tmp_path)
    store.put(lease_key("southfront", 7), b"{}")
    with pytest.raises(BadLease, match=r"leases/southfront/00000007\.json"):
        lease(store, HERE, clock).take()


def test_a_renewal_whose_answer_is_lost_is_recognised_as_our_own(
    s3: str, fault_proxy: FaultProxy, clock: Clock
) -> None:
    ours = lease(open_store(s3), HERE, clock)
    ours.take()
    fault_proxy.inject(Fault.LOSE_ANSWER, "PUT", times=ATTEMPTS)
    with pytest.raises(StoreUnavailable):
        ours.take()
    ours.take()
    assert ours.held


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from(["take", "release", "wait"])), max_size=25
    )
)
def test_never_have_two_the_lease(
    steps: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever has just taken it is alone: nobody else can renew, until it expires or is given up."""
    store, clock = LocalStore(tmp_path_factory.mktemp("lease")), Clock()
    leases = {name: lease(store, Owner(name, name, 1), clock) for name in "ABC"}
    has: str | None = None
    for name, step in steps:
        if step == "wait":
            clock.turn(TERMS.seconds + TERMS.skew + 1)
            continue
        try:
            getattr(leases[name], step)()
        except LeaseHeld:
            assert has != name
            continue
        if step == "take":
            has = name
        elif has == name:
            has = None
        latest = latest_epoch(store, "southfront")
        assert has is None or (latest and latest.owner.spool == has)


def test_a_lease_is_neither_damage_nor_rubbish(store: ObjectStore, clock: Clock) -> None:
    """Or `scrapy gc` would take it, which knows only what manifests name."""
    ours = lease(store, HERE, clock)
    ours.take()
    ours.release()
    found = inventory(store, frozenset(), datetime.now(UTC) + timedelta(days=365))
    assert list(unnamed(found)) == []
    assert found.damages == []


# -- with real processes


@pytest.fixture(params=["folder", "s3"])
def two_machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Operator, Operator, Site]]:
    """Two spools of one archive, and a site that takes its time."""
    archive = str(tmp_path / "archive") if request.param == "folder" else request.getfixturevalue("s3")
    site = many_pages("slow.example", 40, pause=3)
    with ReplicaServer([site]) as server:
        first, second = (replace(operator_in(tmp_path / name, server), archive=archive) for name in "ab")
        for name in "ab":
            (tmp_path / name).mkdir()
        yield first, second, site


def started(operator: Operator, site: Site, folder: Path, **settings: str) -> subprocess.Popen[str]:
    command = operator.command("crawl", "pages", "-a", listed(folder, site.urls), **settings)
    crawl = subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    site.wait_for(3)
    return crawl


def test_two_crawls_of_an_outlet_never_overlap_on_two_machines(
    two_machines: tuple[Operator, Operator, Site], tmp_path: Path
) -> None:
    first, second, site = two_machines
    with started(first, site, tmp_path) as crawl:
        refused = crawl_pages(second, tmp_path, site.urls)
        assert refused.returncode == 76
        assert f"process {crawl.pid} on " in refused.stderr
        assert "is good until 20" in refused.stderr
        assert crawl.poll() is None
        crawl.send_signal(signal.SIGTERM)
        assert crawl.stderr
        crawl.stderr.read()
        assert crawl.wait(120) == 75
    assert len(list(first.corpus.runs("pages"))) == 1
    site.pause = 0
    done = crawl_pages(second, tmp_path, site.urls)  # the first gave its lease up
    assert done.returncode == 0, done.stderr
    assert "1 runs of pages that this spool does not know" in done.stderr


def test_a_killed_run_is_succeeded_when_its_lease_has_expired(
    two_machines: tuple[Operator, Operator, Site], tmp_path: Path
) -> None:
    first, second, site = two_machines
    with started(first, site, tmp_path, LEASE_SECONDS="3600") as crawl:
        crawl.kill()
        assert crawl.stderr
        crawl.stderr.read()
    site.pause = 0
    assert crawl_pages(second, tmp_path, site.urls).returncode == 76
    again = crawl_pages(first, tmp_path, site.urls)  # the same spool: no need to wait
    assert again.returncode == 0, again.stderr
    done = crawl_pages(second, tmp_path, site.urls)
    assert done.returncode == 0, done.stderr


def test_a_run_that_lost_its_lease_stops_and_publishes_nothing(tmp_path: Path) -> None:
    site = many_pages("slow.example", 200, pause=1)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        with started(operator, site, tmp_path, LEASE_SECONDS="3") as crawl:
            store = open_store(operator.archive)
            latest = latest_epoch(store, "pages")
            assert latest
            clock = Clock()
            clock.now = datetime.now(UTC) + timedelta(hours=1)  # one that is sure that the lease is overdue
            Lease(store, "pages", THERE, Terms(3600, 0), clock).take()
            assert crawl.stderr
            said = crawl.stderr.read()
            assert crawl.wait(120) == 76
    assert "stopping, and publishing nothing: process 22 on crawler-2" in said
    assert "Traceback" not in said
    assert list(operator.corpus.runs("pages")) == []
    assert len(site.asked) < 200


def test_a_crawl_whose_archive_does_not_answer_takes_the_lease_when_it_does(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = many_pages("quick.example", 3, pause=0)
    with ReplicaServer([site]) as server:
        operator = replace(operator_in(tmp_path, server), archive=s3)
        with monkeypatch.context() as outage:
            outage.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{free_port()}")
            kept = crawl_pages(operator, tmp_path, site.urls)
        assert kept.returncode == 73, kept.stderr
        assert "crawling without a lease" in kept.stderr
        assert len(site.asked) == 3
        done = crawl_pages(operator, tmp_path, site.urls)
    assert done.returncode == 0, done.stderr
    assert [sum(run.outcomes.values()) for run in operator.corpus.runs("pages")] == [3, 3]


def test_the_lease_says_what_a_person_wants_to_know(tmp_path: Path, clock: Clock) -> None:
    store = LocalStore(tmp_path)
    lease(store, HERE, clock).take()
    said = json.loads((tmp_path / "leases/southfront/00000001.json").read_text())
    assert said["owner"] == {"spool": "aaaa", "host": "crawler-1", "process": 11}
    assert said["expires_at"] == "2026-03-01 12:10:00+00:00"
