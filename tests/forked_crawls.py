"""Crawls of a small site in forked processes that are killed, or that meet a fault of tests.planted_faults."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from tests.crash_checker import faults
from tests.forks import FORKS
from tests.replica.reply import Ask, Reply

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.replica.server import ReplicaServer

HOST = "crash.example"
KILLED = -9
PAUSE = 0.004  # seconds that the server takes for a page, so that a crawl lasts long enough to be killed in


class Pages:
    """Pages of differing sizes, none like another."""

    def __init__(self, n: int) -> None:
        self.hosts = (HOST,)
        self.bodies = {f"http://{HOST}/{i}": _body(i) for i in range(n)}

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        assert not secure
        time.sleep(PAUSE)
        body = self.bodies.get(f"http://{ask.host}{ask.target}")
        return Reply(200, body, "text/html") if body else Reply(404, b"", "text/plain")


def _body(i: int) -> bytes:
    words = " ".join(f"word{i}x{j}" for j in range(60 + 37 * (i % 29)))
    return f"<html><head><title>Page {i}</title></head><body><p>{words}</p></body></html>".encode()


class Crawl(NamedTuple):
    folder: Path
    pages: Pages
    arguments: tuple[str, ...]

    def attempt(self, fault: str = "", *, seconds: float | None = None) -> int:
        """The exit status of one process; it meets the fault, or is killed after so many seconds, where one is given."""
        done = FORKS.scrapy(("crawl", *self.arguments), fault=fault, seconds=seconds)
        with (self.folder / "log").open("a", encoding="utf-8", errors="surrogateescape") as log:
            log.write(done.stdout + done.stderr)
        return done.returncode

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def faults(self) -> list[str]:
        return faults(self.folder / "archive", self.folder / "spool/pages/state.sqlite", self.pages.bodies)


def crawl_of(folder: Path, server: ReplicaServer, pages: Pages, **settings: str) -> Crawl:
    folder.mkdir()
    (folder / "urls").write_text("\n".join(pages.bodies))
    given = {
        "ARCHIVE_URL": str(folder / "archive"),
        "SPOOL_DIR": str(folder / "spool"),
        "OPERATOR_CONTACT": "test@example.org",
        "CONNECT_TO": ",".join(server.connect_to()),
        "DOWNLOAD_DELAY": "0",
        "AUTOTHROTTLE_ENABLED": "False",
        "CONCURRENT_REQUESTS_PER_DOMAIN": "4",
        "EXTRACTION_ENABLED": "False",
        "RETRY_PAUSE": "0.05",
        "LOG_LEVEL": "WARNING",
        **settings,
    }
    options = (word for name, value in given.items() for word in ("-s", f"{name}={value}"))
    return Crawl(folder, pages, ("pages", "-a", f"urls={folder / 'urls'}", *options))


def killed_until_it_ends(crawl: Crawl, chance: random.Random) -> int:
    """How often a crawl was killed before it came to its end; after 25 times it is left alone."""
    for kills in range(26):
        status = crawl.attempt(seconds=chance.uniform(0.2, 0.7) if kills < 25 else None)
        if status != KILLED:
            break
    assert status == 0, crawl.log[-3000:]
    return kills
