"""SIGTERM while something hangs: a server, its answer, a worker, the storage. Nothing is lost, and it ends."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.fault_proxy import Fault
from tests.operator import PROJECT, Operator
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, crawl_pages, labels, listed, many_pages, news, operator_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fault_proxy import FaultProxy

pytestmark = pytest.mark.untraced

# Without an end of their own these would outlast the patience of the test.
PATIENT = {"DOWNLOAD_TIMEOUT": "3000", "EXTRACT_TIMEOUT": "3000", "STOP_SECONDS": "5"}


class HangingServer:
    """Answers robots.txt; to everything else it says so much, and then nothing until the client goes away."""

    def __init__(self, beginning: bytes = b"") -> None:
        self._beginning = beginning
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.hung = threading.Event()
        self.mended = False
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as lines:
            while request := lines.readline():
                while lines.readline().strip():
                    pass
                if b"robots.txt" in request:
                    connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                elif self.mended:
                    body = news(1).body
                    head = (
                        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
                    )
                    connection.sendall(head.encode() + body)
                else:
                    connection.sendall(self._beginning)
                    self.hung.set()


def interrupted(operator: Operator, *words: str, when: threading.Event, **settings: str) -> str:
    """The crawl got SIGTERM at that moment, and ended with 75; what it said."""
    command = operator.command("crawl", "pages", *words, **{**PATIENT, **settings})
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as crawl:
        try:
            assert when.wait(60)
            crawl.send_signal(signal.SIGTERM)
            said = crawl.communicate(timeout=90)[0]
        finally:
            crawl.kill()
        assert crawl.returncode == 75, said
    assert "Traceback" not in said
    return said


@pytest.fixture(
    params=[b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<p>half"], ids=["mute", "slow body"]
)
def hanging(request: pytest.FixtureRequest) -> Iterator[HangingServer]:
    server = HangingServer(request.param)
    yield server
    server.close()


def test_a_server_that_hangs_is_left_and_asked_again_by_the_next_run(
    tmp_path: Path, hanging: HangingServer
) -> None:
    with ReplicaServer([]) as server:
        operator = operator_in(tmp_path, server)
        there = {"CONNECT_TO": f"hang.example:80:127.0.0.1:{hanging.port}"}
        word = "url=http://hang.example/page"
        said = interrupted(operator, "-a", word, when=hanging.hung, **there)
        assert "(interrupted)" in said  # closed and published, not just broken off
        assert labels(operator) == {"deferred:interrupted": 1}
        hanging.mended = True
        done = operator.scrapy("crawl", "pages", "-a", word, **there)
    assert done.returncode == 0, done.stderr
    assert labels(operator) == {"archived": 1}


def test_what_waits_for_its_turn_is_not_sent_any_more(tmp_path: Path) -> None:
    """The first page has to wait for the Crawl-delay, counted from robots.txt."""
    robots = Reply(200, b"User-agent: *\nCrawl-delay: 59\n", "text/plain")
    site = Site("slow.example", {"/robots.txt": robots, "/1": news(1), "/2": news(2)})
    asked = threading.Event()
    site.on_robots = asked.set
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        said = interrupted(operator, "-a", listed(tmp_path, site.urls), when=asked, STOP_SECONDS="0")
    assert "(interrupted)" in said
    assert site.asked == []
    assert labels(operator) == {"deferred:interrupted": 2}


def test_a_run_whose_storage_hangs_ends_and_the_next_one_publishes_it(
    tmp_path: Path, s3: str, fault_proxy: FaultProxy
) -> None:
    site = many_pages("quick.example", 3, pause=0)
    with ReplicaServer([site]) as server:
        operator = replace(operator_in(tmp_path, server), archive=s3)
        word = listed(tmp_path, site.urls)
        # The probe and the lease pass: the rest of the session hangs from its first file.
        fault_proxy.inject(Fault.HANG, "PUT", times=1000, after=4)
        said = interrupted(operator, "-a", word, when=fault_proxy.hung)
        assert "all that was fetched is in the spool" in said
        assert list(operator.corpus.runs("pages")) == []
        fault_proxy.rules.clear()
        done = crawl_pages(operator, tmp_path, site.urls)
    assert done.returncode == 0, done.stderr
    assert [sum(run.outcomes.values()) for run in operator.corpus.runs("pages")] == [3, 3]


def test_a_second_signal_does_not_wait(tmp_path: Path, s3: str, fault_proxy: FaultProxy) -> None:
    site = many_pages("quick.example", 3, pause=0)
    with ReplicaServer([site]) as server:
        operator = replace(operator_in(tmp_path, server), archive=s3)
        fault_proxy.inject(Fault.HANG, "PUT", times=1000, after=4)
        command = operator.command(
            "crawl", "pages", "-a", listed(tmp_path, site.urls), **{**PATIENT, "STOP_SECONDS": "3000"}
        )
        with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True) as crawl:
            try:
                assert fault_proxy.hung.wait(60)
                crawl.send_signal(signal.SIGTERM)
                time.sleep(1)  # two signals of one kind at one moment are one
                crawl.send_signal(signal.SIGTERM)
                said = crawl.communicate(timeout=90)[1]
            finally:
                crawl.kill()
            assert "told to stop twice" in said
            assert crawl.returncode == 75
