"""What other validators say of the museum's WARC files, beside `scrapy verify`: the table of docs/verification.md.

python -m tests.museum.compare
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.extraction import Extraction, Limits
from tests.museum import good
from tests.museum.specimens import SPECIMENS
from tests.museum.verification import damages

PROGRAMS = {
    "warcio check": "from warcio.cli import main; main()",
    "fastwarc check": "from fastwarc.cli import main; main()",
}


def main() -> None:
    cage = Extraction(1, Limits(120, 1024, 100_000))
    heads = [*(f"{name} {version(name.split()[0])}" for name in PROGRAMS), "scrapy verify"]
    print(f"| damage | {' | '.join(heads)} |\n|---|{'---|' * len(heads)}")
    with TemporaryDirectory() as folder:
        pristine = Path(folder, "archive")
        good.make(pristine, Path(folder, "scratch"))
        print(f"| none: a good file | {' | '.join(_row(pristine, cage))} |", flush=True)
        for name, specimen in SPECIMENS.items():
            if specimen.of_warc:
                copy = Path(folder, name)
                shutil.copytree(pristine, copy)
                specimen.make(copy)
                print(
                    f"| {name.replace('_', ' ')} | {' | '.join(_row(copy, cage, specimen.where))} |",
                    flush=True,
                )
                shutil.rmtree(copy)
    cage.close()


def _row(archive: Path, cage: Extraction, key: str = good.WARC_KEYS[0]) -> list[str]:
    said = [_verdict(program, archive / key) for program in PROGRAMS.values()]
    kinds = sorted({damage.kind.value for damage in damages(archive, cage) if damage.file == key})
    return [*said, ", ".join(kinds) or "passes"]


def _verdict(program: str, warc: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(warc)], capture_output=True, timeout=300, check=False
    )
    return "fails" if done.returncode else "**passes**"


if __name__ == "__main__":
    main()
