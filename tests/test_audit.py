"""The audit finds what a database knows of a locked version, and says when it has no database."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.audit import is_affected, main, pins

LOCK = Path(__file__).resolve().parents[1] / "requirements.txt"


def spans(*events: dict[str, str]) -> dict[str, object]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    entry = {
        "id": "GHSA-test",
        "summary": "A hole",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "Zope.Interface"},
                **spans({"introduced": "0"}, {"fixed": "9999"}),
            }
        ],
    }
    with zipfile.ZipFile(tmp_path / "PyPI.zip", "w") as packed:
        packed.writestr("GHSA-test.json", json.dumps(entry))
        packed.writestr("GHSA-gone.json", json.dumps({**entry, "id": "GHSA-gone", "withdrawn": "2026-01-01"}))
    return tmp_path / "PyPI.zip"


def test_without_a_database_nothing_is_said_to_be_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--database", str(tmp_path / "none.zip"), str(LOCK)]) == 2
    assert "nothing was checked" in capsys.readouterr().out


@pytest.mark.parametrize(
    "members", [None, {}, {"a.json": "{"}, {"a.json": "[]"}, {"a.json": '{"affected": [7]}'}]
)
def test_a_database_that_cannot_be_read_is_none(
    members: dict[str, str] | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "PyPI.zip"
    path.write_bytes(b"no zip")
    if members is not None:
        with zipfile.ZipFile(path, "w") as packed:
            for name, text in members.items():
                packed.writestr(name, text)
    assert main(["--database", str(path), str(LOCK)]) == 2
    assert "nothing was checked" in capsys.readouterr().out


def test_a_lock_that_names_nothing_is_none(database: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("# nothing\n")
    for lock in ("empty.txt", "absent.txt"):
        assert main(["--database", str(database), str(tmp_path / lock)]) == 2


def test_what_is_known_of_a_locked_version_is_named(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    version = dict(pins(LOCK.read_text()))["zope-interface"]
    assert main(["--database", str(database), str(LOCK)]) == 1
    said = capsys.readouterr().out
    assert f"zope-interface {version}: GHSA-test: A hole; fixed in 9999" in said
    assert "GHSA-gone" not in said


def test_every_line_of_the_lock_is_read() -> None:
    assert len(pins(LOCK.read_text())) == sum("==" in line for line in LOCK.read_text().splitlines())


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ("1.0", False),
        ("1.1", True),
        ("1.9", True),
        ("2.0", False),
        ("2.5", True),
        ("2.6", True),
        ("2.7", False),
    ],
)
def test_ranges_are_read_as_the_schema_says(version: str, affected: bool) -> None:  # noqa: FBT001 - a column of a table
    events = ({"introduced": "2.5"}, {"last_affected": "2.6"}, {"introduced": "1.1"}, {"fixed": "2.0"})
    assert is_affected(version, spans(*events)) is affected
