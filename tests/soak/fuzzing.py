"""What the fuzz targets share: one call of a target, its seeds, how long, and where a crash is kept.

    python -m tests.soak.fuzz_warc --seconds 600

A crash is written to `var/fuzz/<target>/crash-...`; mend it, and put the file with a name that says what it is into
`tests/soak/museum/<target>/`, from where every later run begins, and `tests/museum/test_fuzz_museum.py` feeds it again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

MUSEUM = Path(__file__).with_name("museum")
UNWATCHED = ["extractors.judgement"]  # 80 trees: to instrument them takes minutes, and no target comes there
LARGEST = 64 << 10  # bytes of an input: more is slow, and finds no more
SLOWEST = 20  # seconds of one input, on a slow machine


def fuzz(name: str) -> None:
    """Feed the target of that name, guided by coverage, until the time is up or it raises what it must not."""
    import atheris  # noqa: PLC0415 - in an environment of its own: see `make soak`

    with atheris.instrument_imports(include=["crawler", "extractors", "storage"], exclude=UNWATCHED):
        from tests.soak.targets import TARGETS  # noqa: PLC0415 - while its imports are watched

    target, seeds = TARGETS[name]
    arguments = _arguments(name)
    corpus = Path(arguments.folder, name)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(seed[:LARGEST])
    known = MUSEUM / name
    options = [
        f"-max_total_time={arguments.seconds}", f"-max_len={LARGEST}", f"-timeout={SLOWEST}", "-rss_limit_mb=2048",
        f"-artifact_prefix={corpus}/", "-verbosity=0", "-print_final_stats=1", str(corpus),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, *([str(known)] if known.is_dir() else [])], target)
    atheris.Fuzz()


def _arguments(name: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m tests.soak.fuzz_{name}")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--folder", default="var/fuzz", help="of the corpora that grow")
    return parser.parse_args()
