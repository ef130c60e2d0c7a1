"""One HTTP exchange as it crossed the connection, before it is archived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Truncation(StrEnum):
    """Why a message is not whole: the values of WARC-Truncated (WARC/1.1, section 5.13)."""

    LENGTH = "length"
    TIME = "time"
    DISCONNECT = "disconnect"
    UNSPECIFIED = "unspecified"


class Hop(StrEnum):
    """How a URL was come by, in Heritrix's letters for hopsFromSeed; a seed has none."""

    SEED = ""
    LINK = "L"
    REDIRECT = "R"
    PREREQUISITE = "P"  # robots.txt, tdmrep.json
    MANIFEST = "M"  # a feed or a sitemap


class Purpose(StrEnum):
    """What a URL was fetched for; written into the metadata record of its exchange."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    REST = "rest"  # a page of WordPress's interface for posts
    LISTING = "listing"
    ROBOTS = "robots"
    TDMREP = "tdmrep"  # /.well-known/tdmrep.json


@dataclass(frozen=True, slots=True)
class Tls:
    """What the handshake settled."""

    version: str  # as OpenSSL names it: "TLSv1.3"
    cipher_suite: str
    certificate_sha256: str  # of the leaf certificate, lower-case hex


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request as sent and whatever came back, in bytes as they crossed the decrypted connection.

    `request` is empty when nothing was sent (name not resolved, connection refused, handshake failed);
    `response` is empty when nothing was received. `error` says in one line why there is no whole response.
    """

    url: str
    started_at: datetime  # aware UTC; becomes WARC-Date of every record of the exchange
    request: bytes
    response: bytes
    ip_address: str | None  # of the peer that was dialled
    tls: Tls | None
    truncated: Truncation | None
    fetch_time_ms: int
    via: str | None  # the URL that led here
    hop: Hop
    error: str | None = None
    purpose: Purpose = Purpose.PAGE
