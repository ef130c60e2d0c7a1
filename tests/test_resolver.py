from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy.resolver import CachingHostnameResolver, dnscache
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.testing import MemoryReactorClock

from crawler.connect_to import parse_connect_to
from crawler.resolver import GuardedResolver

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLIC, PUBLIC_6 = "1.1.1.1", "2606:4700::1111"


class Names:
    """A name server: each question takes the next list of addresses; None never answers."""

    def __init__(self, *answers: list[str] | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []
        self.open: list[Any] = []

    def resolveHostName(  # noqa: N802 - Twisted's name
        self, receiver: Any, host: str, port: int = 0, *_: Any
    ) -> object:
        self.asked.append((host, port))
        receiver.resolutionBegan(self)
        answer = self.answers.pop(0)
        if answer is None:
            self.open.append(receiver)
            return self
        for address in answer:
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return self


def memory_reactor() -> Any:
    """Twisted's reactor for tests: notes what is dialled instead of dialling it."""
    return MemoryReactorClock()  # type: ignore[no-untyped-call]


def dialled(reactor: Any) -> list[tuple[str, int]]:
    return [(client[0], client[1]) for client in reactor.tcpClients]


def connect(reactor: Any, host: str, port: int) -> list[Any]:
    """Start to connect as Twisted's web client does; whatever it fails with is put into the list."""
    failures: list[Any] = []
    connecting = HostnameEndpoint(reactor, host, port).connect(cast("Any", Factory.forProtocol(Protocol)))
    connecting.addErrback(lambda failure: failures.append(failure.value))
    reactor.advance(1)  # every address gets its turn after 0.3 s
    return failures


def guarded(*answers: list[str] | None, connect_to: str = "") -> tuple[Any, Names, GuardedResolver]:
    reactor, names = memory_reactor(), Names(*answers)
    guard = GuardedResolver(reactor, names, parse_connect_to(connect_to), timeout=60)
    guard.install_on_reactor()
    return reactor, names, guard


def test_a_public_address_is_dialled() -> None:
    reactor, _, guard = guarded([PUBLIC_6, PUBLIC])
    assert not connect(reactor, "site.example", 443)
    assert dialled(reactor) == [(PUBLIC_6, 443), (PUBLIC, 443)]
    assert not guard.refused


@pytest.mark.parametrize(
    "inward", ["127.0.0.2", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.2", "fd00::1"]
)
def test_an_address_that_is_not_public_is_never_dialled_and_is_named(
    inward: str, caplog: pytest.LogCaptureFixture
) -> None:
    reactor, _, guard = guarded([inward])
    assert isinstance(connect(reactor, "Site.example", 443)[0], DNSLookupError)
    assert dialled(reactor) == []
    assert guard.refused == {("site.example", 443): inward}
    assert inward in caplog.text


def test_of_a_mixed_answer_only_public_addresses_are_dialled() -> None:
    reactor, _, guard = guarded(["127.0.0.1", PUBLIC, "::1"])
    assert not connect(reactor, "site.example", 80)
    assert dialled(reactor) == [(PUBLIC, 80)]
    assert not guard.refused


def test_a_name_that_turns_inward_after_the_first_answer_is_refused_from_then_on() -> None:
    reactor, _, guard = guarded([PUBLIC], ["127.0.0.2"], [PUBLIC])
    connect(reactor, "rebinding.example", 80)
    assert connect(reactor, "rebinding.example", 80)
    assert dialled(reactor) == [(PUBLIC, 80)]
    assert guard.refused == {("rebinding.example", 80): "127.0.0.2"}
    connect(reactor, "rebinding.example", 80)
    assert dialled(reactor) == [(PUBLIC, 80)] * 2
    assert not guard.refused


def test_a_name_without_addresses_is_not_refused_but_not_found() -> None:
    reactor, _, guard = guarded([])
    assert isinstance(connect(reactor, "gone.example", 80)[0], DNSLookupError)
    assert not guard.refused


def test_connect_to_names_the_address_and_the_port_that_are_dialled() -> None:
    reactor, names, _ = guarded(["127.0.0.1"], connect_to="site.example:443:127.0.0.1:8443")
    assert not connect(reactor, "site.example", 443)
    assert names.asked == [("127.0.0.1", 8443)]
    assert dialled(reactor) == [("127.0.0.1", 8443)]


def test_what_connect_to_does_not_name_stays_guarded() -> None:
    reactor, _, guard = guarded(["127.0.0.1"], ["127.0.0.1"], connect_to="site.example:443:127.0.0.1:8443")
    connect(reactor, "site.example", 80)
    connect(reactor, "other.example", 443)
    assert dialled(reactor) == []
    assert set(guard.refused) == {("site.example", 80), ("other.example", 443)}


def test_connect_to_that_changes_only_the_port_lifts_no_guard() -> None:
    reactor, _, guard = guarded(["127.0.0.2"], [PUBLIC], connect_to=":::8080")
    connect(reactor, "inward.example", 80)
    connect(reactor, "site.example", 80)
    assert dialled(reactor) == [(PUBLIC, 8080)]
    assert guard.refused == {("inward.example", 80): "127.0.0.2"}


def test_a_name_server_that_never_answers_is_not_waited_for_longer_than_the_time_out() -> None:
    reactor, names, guard = guarded(None)
    failures = connect(reactor, "silent.example", 80)
    reactor.advance(58)
    assert not failures
    reactor.advance(2)
    assert isinstance(failures[0], DNSLookupError)
    late = names.open[0]
    late.addressResolved(IPv4Address("TCP", PUBLIC, 80))
    late.resolutionComplete()
    assert dialled(reactor) == []
    assert not guard.refused


@pytest.fixture
def _fresh_cache() -> Iterator[None]:
    dnscache.clear()
    yield
    dnscache.clear()


@pytest.mark.usefixtures("_fresh_cache")
def test_made_from_settings_it_caches_as_scrapy_does_and_judges_cached_addresses_too() -> None:
    reactor, names = memory_reactor(), Names([PUBLIC], ["127.0.0.2"])
    reactor.installNameResolver(names)
    settings = Settings({"DNSCACHE_SIZE": 7, "DNS_TIMEOUT": 3})
    process: Any = SimpleNamespace(settings=settings)  # Scrapy hands over its process, not a crawler
    guard = GuardedResolver.from_crawler(process, reactor)
    guard.install_on_reactor()
    assert isinstance(guard._inner, CachingHostnameResolver)
    assert dnscache.limit == 7
    for _ in range(2):
        connect(reactor, "site.example", 443)
        connect(reactor, "inward.example", 443)
    assert names.asked == [("site.example", 443), ("inward.example", 443)]
    assert dialled(reactor) == [(PUBLIC, 443)] * 2
    assert guard.refused == {("inward.example", 443): "127.0.0.2"}


@pytest.mark.usefixtures("_fresh_cache")
@pytest.mark.parametrize(
    "given", ["a.example:80:127.0.0.1:1, ::127.0.0.1:2", ["a.example:80:127.0.0.1:1", "::127.0.0.1:2"]]
)
def test_the_setting_connect_to_is_text_or_a_list(given: str | list[str]) -> None:
    reactor = memory_reactor()
    reactor.installNameResolver(Names(["127.0.0.1"]))
    process: Any = SimpleNamespace(settings=Settings({"CONNECT_TO": given}))
    GuardedResolver.from_crawler(process, reactor).install_on_reactor()
    connect(reactor, "a.example", 80)
    connect(reactor, "b.example", 80)
    assert dialled(reactor) == [("127.0.0.1", 1), ("127.0.0.1", 2)]
