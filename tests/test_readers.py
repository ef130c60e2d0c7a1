"""The examples of docs/researchers.md, run as they stand there, each by the tool that it is for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from contextlib import contextmanager
from subprocess import PIPE
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from storage.object_store import open_store
from storage.publish import publish
from storage.pull_state import Output
from storage.pulling import Meter, Pull
from storage.releases.build import Release
from storage.selection import EVERYTHING
from tests.readers import ROOT, environment, interpreter, ran
from tests.rows import example_row
from tests.runs import finished_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.untraced

PAGE = (ROOT / "docs/researchers.md").read_text(encoding="utf-8")
EXAMPLES = {
    f"{heading} {number}": code
    for heading, section in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    for number, code in enumerate(re.findall(r"^```python\n(.*?)^```", section, re.MULTILINE | re.DOTALL), 1)
}
SAYS = {
    "In Python 1": "2 is the version to cite",
    "DuckDB 1": "themedialine",
    "DuckDB 2": "southfront",
    "pandas 1": "Headline",
    "polars 1": "southfront",
    "Hugging Face datasets 1": "'article_id'",
    "Croissant 1": "Headline",
    "SQLite and Datasette 1": "Headline",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where there are `archive`, its release 2026.11, and what was pulled of it."""
    made = tmp_path_factory.mktemp("researcher")
    store = open_store(str(made / "archive"))
    for outlet in ("southfront", "themedialine"):
        outbox = made / "outbox" / outlet
        rows = [example_row(number, outlet=outlet) for number in range(8)]
        publish(store, outbox, finished_run(outbox, rows, outlet=outlet))
    (made / "scratch").mkdir()
    Release(store, "2026.11", EVERYTHING, {"pressmark": "0.1.0"}, made / "scratch")()
    meter = Meter(lambda _: None, lambda _: None)
    Pull(store, made / "pulled", EVERYTHING, Output.SQLITE, frozenset(), meter)()
    return made


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of_the_docs_runs_as_it_stands(folder: Path, name: str) -> None:
    here = name.startswith("In Python")
    python = interpreter(".venv-researcher" if here else ".venv-readers")
    said = ran(python, EXAMPLES[name], folder, **({"PYTHONPATH": str(ROOT)} if here else {}))
    assert SAYS[name] in said


def test_croissant_and_citation_are_valid(folder: Path) -> None:
    release = folder / "archive/releases/2026.11"
    program = (
        "import mlcroissant, sys; issues = mlcroissant.Dataset(sys.argv[1] if len(sys.argv) > 1 else 'croissant.json').metadata.issues;"
        "print(sorted(issues.errors), sorted(issues.warnings))"
    )
    assert ran(interpreter(".venv-readers"), program, release).strip() == "[] []"
    tool = interpreter(".venv-readers").with_name("cffconvert")
    done = subprocess.run([tool, "--validate"], cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_datasette_serves_the_database_with_its_search(folder: Path) -> None:
    with serving(folder / "pulled/articles.sqlite", folder) as home:
        page = asked(f"{home}/articles/articles").decode()
        found = json.loads(asked(f"{home}/articles/articles.json?_search=headline+3&_shape=array"))
        none = json.loads(asked(f"{home}/articles/articles.json?_search=nowhere&_shape=array"))
    assert 'name="_search"' in page, "the search box"
    assert sorted((row["outlet"], row["headline"]) for row in found) == [
        ("southfront", "Headline 3"),
        ("themedialine", "Headline 3"),
    ]
    assert none == []


@contextmanager
def serving(database: Path, folder: Path) -> Iterator[str]:
    """Datasette on loopback, at a port that the system gives: its address."""
    datasette = interpreter(".venv-readers").with_name("datasette")
    command = [str(datasette), "serve", "--host", "127.0.0.1", "--port", "0", str(database)]
    with subprocess.Popen(command, cwd=folder, env=environment(folder), stderr=PIPE, text=True) as server:
        try:
            assert server.stderr
            said = (re.search(r"running on (http://127\.0\.0\.1:\d+)", line) for line in server.stderr)
            yield next(address[1] for address in said if address)
        finally:
            server.terminate()


def asked(url: str) -> bytes:
    with urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
    return body


def test_the_wheel_reads_an_archive_where_there_is_no_crawler(folder: Path, tmp_path: Path) -> None:
    python = interpreter(".venv-researcher")
    uv = shutil.which("uv", path=str(ROOT / ".venv/bin"))
    assert uv
    here = ROOT / ".venv/bin/python"
    build: list[str | Path] = [
        uv,
        "build",
        "-q",
        "--wheel",
        "--no-build-isolation",
        "--python",
        here,
        "-o",
        tmp_path,
        ROOT,
    ]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    into: list[str | Path] = [
        uv,
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--offline",
        "--python",
        python,
        "--target",
        tmp_path / "site",
        wheel,
    ]
    subprocess.run(into, check=True, capture_output=True, timeout=300)
    program = (
        "import importlib.util as found, storage; from storage import Corpus; print(storage.__file__);"
        "corpus = Corpus('archive'); print(len(list(corpus.latest())), len(corpus.latest().to_pandas()));"
        "print([name for name in ('scrapy', 'twisted', 'warcio', 'trafilatura', 'lxml', 'rich') if found.find_spec(name)])"
    )
    said = ran(python, program, folder, PYTHONPATH=str(tmp_path / "site")).splitlines()
    assert said[0].startswith(str(tmp_path / "site"))
    assert said[1:] == ["16 16", "[]"]
