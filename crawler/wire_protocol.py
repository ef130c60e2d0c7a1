"""Twisted's HTTP/1.1 client, tapped: keeps the bytes of each request and answer as they crossed.

Below this is TLS, above it Twisted's parser, so what passes is decrypted and not yet interpreted. Only here
are status line, header order and case, chunk framing and 1xx messages still to be had. The private names
that this relies on are listed in tests/test_private_names.py, which fails when an upgrade moves one.
"""
# mypy: disallow-untyped-calls=False
# (half of Twisted has no types)

from __future__ import annotations

import time
from contextvars import ContextVar
from io import BytesIO
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DownloadCancelledError
from twisted.internet.error import ConnectionAborted, ConnectionDone
from twisted.internet.interfaces import IHandshakeListener, ISSLTransport
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, DONE, HTTP11ClientProtocol
from twisted.web.client import HTTPConnectionPool
from zope.interface.declarations import implementer

from crawler import clock
from storage.exchange import Tls
from storage.warc_fields import REQUEST_HEADERS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress, IStreamClientEndpoint
    from twisted.web._newclient import Request as TxRequest
    from twisted.web.iweb import IResponse

    from storage.exchange import Exchange

# Real Content-Security-Policy lines exceed Twisted's 16 KiB. A line is copied again with every packet until
# it ends, so its length is bounded more tightly than the section.
_MAX_LINE_BYTES = 64 * 1024


LARGE_BYTES = 2 << 20  # of an answer: few pages are larger, and 16 of them at once fit into memory


class HeadersTooLargeError(DownloadCancelledError):
    """The header section, with any 1xx messages before it, is larger than MAX_HEADER_BYTES, or a line than 64 KiB."""


class Passage:
    """One request written to one connection, and what came back; grows while it lasts.

    Without a connection, it is the attempt to get one.
    """

    def __init__(self, connection: TappedProtocol | None) -> None:
        self.started_at = clock.now()
        self.sent: list[bytes] = []
        self.ended = False  # the parser saw the end of the message
        self.disconnected = False  # the other side ended the connection before the message
        self._lost = False  # the connection ended before the message, whoever ended it
        self._given_up = False  # we did, for it could not be read or took too much
        self._connection = connection
        self._received = BytesIO()  # which gives its bytes away uncopied: an answer may be of 32 MiB
        self._rest = 0  # bytes behind the message
        self._clock = time.monotonic()
        self._ended_clock: float | None = None
        self.ip_address: str | None = connection.transport.getPeer().host if connection else None

    def feed(self, data: bytes) -> int:
        """Keep what came; returns the bytes kept so far."""
        self._received.write(data)
        return self._received.tell()

    def end(self, rest: int) -> None:
        if not self._lost:
            self.ended, self._rest, self._ended_clock = True, rest, time.monotonic()

    def give_up(self) -> None:
        self._given_up = True

    def lose(self) -> None:
        if not self._lost:
            self._lost, self.disconnected, self._ended_clock = True, not self._given_up, time.monotonic()

    def forget(self) -> None:
        """Let go of the bytes: a kept connection holds its last passage until it is asked again."""
        self.sent, self._received = [], BytesIO()

    @property
    def tls(self) -> Tls | None:
        return self._connection.tls if self._connection else None

    @property
    def request(self) -> bytes:
        """What was sent: nothing as long as TLS is not agreed on, for until then it waits in a buffer."""
        return b"" if self._connection and self._connection.is_handshaking else b"".join(self.sent)

    @property
    def response(self) -> bytes:
        whole = self._received.getvalue()
        return whole[: len(whole) - self._rest] if self._rest else whole

    @property
    def fetch_time_ms(self) -> int:
        return round(((self._ended_clock or time.monotonic()) - self._clock) * 1000)


