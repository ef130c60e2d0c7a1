"""Crawls of a small site in forked processes that are killed, or that meet a fault planted by tests.crash_driver."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING, NamedTuple

from tests.crash_checker import faults
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

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


class Driver:
    """The process that crawls are forked from: Scrapy and the project are imported once."""

    def __init__(self, process: Popen[str]) -> None:
        self._process = process

    def attempt(self, crawl: Crawl, *, seconds: float | None = None, fault: str = "") -> int:
        """Start the crawl, kill it after so many seconds or let it end; its exit status."""
        assert self._process.stdin
        assert self._process.stdout
        asked = {
            "arguments": crawl.arguments,
            "log": str(crawl.folder / "log"),
            "seconds": seconds,
            "fault": fault,
        }
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


@contextmanager
def driver() -> Iterator[Driver]:
    with Popen([sys.executable, "-m", "tests.crash_driver"], stdin=PIPE, stdout=PIPE, text=True) as process:
        yield Driver(process)


class Crawl(NamedTuple):
    driver: Driver
    folder: Path
    pages: Pages
    arguments: tuple[str, ...]

    def attempt(self, fault: str = "", *, seconds: float | None = None) -> int:
        """The exit status of one process; it meets the fault, or is killed after so many seconds, where one is given."""
        return self.driver.attempt(self, fault=fault, seconds=seconds)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def faults(self) -> list[str]:
        return faults(self.folder / "archive", self.folder / "spool/pages/state.sqlite", self.pages.bodies)


class Ground(NamedTuple):
    """Where crawls are made: forked by the driver, led to the server."""

    driver: Driver
    server: ReplicaServer


@contextmanager
def ground(pages: Pages) -> Iterator[Ground]:
    with driver() as started, ReplicaServer([pages]) as server:
        yield Ground(started, server)


def crawl_of(folder: Path, on: Ground, pages: Pages, **settings: str) -> Crawl:
    folder.mkdir()
    (folder / "urls").write_text("\n".join(pages.bodies))
    given = {
        "ARCHIVE_URL": str(folder / "archive"),
        "SPOOL_DIR": str(folder / "spool"),
        "OPERATOR_CONTACT": "test@example.org",
        "CONNECT_TO": ",".join(on.server.connect_to()),
        "DOWNLOAD_DELAY": "0",
        "AUTOTHROTTLE_ENABLED": "False",
        "CONCURRENT_REQUESTS_PER_DOMAIN": "4",
        "EXTRACTION_ENABLED": "False",
        "RETRY_PAUSE": "0.05",
        "LOG_LEVEL": "WARNING",
        **settings,
    }
    options = (word for name, value in given.items() for word in ("-s", f"{name}={value}"))
    return Crawl(on.driver, folder, pages, ("pages", "-a", f"urls={folder / 'urls'}", *options))


def killed_until_it_ends(crawl: Crawl, chance: random.Random) -> int:
    """How often a crawl was killed before it came to its end; after 25 times it is left alone."""
    for kills in range(26):
        status = crawl.attempt(seconds=chance.uniform(0.2, 0.7) if kills < 25 else None)
        if status != KILLED:
            break
    assert status == 0, crawl.log[-3000:]
    return kills
