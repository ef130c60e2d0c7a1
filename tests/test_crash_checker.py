"""The checker of crashed archives, proved: each wrong that it is there for is done to a good archive, and it says so."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import dry_run
from tests.crash_checker import faults

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = dry_run.pages(4)
URL = next(iter(PAGES)).encode()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    assert dry_run.attempt(folder, PAGES) == 0
    return folder


def found(folder: Path) -> list[str]:
    return faults(folder / "archive", state(folder), PAGES)


def state(folder: Path) -> Path:
    return folder / "spool" / dry_run.OUTLET / "state.sqlite"


def said(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(state(folder))) as db, db:
        assert db.execute(statement).rowcount > 0


def manifest(folder: Path) -> Path:
    return next((folder / "archive/runs").rglob("*.json"))


def warc(folder: Path) -> Path:
    """The first WARC file; its last record is an answer."""
    return min((folder / "archive/warc").rglob("*.warc.gz"))


def rewritten(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """The file of gzip members with other members, and the manifest saying so: only the bytes can tell."""
    before = path.read_bytes()
    starts = [n for n in range(len(before)) if before.startswith(b"\x1f\x8b\x08", n)]
    members = [before[a:b] for a, b in zip(starts, [*starts[1:], len(before)], strict=True)]
    after = b"".join(change(members))
    path.unlink()
    path.write_bytes(after)
    archive = next(parent for parent in path.parents if parent.name == "archive")
    record = manifest(archive.parent)
    text = json.loads(record.read_text())
    for file in text["files"]:
        if file["key"] == path.relative_to(archive).as_posix():
            file.update(size=len(after), sha256=hashlib.sha256(after).hexdigest())
    record.unlink()
    record.write_text(json.dumps(text))


def of_page(members: list[bytes]) -> int:
    """Where the answer with the first page stands."""
    return next(
        n
        for n, one in enumerate(members)
        if b"WARC-Type: response" in (text := gzip.decompress(one)) and b"Target-URI: %s\r\n" % URL in text
    )


def letter_changed(members: list[bytes]) -> list[bytes]:
    at = of_page(members)
    text = gzip.decompress(members[at])
    return [*members[:at], gzip.compress(text.replace(b"delegation", b"relegation", 1)), *members[at + 1 :]]


def answer_removed(members: list[bytes]) -> list[bytes]:
    at = of_page(members)
    return [*members[:at], *members[at + 1 :]]


def answer_twice(members: list[bytes]) -> list[bytes]:
    return [*members, members[of_page(members)]]


def no_change(members: list[bytes]) -> list[bytes]:
    return members


BYTES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "a letter of a page is another": (letter_changed, "other bytes than were sent"),
    "an answer is gone": (answer_removed, "archived 0 times"),
    "an answer stands there twice": (answer_twice, "archived 2 times"),
    "half a record at the end": (lambda members: [*members, members[-1][:-20]], "torn member"),
    "zeros at the end": (lambda members: [*members, bytes(64)], "incorrect header check"),
    "garbage between two records": (lambda m: [m[0], b"garbage", *m[1:]], "incorrect header check"),
    "two records in one member": (
        lambda m: [gzip.compress(gzip.decompress(m[0]) + gzip.decompress(m[1])), *m[2:]],
        "more or less than one record",
    ),
    "records in another order": (lambda members: [members[0], *members[:0:-1]], "not the record"),
}
FIRST = "record_id = (SELECT min(record_id) FROM capture)"
ROWS = {
    "a row is gone": (f"DELETE FROM capture WHERE {FIRST}", "an answer that no row knows"),
    "a row points elsewhere": (f"UPDATE capture SET warc_offset = 7 WHERE {FIRST}", "not the record"),
    "a row has another length": (
        f"UPDATE capture SET warc_length = warc_length - 1 WHERE {FIRST}",
        "not the record",
    ),
    "a row names another record": (
        f"UPDATE capture SET record_id = 'urn:uuid:0' WHERE {FIRST}",
        "not the record urn:uuid:0",
    ),
    "a row names another file": (f"UPDATE capture SET warc = 'x.warc.gz' WHERE {FIRST}", "x.warc.gz"),
    "a page is still queued": ("UPDATE url SET state = 'queued' WHERE rowid = 1", "no outcome"),
    "a page has no outcome": ("UPDATE url SET outcome = NULL WHERE rowid = 2", "no outcome"),
}


def copied(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "copy"))


def test_the_good_archive_is_good_also_when_it_was_rewritten_as_it_is(good: Path, tmp_path: Path) -> None:
    assert found(good) == []
    copy = copied(good, tmp_path)
    rewritten(warc(copy), no_change)
    assert found(copy) == []


@pytest.mark.parametrize("name", BYTES)
def test_wrong_bytes_are_found(good: Path, tmp_path: Path, name: str) -> None:
    copy = copied(good, tmp_path)
    change, says = BYTES[name]
    rewritten(warc(copy), change)
    assert any(says in line for line in found(copy)), found(copy)


@pytest.mark.parametrize("name", ROWS)
def test_wrong_rows_are_found(good: Path, tmp_path: Path, name: str) -> None:
    copy = copied(good, tmp_path)
    statement, says = ROWS[name]
    said(copy, statement)
    assert any(says in line for line in found(copy)), found(copy)


def test_wrong_files_are_found(good: Path, tmp_path: Path) -> None:
    copy = copied(good, tmp_path)
    planted = warc(copy).with_name("planted.bin")
    planted.write_bytes(b"x")
    assert found(copy) == [f"{planted.relative_to(copy / 'archive').as_posix()}: in no manifest"]
    planted.unlink()
    table = next((copy / "archive/articles").rglob("*.parquet"))
    table.chmod(0o644)
    table.write_bytes(table.read_bytes()[:-1] + b"x")
    assert found(copy) == [f"{table.relative_to(copy / 'archive').as_posix()}: not as in the manifest"]
    manifest(copy).unlink()
    assert len([line for line in found(copy) if line.endswith("in no manifest")]) > 4
