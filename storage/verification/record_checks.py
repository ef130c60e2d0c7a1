"""What one record says of itself, held against the standard (WARC/1.1) and against its own bytes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.verification.damage import DamageKind, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.verification.warc_record import Record

Problem = tuple[DamageKind, str]

_VERSIONS = ("WARC/1.0", "WARC/1.1")
_MANDATORY = ("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length")  # section 5.1
_REPEATABLE = {"warc-concurrent-to", "warc-protocol"}  # section 5.7; WARC-Protocol by the IIPC's proposal
_TYPES = {"warcinfo", "response", "revisit", "request", "metadata", "resource", "conversion", "continuation"}
_WITH_URI = {"response", "revisit", "request", "resource", "conversion", "continuation"}  # section 5.12
_ANSWERS = {"response", "revisit"}
_ID = re.compile(r"<urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}>")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z")  # section 5.4
_TRUNCATED = {"length", "time", "disconnect", "unspecified"}  # section 5.13
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+")
PROFILES = {  # section 6.7; the older ones are of WARC/1.0
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
    "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
    "http://netpreserve.org/warc/1.0/revisit/server-not-modified",
}


def problems(record: Record) -> Iterator[Problem]:
    """Everything that is wrong with the record, seen by itself."""
    yield from _header_problems(record)
    yield from _length_problems(record)
    yield from _digest_problems(record)
    if record.type == "revisit":
        yield from _revisit_problems(record)


def moment(text: str) -> datetime | None:
    """A WARC-Date as an aware moment; None when it is none."""
    if not _DATE.fullmatch(text):
        return None
    whole, _, fraction = text.removesuffix("Z").partition(".")
    try:
        read = datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return read.replace(microsecond=int(fraction[:6].ljust(6, "0"))) if fraction else read


def _header_problems(record: Record) -> Iterator[Problem]:
    yield from _syntax_problems(record)
    yield from _value_problems(record)


def _syntax_problems(record: Record) -> Iterator[Problem]:
    bad = DamageKind.BAD_HEADER
    if record.version not in _VERSIONS:
        yield bad, f"the record calls itself {printable(record.version, 20)}"
    for line in record.malformed:
        yield bad, f"a header line that is none: {printable(line, 60)}"
    names = [name.lower() for name, _ in record.headers]
    for name in sorted({name for name in names if names.count(name) > 1} - _REPEATABLE):
        yield bad, f"more than one {name}"
    for name in _MANDATORY:
        if not record.header(name):
            yield bad, f"no {name}"


def _value_problems(record: Record) -> Iterator[Problem]:
    bad = DamageKind.BAD_HEADER
    if record.type and record.type not in _TYPES:
        yield bad, f"WARC-Type is {printable(record.type, 40)}"
    if record.type in _WITH_URI and not _URI.fullmatch(record.uri or ""):
        yield bad, f"WARC-Target-URI is {printable(record.uri, 80)}"
    if (truncated := record.header("WARC-Truncated")) and truncated not in _TRUNCATED:
        yield bad, f"WARC-Truncated is {printable(truncated, 40)}"
    identity = record.header("WARC-Record-ID")
    if identity and not _ID.fullmatch(identity):
        yield DamageKind.BAD_ID, f"WARC-Record-ID is {printable(identity, 80)}"
    date = record.header("WARC-Date")
    if date and moment(date) is None:
        yield DamageKind.BAD_DATE, f"WARC-Date is {printable(date, 40)}"


def _length_problems(record: Record) -> Iterator[Problem]:
    stated = record.header("Content-Length")
    if stated and record.stated_length is None:
        yield DamageKind.LENGTH, f"Content-Length is {printable(stated, 40)}"
    elif record.stated_length is not None and record.length != record.stated_length:
        yield (
            DamageKind.LENGTH,
            f"Content-Length is {record.stated_length}, the block has {record.length} bytes",
        )
    elif record.stated_length is not None and not record.closed:
        yield DamageKind.LENGTH, "the block does not end where Content-Length says"


def _digest_problems(record: Record) -> Iterator[Problem]:
    whole = record.length == record.stated_length
    for name, computed, kind in (
        ("WARC-Block-Digest", record.block_digest, DamageKind.BLOCK_DIGEST),
        ("WARC-Payload-Digest", record.payload_digest, DamageKind.PAYLOAD_DIGEST),
    ):
        stated = record.header(name)
        if name == "WARC-Payload-Digest" and record.type != "response":
            continue  # of a revisit it is the digest of another record's payload
        if stated and whole and computed != stated:
            yield kind, f"{name} is {printable(stated, 90)}, over the bytes it is {computed}"
    if not record.header("WARC-Block-Digest"):
        yield DamageKind.NO_DIGEST, "no WARC-Block-Digest: nothing says that these are the bytes"
    if record.type == "response" and record.status and not record.header("WARC-Payload-Digest"):
        yield DamageKind.NO_DIGEST, "no WARC-Payload-Digest"


def _revisit_problems(record: Record) -> Iterator[Problem]:
    profile = record.header("WARC-Profile")
    if profile not in PROFILES:
        yield DamageKind.PROFILE, f"WARC-Profile is {printable(profile, 90)}"
    for name in ("WARC-Refers-To", "WARC-Payload-Digest"):
        if not record.header(name):
            yield DamageKind.REFERENCE, f"a revisit without {name}"
