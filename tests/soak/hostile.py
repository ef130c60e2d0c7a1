"""python -m tests.soak.hostile [--write] [CASE ...]

Each case of the hostile web crawled alone, with its outcome, its time and its memory, as a Markdown table; --write puts it into
docs/reliability.md. One took 26 s on two cores with a load of 20. Exit status 1 when a case did not end as it must.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tests.hostile.run import crawl
from tests.hostile.web import all_cases, is_control
from tests.soak.reliability_page import write

HEAD = "| case | outcome | seconds | crawling process, MB | worker, MB |\n|---|---|---:|---:|---:|"
ANY_PORT = 1234


class Row(NamedTuple):
    case: str
    outcome: str
    right: bool  # it ended as it must, and the control beside it came through
    seconds: float  # of the whole run, some of which is the start
    crawler_mb: float
    worker_mb: float

    def __str__(self) -> str:
        outcome = self.outcome if self.right else f"**{self.outcome}**"
        return (
            f"| {self.case} | {outcome} | {self.seconds:.1f} | {self.crawler_mb:.0f} | {self.worker_mb:.0f} |"
        )


def row(name: str) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        crawled = crawl(Path(folder), name, "control-1")
        case = crawled.web.cases[name]
        outcome = crawled.outcomes[case.at(case.path)].label
        control = crawled.outcomes["http://control-1.example/"].label
    right = outcome in case.outcomes and control == "archived"
    return Row(name, outcome, right, crawled.seconds, crawled.crawler_mb, crawled.worker_mb)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    given = parser.parse_args()
    print(HEAD)
    rows: list[Row] = []
    for name in given.cases or [case.name for case in all_cases(ANY_PORT) if not is_control(case.name)]:
        rows.append(row(name))
        print(rows[-1], flush=True)
    wrong = sum(not each.right for each in rows)
    told = f"{len(rows)} cases, {wrong} of which did not end as they must."
    print(f"\n{told}")
    if given.write:
        command = " ".join(("python -m tests.soak.hostile", *given.cases))
        made = f"Made on {datetime.now(UTC):%Y-%m-%d} by `{command}`: {told}"
        write("hostile web", "\n".join((made, "", HEAD, *map(str, rows))))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
