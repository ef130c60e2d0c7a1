"""A web server over plain sockets that says any bytes one gives it, and notes what it was asked."""

from __future__ import annotations

import socket
import struct
import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    Answer = Callable[[socket.socket], None]
    Site = Callable[[str, str], bytes | Answer]  # by host and path


class SocketServer:
    """Listens on a loopback address until the `with` block ends; every connection serves one request."""

    def __init__(self, site: Site, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[tuple[str, str]] = []  # host and path, in the order they came
        self.times: list[float] = []  # monotonic seconds
        self._site = site
        self._tls = tls
        self._listener = socket.create_server(
            (address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET, backlog=256
        )
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def paths(self, host: str) -> list[str]:
        return [path for asked_host, path in self.asked if asked_host == host]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                self._answer(self._tls.wrap_socket(connection, server_side=True) if self._tls else connection)
            except OSError:  # the client has gone
                return

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(65536)
            if not received:
                return
            head += received
        lines = head.decode("latin-1").split("\r\n")
        host = next(line[6:] for line in lines if line.lower().startswith("host: "))
        path = lines[0].split(" ")[1]
        self.times.append(time.monotonic())
        self.asked.append((host, path))
        answer = self._site(host, path)
        if isinstance(answer, bytes):
            connection.sendall(answer)
        else:
            answer(connection)
        connection.close()


def response(body: bytes = b"", *fields: str, status: str = "200 OK") -> bytes:
    head = [f"HTTP/1.1 {status}", *fields, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(head).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return response(b"", f"Location: {location}", status=status)


def silence(_: socket.socket) -> None:
    """Say nothing for longer than any client waits."""
    time.sleep(30)


def reset(connection: socket.socket) -> None:
    """Break the connection off with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def endless(connection: socket.socket) -> None:
    """A body that does not end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nUser-agent: *\nDisallow: /private\n")
    while True:
        connection.sendall(b"# more\n" * 8192)
