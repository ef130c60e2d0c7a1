"""Does what an operator does: runs `scrapy` in a process of its own, with settings on the command line."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.corpus import Corpus
from storage.object_store import open_store
from tests.forks import FORKS, PROJECT
from tests.replica.server import ReplicaServer
from tests.replica.sites import all_sites

if TYPE_CHECKING:
    import subprocess
    from datetime import datetime
    from pathlib import Path

    from tests.replica.server import Site

__all__ = ["FAST", "PROJECT", "Operator", "replica_server"]
FAST = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "RETRY_PAUSE": "0.05",
    "EXTRACT_WORKERS": "1",  # each takes most of a second to start
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
        return FORKS.scrapy(self.words(*words, **settings))

    def scrapy_on(self, day: datetime, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """The same on that day."""
        return FORKS.scrapy(self.words(*words, **settings), at=day)

    def command(self, *words: str, **settings: str) -> list[str]:
        """The command line, for who wants to interrupt it."""
        return [sys.executable, "-W", "error", "-m", "tests.installed", *self.words(*words, **settings)]

    def words(self, *words: str, **settings: str) -> list[str]:
        """What stands behind `scrapy` on the command line."""
        given = {
            **FAST,
            "ARCHIVE_URL": self.archive,
            "SPOOL_DIR": str(self.spool),
            "CONNECT_TO": ",".join(self.server.connect_to()),
            "TLS_CA_FILE": str(self.server.ca_file),
            **settings,
        }
        options = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
        return [*words, *options]

    @property
    def corpus(self) -> Corpus:
        return Corpus(open_store(self.archive))


def replica_server() -> ReplicaServer:
    sites: tuple[Site, ...] = all_sites()
    return ReplicaServer(sites)
