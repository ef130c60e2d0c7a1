"""The private names of Scrapy and Twisted that the wire capture leans on: an upgrade that moves one fails here."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from scrapy.core.downloader.handlers import http11
from scrapy.utils.test import get_crawler
from twisted.internet.interfaces import IHandshakeListener, ISSLTransport
from twisted.protocols.basic import LineReceiver
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web import _newclient
from twisted.web.client import HTTPConnectionPool, _RetryingHTTP11ClientProtocol

from crawler.wire_protocol import TappedPool, TappedProtocol

MOVED = "the wire capture in crawler/wire_protocol.py relies on it; read what replaced it before going on"


def _parameters(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)


def _source(thing: Any) -> str:
    return inspect.getsource(thing)


def test_the_handler_keeps_its_connections_in_pool() -> None:
    source = _source(http11.HTTP11DownloadHandler)
    assert "self._pool: HTTPConnectionPool = HTTPConnectionPool(reactor" in source, MOVED
    assert "self._pool._factory =" in source, MOVED
    assert "pool=self._pool" in source, MOVED
    assert "contextFactory=self._contextFactory" in source, MOVED


def test_the_pool_builds_connections_with_its_factory_and_reactor() -> None:
    source = _source(HTTPConnectionPool)
    assert "factory = self._factory(quiescentCallback, repr(endpoint))" in source, MOVED
    assert "self._reactor = reactor" in source, MOVED
    assert _parameters(HTTPConnectionPool.getConnection) == ["self", "key", "endpoint"], MOVED


def test_the_handler_uses_tapped_connections() -> None:
    handler = http11.HTTP11DownloadHandler
    from crawler.wire import WireCaptureHandler  # noqa: PLC0415  # imports the reactor's modules

    assert issubclass(WireCaptureHandler, handler)
    assert _parameters(handler.download_request) == ["self", "request"], MOVED
    assert TappedPool._factory is HTTPConnectionPool._factory


@pytest.mark.parametrize("name", ["request", "dataReceived", "connectionLost", "_finishResponse", "_giveUp"])
def test_the_protocol_has_the_methods_that_are_tapped(name: str) -> None:
    assert callable(getattr(_newclient.HTTP11ClientProtocol, name, None)), f"{name}: {MOVED}"


def test_the_protocol_hands_the_end_of_a_message_to_finish_response() -> None:
    source = _source(_newclient.HTTP11ClientProtocol.request)
    assert "HTTPClientParser(request, self._finishResponse)" in source, MOVED
    assert "request.writeTo(self.transport)" in source, MOVED
    assert "self._parser = " in source, MOVED
    assert "self.finisher(rest)" in _source(_newclient.HTTPClientParser._finished), MOVED


def test_the_parser_tells_the_head_from_the_body_and_bounds_its_lines() -> None:
    assert (_newclient.BODY, _newclient.DONE) == ("BODY", "DONE"), MOVED
    assert "self.state = BODY" in _source(_newclient.HTTPParser.switchToBodyMode), MOVED
    assert _newclient.HTTPClientParser.MAX_LENGTH == 16384, MOVED
    assert "return self.lineLengthExceeded(" in _source(LineReceiver.dataReceived), MOVED


def test_twisted_sends_a_request_again_with_the_object_it_was_given() -> None:
    source = _source(_RetryingHTTP11ClientProtocol.request)
    assert "self._clientProtocol.request(request)" in source, MOVED
    assert "connection.request(request)" in source, MOVED


def test_tls_tells_its_protocol_when_the_handshake_is_done() -> None:
    assert "self.wrappedProtocol.handshakeCompleted()" in _source(TLSMemoryBIOProtocol), MOVED
    assert IHandshakeListener.implementedBy(TappedProtocol)
    assert ISSLTransport.implementedBy(TLSMemoryBIOProtocol) or "ISSLTransport" in _source(
        TLSMemoryBIOProtocol
    ), MOVED


def test_a_crawler_can_be_a_key_of_the_recorders() -> None:
    from crawler.recording import recorder_for, set_recorder  # noqa: PLC0415  # beside what it shows

    class Silent:
        async def record(self, request: Any, exchanges: Any) -> None:
            """Keeps nothing."""

    one, other, recorder = get_crawler(), get_crawler(), Silent()
    set_recorder(one, recorder)
    assert recorder_for(one) is recorder
    with pytest.raises(RuntimeError, match="no recorder"):
        recorder_for(other)
