"""The environments in which researchers' tools are, and those of an archive's reader alone; `make readers` makes both."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def interpreter(environment: str) -> Path:
    """Of `.venv-readers` or `.venv-researcher`. Where it is not there, the tests say so, and an automatic run fails."""
    python = ROOT / environment / "bin" / "python"
    if not python.exists():
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"there is no {environment}; run: make readers")
    return python


def ran(python: Path, program: str, folder: Path, **variables: str) -> str:
    """What the program prints, run in that folder; it must end well."""
    done = subprocess.run(
        [python, "-c", program],
        cwd=folder,
        env=environment(folder) | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    """Without our own Python's settings; without the network, for the tools that would ask it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    return own | {"HF_HOME": str(folder / ".huggingface"), "HF_HUB_OFFLINE": "1", "HOME": str(folder)}
