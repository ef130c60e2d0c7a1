"""Inputs that fuzzing found (tests/soak/museum), and its seeds, through every target: none raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.targets import TARGETS

MUSEUM = Path(__file__).resolve().parents[1] / "soak/museum"


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_found_and_began_with_raises_nothing(name: str) -> None:
    target, seeds = TARGETS[name]
    for data in (*seeds(), *(path.read_bytes() for path in sorted((MUSEUM / name).glob("*")))):
        target(data)
        target(data[: len(data) // 2])
