"""Each case of the hostile web crawled alone, with its outcome, its time and the memory it took, as a Markdown table.

`python -m tests.soak.hostile [CASE ...] > table.md`; all cases take about an hour on two cores.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.hostile.run import crawl
from tests.hostile.web import all_cases, is_control

HEAD = (
    "| case | outcome | as it must | seconds | crawling process, MB | worker, MB |\n|---|---|---|---|---|---|"
)
ANY_PORT = 1234


def main(names: list[str]) -> int:
    """Print the table; the number of cases that did not end as they must."""
    wrong = 0
    print(HEAD)
    for name in names or [case.name for case in all_cases(ANY_PORT) if not is_control(case.name)]:
        with tempfile.TemporaryDirectory() as folder:
            crawled = crawl(Path(folder), name, "control-1")
        case = crawled.web.cases[name]
        outcome = crawled.outcomes[case.at(case.path)]
        good = crawled.outcomes["http://control-1.example/"].label == "archived"
        right = outcome.label in case.outcomes and good
        wrong += not right
        cells = (name, outcome.label, "yes" if right else "**no**", f"{crawled.seconds:.1f}")
        print(
            "|",
            " | ".join((*cells, f"{crawled.crawler_mb:.0f}", f"{crawled.worker_mb:.0f}")),
            "|",
            flush=True,
        )
    print(f"\n{wrong} did not end as they must.", file=sys.stderr)
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