class LargeAnswers:
    """Lets one answer at a time grow beyond LARGE_BYTES; the others wait, unread, in the buffers of the system.

    A list of pages may name many hosts, and each of them may send a body of DOWNLOAD_MAXSIZE at the same moment. An
    answer keeps its turn until its exchange is archived and its bytes are let go.
    """

    def __init__(self) -> None:
        self._growing: Passage | None = None
        self._waiting: dict[Passage, Any] = {}  # and their transports

    def admit(self, passage: Passage, transport: Any) -> None:  # noqa: ANN401  # any of Twisted's transports
        """Call it when more of a large answer has come."""
        if self._growing in (None, passage):
            self._growing = passage
        elif passage not in self._waiting:
            self._waiting[passage] = transport
            transport.pauseProducing()

    def release(self, passage: Passage) -> None:
        """Call it when the exchange is archived, large or not."""
        self._waiting.pop(passage, None)
        if passage is self._growing:
            self._growing = next(iter(self._waiting), None)
            if self._growing:
                self._waiting.pop(self._growing).resumeProducing()


large_answers = LargeAnswers()  # of this process, whose memory it is about


class Trace:
    """The passages that one request of Scrapy's led to: Twisted asks again when a kept connection is stale."""

    def __init__(self) -> None:
        self.attempt = Passage(None)
        self.passages: list[Passage] = []
        self.error: HeadersTooLargeError | None = None  # found here, and only here
        self.exchanges: tuple[Exchange, ...] = ()  # of the passages, once the transfer has ended


current_trace: ContextVar[Trace] = ContextVar("current_trace")


class _TappedTransport:
    def __init__(self, transport: Any, sent: list[bytes]) -> None:  # noqa: ANN401  # any of Twisted's transports
        self._transport, self._sent = transport, sent

    def write(self, data: bytes) -> None:
        self._sent.append(data)
        self._transport.write(data)

    def writeSequence(self, data: list[bytes]) -> None:  # noqa: N802  # Twisted's name
        self._sent.extend(data)
        self._transport.writeSequence(data)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the transport has
        return getattr(self._transport, name)


class _TappedRequest:
    """A request that carries its trace, says only what may be kept, and notes what it writes."""

    def __init__(self, request: TxRequest, trace: Trace) -> None:
        for name, _ in list(request.headers.getAllRawHeaders()):
            if name.lower() not in REQUEST_HEADERS:
                request.headers.removeHeader(name)
        self._request, self.trace = request, trace

    def writeTo(self, transport: Any) -> Deferred[None]:  # noqa: ANN401, N802  # Twisted's name and any transport
        written: Deferred[None] = self._request.writeTo(
            _TappedTransport(transport, self.trace.passages[-1].sent)
        )
        return written

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the request has
        return getattr(self._request, name)


