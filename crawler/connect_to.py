"""Where connections are sent instead: curl's --connect-to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import NamedTuple

_HOST = r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]*)"
_ENTRY = re.compile(rf"{_HOST}:([0-9]{{0,5}}):{_HOST}:([0-9]{{0,5}})")


class Target(NamedTuple):
    """What to dial. `named` says that the operator wrote this host himself, so that it need not be public."""

    host: str
    port: int
    named: bool


@dataclass(frozen=True, slots=True)
class Redirection:
    """One entry: HOST1:PORT1:HOST2:PORT2. None where it is empty: any host or port; host or port unchanged."""

    host: str | None
    port: int | None
    to_host: str | None
    to_port: int | None

    def matches(self, host: str, port: int) -> bool:
        return self.host in {None, host} and self.port in {None, port}


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """All entries; as with curl, the first that matches decides."""

    redirections: tuple[Redirection, ...] = ()

    def target(self, host: str, port: int) -> Target | None:
        """Where to dial for the host and port of a URL; None: where the URL says."""
        host = host.lower()
        for entry in self.redirections:
            if entry.matches(host, port):
                return Target(entry.to_host or host, entry.to_port or port, named=entry.to_host is not None)
        return None


def parse_connect_to(text: str) -> ConnectTo:
    """Read entries parted by white space or commas. ValueError names the entry that cannot be read."""
    return ConnectTo(tuple(_redirection(entry) for entry in re.split(r"[\s,]+", text) if entry))


def _redirection(entry: str) -> Redirection:
    match = _ENTRY.fullmatch(entry)
    if match is None:
        raise ValueError(f"{entry!r} is not HOST1:PORT1:HOST2:PORT2 (IPv6 addresses in brackets)")
    try:
        host, port, to_host, to_port = match.groups()
        return Redirection(_host(host), _port(port), _host(to_host), _port(to_port))
    except ValueError as error:
        raise ValueError(f"{entry!r}: {error}") from error


def _host(text: str) -> str | None:
    if text.startswith("["):
        return str(IPv6Address(text[1:-1]))
    return text.lower() or None


def _port(text: str) -> int | None:
    if not text:
        return None
    if not 0 < int(text) < 1 << 16:
        raise ValueError(f"port {text} is not between 1 and 65535")
    return int(text)
