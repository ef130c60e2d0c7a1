"""Files over HTTP on loopback with byte ranges, which the viewer of WACZ files asks for."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8"}


class _Handler(BaseHTTPRequestHandler):
    files: ClassVar[Mapping[str, bytes | Callable[[], bytes]]]
    asked: ClassVar[list[str]]

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        held = self.files.get(path)
        self.asked.append(path)
        data = held() if callable(held) else held
        if data is None:
            self.send_error(404)
            return
        span = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        first, end = _bounds(span, len(data)) if span else (0, len(data))
        self.send_response(206 if span else 200)
        self.send_header(
            "Content-Type",
            TYPES["html"]
            if path.endswith("/")
            else TYPES.get(path.rpartition(".")[2], "application/octet-stream"),
        )
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(end - first))
        if span:
            self.send_header("Content-Range", f"bytes {first}-{end - 1}/{len(data)}")
        self.end_headers()
        if body:
            with suppress(ConnectionError):  # the viewer breaks off what it no longer wants
                self.wfile.write(data[first:end])

    def log_message(self, *_: object) -> None:
        """Silence."""


def _bounds(span: re.Match[str], size: int) -> tuple[int, int]:
    first, last = span.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size


@contextmanager
def serving(files: Mapping[str, bytes | Callable[[], bytes]]) -> Iterator[tuple[str, list[str]]]:
    """The address, and the paths that are asked for. A file may be a function, which may take its time."""
    asked: list[str] = []
    handler = type("Handler", (_Handler,), {"files": files, "asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()
