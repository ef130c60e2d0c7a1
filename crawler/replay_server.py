"""pywb as a program of its own, on loopback, showing the pages of an archive as they were.

pywb is GPL-3.0 and cannot be installed beside Scrapy (its brotlipy and our brotli are one module): it is found in
`.venv-pywb` (`make pywb`), in PYWB, or on the PATH, and is never imported.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.configuration import BadConfiguration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.replay_files import ReplayFiles

COLLECTION = "pressmark"
_START_S = 120.0
_PAUSE_S = 0.2
_PROJECT = Path(__file__).resolve().parents[1]


def pywb_program() -> Path:
    """The program `wayback`. BadConfiguration says how to get it."""
    named = os.environ.get("PYWB")
    found = named or shutil.which("wayback")
    own = _PROJECT / ".venv-pywb" / "bin" / "wayback"
    path = Path(found) if found else own
    if not path.is_file():
        raise BadConfiguration(
            f"no pywb at {path}: run `make pywb`, or name its program `wayback` in the variable PYWB"
        )
    return path


def address(port: int, url: str, moment: datetime) -> str:
    """Where the capture of that moment is shown."""
    return f"http://127.0.0.1:{port}/{COLLECTION}/{moment:%Y%m%d%H%M%S}/{url}"


@contextmanager
def replaying(files: ReplayFiles, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The running server, which answers. `port` 0: any that is free is what `free_port` is for. BadConfiguration."""
    settings = {
        "collections": {COLLECTION: {"index_paths": str(files.index), "archive_paths": str(files.places)}}
    }
    (folder / "config.yaml").write_text(json.dumps(settings), encoding="utf-8")  # YAML has JSON in it
    command = [str(pywb_program()), "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "pywb.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)  # noqa: S603 - a program named by the operator
        try:
            _wait(server, port, folder)
            yield server
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            last = (folder / "pywb.log").read_text("utf-8", "replace").strip().splitlines()[-1:]
            raise BadConfiguration(f"pywb ended with status {server.returncode}: {' '.join(last)}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(_PAUSE_S)
        else:
            return
    raise BadConfiguration(f"pywb did not answer on port {port} within {_START_S:.0f} seconds")
