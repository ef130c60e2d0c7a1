"""The trees that judge lines are code made by a program; captures are read differently when they change."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from extractors import judgement
from extractors.version import EXTRACTOR_VERSION

KNOWN = {"60e7090764f6df3b": "2"}
"""Beginning of the sha256 of each state of the trees, and the number of `EXTRACTOR_VERSION` that came with it."""


def test_new_trees_come_with_a_new_version_of_the_extractor() -> None:
    trees = sha256(Path(judgement.__file__).read_bytes()).hexdigest()[:16]
    assert EXTRACTOR_VERSION.split("+")[0] == KNOWN[trees]
