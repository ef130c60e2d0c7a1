"""The environments in which researchers' tools are, and those of an archive's reader alone; `make readers` makes both."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXTS = """
import json, os
import duckdb, mlcroissant, pandas as pd, polars as pl
from datasets import load_dataset
from deltalake import DeltaTable

archive = os.environ["ARCHIVE"]
release = archive + "/releases/2026.11"
released, live = release + "/articles/*/*.parquet", DeltaTable(archive + "/articles").to_pyarrow_dataset()
records = mlcroissant.Dataset(release + "/croissant.json").records("article")
texts = {
    "DuckDB": [row[0] for row in duckdb.sql(f"SELECT article_body FROM '{released}'").fetchall()],
    "DuckDB, live": [row[0] for row in duckdb.sql("SELECT article_body FROM live").fetchall()],
    "pandas": list(pd.read_parquet(release + "/articles", columns=["article_body"])["article_body"]),
    "pandas, live": list(live.to_table(["article_body"]).to_pandas()["article_body"]),
    "polars": list(pl.read_parquet(released, columns=["article_body"])["article_body"]),
    "polars, live": list(pl.scan_delta(archive + "/articles").select("article_body").collect()["article_body"]),
    "datasets": list(load_dataset(release, "articles", split="train")["article_body"]),
    "Croissant": [record["article/article_body"].decode() for record in records],
}
print(json.dumps({name: sorted(found) for name, found in texts.items()}))
"""
"""Prints the texts of ARCHIVE and of its release 2026.11 as each reader finds them."""


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
