"""What can be said of an answer before it is archived: the digest it is found by, and what it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from storage.http_message import (
    BadHttp,
    HttpResponse,
    IncompleteBody,
    entity,
    parse_response,
    split_informational,
)
from storage.payload_type import payload_type

if TYPE_CHECKING:
    from storage.exchange import Exchange

_SNIFFED = 64 << 10  # bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """An answer, read.

    `payload_digest` is over the body as it stands in the record, with its chunk framing on: the one way that
    warcio, FastWARC and pywb all accept (docs/fidelity.md). `entity_sha256` is over the entity, with the
    framing undone and the content coding left: the key to find an earlier capture by, for the borders of the
    chunks differ from one fetch to the next. It is None unless the entity is whole and not empty.
    """

    response: HttpResponse | None
    informational: tuple[bytes, ...]  # 1xx messages that came first
    block: bytes  # of the response record
    payload_digest: str | None  # algorithm first, lower-case hex; None when there is no HTTP message
    entity_sha256: str | None  # lower-case hex
    payload_type: str | None

    @property
    def status(self) -> int | None:
        return self.response.status if self.response else None


def examine(exchange: Exchange) -> Examined:
    """Read the answer, in time linear in its size. Never raises, whatever was received."""
    informational, block = split_informational(exchange.response)
    if not block:  # nothing but 1xx: then they are what was received
        informational, block = (), exchange.response
    try:
        response = parse_response(block)
    except BadHttp:
        return Examined(None, informational, block, None, None, None)
    # of an answer that was cut off, no more is undone than its type is told by: it has no digest to be found by
    readable = replace(response, body=response.body[:_SNIFFED]) if exchange.truncated else response
    payload, whole = _entity(readable, head_only=exchange.request.startswith(b"HEAD "))
    body_sha256 = hashlib.sha256(response.body).hexdigest()
    return Examined(
        response,
        informational,
        block,
        f"sha256:{body_sha256}",
        _digest(payload, response, body_sha256) if whole and payload and exchange.truncated is None else None,
        payload_type(payload, response.header("content-encoding")),
    )


def _entity(response: HttpResponse, *, head_only: bool) -> tuple[bytes, bool]:
    """The entity as far as there is one, and whether it is whole."""
    if head_only:
        return b"", True
    try:
        return entity(response), True
    except IncompleteBody as incomplete:
        return incomplete.received, False
    except BadHttp:
        return response.body, False


def _digest(payload: bytes, response: HttpResponse, body_sha256: str) -> str:
    return body_sha256 if len(payload) == len(response.body) else hashlib.sha256(payload).hexdigest()
