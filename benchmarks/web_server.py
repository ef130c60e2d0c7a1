"""nginx on 127.0.0.1 in processes of its own: hands out files as they lie, gzip-coded where asked to."""

from __future__ import annotations

import getpass
import gzip
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmarks.pages import Page

PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"  # the last two are not on everybody's PATH
ROBOTS = b"User-agent: *\nAllow: /\n"

# The charset stands in the header, as on most sites: without it bare Scrapy would guess it for 2 ms a page.
CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 256; }}
http {{
  types {{ text/plain txt; }}
  default_type "text/html; charset=utf-8";
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; etag on;
  open_file_cache max=10000; gzip_static {gzip};
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


class NoWebServer(Exception):
    """nginx is not installed, or does not start."""


@dataclass(frozen=True, slots=True)
class Site:
    """A folder of pages, each beside its gzip-coded form."""

    host: str
    root: Path
    pages: tuple[str, ...]  # paths as they are asked for

    @property
    def files(self) -> tuple[str, ...]:
        """Where the pages lie, from the root."""
        return tuple(map(_file, self.pages))


def written(root: Path, host: str, pages: Iterable[Page]) -> Site:
    """Put the pages where the server finds them."""
    paths = []
    for page in pages:
        place = root / _file(page.path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(page.html)
        place.with_name(place.name + ".gz").write_bytes(gzip.compress(page.html, 6, mtime=0))
        paths.append(page.path)
    (root / "robots.txt").write_bytes(ROBOTS)
    return Site(host, root, tuple(paths))


def _file(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") else path


def nginx() -> str:
    """The program; NoWebServer when it is not installed."""
    program = shutil.which("nginx", path=PLACES)
    if program is None:
        raise NoWebServer("nginx is needed: `apt-get install nginx-light`, or your system's package of it")
    return program


@contextmanager
def serving(site: Site, folder: Path, *, coded: bool = True) -> Iterator[int]:
    """The port at which the site answers. Raises NoWebServer."""
    port = _free_port()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    gzip_static = "on" if coded else "off"
    file.write_text(
        CONFIGURATION.format(folder=folder, user=user, gzip=gzip_static, port=port, root=site.root)
    )
    process = subprocess.Popen([nginx(), "-c", file, "-e", folder / "error.log"])
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
        if process.poll() is not None:
            break
    raise NoWebServer("nginx does not answer")
