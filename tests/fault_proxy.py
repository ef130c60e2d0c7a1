"""A proxy before the S3 server that breaks what passes through it, so that the real server meets real faults.

with FaultProxy(port) as proxy:
    proxy.inject(Fault.LOSE_ANSWER, "PUT")     # once: the server has stored it, the client never hears of it

Requests are signed for the host in their Host header, which is passed on as it is.
"""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Fault(Enum):
    UNAVAILABLE = auto()  # 503 SlowDown, and the server never sees the request
    BROKEN = auto()  # 500 InternalError, likewise
    DENIED = auto()  # 403, likewise
    SLOW = auto()  # it is done, and the answer takes its time
    LOSE_ANSWER = auto()  # the server has done it; the connection breaks before the answer
    CUT_UPLOAD = auto()  # the connections break in the middle of the request's body
    CUT_DOWNLOAD = auto()  # ... of the answer's
    FLIP_UPLOAD = auto()  # one bit of the request's body is another
    FLIP_DOWNLOAD = auto()
    HANG = auto()  # the server never sees the request, and nothing is said until the proxy ends
    CLAIM_SUCCESS = auto()  # a refusal becomes a 200, as a server that ignores conditions would say


_REFUSALS: dict[Fault | None, tuple[int, str]] = {
    Fault.UNAVAILABLE: (503, "SlowDown"),
    Fault.BROKEN: (500, "InternalError"),
    Fault.DENIED: (403, "AccessDenied"),
}
PATIENCE = 2.0  # seconds that a slow answer takes


@dataclass
class Rule:
    fault: Fault
    method: str
    times: int  # what is left
    after: int  # requests of the method that pass unharmed before


@dataclass
class FaultProxy:
    """Listens on a free port of 127.0.0.1 while it is entered."""

    server_port: int
    rules: list[Rule] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)  # methods, in order
    hung: threading.Event = field(default_factory=threading.Event)  # a request hangs
    ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self._listener = _Listener(self)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._listener.server_port}"

    def inject(self, fault: Fault, method: str, times: int = 1, after: int = 0) -> None:
        """Let `times` requests of this method suffer the fault, once `after` others have passed."""
        self.rules.append(Rule(fault, method, times, after))

    def fault_for(self, method: str) -> Fault | None:
        """The fault of this request; a rule is used up by it."""
        with self._lock:
            self.requests.append(method)
            rule = next((rule for rule in self.rules if rule.method == method and rule.times), None)
            if rule is None:
                return None
            if rule.after:
                rule.after -= 1
                return None
            rule.times -= 1
            return rule.fault


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a client's idle connection must not hold up the end of a test

    def __init__(self, proxy: FaultProxy) -> None:
        self.proxy = proxy
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: broken connections are what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for an acknowledgement
    wbufsize = -1
    server: _Listener

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the parent's
        """Nothing to the terminal."""

    def handle_expect_100(self) -> bool:
        """Say "100 Continue" at once: boto3 waits a second for it."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def handle_any(self) -> None:
        fault = self.server.proxy.fault_for(self.command)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if fault in _REFUSALS:
            self._refuse(*_REFUSALS[fault])
        elif fault is Fault.HANG:
            self.server.proxy.hung.set()
            self.server.proxy.ended.wait()
            self._reset()
        elif fault is Fault.CUT_UPLOAD:
            self._forward(body, body[: len(body) // 2]).close()
            self._reset()
        else:
            self._pass_on(_flipped(body) if fault is Fault.FLIP_UPLOAD else body, fault)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = handle_any  # noqa: N815 - http.server looks for these

    def _pass_on(self, body: bytes, fault: Fault | None) -> None:
        upstream = self._forward(body, body)
        answer = upstream.getresponse()
        data = answer.read()
        upstream.close()
        if fault is Fault.SLOW:
            self.server.proxy.ended.wait(PATIENCE)
        if fault is Fault.LOSE_ANSWER:
            self._reset()
            return
        status = answer.status
        if fault is Fault.CLAIM_SUCCESS and status >= 400:
            status, data = 200, b""
        self.send_response_only(status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        self._send_body(data, fault)

    def _send_body(self, data: bytes, fault: Fault | None) -> None:
        if fault is Fault.CUT_DOWNLOAD:
            self.wfile.write(data[: len(data) // 2])
            self._reset()
        else:
            self.wfile.write(_flipped(data) if fault is Fault.FLIP_DOWNLOAD else data)

    def _forward(self, body: bytes, sent: bytes) -> http.client.HTTPConnection:
        """The request to the server, of whose body only `sent` is sent."""
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.proxy.server_port, timeout=30)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("expect", "connection", "content-length"):
                upstream.putheader(name, value)
        upstream.putheader("Content-Length", str(len(body)))
        upstream.endheaders()
        upstream.send(sent)
        return upstream

    def _refuse(self, status: int, code: str) -> None:
        data = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>injected</Message></Error>".encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _reset(self) -> None:
        """Break the connection with a reset instead of an end."""
        self.close_connection = True
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :] if data else data
