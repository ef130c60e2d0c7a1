"""Starts pywb, an independent replay tool, on archives that a test has written.

pywb lives in an environment of its own: its brotlipy and the crawler's brotli cannot be installed together.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Replay:
    """A running pywb."""

    port: int
    folder: Path

    def fetch(self, collection: str, timestamp: str, url: str) -> tuple[int, bytes]:
        """Status and body of one capture as archived, without the banner and rewriting (modifier id_)."""
        address = f"http://127.0.0.1:{self.port}/{collection}/{timestamp}id_/{url}"
        try:
            with _OPENER.open(address, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def index(self, collection: str) -> list[str]:
        """The CDXJ lines that pywb made itself."""
        text = (self.folder / "collections" / collection / "indexes" / "index.cdxj").read_text()
        return text.splitlines()


class _Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """An archived redirect is what was asked for, not where to go."""


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Redirects())


def pywb_python() -> Path:
    """The interpreter that has pywb: $PYWB_PYTHON, else .venv-pywb."""
    python = Path(os.environ.get("PYWB_PYTHON") or ROOT / ".venv-pywb" / "bin" / "python")
    if not python.exists():
        raise FileNotFoundError(
            f"no pywb at {python}: run `make pywb`, or set PYWB_PYTHON to an interpreter with pywb"
        )
    return python


@contextmanager
def replaying(folder: Path, collections: Mapping[str, Path]) -> Iterator[Replay]:
    """Serve each WARC file as the collection of that name, on a loopback port."""
    tools = pywb_python().parent
    for name, warc in collections.items():
        subprocess.run([tools / "wb-manager", "init", name], cwd=folder, check=True, capture_output=True)
        subprocess.run([tools / "wb-manager", "add", name, warc], cwd=folder, check=True, capture_output=True)
    port = _free_port()
    with (folder / "pywb.log").open("wb") as log:
        server = subprocess.Popen(
            [tools / "wayback", "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=log, stderr=log
        )
        try:
            _wait(port, server)
            yield Replay(port, folder)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"pywb ended with status {server.returncode}: see its pywb.log")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)  # not up yet
        else:
            return
    raise TimeoutError("pywb did not start")
