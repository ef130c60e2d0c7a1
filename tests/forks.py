"""`scrapy` again and again, each time in a process of its own, which is not started but forked: a start costs a second of imports.

python -W error -m tests.forks      reads a line of JSON for each: `words`, `environment`, and the files `out` and `err`; `at`, the
moment (ISO 8601) at which the process believes to live, or null; `fault`, one of tests.planted_faults, or ""; `seconds` after
which it is killed, or null. Answers with the exit status of each (-9: killed).

As where the crawler is installed, the processes have no pandas.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections import defaultdict
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, NoReturn

from coverage import Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TRACED = "COVERAGE_PROCESS_CONFIG"  # environment variable: tests/conftest.py
PROJECT = Path(__file__).resolve().parents[1]
IMPORTED = (
    "tests.without_pandas",
    "scrapy.cmdline",
    "crawler.commands.crawl",
    "crawler.wire",
    "crawler.scheduler",
    "crawler.spiders.outlet",
    *(f"scrapy.commands.{name}" for name in ("bench", "check", "genspider", "parse", "shell", "view")),
    *(f"scrapy.extensions.{name}" for name in ("corestats", "logcount", "logstats", "memusage", "throttle")),
    "storage.local_store",
    "itemadapter",
    "lxml.cssselect",
)


@dataclass(slots=True)
class Forks:
    """Processes to fork from, by whether coverage follows into them; each serves one command at a time."""

    _idle: defaultdict[bool, list[subprocess.Popen[str]]] = field(default_factory=lambda: defaultdict(list))
    _lock: Lock = field(default_factory=Lock)

    def scrapy(
        self,
        words: Sequence[str],
        at: datetime | None = None,
        *,
        fault: str = "",
        seconds: float | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """`scrapy` with these words, to its end or until it is killed, in our environment and the project's folder."""
        with TemporaryDirectory(prefix="forks-") as name, self._one() as process:
            out, err = Path(name) / "out", Path(name) / "err"
            asked = {
                "words": list(words),
                "environment": dict(os.environ),
                "out": str(out),
                "err": str(err),
                "at": at.isoformat() if at else None,
                "fault": fault,
                "seconds": seconds,
            }
            assert process.stdin
            assert process.stdout
            print(json.dumps(asked), file=process.stdin, flush=True)
            code = int(process.stdout.readline())
            said, told = (file.read_text(encoding="utf-8", errors="surrogateescape") for file in (out, err))
            return subprocess.CompletedProcess(["scrapy", *words], code, said, told)

    @contextmanager
    def _one(self) -> Iterator[subprocess.Popen[str]]:
        idle = self._idle[TRACED in os.environ]
        with self._lock:
            process = idle.pop() if idle else None
        process = process or _started()
        yield process  # what was left in the middle is not taken again
        with self._lock:
            idle.append(process)

    def close(self) -> None:
        for process in chain.from_iterable(self._idle.values()):
            with process:
                assert process.stdin
                process.stdin.close()


FORKS = Forks()
atexit.register(FORKS.close)


def _started() -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "tests.forks"]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def main() -> None:
    for name in IMPORTED:
        importlib.import_module(name)
    importlib.import_module("extractors.outlets").load()
    assert "twisted.internet.reactor" not in sys.modules, "a reactor does not survive a fork"
    assert "crawler.settings" not in sys.modules, "they are the environment's, and the command's"
    for line in sys.stdin:
        asked = json.loads(line)
        seconds = asked.pop("seconds")
        child = os.fork()
        if not child:
            _run(**asked)
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(
    words: list[str], environment: dict[str, str], out: str, err: str, at: str | None, fault: str
) -> NoReturn:
    from scrapy.cmdline import execute  # noqa: PLC0415 - in the child

    from crawler import clock  # noqa: PLC0415 - likewise

    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
    sys.argv = ["scrapy", *words]  # where crawler.settings looks which command it is
    code: object = 1
    try:
        if fault:
            importlib.import_module("tests.planted_faults").plant(fault)
        with clock.shifted(datetime.fromisoformat(at)) if at else nullcontext():
            execute(sys.argv)
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - the child ends here, whatever happened
        traceback.print_exc()
    if measured := Coverage.current():  # which would not survive _exit
        measured.stop()
        measured.save()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
