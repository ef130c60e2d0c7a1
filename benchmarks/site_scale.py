"""What `scrapy site` takes: time, memory, files and bytes; written first, then again without and with something new.

    python -m tests.synthetic_archive --to ARCHIVE --outlets 5 --articles 30000 --years 3
    python -m benchmarks.site_scale ARCHIVE --to FOLDER

Each run is a process of its own. Beside it stands a plain copy: a file for each article written by `scrapy pull --format txt`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

PEAK = "\nprint('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, 'CPU', round(time.process_time(), 1))"
COMMAND = "import resource, sys, time\nfrom scrapy.cmdline import execute\ntry:\n    execute(['scrapy', *sys.argv[1:]])\nexcept SystemExit:\n    pass"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site_scale", description=__doc__)
    parser.add_argument("archive")
    parser.add_argument("--to", required=True, type=Path, help="an empty folder")
    chosen = parser.parse_args()
    steps = {
        "pull --format txt": ("pull", "--to", str(chosen.to / "texts")),
        "site": ("site", "--to", str(chosen.to / "pages")),
        "site, nothing new": ("site", "--to", str(chosen.to / "pages")),
    }
    print("| command | clock, s | CPU, s | peak, MB | says |\n|---|---|---|---|---|")
    for name, words in steps.items():
        print(f"| {name} | {' | '.join(measured(chosen.archive, words))} |", flush=True)
    for folder in ("pages/articles", "pages/outlets", "pages/search", "pages/revisions"):
        sizes = [path.stat().st_size for path in (chosen.to / folder).rglob("*") if path.is_file()]
        print(
            f"{folder}: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB, the largest {max(sizes) / 1e3:.0f} KB"
        )


def measured(archive: str, words: tuple[str, ...]) -> tuple[str, ...]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND + PEAK, *words],
        env={**os.environ, "PRESSMARK_ARCHIVE_URL": archive},
        capture_output=True,
        text=True,
        check=True,
    )
    said, *_, told = done.stdout.splitlines()
    _, peak, _, cpu = told.split()
    return f"{time.monotonic() - began:.0f}", cpu, peak, said


if __name__ == "__main__":
    main()
