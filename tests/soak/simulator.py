"""A simulated outlet crawled every hour of its 60 days: `python -m tests.soak.simulator`.

`--every 24 --hourly 0 27 59` takes a tenth of the runs: one a day, and every hour of these days. Ends with the table of requests in
benchmarks/README.md, and with status 1 and the differences if the archive says anything else than what happened.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.progress import track

from tests.simulator.comparing import archived, differences
from tests.simulator.life import lived
from tests.simulator.world import A_DAY, DAYS, HOUR, START, world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.simulator.life import Look

PURPOSES = ("robots.txt", "feed", "sitemap", "page")
ORDINARY = 27  # a day on which nothing went wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak.simulator", description=__doc__)
    parser.add_argument("--every", type=float, default=1.0, help="hours between two runs (1)")
    parser.add_argument("--hourly", type=int, nargs="*", default=[], help="days on which it is one hour")
    parser.add_argument("--days", type=int, default=DAYS, help=f"how long the outlet lives ({DAYS})")
    parser.add_argument("--seed", type=int, default=1, help="of the outlet's life (1)")
    asked = parser.parse_args()
    told = world(asked.seed)
    hours = {(n + 0.5) * asked.every for n in range(int(asked.days * 24 / asked.every))}
    hours |= {24 * number + hour + 0.5 for number in asked.hourly for hour in range(24)}
    moments = [START + hour * HOUR for hour in sorted(hours)]
    with TemporaryDirectory(prefix="simulator-") as name:
        shown = track(moments, "runs", disable=not sys.stdout.isatty())
        operator, looks = lived(told, shown, Path(name))
        found = list(differences(told, looks, archived(operator)))
    print(*table(looks), sep="\n")
    print(*found, f"{len(looks)} runs, {len(found)} differences", sep="\n")
    return 1 if found else 0


def table(looks: Iterable[Look]) -> Iterator[str]:
    """Requests by purpose: on the first day, on ordinary ones, on the last, and in all."""
    by_day: dict[int, Counter[str]] = {}
    for look in looks:
        counts = by_day.setdefault((look.at - START).days, Counter())
        counts["runs"] += 1
        counts.update(request.purpose for request in look.requests)
    last = max(by_day)
    yield f"| day, {A_DAY} new articles on each | runs | " + " | ".join(PURPOSES) + " | all |"
    yield "|---" * (len(PURPOSES) + 3) + "|"
    yield _line("first", [by_day[0]])
    if ORDINARY in by_day:
        yield _line(f"ordinary (day {ORDINARY})", [by_day[ORDINARY]])
    yield _line(f"last (day {last})", [by_day[last]])
    yield _line(f"mean of all {len(by_day)}", list(by_day.values()))


def _line(name: str, days: list[Counter[str]]) -> str:
    means = [sum(day[key] for day in days) / len(days) for key in ("runs", *PURPOSES)]
    cells = [f"{mean:.1f}".removesuffix(".0") for mean in (*means, sum(means[1:]))]
    return f"| {name} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
