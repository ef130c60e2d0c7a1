"""The n-th operation on the disk fails, for n = 1, 2, 3 ... until a run ends clean; what became of the archive."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from subprocess import PIPE
from typing import TYPE_CHECKING, NamedTuple

from tests import dry_run
from tests.crash_checker import faults
from tests.operator import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXPECTED = {0, 73, 137}  # it went well all the same; storage trouble; the process died


class Try(NamedTuple):
    """One run that was hit, and the next one, which was not."""

    how: str
    n: int
    hit: str  # the operation; "-": the run had ended before
    status: int
    next_status: int
    faults: list[str]  # of the archive after the next run

    @property
    def wrong(self) -> str:
        """What should not have been; empty where all is well."""
        if self.status in EXPECTED and self.next_status == 0 and not self.faults:
            return ""
        return f"{self.how} at operation {self.n} ({self.hit}): {self.status}, then {self.next_status}; {self.faults}"


def tries(folder: Path, how: str, *, step: int, pages: int) -> Iterator[Try]:
    """Hit every `step`-th operation; the last try is the one that was not hit any more."""
    given = dry_run.pages(pages)
    command = [sys.executable, "-m", "tests.fault_driver"]
    with (
        (folder / "log").open("a") as log,
        subprocess.Popen(command, cwd=PROJECT, stdin=PIPE, stdout=PIPE, stderr=log, text=True) as driver,
    ):
        assert driver.stdin
        assert driver.stdout
        n, hit = 1, ""
        while hit != "-":
            place = folder / f"{how}-{n}"
            place.mkdir()
            print(how, n, place, pages, file=driver.stdin, flush=True)
            status, after, hit = driver.stdout.readline().split()
            wrong = faults(place / "archive", place / f"spool/{dry_run.OUTLET}/state.sqlite", given)
            yield Try(how, n, hit, int(status), int(after), wrong)
            shutil.rmtree(place)
            n += step


def hits(tried: list[Try]) -> Counter[str]:
    """How often each operation was hit."""
    return Counter(one.hit for one in tried if one.hit != "-")
