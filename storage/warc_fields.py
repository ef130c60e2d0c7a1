"""What may stand in a WARC header or in an application/warc-fields block, and how it is written.

One line end too many in a value would forge a header, a record or a field (WARC/1.1, section 4), so a value
that could is refused here, by name, before a byte is written.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

DATE_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"  # WARC/1.1, section 5.4: fractions of a second are allowed
CONTENT_TYPE = "application/warc-fields"
_HEADER_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[\x21-\x3b\x3d\x3f-\x7e]+")  # visible ASCII without < and >
_RECORD_ID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What a request may say, in a record and on the wire: nothing here is a secret. Everything else
# (Authorization, Cookie, Proxy-Authorization, X-Api-Key, ...) is left off before sending.
REQUEST_HEADERS = frozenset(
    {
        b"host", b"user-agent", b"from", b"connection", b"content-length", b"range",
        b"accept", b"accept-charset", b"accept-encoding", b"accept-language",
        b"if-match", b"if-none-match", b"if-modified-since", b"if-unmodified-since", b"if-range",
    }
)  # fmt: skip


class UnsafeHeader(ValueError):
    """A value that must not reach a WARC record; the message names its field."""


def header_value(name: str, value: str) -> str:
    """The value, which is printable ASCII without blanks at its ends; else UnsafeHeader."""
    if not _HEADER_VALUE.fullmatch(value):
        raise UnsafeHeader(f"{name}: not printable ASCII on one line: {value[:80]!a}")
    return value


def field_value(name: str, value: str) -> str:
    """The value, which is printable text on one line; else UnsafeHeader."""
    if not value.isprintable():
        raise UnsafeHeader(f"{name}: not printable text on one line: {value[:80]!a}")
    return value


def uri(name: str, value: str) -> str:
    """The URI, which is visible ASCII and carries no user name or password; else UnsafeHeader."""
    if not _URI.fullmatch(value):
        raise UnsafeHeader(f"{name}: not a URI in visible ASCII: {value[:80]!a}")
    if has_userinfo(value):
        raise UnsafeHeader(f"{name}: a URI with a user name or password in it")
    return value


def has_userinfo(url: str) -> bool:
    return "@" in url and "@" in urlsplit(url).netloc


def record_id(name: str, value: str) -> str:
    """The record id in its angle brackets (WARC/1.1, section 5.2); UnsafeHeader unless urn:uuid:..."""
    if not _RECORD_ID.fullmatch(value):
        raise UnsafeHeader(f"{name}: not urn:uuid: and a UUID: {value[:80]!a}")
    return f"<{value}>"


def date(name: str, moment: datetime) -> str:
    """The moment in UTC with microseconds; UnsafeHeader when it has no time zone."""
    if moment.tzinfo is None:
        raise UnsafeHeader(f"{name}: a moment without a time zone")
    return moment.astimezone(UTC).strftime(DATE_FORMAT)


def ip(name: str, value: str) -> str:
    """The address in its canonical form (RFC 5952), without a zone."""
    try:
        return str(ip_address(value.partition("%")[0]))
    except ValueError:
        raise UnsafeHeader(f"{name}: not an IP address: {value[:80]!a}") from None


def checked_request(request: bytes) -> bytes:
    """The request as sent, in which only fields of REQUEST_HEADERS may occur; else UnsafeHeader."""
    head, _, _ = request.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n")[1:]:
        name = line.partition(b":")[0].strip().lower()
        if name not in REQUEST_HEADERS:
            raise UnsafeHeader(f"request header not on the list of those that may be kept: {name[:40]!r}")
    return request


def fields_block(fields: tuple[tuple[str, str], ...]) -> bytes:
    """An application/warc-fields block; fields without a value are left out."""
    return "".join(f"{name}: {field_value(name, value)}\r\n" for name, value in fields if value).encode()


def parsed_fields(block: bytes) -> tuple[tuple[str, str], ...]:
    """What fields_block wrote, in order."""
    lines = block.decode("utf-8", "replace").split("\r\n")
    return tuple((name, value.strip()) for name, colon, value in (x.partition(":") for x in lines) if colon)


def escaped(message: bytes) -> str:
    """Bytes as printable ASCII on one line, in the manner of Python's bytes literals."""
    return message.decode("latin-1").encode("unicode_escape").decode("ascii")


def unescaped(value: str) -> bytes:
    """What `escaped` was given."""
    return value.encode("ascii").decode("unicode_escape").encode("latin-1")
