"""Does what an operator does: runs `scrapy` in a process of its own, with settings on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage.corpus import Corpus
from storage.object_store import open_store
from tests.replica.server import ReplicaServer
from tests.replica.sites import all_sites

if TYPE_CHECKING:
    from tests.replica.server import Site

PROJECT = Path(__file__).resolve().parents[1]
FAST = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "RETRY_PAUSE": "0.05",
    "OPERATOR_CONTACT": "test@example.org",
}


@dataclass(frozen=True, slots=True)
class Operator:
    """An archive, a spool, and the sites that the crawls are led to."""

    archive: str
    spool: Path
    server: ReplicaServer

    def scrapy(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; settings win over those of every test."""
        command = self.command(*words, **settings)
        return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=300)

    def each(self, *commands: tuple[str, ...]) -> tuple[subprocess.CompletedProcess[str], ...]:
        """Run several commands in turn, in one process: for those that need no reactor."""
        lines = [[*words, *self._options()] for words in commands]
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "tests.many_commands"],
            cwd=PROJECT,
            input=json.dumps(lines),
            capture_output=True,
            text=True,
            check=True,
            timeout=900,
        )
        answers = zip(commands, json.loads(done.stdout), strict=True)
        return tuple(subprocess.CompletedProcess(words, **answer) for words, answer in answers)

    def command(self, *words: str, **settings: str) -> list[str]:
        """The command line, for who wants to interrupt it."""
        return [sys.executable, "-W", "error", "-m", "scrapy", *words, *self._options(**settings)]

    def _options(self, **settings: str) -> list[str]:
        given = {
            **FAST,
            "ARCHIVE_URL": self.archive,
            "SPOOL_DIR": str(self.spool),
            "CONNECT_TO": ",".join(self.server.connect_to()),
            "TLS_CA_FILE": str(self.server.ca_file),
            **settings,
        }
        return [word for name, value in given.items() for word in ("-s", f"{name}={value}")]

    @property
    def corpus(self) -> Corpus:
        return Corpus(open_store(self.archive))


def replica_server() -> ReplicaServer:
    sites: tuple[Site, ...] = all_sites()
    return ReplicaServer(sites)
