"""How fast WARC files are checked: `scrapy verify`'s reader beside warcio and FastWARC, time and memory of a process each.

    python -m benchmarks.verify_speed --mb 200

All three check block and payload digests, as far as they do; ours also sha256 of the file, headers, ids and references.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from storage.warc import Provenance, records, warcinfo
from tests.exchanges import exchange, response

NAME = "pages-20261120133000-00000-20261120133000aaaaaa.warc.gz"
AT = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
OURS = """
import sys
from pathlib import Path
from storage.local_store import LocalStore
from storage.verification.ledger import Ledger
from storage.verification.objects import fetched
from storage.verification.references import check_references
from storage.verification.warc_file import check_warc
store, key = LocalStore(Path(sys.argv[2]).parent), Path(sys.argv[2]).name
ledger = Ledger()
with fetched(store, key) as copy:
    found = list(check_warc(copy.source, key, ledger, "pages", "20261120133000aaaaaa"))
    found += check_references(ledger, {key: key})
sys.exit(len(found))
"""
PROGRAMS = {
    "scrapy verify, its WARC reader": OURS,
    "warcio check": "from warcio.cli import main; main()",
    "fastwarc check": "from fastwarc.cli import main; main()",
}
PEAK = "\nimport atexit, resource\natexit.register(lambda: print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verify_speed", description=__doc__)
    parser.add_argument("--mb", type=int, default=200, help="of HTTP in the file (200)")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        size = _written(path, arguments.mb * 1_000_000)
        about = ", ".join(f"{name} {version(name)}" for name in ("warcio", "fastwarc"))
        print(
            f"{size / 1e6:.0f} MB of HTTP, {path.stat().st_size / 1e6:.0f} MB of gzip; {about}; CPU seconds\n"
        )
        print("| program | CPU s | MB/s of HTTP | times warcio | peak MB |\n|---|---|---|---|---|")
        found = {
            name: [_run(program, path) for _ in range(arguments.rounds)] for name, program in PROGRAMS.items()
        }
    slowest = median(seconds for seconds, _ in found["warcio check"])
    for name, runs in found.items():
        seconds = median(run[0] for run in runs)
        peak = max(run[1] for run in runs)
        print(
            f"| {name} | {seconds:.1f} | {size / 1e6 / seconds:.0f} | {slowest / seconds:.1f} | {peak / 1024:.0f} |"
        )


def _written(path: Path, wanted: int) -> int:
    chance, size = random.Random(1), 0
    about = Provenance(
        "pages", "20261120133000aaaaaa", "pressmark/0", "a@example.org", "test", "obeyed", "sha256:0", ()
    )
    info = warcinfo(NAME, AT, about)
    words = [f"{chance.getrandbits(30):x}" for _ in range(4000)]
    with path.open("wb") as file:
        file.write(info.data)
        number = 0
        while size < wanted:
            body = " ".join(chance.choices(words, k=8000)).encode()
            number += 1
            one = exchange(
                url=f"https://example.org/{number}/",
                started_at=AT + timedelta(seconds=number),
                response=response(body),
            )
            file.write(records(one, warcinfo_id=info.record_id).data)
            size += len(one.response)
    return size


def _run(program: str, path: Path) -> tuple[float, int]:
    before = time.process_time(), _children()
    done = subprocess.run(
        [sys.executable, "-c", PEAK + program, "check", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return _children() - before[1], int(done.stdout.rsplit("PEAK", 1)[1])


def _children() -> float:
    import resource  # noqa: PLC0415 - one use

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
