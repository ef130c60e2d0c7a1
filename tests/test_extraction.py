"""The workers that read pages: each page costs at most itself, whatever it does to its worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler import cage
from crawler.extraction import Extraction, Limits
from crawler.worker import PROGRAM
from storage.article import Reason
from storage.capture import Capture, Pressmark
from tests.exchanges import MOMENT, response
from tests.hostile_pages import HANG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.reading import Reading


def capture(number: int, body: bytes | None = None) -> Capture:
    """A page of one paragraph, or with this body."""
    text = (
        f"<html><body><article><h1>Report {number}</h1><p>{'It was calm. ' * 40}</p></article></body></html>"
    )
    mark = Pressmark(f"urn:uuid:{number}", "pages.warc.gz", number, 100, "sha256:" + "0" * 64, "run")
    block = response(body or text.encode())
    return Capture("pages", f"https://example.org/{number}", MOMENT, block, None, mark)


HANGING = capture(99, HANG)
STRANGERS: set[int] = set()


def limits(*, seconds: float = 60, memory_mb: int = 1024, pages: int = 1000) -> Limits:
    return Limits(seconds, memory_mb, pages)


@pytest.fixture
def one() -> Iterator[Extraction]:
    """One worker that is given some seconds for each page: enough for its first one on a busy machine."""
    with closing(Extraction(1, limits(seconds=12))) as pool:
        yield pool


@pytest.fixture(scope="module", autouse=True)
def strangers() -> None:
    """Workers that other tests of this process keep."""
    STRANGERS.update(workers())


def workers(parent: int | None = None) -> set[int]:
    """The worker processes that these tests started, or another process."""
    family = Path(f"/proc/{parent or os.getpid()}/task").glob("*/children")
    children = {int(pid) for file in family for pid in file.read_text().split()}
    return {pid for pid in children if PROGRAM in _proc(pid, "cmdline")} - STRANGERS


def _proc(pid: int, file: str) -> str:
    try:
        return Path(f"/proc/{pid}/{file}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_worker_reads_what_the_same_code_reads_here() -> None:
    pages = [capture(number) for number in range(50)]
    with closing(Extraction(2, limits())) as pool:
        assert list(pool.read_all(iter(pages))) == [reading for page in pages for reading in cage.read(page)]


def test_a_page_that_takes_too_long_costs_its_worker_and_no_other_page(one: Extraction) -> None:
    first, hanging, last = one.read_all(iter((capture(1), HANGING, capture(2))))
    assert (hanging.reason, hanging.detail) == (Reason.EXTRACT_TIMEOUT, "no answer within 12 s")
    assert hanging.record_id == "urn:uuid:99"
    assert first.article_id
    assert last.article_id


def test_a_page_whose_worker_is_killed_is_rejected_and_the_next_is_read() -> None:
    with closing(Extraction(1, limits())) as pool:
        pool.read_now(capture(1))
        (worker,) = workers()
        threading.Timer(0.5, os.kill, (worker, signal.SIGKILL)).start()
        killed = pool.read_now(HANGING)
        assert (killed.reason, killed.detail) == (Reason.EXTRACT_CRASH, "the worker ended with signal 9")
        assert pool.read_now(capture(2)).article_id


def test_a_worker_that_died_while_it_had_nothing_to_do_costs_no_page() -> None:
    with closing(Extraction(1, limits())) as pool:
        pool.read_now(capture(1))
        (worker,) = workers()
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: "State:\tZ" in _proc(worker, "status"))
        assert pool.read_now(capture(2)).article_id


def test_a_page_that_does_not_fit_in_the_memory_of_a_worker_is_rejected() -> None:
    huge = capture(1, b"x" * (300 << 20))
    with closing(Extraction(1, limits(memory_mb=512))) as pool:
        reading = pool.read_now(huge)
        assert (reading.reason, reading.detail) == (
            Reason.EXTRACT_MEMORY,
            "the worker reached its memory limit",
        )
        assert pool.read_now(capture(2)).article_id


def test_a_worker_is_replaced_after_its_number_of_pages() -> None:
    with closing(Extraction(1, limits(pages=2))) as pool:
        seen = [(pool.read_now(capture(number)), workers())[1] for number in (1, 2, 3)]
    assert [len(found) for found in seen] == [1, 0, 1]
    assert seen[0] != seen[2]


def test_no_worker_is_started_before_there_is_a_page() -> None:
    with closing(Extraction(2, limits())):
        assert not workers()


@pytest.mark.timeout(60)
def test_closing_ends_idle_and_busy_workers_at_once_and_cancels_what_waits() -> None:
    pool = Extraction(2, limits(seconds=600))
    pages = (capture(1), HANGING, HANGING, HANGING)
    found: list[Reading | type[BaseException]] = []

    def read() -> None:
        try:
            found.extend(pool.read_all(iter(pages)))
        except CancelledError:
            found.append(CancelledError)

    waiting = threading.Thread(target=read)
    waiting.start()
    wait_until(lambda: len(workers()) == 2)
    pool.close()
    waiting.join()
    assert found[-1] is CancelledError
    assert not workers()


def test_workers_end_without_a_word_with_the_process_that_started_them() -> None:
    program = (
        "from tests.test_extraction import *; pool = Extraction(2, limits());"
        "list(pool.read_all(capture(n) for n in range(20))); print('read', flush=True);"
        "list(pool.read_all(capture(n) for n in range(9999)))"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        assert process.stdout.readline() == b"read\n"
        left = workers(process.pid)
        process.kill()
        assert process.stdout.read() == b""
    assert left
    wait_until(lambda: not any(_proc(pid, "cmdline") for pid in left))
