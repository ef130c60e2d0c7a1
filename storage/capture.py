"""A capture: one fetch of one URL at one moment, as archived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.exchange import Purpose, Truncation

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Pressmark:
    """Where the bytes of a capture stand in the archive."""

    record_id: str  # "urn:uuid:..." of the response record, without angle brackets
    warc: str  # file name, without folders
    offset: int  # of the gzip member that holds the response record, in bytes
    length: int  # of that member, in bytes
    payload_digest: str  # WARC-Payload-Digest as written, algorithm first
    run: str  # the run that fetched it


@dataclass(frozen=True, slots=True)
class Capture:
    """What an extractor may look at: a response record and nothing else.

    `block` is the HTTP response exactly as received: status line, headers, body with its transfer and
    content codings. `pressmark` is None only for a page that was never archived.
    """

    outlet: str
    url: str
    captured_at: datetime  # aware UTC
    block: bytes
    truncated: Truncation | None
    pressmark: Pressmark | None
    purpose: Purpose = Purpose.PAGE
