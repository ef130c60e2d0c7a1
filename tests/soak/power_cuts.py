"""python -m tests.soak.power_cuts [--orders 4] [--seed N]

Cuts the power before every operation on the disk of a run: once with all gone that was not synced, and so many times with it
in disorder, there in part, or zeros. After each cut one run follows, and the checker looks.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.test_power_loss import recorded, survives


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=4)
    parser.add_argument("--seed", type=int, default=20261128)
    given = parser.parse_args()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        moments = recorded(Path(tempfile.mkdtemp(dir=place)))
        for order in range(1 + given.orders):
            chance = random.Random(given.seed + order) if order else None
            for moment in moments:
                with tempfile.TemporaryDirectory(dir=place) as after:
                    wrong += survives(moment, Path(after), chance)
    for line in wrong:
        print(line, file=sys.stderr)
    states = len(moments) * (1 + given.orders)
    print(
        f"{states} states of the disk, before each of {len(moments)} operations; wrong after the next run: {len(wrong)}"
    )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
