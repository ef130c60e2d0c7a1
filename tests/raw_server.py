"""A server on a plain socket that sends what a case says, byte for byte, and logs every byte in and out."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Reply:
    """What to send, and what to do then."""

    data: bytes = b""
    close: bool = False
    hang: bool = False  # say nothing more until the client goes away
    reset: bool = False
    endless: bytes = b""  # sent again and again, after `data`, until the client goes away
    close_on_next: bool = False  # answer, and close when the next request on the connection has come
    pieces: int = 1  # packets that `data` is cut into


@dataclass
class Served:
    """One request as it came and what was sent to it."""

    path: str
    received: bytes
    sent: bytearray = field(default_factory=bytearray)


class RawServer:
    """Serves on a loopback port; paths that are no case get a 404."""

    def __init__(self, replies: Mapping[str, Reply], context: ssl.SSLContext | None = None) -> None:
        self.replies, self.context = replies, context
        self.served: list[Served] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
        self._listener.close()

    def served_at(self, path: str) -> list[Served]:
        return [served for served in self.served if served.path == path]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self._connection, args=(connection,), daemon=True).start()

    def _connection(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:  # a client that goes away is part of the cases
            connection.settimeout(30)
            if self.context is None:
                self._serve(connection)
                return
            with self.context.wrap_socket(connection, server_side=True) as encrypted:
                self._serve(encrypted)

    def _serve(self, connection: socket.socket) -> None:
        drop_next = False
        for received in _requests(connection):
            path = received.split(b" ")[1].decode()
            served = Served(path, received)
            self.served.append(served)
            if drop_next:
                return
            reply = self.replies.get(
                path.partition("?")[0], Reply(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            )
            _send(connection, reply, served)
            drop_next = reply.close_on_next
            if reply.reset:
                time.sleep(0.2)  # a reset discards what the client has not read yet
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if reply.hang:
                connection.recv(1)
            if reply.close or reply.reset or reply.hang:
                return


def _requests(connection: socket.socket) -> Iterator[bytes]:
    buffer = b""
    while True:
        while b"\r\n\r\n" not in buffer:
            data = connection.recv(65536)
            if not data or not data[:1].isalpha():
                return
            buffer += data
        head, _, buffer = buffer.partition(b"\r\n\r\n")
        yield head + b"\r\n\r\n"


def _send(connection: socket.socket, reply: Reply, served: Served) -> None:
    step = max(1, -(-len(reply.data) // reply.pieces))
    for start in range(0, len(reply.data), step):
        served.sent += reply.data[
            start : start + step
        ]  # logged first: the client may be quicker than the log
        connection.sendall(reply.data[start : start + step])
        if reply.pieces > 1:
            time.sleep(0.002)
    while reply.endless:
        served.sent += reply.endless
        connection.sendall(reply.endless)