@implementer(IHandshakeListener)
class TappedProtocol(HTTP11ClientProtocol):
    """Mixed in front of the protocol class that Scrapy uses, see tapped_factory."""

    transport: Any  # plain or TLS
    max_header_bytes: int
    tls: Tls | None = None
    _passage: Passage | None = None
    _trace: Trace
    _in_head = False

    @property
    def _max_line_bytes(self) -> int:
        return min(self.max_header_bytes, _MAX_LINE_BYTES)

    @property
    def is_handshaking(self) -> bool:
        return self.tls is None and ISSLTransport.providedBy(self.transport)

    def handshakeCompleted(self) -> None:  # noqa: N802  # Twisted's name
        connection = self.transport.getHandle()
        certificate = connection.get_peer_certificate()
        digest = certificate.digest("sha256").decode("ascii") if certificate else ""
        self.tls = Tls(
            connection.get_protocol_version_name(),
            connection.get_cipher_name(),
            digest.replace(":", "").lower(),
        )

    def request(self, request: Any) -> Deferred[IResponse]:  # noqa: ANN401  # a _TappedRequest where a request is due
        self._passage = Passage(self)
        self._in_head = True
        request.trace.passages.append(self._passage)
        self._trace = request.trace
        answer: Deferred[IResponse] = super().request(request)
        if self._parser is not None:
            self._parser.MAX_LENGTH = self._max_line_bytes
            self._parser.lineLengthExceeded = self._line_too_long  # type: ignore[method-assign]  # of this one parser
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted's name
        passage = self._passage
        if passage is None or passage.ended:
            super().dataReceived(data)
            return
        size = passage.feed(data)
        super().dataReceived(data)
        if self._in_head:
            self._bound_head(size)
        elif size > LARGE_BYTES and not passage.ended:
            large_answers.admit(passage, self.transport)

    def _bound_head(self, size: int) -> None:
        """Give up on a header section without end; 1xx messages count, for the parser starts anew after each."""
        self._in_head = self._parser is not None and self._parser.state not in (BODY, DONE)
        if self._in_head and size > self.max_header_bytes:
            self._giveUp(Failure(self._too_large("headers", self.max_header_bytes)))
        if self._trace.error:
            self.transport.abortConnection()  # a server that goes on sending would not let it be closed

    def _line_too_long(self, _line: bytes) -> None:
        raise self._too_large(
            "header line", _MAX_LINE_BYTES
        )  # dataReceived gives up on what its parser raises

    def _too_large(self, what: str, limit: int) -> HeadersTooLargeError:
        self._trace.error = HeadersTooLargeError(f"response {what} larger than {limit} bytes")
        return self._trace.error

    def _giveUp(self, reason: Failure) -> None:  # noqa: N802  # Twisted's name
        if self._passage is not None:
            self._passage.give_up()
        super()._giveUp(reason)

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802  # Twisted's name
        if self._passage is not None:
            self._passage.end(len(rest or b""))  # Twisted passes None when the connection ended it
        super()._finishResponse(rest)

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802  # Twisted's name
        """A body of no stated length ends in here, unless the connection broke (RFC 9112, section 8).

        Over TLS a break cannot be told from a server that leaves without a word, as many do: that is an end.
        """
        passage = self._passage
        if passage is not None and not passage.ended:
            if hung_up := self.transport.disconnecting or reason.check(ConnectionAborted):  # we did
                passage.give_up()
            if hung_up or (self.tls is None and not reason.check(ConnectionDone)):
                passage.lose()
        super().connectionLost(reason)
        if passage is not None and not passage.ended:
            passage.lose()


def tapped_factory(factory: Any, limit: int) -> Any:  # noqa: ANN401  # Twisted's factories have no types
    """A protocol factory like the given one, whose protocols are tapped: no private class is named here."""
    tapped: dict[type, type] = {}

    class Factory(factory):  # type: ignore[misc]  # the class is only known at run time
        noisy = False

        def buildProtocol(self, addr: IAddress) -> TappedProtocol:  # noqa: N802  # Twisted's name
            protocol = super().buildProtocol(addr)
            plain = type(protocol)
            if plain not in tapped:
                tapped[plain] = type(
                    f"Tapped{plain.__name__}", (TappedProtocol, plain), {"max_header_bytes": limit}
                )
            protocol.__class__ = tapped[plain]
            return protocol  # type: ignore[no-any-return]  # its class was just set

    return Factory


class _Bound:
    """A connection that is told, with the request, which trace it serves."""

    def __init__(self, connection: Any, trace: Trace) -> None:  # noqa: ANN401  # a protocol or Twisted's retrying wrapper
        self._connection, self._trace = connection, trace

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        answer: Deferred[IResponse] = self._connection.request(_TappedRequest(request, self._trace))
        return answer

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the connection has
        return getattr(self._connection, name)


class TappedPool(HTTPConnectionPool):
    """Hands out connections bound to the trace of the request that asks for one."""

    def getConnection(self, key: Hashable, endpoint: IStreamClientEndpoint) -> Deferred[Any]:  # noqa: N802  # Twisted's name
        trace = current_trace.get()  # the handler's call reaches this synchronously, in its own context
        return super().getConnection(key, endpoint).addCallback(_Bound, trace)
