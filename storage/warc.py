"""WARC/1.1 records out of exchanges: one gzip member per record, the HTTP block as the bytes that crossed.

Records are written through warcio, which gets each block as opaque bytes: given HTTP headers it would parse
them and write them anew. Compression is ISA-L's: a fifth of the time of warcio's fixed zlib level 9, for 5 %
more bytes. See docs/fidelity.md for the layout and for the choice of digests.
"""
# mypy: disallow-untyped-calls=False
# (warcio has no types)

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from isal import isal_zlib
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage import warc_fields
from storage.examined import Examined, examine
from storage.exchange import Truncation
from storage.warc_fields import UnsafeHeader

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage.exchange import Exchange

__all__ = [
    "Batch",
    "Earlier",
    "Examined",
    "Member",
    "Profile",
    "Provenance",
    "RecordType",
    "UnsafeHeader",
    "examine",
    "new_id",
    "records",
    "warcinfo",
]

CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
GZIP_LEVEL = 2  # of ISA-L; benchmarks/ has the comparison
_GZIP_WINDOW = 31  # zlib's notation for a gzip wrapper; ISA-L writes no time into it, so bytes repeat
_NOT_MODIFIED = 304
_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"


class RecordType(StrEnum):
    WARCINFO = "warcinfo"
    RESPONSE = "response"
    REVISIT = "revisit"
    REQUEST = "request"
    METADATA = "metadata"


class Profile(StrEnum):
    """What a revisit says (WARC/1.1, section 6.7)."""

    IDENTICAL_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True)
