"""What `scrapy report` costs on a large archive, beside reading the same columns with delta-rs and PyArrow alone.

`python -m benchmarks.report_scale ARCHIVE`; `benchmarks.large_archive` or `tests.synthetic_archive` makes one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from storage.delta import live_rows
from storage.manifest import FileKind
from storage.object_store import open_store

PLAIN = """
import sys
from deltalake import DeltaTable
names = ["outlet", "date_published", "captured_at", "word_count", "revision", "in_language", "boilerplate"]
table = DeltaTable(sys.argv[1] + "/articles").to_pyarrow_table(columns=names)
print(table.group_by(["outlet", "revision"]).aggregate([([], "count_all")]).num_rows)
"""
MEASURED = """
import json, resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"status": done.returncode, "s": time.monotonic() - start, "cpu_s": used.ru_utime + used.ru_stime,
    "peak_mb": used.ru_maxrss * 1024 / 1e6}))
"""


def main(archive: str) -> None:
    rows = live_rows(open_store(archive), FileKind.ARTICLES)
    print(f"{sum(rows.values())} article rows of {len(rows)} outlets")
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "report.html"
        setting = ("-s", f"ARCHIVE_URL={archive}", "-s", f"SPOOL_DIR={name}/var")
        scrapy = (sys.executable, "-m", "scrapy", "report", *setting, "--to", str(page))
        _print("scrapy report, the last year", scrapy, page)
        _print("scrapy report, ten years", (*scrapy, "--since", "2016-01-01"), page)
        _print("scrapy report --corpus", (*scrapy, "--corpus"), page)
        _print("the columns by delta-rs, all in memory", (sys.executable, "-c", PLAIN, archive), None)


def _print(what: str, command: tuple[str, ...], page: Path | None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    size = f", page of {page.stat().st_size / 1e6:.1f} MB" if page else ""
    print(
        f"{what}: {found['cpu_s']:.1f} s of CPU, {found['s']:.0f} s, {found['peak_mb']:.0f} MB at most{size}"
        f"{'' if found['status'] == 0 else ' FAILED'}",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1])
