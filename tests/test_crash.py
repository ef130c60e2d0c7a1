"""SIGKILL at any moment: nothing lost, nothing twice, no stray byte."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from subprocess import PIPE
from typing import IO, TYPE_CHECKING, NamedTuple

import pytest

from tests.crash_checker import faults
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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


class Crawl(NamedTuple):
    folder: Path
    pages: Pages
    arguments: tuple[str, ...]

    @contextmanager
    def attempts(self, crash: str = "") -> Iterator[Callable[[str], int]]:
        """A function that starts the crawl, kills it after so many seconds or lets it "end": its exit status."""
        environment = os.environ | ({"CRASH_WHERE": crash} if crash else {})
        command = [sys.executable, "-m", "tests.crash_driver", *self.arguments]
        with (
            (self.folder / "log").open("a") as log,
            subprocess.Popen(
                command, stdin=PIPE, stdout=PIPE, stderr=log, text=True, env=environment
            ) as driver,
        ):
            assert driver.stdin
            assert driver.stdout
            yield partial(_attempt, driver.stdin, driver.stdout)

    def once(self, crash: str = "") -> int:
        """One attempt that is not killed from outside; its exit status."""
        with self.attempts(crash) as attempt:
            return attempt("end")

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def faults(self) -> list[str]:
        return faults(self.folder / "archive", self.folder / "spool/pages/state.sqlite", self.pages.bodies)


def _attempt(ask: IO[str], answer: IO[str], when: str) -> int:
    print(when, file=ask, flush=True)
    return int(answer.readline())


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


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[ReplicaServer, Pages]]:
    pages = Pages(400)
    with ReplicaServer([pages]) as server:
        yield server, pages


@pytest.mark.timeout(900)
def test_crawls_killed_a_hundred_times_end_as_if_never_killed(
    tmp_path: Path, site: tuple[ReplicaServer, Pages]
) -> None:
    chance = random.Random(20261120)
    kills = 0
    for n in range(100):
        crawl = crawl_of(tmp_path / str(n), *site)
        kills += killed_until_it_ends(crawl, chance)
        assert crawl.faults() == []
        if kills >= 100:
            return
    raise AssertionError(f"only {kills} kills: the crawls are too short to be killed in")


def killed_until_it_ends(crawl: Crawl, chance: random.Random) -> int:
    """How often a crawl was killed before it came to its end; after 25 times it is left alone."""
    with crawl.attempts() as attempt:
        for kills in range(26):
            status = attempt(f"{chance.uniform(0.2, 0.7):.3f}" if kills < 25 else "end")
            if status != KILLED:
                break
    assert status == 0, crawl.log[-3000:]
    return kills


@pytest.mark.timeout(300)
def test_a_crawl_killed_while_pages_are_read_gives_every_article_once(
    tmp_path: Path, site: tuple[ReplicaServer, Pages]
) -> None:
    pages = Pages(60)
    crawl = crawl_of(tmp_path / "crawl", site[0], pages, EXTRACTION_ENABLED="True")
    chance = random.Random(7)
    with crawl.attempts() as attempt:
        statuses = [attempt(f"{chance.uniform(0.5, 3):.3f}") for _ in range(8)]
        statuses += [attempt("end")]
    assert statuses[-1] == 0, crawl.log[-3000:]
    assert KILLED in statuses
    assert crawl.faults() == []


@pytest.mark.parametrize("n", [1, 2, 3, 5, 9])
def test_a_crash_between_bytes_and_commit_leaves_no_trace(
    tmp_path: Path, site: tuple[ReplicaServer, Pages], n: int
) -> None:
    crawl = crawl_of(tmp_path / "crawl", site[0], Pages(30))
    assert crawl.once(f"before-commit:{n}") == 137
    assert crawl.once() == 0
    assert crawl.faults() == []


def test_the_checker_sees_a_start_that_does_not_cut_what_was_not_committed(
    tmp_path: Path, site: tuple[ReplicaServer, Pages]
) -> None:
    crawl = crawl_of(tmp_path / "crawl", site[0], Pages(30))
    assert crawl.once("before-commit:6") == 137
    assert crawl.once("no-cut:0") == 0
    assert crawl.faults()


def test_rows_committed_before_their_bytes_are_found_at_the_next_start(
    tmp_path: Path, site: tuple[ReplicaServer, Pages]
) -> None:
    crawl = crawl_of(tmp_path / "crawl", site[0], Pages(30))
    assert crawl.once("commit-first:6") == 137
    assert crawl.once() == 73
    assert "were committed" in crawl.log
