"""Single bits flipped anywhere in an archive: how many of them `scrapy verify --read-data` finds.

    python -m tests.museum.flips --times 400

What it cannot find is what nothing else in the archive speaks of: the time, the client and the operation that a commit of
the Delta log notes of itself, and the table's own random id.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from crawler.extraction import Extraction, Limits
from tests.museum import published
from tests.museum.verification import damages

if TYPE_CHECKING:
    from collections.abc import Iterator

_FREE = re.compile(
    rb'"id":"[^"]*"|"createdTime":\d+|"modificationTime":\d+|"description":null|"configuration":\{[^}]*\}'
)


class Flip(NamedTuple):
    file: str
    position: int
    bit: int
    found: bool
    context: bytes


def flips(pristine: Path, scratch: Path, cage: Extraction, seed: int, times: int) -> Iterator[Flip]:
    """Random bits, one at a time; every byte of the archive is as likely as any other, each file once at least."""
    chance = random.Random(seed)
    files = sorted(path for path in pristine.rglob("*") if path.is_file() and path.stat().st_size)
    weights = [path.stat().st_size for path in files]
    chosen = [*files, *chance.choices(files, weights, k=max(0, times - len(files)))][:times]
    for number, file in enumerate(chosen):
        copy = scratch / str(number)
        shutil.copytree(pristine, copy)
        name = file.relative_to(pristine).as_posix()
        data = bytearray(file.read_bytes())
        position, bit = chance.randrange(len(data)), chance.randrange(8)
        context = bytes(data[max(0, position - 60) : position + 20])
        data[position] ^= 1 << bit
        (copy / name).write_bytes(data)
        found = any(damages(copy, cage))
        yield Flip(name, position, bit, found, context)
        shutil.rmtree(copy)


def is_note(pristine: Path, flip: Flip) -> bool:
    """Whether the bit belongs to what a commit or a table says of itself, and nothing reads as data."""
    data = (pristine / flip.file).read_bytes()
    start = data.rfind(b"\n", 0, flip.position) + 1
    if "_delta_log/" not in flip.file or data.startswith(b'{"commitInfo"', start):
        return "_delta_log/" in flip.file
    return any(match.start() <= flip.position < match.end() for match in _FREE.finditer(data))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.museum.flips", description=__doc__)
    parser.add_argument("--times", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tried, missed = Counter[str](), Counter[str]()
    cage = Extraction(1, Limits(120, 1024, 100_000))
    with TemporaryDirectory() as folder:
        pristine = Path(folder, "archive")
        published.make(pristine, Path(folder, "scratch"))
        for flip in flips(pristine, Path(folder), cage, arguments.seed, arguments.times):
            kind = "_delta_log" if "_delta_log/" in flip.file else flip.file.partition("/")[0]
            tried[kind] += 1
            if not flip.found:
                missed[kind] += 1
                note = "a note" if is_note(pristine, flip) else "NOT EXPLAINED"
                print(f"missed: {flip.file} byte {flip.position} bit {flip.bit} ({note}): {flip.context!r}")
    cage.close()
    print("| file | bits flipped | found | missed |\n|---|---|---|---|")
    for kind in sorted(tried):
        print(f"| {kind} | {tried[kind]} | {tried[kind] - missed[kind]} | {missed[kind]} |")


if __name__ == "__main__":
    main()