class Member:
    """One record, compressed on its own."""

    type: RecordType
    record_id: str  # "urn:uuid:...", without angle brackets
    offset: int  # in bytes from the start of the batch
    data: bytes

    @property
    def length(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The response record that a revisit refers to."""

    record_id: str
    target_uri: str
    date: datetime  # aware UTC, its WARC-Date to the microsecond
    payload_digest: str  # its WARC-Payload-Digest, algorithm first


@dataclass(frozen=True, slots=True)
class Batch:
    """The records of one exchange in the order in which they are written."""

    members: tuple[Member, ...]
    examined: Examined
    profile: Profile | None  # of the revisit record; None when the response stands in full

    @property
    def data(self) -> bytes:
        return b"".join(member.data for member in self.members)

    @property
    def response(self) -> Member | None:
        """The response or revisit record; None when nothing was received."""
        return next((m for m in self.members if m.type in (RecordType.RESPONSE, RecordType.REVISIT)), None)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who crawled, how and for what: the same in every WARC file of a run."""

    outlet: str
    run: str
    software: str  # "pressmark/0.1.0"
    operator: str  # who runs the crawl, and how to reach them
    user_agent: str
    robots: str  # the policy towards robots.txt, in words
    config_digest: str  # of the settings, algorithm first
    versions: tuple[tuple[str, str], ...]  # ("scrapy", "2.19.0"), ...


def new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def warcinfo(
    filename: str, made_at: datetime, provenance: Provenance, new_id: Callable[[], str] = new_id
) -> Member:
    """The record that opens every file (WARC/1.1, section 6.2)."""
    block = warc_fields.fields_block(
        (
            ("software", provenance.software),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", CONFORMS_TO),
            ("operator", provenance.operator),
            ("robots", provenance.robots),
            ("http-header-user-agent", provenance.user_agent),
            ("isPartOf", provenance.outlet),
            ("run", provenance.run),
            ("configDigest", provenance.config_digest),
            *((f"version-{name}", version) for name, version in provenance.versions),
        )
    )
    headers = (
        ("WARC-Date", warc_fields.date("WARC-Date", made_at)),
        ("WARC-Filename", warc_fields.header_value("WARC-Filename", filename)),
    )
    return _member(RecordType.WARCINFO, new_id(), 0, headers, warc_fields.CONTENT_TYPE, block)


def records(
    exchange: Exchange,
    *,
    warcinfo_id: str,
    earlier: Earlier | None = None,
    examined: Examined | None = None,
    new_id: Callable[[], str] = new_id,
) -> Batch:
    """The records of one exchange: response or revisit, request, metadata; those there is something for.

    `earlier` makes the answer a revisit: of a page not modified since when the status is 304, and otherwise
    of an identical payload, which the caller has found by `examined.entity_sha256`.
    Raises UnsafeHeader, before anything is written, when a value could forge a header or a request header
    is not on the list of those that may be kept; ValueError when there is an `earlier` and no whole entity.
    """
    examined = examined or examine(exchange)
    common = _common_headers(exchange, examined, warcinfo_id)
    profile = _profile(examined, earlier)
    made: list[Member] = []

    def add(kind: RecordType, headers: tuple[tuple[str, str], ...], content_type: str, block: bytes) -> None:
        about = (("WARC-Concurrent-To", f"<{made[0].record_id}>"),) if made else ()
        offset = made[-1].offset + made[-1].length if made else 0
        made.append(_member(kind, new_id(), offset, (*common, *about, *headers), content_type, block))

    if examined.block and profile and earlier:
        block = _revisit_block(examined, profile)
        add(RecordType.REVISIT, _revisit_headers(examined, profile, earlier), _RESPONSE, block)
    elif examined.block:
        add(RecordType.RESPONSE, _response_headers(exchange, examined), _RESPONSE, examined.block)
    if exchange.request:
        add(RecordType.REQUEST, (), _REQUEST, warc_fields.checked_request(exchange.request))
    add(RecordType.METADATA, (), warc_fields.CONTENT_TYPE, _metadata_block(exchange, examined, profile))
    return Batch(tuple(made), examined, profile)


def _profile(examined: Examined, earlier: Earlier | None) -> Profile | None:
    if earlier is None or examined.response is None:
        return None
    if examined.status == _NOT_MODIFIED:
        return Profile.NOT_MODIFIED
    if examined.entity_sha256 is None:
        raise ValueError(f"only a whole entity can be identical to that of {earlier.record_id}")
    return Profile.IDENTICAL_PAYLOAD


def _common_headers(exchange: Exchange, examined: Examined, warcinfo_id: str) -> tuple[tuple[str, str], ...]:
    headers = [
        ("WARC-Target-URI", warc_fields.uri("WARC-Target-URI", exchange.url)),
        ("WARC-Date", warc_fields.date("WARC-Date", exchange.started_at)),
        ("WARC-Warcinfo-ID", warc_fields.record_id("WARC-Warcinfo-ID", warcinfo_id)),
    ]
    if exchange.ip_address:
        headers.append(("WARC-IP-Address", warc_fields.ip("WARC-IP-Address", exchange.ip_address)))
    if exchange.request:
        version = examined.response.version if examined.response else b"HTTP/1.1"
        headers.append(("WARC-Protocol", version.decode("ascii").lower()))
    if exchange.tls:
        protocol = exchange.tls.version.lower().replace("tlsv", "tls/")
        headers.append(("WARC-Protocol", warc_fields.header_value("WARC-Protocol", protocol)))
        suite = warc_fields.header_value("WARC-Cipher-Suite", exchange.tls.cipher_suite)
        headers.append(("WARC-Cipher-Suite", suite))
    return tuple(headers)


def _response_headers(exchange: Exchange, examined: Examined) -> tuple[tuple[str, str], ...]:
    headers = []
    if examined.payload_digest:
        headers.append(("WARC-Payload-Digest", examined.payload_digest))
    if examined.payload_type:
        headers.append(("WARC-Identified-Payload-Type", examined.payload_type))
    if exchange.truncated:
        headers.append(("WARC-Truncated", exchange.truncated.value))
    return tuple(headers)


def _revisit_block(examined: Examined, profile: Profile) -> bytes:
    """The head of the answer (WARC/1.1, section 6.7); nothing of a 304, whose head goes into the metadata.

    pywb replays a revisit with the head in its block, and so a 304 as an empty page. Without one it replays
    the earlier capture, which is what the record means.
    """
    if profile is Profile.NOT_MODIFIED or examined.response is None:
        return b""
    return examined.block[: len(examined.block) - len(examined.response.body)]


def _revisit_headers(examined: Examined, profile: Profile, earlier: Earlier) -> tuple[tuple[str, str], ...]:
    """WARC/1.1, section 6.7: what the record refers to; `length` tells that the body was left out."""
    headers = [
        ("WARC-Profile", profile.value),
        ("WARC-Refers-To", warc_fields.record_id("WARC-Refers-To", earlier.record_id)),
        ("WARC-Refers-To-Target-URI", warc_fields.uri("WARC-Refers-To-Target-URI", earlier.target_uri)),
        ("WARC-Refers-To-Date", warc_fields.date("WARC-Refers-To-Date", earlier.date)),
        ("WARC-Payload-Digest", warc_fields.header_value("WARC-Payload-Digest", earlier.payload_digest)),
    ]
    if examined.payload_type:
        headers.append(("WARC-Identified-Payload-Type", examined.payload_type))
    if profile is Profile.IDENTICAL_PAYLOAD:
        headers.append(("WARC-Truncated", Truncation.LENGTH.value))
    return tuple(headers)


def _metadata_block(exchange: Exchange, examined: Examined, profile: Profile | None) -> bytes:
    """What has no header of its own; of a revisit also what its record cannot say of its own answer."""
    return warc_fields.fields_block(
        (
            ("via", warc_fields.uri("via", exchange.via) if exchange.via else ""),
            ("hopsFromSeed", exchange.hop.value),
            ("fetchTimeMs", str(exchange.fetch_time_ms)),
            ("purpose", exchange.purpose.value),
            ("payloadDigest", (examined.payload_digest or "") if profile else ""),
            ("entityDigest", f"sha256:{examined.entity_sha256}" if examined.entity_sha256 else ""),
            ("tlsCertificateSha256", exchange.tls.certificate_sha256 if exchange.tls else ""),
            ("error", exchange.error or ""),
            *(("informational", warc_fields.escaped(message)) for message in examined.informational),
            ("response", warc_fields.escaped(examined.block) if profile is Profile.NOT_MODIFIED else ""),
        )
    )


def _member(
    kind: RecordType,
    record_id: str,
    offset: int,
    headers: tuple[tuple[str, str], ...],
    content_type: str,
    block: bytes,
) -> Member:
    every = [
        ("WARC-Type", kind.value),
        ("WARC-Record-ID", warc_fields.record_id("WARC-Record-ID", record_id)),
        *headers,
        ("WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}"),
    ]
    headers_only = StatusAndHeaders("", every, protocol="WARC/1.1")
    record = ArcWarcRecord(
        "warc", kind.value, headers_only, BytesIO(), _OpaqueBlock(block), content_type, 0, payload_length=0
    )
    out = _GzipMember()
    _OpaqueWriter(out, gzip=False, warc_version="WARC/1.1").write_record(record)
    return Member(kind, record_id, offset, out.data)


class _GzipMember:
    """Compresses what is written to it, piece by piece: a block of 32 MiB is never copied."""

    def __init__(self) -> None:
        self._coder = isal_zlib.compressobj(GZIP_LEVEL, isal_zlib.DEFLATED, _GZIP_WINDOW)
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        self._pieces.append(self._coder.compress(data))

    def flush(self) -> None:
        """Warcio's last word on a record."""
        self._pieces.append(self._coder.flush())

    @property
    def data(self) -> bytes:
        return b"".join(self._pieces)


class _OpaqueBlock:
    """A whole block where warcio expects an HTTP head: it writes those bytes, for every type of record."""

    def __init__(self, block: bytes) -> None:
        self.headers_buff = block

    def compute_headers_buffer(self, header_filter: object) -> None:
        """Nothing to compute: the bytes are there."""


class _OpaqueWriter(WARCWriter):
    """warcio's writer, which adds no digests of its own: it would add SHA-1 ones to every type of record."""

    def ensure_digest(self, record: object, block: bool = True, payload: bool = True) -> None:  # noqa: FBT001, FBT002  # warcio's signature
        pass
