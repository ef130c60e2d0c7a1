"""A crawl of the hostile web, or of a part of it, in a process that is watched: what it printed, took and left."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.exit_status import ExitStatus
from tests.hostile.web import hostile_web
from tests.operator import PROJECT
from tests.small_sites import listed, operator_in, outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.outcome import Outcome
    from tests.hostile.web import HostileWeb
    from tests.operator import Operator

LOOK = 0.1  # seconds between two looks at a process's memory
SETTINGS = {
    "CONCURRENT_REQUESTS": "8",
    "DOWNLOAD_TIMEOUT": "15",
    "EXTRACT_TIMEOUT": "20",
    "EXTRACT_MEMORY_MB": "1024",
    "MAX_ATTEMPTS": "2",
    "MAX_WAIT": "30",
    "LOG_LEVEL": "DEBUG",
}


@dataclass(frozen=True)
class Crawled:
    """A crawl that has ended. Memory in MB (10^6 bytes), as VmHWM of each process says; time in seconds."""

    status: int
    stdout: str
    stderr: str
    web: HostileWeb
    operator: Operator
    outcomes: Mapping[str, Outcome]  # by URL
    seconds: float
    crawler_mb: float
    worker_mb: float


def crawl(folder: Path, *names: str, **settings: str) -> Crawled:
    """Crawl the named cases, or all of them, from a list of their addresses."""
    with hostile_web(*names) as web:
        operator = operator_in(folder, _Sites(web))  # type: ignore[arg-type]  # it is asked for these two only
        command = operator.command(
            "crawl",
            "pages",
            "-a",
            listed(folder, web.urls()),
            **{**SETTINGS, "ALLOWED_PORTS": web.allowed_ports, **settings},
        )
        # Without coverage, which takes 40 MB of the memory that is measured.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
        started = time.monotonic()
        with (
            (folder / "out.txt").open("w+b") as out,
            (folder / "err.txt").open("w+b") as err,
            subprocess.Popen(command, cwd=PROJECT, stdout=out, stderr=err, env=environment) as process,
        ):
            watch = _Watch(process.pid)
            watch.start()
            status = process.wait(600)
            seconds = time.monotonic() - started
            watch.join()
        found = outcomes(operator) if status != ExitStatus.DEFECT else {}
        out_text, err_text = (
            (folder / name).read_text(encoding="utf-8", errors="surrogateescape")
            for name in ("out.txt", "err.txt")
        )
        return Crawled(
            status, out_text, err_text, web, operator, found, seconds, watch.crawler_mb, watch.worker_mb
        )


class _Sites:
    """The hostile web where an operator expects the replica's server."""

    def __init__(self, web: HostileWeb) -> None:
        self.connect_to = lambda: (web.connect_to,)
        self.ca_file = ""


class _Watch(threading.Thread):
    """Looks at the memory of a process and of its children until it ends."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.crawler_mb = self.worker_mb = 0.0

    def run(self) -> None:
        while (own := _peak_mb(self._pid)) is not None:
            self.crawler_mb = max(self.crawler_mb, own)
            for child in _children(self._pid):
                self.worker_mb = max(self.worker_mb, _peak_mb(child) or 0.0)
            time.sleep(LOOK)


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _peak_mb(pid: int) -> float | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return None  # it has ended, and waits for its parent
