"""python -m tests.soak.crash_matrix [--kills 500] [--seed N] [--write]

Hits every operation on the disk of a run, one run for each, and kills crawls at random moments; prints the table of
docs/reliability.md, and with --write puts it there.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tests.fault_driver import HOW
from tests.fault_matrix import Try, hits, tries
from tests.forked_crawls import Pages, crawl_of, killed_until_it_ends
from tests.replica.server import ReplicaServer
from tests.soak.reliability_page import write

NAMES = {
    "death": "the process dies at the n-th operation, writes half done",
    "error": "the n-th operation fails (EIO)",
    "full": "no space from the n-th operation on (ENOSPC)",
}


class Row(NamedTuple):
    fault: str
    tries: int
    lost: int
    double: int
    other: int  # faults of another kind: stray bytes, rows without records, a wrong exit status

    def __str__(self) -> str:
        return f"| {self.fault} | {self.tries} | {self.lost} | {self.double} | {self.other} |"


def row(fault: str, number: int, wrong: list[str]) -> Row:
    lost = sum("archived 0 times" in line for line in wrong)
    double = sum("archived" in line and "archived 0" not in line and "times" in line for line in wrong)
    return Row(fault, number, lost, double, len(wrong) - lost - double)


def of_operations(folder: Path, how: str, pages: int) -> Row:
    tried = list(tries(folder, how, step=1, pages=pages))[:-1]
    wrong = [line for one in tried for line in _wrong(one)]
    for line in wrong:
        print(line, file=sys.stderr)
    kinds = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in sorted(hits(tried).items()))
    return row(f"{NAMES[how]}: {kinds}", len(tried), wrong)


def _wrong(one: Try) -> list[str]:
    if one.faults:
        return one.faults
    return [one.wrong] if one.wrong else []


def of_kills(folder: Path, wanted: int, seed: int) -> Row:
    chance, kills, wrong = random.Random(seed), 0, list[str]()
    pages = Pages(400)
    with ReplicaServer([pages]) as server:
        n = 0
        while kills < wanted:
            crawl = crawl_of(folder / f"kill-{n}", server, pages)
            kills += killed_until_it_ends(crawl, chance)
            wrong += crawl.faults()
            n += 1
    return row(f"SIGKILL at a random moment of a crawl of 400 pages ({n} crawls, seed {seed})", kills, wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        rows = [of_operations(Path(place), how, given.pages) for how in HOW]
        if given.kills:
            rows.append(of_kills(Path(place), given.kills, given.seed))
    command = f"python -m tests.soak.crash_matrix --kills {given.kills} --seed {given.seed}"
    table = "\n".join(
        (
            f"Made on {datetime.now(UTC):%Y-%m-%d} by `{command}`.",
            "",
            "| fault | tries | lost | double | other |",
            "|---|---:|---:|---:|---:|",
            *map(str, rows),
        )
    )
    print(table)
    if given.write:
        write("crash matrix", table)
    sys.exit(any(one.lost or one.double or one.other for one in rows))


if __name__ == "__main__":
    main()
