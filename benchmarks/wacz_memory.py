"""Whether `scrapy export wacz` takes the same memory for a month that is ten and a hundred times as large.

    python -m benchmarks.wacz_memory

Half of a month's bytes are pages of a megabyte that do not compress, the other half pages of articles with rows.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from storage import cdxj
from storage.keys import cdxj_key, warc_key
from storage.manifest import ArchivedFile, FileKind, RunManifest, RunStatus
from storage.object_store import open_store
from storage.publish import publish
from storage.tables import article_files
from storage.warc import records, warcinfo
from tests.exchanges import MOMENT, PROVENANCE, exchange, response
from tests.rows import example_row, with_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.table_rows import ArticleRow

OUTLET, RUN = "southfront", "20261120133000-abcdef"
FILE_PAGES = 400  # articles of a WARC file
LARGE = 24  # megabytes of other pages in it
FILES = (1, 10, 30)
MEASURED = """
import atexit, sys, time
from benchmarks.processes import resident_mb
from scrapy.cmdline import execute
atexit.register(lambda: print(time.process_time(), resident_mb("VmHWM"), file=sys.stderr))
execute()
"""


def build(archive: Path, scratch: Path, files: int) -> int:
    """Bytes of WARC files."""
    made: list[ArchivedFile] = []
    rows: list[ArticleRow] = []
    for number in range(files):
        name = f"{OUTLET}-20261120133000-{number:05}-{RUN}.warc.gz"
        data = b"".join(_members(name, number))
        with io.BytesIO(data) as file:
            index = cdxj.index(file, name)
        made += [
            _file(scratch, FileKind.WARC, warc_key(name), data),
            _file(scratch, FileKind.CDXJ, cdxj_key(name), index),
        ]
        rows += (_row(name, number * FILE_PAGES + page) for page in range(FILE_PAGES))
    run = RunManifest(
        RUN, OUTLET, MOMENT, MOMENT, RunStatus.COMPLETE, "", 0, {}, {}, (*made, *article_files(rows, scratch)),
        {"pressmark": "0"}, "0" * 64,
    )  # fmt: skip
    publish(open_store(str(archive)), scratch, run)
    return sum(file.size for file in made if file.kind is FileKind.WARC)


def _members(name: str, number: int) -> Iterator[bytes]:
    info = warcinfo(name, MOMENT, PROVENANCE)
    yield info.data
    for page in range(FILE_PAGES + LARGE):
        body = os.urandom(1 << 20) if page >= FILE_PAGES else _text(page).encode() * 10
        url = f"https://southfront.press/{number}-{page}/"
        at = MOMENT + timedelta(seconds=page)
        yield records(
            exchange(url=url, response=response(body), started_at=at), warcinfo_id=info.record_id
        ).data


def _text(seed: int) -> str:
    return " ".join(random.Random(seed).choices("minister river bridge convoy market village".split(), k=400))  # noqa: SIM905 - prose


def _row(warc: str, number: int) -> ArticleRow:
    row = with_body(example_row(number, outlet=OUTLET, run=RUN), _text(number))
    assert row.article.pressmark
    return replace(
        row,
        article=replace(row.article, pressmark=replace(row.article.pressmark, warc=warc), captured_at=MOMENT),
    )


def _file(scratch: Path, kind: FileKind, key: str, data: bytes) -> ArchivedFile:
    path = scratch / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return ArchivedFile(kind, key, len(data), hashlib.sha256(data).hexdigest(), None)


def main() -> None:
    print("| WARC files | articles | WACZ | CPU | peak memory |\n|---|---|---|---|---|")
    for files in FILES:
        with TemporaryDirectory(prefix="wacz-") as name:
            folder = Path(name)
            size = build(folder / "archive", folder / "scratch", files)
            to = folder / "month.wacz"
            command = ["export", "wacz", "--outlet", OUTLET, "--month", "2026-11", "--to", str(to)]
            settings = ["-s", f"ARCHIVE_URL={folder / 'archive'}", "-s", f"SPOOL_DIR={folder / 'spool'}"]
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, *command, *settings],
                check=True,
                capture_output=True,
                text=True,
            )
            cpu, peak = done.stderr.splitlines()[-1].split()
            print(
                f"| {files}, {size / 1e6:.0f} MB | {files * FILE_PAGES} | {to.stat().st_size / 1e6:.0f} MB"
                f" | {float(cpu):.1f} s | {float(peak):.0f} MB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
