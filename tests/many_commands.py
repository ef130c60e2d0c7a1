"""Runs several `scrapy` commands one after another in one process, whose start costs more than most of them do.

Reads a list of lists of words from standard input as JSON, and writes what came of each: exit status, output, errors.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scrapy.cmdline import execute

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO


def ran(words: list[str]) -> dict[str, Any]:
    """Everything that the command and its own processes write is caught, as by a shell."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with _leading(1, out), _leading(2, err):
            status = _status(words)
        return {"returncode": status, "stdout": _text(out), "stderr": _text(err)}


def _status(words: list[str]) -> int:
    try:
        execute(["scrapy", *words])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    return 0


@contextmanager
def _leading(descriptor: int, file: IO[bytes]) -> Iterator[None]:
    """What is written to the descriptor goes to the file."""
    kept = os.dup(descriptor)
    os.dup2(file.fileno(), descriptor)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(kept, descriptor)
        os.close(kept)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    answers = [ran(words) for words in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)
