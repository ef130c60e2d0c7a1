"""What reading, pulling and releasing take of a large archive: bytes, seconds, memory. Each in a process of its own.

    python -m benchmarks.large_archive --base BASE --to ARCHIVE      # see there
    python -m benchmarks.access ARCHIVE [--only NAME ...] [--outlet SLUG] [--reads]

`share` is of the bytes of the table files of the outlet, or of all outlets, that the operation is about. `log` is what
delta-rs reads of the Delta log besides, as the system counts it; of an archive in a folder. `--reads` lists every range.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from storage import delta
from storage.corpus import Corpus
from storage.manifest import FileKind
from storage.pull_state import Output
from storage.pulling import Meter, Pull
from storage.releases.build import Release
from storage.selection import EVERYTHING, Filter
from tests.counting_store import CountingStore

if TYPE_CHECKING:
    from collections.abc import Callable

SINCE, UNTIL = datetime(2021, 6, 1, tzinfo=UTC), datetime(2021, 7, 1, tzinfo=UTC)
QUIET = Meter(lambda _: None, lambda _: None)


def month(outlet: str) -> Filter:
    return Filter(outlet=outlet, since=SINCE, until=UNTIL)


def pull_month(store: CountingStore, folder: Path, outlet: str) -> int:
    return Pull(store, folder, month(outlet), Output.PARQUET, frozenset(), QUIET)().articles


def pull_month_of_all(store: CountingStore, folder: Path, outlet: str) -> int:  # noqa: ARG001 - as the others
    wanted = Filter(since=SINCE, until=UNTIL)
    return Pull(store, folder, wanted, Output.JSONL, frozenset(), QUIET)().articles


def find_article(store: CountingStore, folder: Path, outlet: str) -> int:  # noqa: ARG001 - as the others
    corpus = Corpus(store)
    name = next(iter(Corpus(store.url).articles(month(outlet)))).article.article_id
    return len(corpus.revisions(name))


def release(store: CountingStore, folder: Path, outlet: str) -> int:  # noqa: ARG001 - as the others
    made = Release(store, f"bench-{time.time():.0f}", EVERYTHING, {}, folder)()
    return sum(part.articles for part in made.outlets.values())


def plain_month(store: CountingStore, folder: Path, outlet: str) -> int:  # noqa: ARG001 - as the others
    """PyArrow's own dataset over the same files, with the same filter and every column: what one would write instead."""
    import pyarrow.dataset as ds  # noqa: PLC0415 - of this one alone

    tree = ds.dataset(f"{store.url.removeprefix('file://')}/articles/outlet={outlet}", format="parquet")
    field = ds.field("date_published")
    return int(tree.to_table(filter=(field >= SINCE) & (field < UNTIL)).num_rows)


def whole_month(store: CountingStore, folder: Path, outlet: str) -> int:  # noqa: ARG001 - as the others
    """All of the outlet's files, row by row, then the filter: what `pull` did before."""
    rows = Corpus(store).articles(outlet=outlet)
    return sum(SINCE <= (row.article.date_published or row.article.captured_at) < UNTIL for row in rows)


OPERATIONS: dict[str, Callable[[CountingStore, Path, str], int]] = {
    "pull a month of one outlet": pull_month,
    "the same by pyarrow.dataset": plain_month,
    "the same by reading all rows": whole_month,
    "pull a month of all outlets": pull_month_of_all,
    "find one article by its id": find_article,
    "release": release,
}


def measured(name: str, archive: str, outlet: str, *, with_reads: bool) -> dict[str, Any]:  # Any: numbers
    store = CountingStore(archive)
    whole = None if name in {"release", "pull a month of all outlets"} else outlet
    size = sum(file.size for file in delta.snapshot(store, FileKind.ARTICLES, whole).files)
    before = read_by_the_process()  # after the first time, which loads libraries
    delta.snapshot(store, FileKind.ARTICLES, whole)
    log = read_by_the_process() - before
    with TemporaryDirectory(prefix="access-") as folder:
        began, cpu = time.monotonic(), time.process_time()
        rows = OPERATIONS[name](store, Path(folder), outlet)
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) >> 10  # type: ignore[index] # Linux has it
    if with_reads:
        for (key, read), offset in zip(store.asked, store.offsets, strict=True):
            print(f"{read:>10} bytes at {offset:>10} of {key}", file=sys.stderr)
    tables = sum(read for key, read in store.asked if key.startswith("articles/"))
    asked = sum(key.startswith("articles/") for key, _ in store.asked)
    return {
        "rows": rows, "requests": asked, "MB": round(tables / 1e6, 2), "share": f"{tables / size:.2%}" if asked else "",
        "log MB": round(log / 1e6, 2), "with the log": f"{(tables + log) / size:.2%}" if asked else "",
        "seconds": round(seconds, 2), "CPU": round(cpu, 2), "peak MB": peak,
    }  # fmt: skip


def read_by_the_process() -> int:
    """Bytes, by the system's count: what delta-rs reads passes no store of ours."""
    return int(re.search(r"rchar: (\d+)", Path("/proc/self/io").read_text())[1])  # type: ignore[index] # Linux has it


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive")
    parser.add_argument("--only", action="append", choices=list(OPERATIONS))
    parser.add_argument("--outlet", default="outlet00")
    parser.add_argument("--reads", action="store_true", help="list every range that is read")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        print(json.dumps(measured(chosen.here, chosen.archive, chosen.outlet, with_reads=chosen.reads)))
        return
    for number, name in enumerate(chosen.only or OPERATIONS):
        command = [
            sys.executable, "-m", "benchmarks.access", chosen.archive, "--here", name, "--outlet", chosen.outlet,
            *["--reads"][: chosen.reads],
        ]  # fmt: skip
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        if not number:
            print(f"| operation | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
        print(f"| {name} | {' | '.join(map(str, found.values()))} |", flush=True)


if __name__ == "__main__":
    main()
