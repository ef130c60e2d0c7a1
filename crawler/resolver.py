"""The fence around every connection: names and literal addresses alike are dialled only as resolved here.

Twisted dials exactly the addresses that the resolver hands over, host and port, so that the address judged and the
address used are one, whatever a name resolves to the next time (DNS rebinding).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self, cast

from scrapy.resolver import CachingHostnameResolver

from crawler.addresses import is_public
from crawler.connect_to import ConnectTo, parse_connect_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.address import IPv4Address, IPv6Address
    from twisted.internet.base import DelayedCall, ReactorBase
    from twisted.internet.interfaces import IHostnameResolver

    Address = IPv4Address | IPv6Address

logger = logging.getLogger(__name__)


class Receiver(Protocol):
    """twisted's IResolutionReceiver, which type checkers cannot read."""

    def resolutionBegan(self, resolutionInProgress: object, /) -> None: ...  # noqa: N802, N803
    def addressResolved(self, address: Address, /) -> None: ...  # noqa: N802
    def resolutionComplete(self) -> None: ...  # noqa: N802


class Resolver(Protocol):
    """twisted's IHostnameResolver."""

    def resolveHostName(  # noqa: N802
        self,
        receiver: Receiver,
        host: str,
        port: int = 0,
        address_types: Sequence[type[Address]] | None = None,
        semantics: str = "TCP",
        /,
    ) -> object: ...


def refused_address(host: str, port: int) -> str | None:
    """Why the last connection to this host and port of a URL was not tried: the first address refused, or None.

    Twisted tells its caller only that the name was not resolved; this tells the two cases apart.
    """
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    resolver = reactor.nameResolver
    return resolver.refused.get((host.lower(), port)) if isinstance(resolver, GuardedResolver) else None


class GuardedResolver:
    """Passes on public addresses, and what CONNECT_TO names; for TWISTED_DNS_RESOLVER.

    `inner` resolves, with Scrapy's cache. `timeout` in seconds ends a resolution without an answer.
    """

    def __init__(self, reactor: ReactorBase, inner: Resolver, connect_to: ConnectTo, timeout: float) -> None:
        self.refused: dict[tuple[str, int], str] = {}
        self._reactor = reactor
        self._inner = inner
        self._connect_to = connect_to
        self._timeout = timeout

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        settings = crawler.settings
        # A cast, here and below: type checkers see that a class has zope's interface only where it inherits it.
        inner = cast("Resolver", CachingHostnameResolver.from_crawler(crawler, reactor))
        connect_to = parse_connect_to(" ".join(settings.getlist("CONNECT_TO")))  # a list, or text with commas
        return cls(reactor, inner, connect_to, settings.getfloat("DNS_TIMEOUT"))

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(cast("IHostnameResolver", self))

    def resolveHostName(  # noqa: N802 - Twisted calls it so, as every name below that is not in lower case
        self,
        resolutionReceiver: Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Address]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> object:
        target = self._connect_to.target(hostName, portNumber)
        host, port, is_named = target or (hostName, portNumber, False)
        fence = _Fence(self, resolutionReceiver, (hostName.lower(), portNumber), is_named)
        fence.deadline = self._reactor.callLater(self._timeout, fence.resolutionComplete)
        return self._inner.resolveHostName(fence, host, port, addressTypes, transportSemantics)

    def settle(self, asked: tuple[str, int], passed: int, refused: list[str]) -> None:
        """Note how a resolution of this host and port of a URL ended."""
        if passed or not refused:
            self.refused.pop(asked, None)
            return
        self.refused[asked] = refused[0]
        logger.warning(
            "not connected to %s:%d: it resolves to %s, which is no public address (CONNECT_TO could name it)",
            *asked,
            ", ".join(refused),
        )


@dataclass(slots=True)
class _Fence:
    guard: GuardedResolver
    receiver: Receiver
    asked: tuple[str, int]
    is_named: bool
    deadline: DelayedCall | None = None
    passed: int = 0
    refused: list[str] = field(default_factory=list)
    is_done: bool = False

    def resolutionBegan(self, resolutionInProgress: object) -> None:  # noqa: N802, N803
        self.receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Address) -> None:  # noqa: N802
        if self.is_done:
            return
        if self.is_named or is_public(address.host):
            self.passed += 1
            self.receiver.addressResolved(address)
        else:
            self.refused.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        if self.is_done:  # the deadline came first
            return
        self.is_done = True
        if self.deadline is not None and self.deadline.active():
            self.deadline.cancel()
        self.guard.settle(self.asked, self.passed, self.refused)
        self.receiver.resolutionComplete()
