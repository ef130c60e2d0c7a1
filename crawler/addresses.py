"""Where a request may go, told from the URL and from the address alone."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import safe_url_string

from storage.outcome import Refusal

WEB_PORTS = frozenset({80, 443})
DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL_LENGTH = 2083  # Scrapy's URLLENGTH_LIMIT: what Internet Explorer took, and links have kept to since

# Written out, because ipaddress.is_global answers differently in 3.11 and 3.13, and in both of them calls
# multicast, NAT64 and site-local addresses global.
# IANA IPv4 Special-Purpose Address Registry, less the blocks that it calls globally reachable.
_SPECIAL_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared behind carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, where clouds keep their metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# IANA has given out global unicast addresses from this block alone, so that loopback, link-local, site-local,
# unique local, multicast, IPv4-compatible and NAT64 (64:ff9b::/96) addresses lie outside it.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: holds an IPv4 address that may be anything
        "3fff::/20",  # documentation
    )
)

# What getaddrinfo, OpenSSL and every URL parser read alike; the underscore occurs in the wild.
_HOST_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_ENDS_IN_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")  # WHATWG URL, "ends in a number checker"
_ESCAPED_DOT = re.compile("%2e", re.IGNORECASE)


class BadUrl(ValueError):
    """No request can be made from this text; `reason` is SCHEME or BAD_URL."""

    def __init__(self, reason: Refusal, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


class _Parts(NamedTuple):
    scheme: str
    host: str  # a name or dotted IPv4 in lower case, or IPv6 in brackets
    port: int
    path: str
    query: str

    def url(self) -> str:
        netloc = self.host if self.port == DEFAULT_PORTS[self.scheme] else f"{self.host}:{self.port}"
        return urlunsplit((self.scheme, netloc, self.path, self.query, ""))


def is_public(address: str) -> bool:
    """Whether an address, as the resolver writes it, is one that the public internet routes to.

    False for whatever is no address, and for one with a zone id, which is never global (RFC 4007, section 6).
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        if ip.ipv4_mapped is None:
            return ip in _GLOBAL_V6 and not any(ip in block for block in _SPECIAL_V6)
        ip = ip.ipv4_mapped
    return not any(ip in block for block in _SPECIAL_V4)


def why_refused(url: str, allowed_ports: frozenset[int]) -> Refusal | None:
    """Judge a URL as it would be asked for; None lets it pass. Ports 80 and 443 are always allowed.

    A host name is not resolved here: what it resolves to is judged at the moment of connecting.
    """
    try:
        parts = _parts(url)
    except BadUrl as error:
        return error.reason
    if parts.port not in WEB_PORTS | allowed_ports:
        return Refusal.PORT
    literal = parts.host[1:-1] if parts.host.startswith("[") else _dotted(parts.host)
    if literal is not None:
        return None if is_public(literal) else Refusal.ADDRESS
    # RFC 6761, section 6.3: these names mean loopback whatever the resolver says.
    is_loopback = f".{parts.host.rstrip('.')}".endswith(".localhost")
    return Refusal.ADDRESS if is_loopback else None


def safe_url(url: str) -> str:
    """The URL in the one spelling in which every parser below reads the same host, port and path.

    As Scrapy's Request normalises it, and further: user info, fragment and a default port dropped, the host in
    lower case and an IPv4 address dotted, dot segments removed. Idempotent. Raises BadUrl.
    """
    return _parts(url).url()


def _parts(url: str) -> _Parts:
    if len(url) > MAX_URL_LENGTH:
        raise BadUrl(Refusal.BAD_URL, f"{len(url)} characters")
    try:
        split = urlsplit(safe_url_string(url))
        host, port = split.hostname or "", split.port
    except ValueError as error:
        raise BadUrl(Refusal.BAD_URL, str(error)) from error
    if split.scheme not in DEFAULT_PORTS:
        raise BadUrl(Refusal.SCHEME if split.scheme else Refusal.BAD_URL, repr(split.scheme))
    port = DEFAULT_PORTS[split.scheme] if port is None else port
    parts = _Parts(split.scheme, _host(host), port, _without_dot_segments(split.path or "/"), split.query)
    if len(parts.url()) > MAX_URL_LENGTH:
        raise BadUrl(Refusal.BAD_URL, f"{len(parts.url())} characters when escaped")
    return parts


def _host(host: str) -> str:
    host = host.lower()
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]"
        except ValueError as error:
            raise BadUrl(Refusal.BAD_URL, f"host {host!r}") from error
    name: str | None = host if _HOST_NAME.fullmatch(host) else None
    if name and _ENDS_IN_NUMBER.fullmatch(name):
        name = _dotted(name)
    if name is None:
        raise BadUrl(Refusal.BAD_URL, f"host {host!r}")
    return name


def _dotted(host: str) -> str | None:
    """The IPv4 address that a host spells: decimal, octal, hexadecimal or short, as getaddrinfo would read it."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host.removesuffix(".")))
    except OSError:
        return None


def _without_dot_segments(path: str) -> str:
    """RFC 3986, section 5.2.4: robots rules match the path as it stands, servers the path as it resolves."""
    if "/." not in path and "%2" not in path:
        return path
    kept: list[str] = []
    segments = [(segment, _ESCAPED_DOT.sub(".", segment)) for segment in path.split("/")[1:]]
    for segment, plain in segments:
        if plain == "..":
            kept[-1:] = []
        elif plain != ".":
            kept.append(segment)
    if segments[-1][1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
