"""Serves a folder of real pages, each under its own host name, path and query.

    python -m tests.replica.pages_folder DIR [--urls FILE] [--limit N] [--gzip]

DIR holds `html/ID.html.gz` (the page as it was served) and `gold/ID.json` (with its `url`). The addresses are
written to a file, and the settings that lead a crawl here are printed; then it serves until interrupted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FolderSite:
    """All pages of a folder; `files` by (secure, host, target)."""

    files: Mapping[tuple[bool, str, str], Path]
    urls: tuple[str, ...]
    coded: bool = False  # gzip towards clients that accept it

    @classmethod
    def of(cls, folder: Path, *, limit: int | None = None, coded: bool = False) -> FolderSite:
        named = [
            (_url(gold), folder / "html" / f"{gold.stem}.html.gz")
            for gold in sorted((folder / "gold").glob("*.json"))
        ]
        served = [(url, file) for url, file in named if url and file.exists()][:limit]
        return cls({_where(url): file for url, file in served}, tuple(url for url, _ in served), coded)

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple({host for _, host, _ in self.files})

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        file = self.files.get((secure, ask.host, ask.target))
        if file is None:
            return Reply(404, b"not here\n", "text/plain")
        return Reply(200, gzip.decompress(file.read_bytes()), "text/html", gzip=self.coded)


def _url(gold: Path) -> str | None:
    """None: nobody noted where the page was."""
    url: str | None = json.loads(gold.read_text(encoding="utf-8")).get("url")
    return url


def _where(url: str) -> tuple[bool, str, str]:
    """Scheme, host and request target as a client sends them: a path is never empty, a fragment never sent."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme == "https", (parts.hostname or "").lower(), target


def main() -> None:
    arguments = _arguments()
    site = FolderSite.of(arguments.folder, limit=arguments.limit, coded=arguments.gzip)
    arguments.urls.write_text("".join(f"{url}\n" for url in site.urls), encoding="utf-8")
    with ReplicaServer([site], any_host=True) as server:
        print(f"# {len(site.urls)} addresses in {arguments.urls}; interrupt to end")
        print(f"CONNECT_TO={','.join(server.connect_to())}")
        print(f"TLS_CA_FILE={server.ca_file}", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serve a folder of real pages under their own host names.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--urls", type=Path, default=Path("urls.txt"), help="where to write the addresses")
    parser.add_argument("--limit", type=int, help="serve the first N pages only")
    parser.add_argument("--gzip", action="store_true", help="code the pages for clients that accept it")
    return parser.parse_args()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
