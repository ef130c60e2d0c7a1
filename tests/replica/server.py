"""Serves replica sites on 127.0.0.1, over plain HTTP and TLS, by the Host header of the request."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from tests.replica.certificates import CertificateAuthority
from tests.replica.reply import Ask, Reply, response_block

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_LINE = 65536  # bytes of a request line or header line


class Site(Protocol):
    """What a server needs of a site: the host names it answers to, and its answers."""

    @property
    def hosts(self) -> tuple[str, ...]: ...

    def reply(self, ask: Ask, *, secure: bool) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as the server saw it."""

    method: str
    host: str
    path: str  # the request target: path and query
    secure: bool
    status: int


class ReplicaServer:
    """Runs from `with` to its end. `any_host` sends every host that no site claims to the first site."""

    def __init__(self, sites: Sequence[Site], *, any_host: bool = False) -> None:
        self._sites = {host: site for site in sites for host in site.hosts}
        self._default = sites[0] if any_host else None
        self._folder = TemporaryDirectory(prefix="replica-")
        self._authority = CertificateAuthority(Path(self._folder.name))
        self._context = self._authority.server_context()
        self._plain, self._secure = _listening(), _listening()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.requests: list[Logged] = []
        self.http_port: int = self._plain.getsockname()[1]
        self.https_port: int = self._secure.getsockname()[1]
        self.ca_file = self._authority.ca_file

    def connect_to(self) -> list[str]:
        """The entries of the setting CONNECT_TO that lead each host's ports 80 and 443 here."""
        hosts = [""] if self._default else list(self._sites)
        ports = ((443, self.https_port), (80, self.http_port))
        return [f"{host}:{port}:127.0.0.1:{here}" for host in hosts for port, here in ports]

    def __enter__(self) -> Self:
        for listener, secure in ((self._plain, False), (self._secure, True)):
            self._start(self._accept, listener, secure)
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            closing = [self._plain, self._secure, *self._open]
        for each in closing:
            with contextlib.suppress(OSError):  # the peer may have gone first
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)
        self._plain.close()
        self._secure.close()
        self._folder.cleanup()

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def _accept(self, listener: socket.socket, secure: bool) -> None:  # noqa: FBT001 -- passed by Thread
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # shut down: the server is at its end
                return
            with self._lock:
                self._open.add(connection)
            self._start(self._serve, connection, secure)

    def _serve(self, connection: socket.socket, secure: bool) -> None:  # noqa: FBT001 -- passed by Thread
        try:
            with contextlib.suppress(OSError):  # a client that goes away, or does not trust us, is no fault
                stream = self._context.wrap_socket(connection, server_side=True) if secure else connection
                with self._lock:
                    self._open.discard(connection)
                    self._open.add(stream)
                with stream, stream.makefile("rb") as reader:
                    self._converse(stream, reader, secure=secure)
        finally:
            connection.close()
            with self._lock:
                self._open = {each for each in self._open if each.fileno() != -1}

    def _converse(self, stream: socket.socket, reader: BinaryIO, *, secure: bool) -> None:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while ask := _read(reader):
            site = self._sites.get(ask.host, self._default)
            reply = site.reply(ask, secure=secure) if site else Reply(421, b"no such site\n", "text/plain")
            self.requests.append(Logged(ask.method, ask.host, ask.target, secure, reply.status))
            stream.sendall(response_block(reply, ask, datetime.now(UTC)))
            if not ask.keeps_alive:
                return


def _listening() -> socket.socket:
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return listener


def _read(reader: BinaryIO) -> Ask | None:
    line = reader.readline(LONGEST_LINE)
    if not line.strip():
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while (field := reader.readline(LONGEST_LINE).strip()) != b"":
        name, _, value = field.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return Ask(method, target, headers)
