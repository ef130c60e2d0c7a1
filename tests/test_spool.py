"""The spool moves file and state on together, or not at all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from storage import runs
from storage.spool import OPEN, STATE, NewWarc, Spool, SpoolBusy, SpoolLost
from storage.state import DamagedState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WARCINFO = b"W" * 10
NAME = "demo-20261120120000-{:05d}-20261120120000abcdef.warc.gz"


def new_warc(serial: int) -> NewWarc:
    return NewWarc(NAME.format(serial), WARCINFO, f"id-{serial}", serial)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = begun(tmp_path)
    yield opened
    opened.close()


def begun(folder: Path) -> Spool:
    spool = Spool(folder, "demo")
    with spool.transaction():
        runs.begin(spool.db, datetime(2026, 11, 20, 12, tzinfo=UTC), "digest")
    return spool


def fail_after_appending(spool: Spool) -> None:
    with spool.transaction():
        spool.append(b"lost", new_warc)
        raise ZeroDivisionError


def committed_size(spool: Spool) -> int:
    return int(spool.db.execute("SELECT size FROM warc").fetchone()[0])


def the_file(folder: Path) -> Path:
    return folder / (NAME.format(0) + OPEN)


def test_what_is_committed_is_in_the_file_and_in_the_state(spool: Spool, tmp_path: Path) -> None:
    with spool.transaction():
        assert spool.append(b"one", new_warc) == (NAME.format(0), 10)
        assert spool.append(b"two", new_warc) == (NAME.format(0), 13)
    assert the_file(tmp_path).read_bytes() == WARCINFO + b"onetwo"
    assert committed_size(spool) == 16


def test_an_exception_leaves_neither_bytes_nor_rows(spool: Spool, tmp_path: Path) -> None:
    with spool.transaction():
        spool.append(b"one", new_warc)
    with pytest.raises(ZeroDivisionError):
        fail_after_appending(spool)
    assert the_file(tmp_path).read_bytes() == WARCINFO + b"one"
    assert committed_size(spool) == 13
    with spool.transaction():
        assert spool.append(b"two", new_warc)[1] == 13


def test_an_exception_in_the_first_transaction_leaves_no_file(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_after_appending(spool)
    assert not the_file(tmp_path).exists()
    with spool.transaction():
        assert spool.append(b"one", new_warc)[1] == 10


def test_a_torn_tail_is_cut_at_the_next_start(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    with spool.transaction():
        spool.append(b"one", new_warc)
    spool.close()
    with the_file(tmp_path).open("ab") as file:
        file.write(b"torn")
    again = Spool(tmp_path, "demo")
    assert the_file(tmp_path).read_bytes() == WARCINFO + b"one"
    with again.transaction():
        assert again.append(b"two", new_warc)[1] == 13
    again.close()


def test_a_file_without_a_committed_byte_is_removed_at_the_next_start(tmp_path: Path) -> None:
    begun(tmp_path).close()
    the_file(tmp_path).write_bytes(b"never committed")
    Spool(tmp_path, "demo").close()
    assert not the_file(tmp_path).exists()


def test_a_file_shorter_than_committed_is_never_taken_for_whole(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    with spool.transaction():
        spool.append(b"one", new_warc)
    spool.close()
    os.truncate(the_file(tmp_path), 11)
    with pytest.raises(SpoolLost, match=r"11 bytes.*13 were committed"):
        Spool(tmp_path, "demo")


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    with spool.transaction():
        spool.append(b"one", new_warc)
    spool.close()
    the_file(tmp_path).unlink()
    with pytest.raises(SpoolLost, match="is missing"):
        Spool(tmp_path, "demo")


def test_a_second_process_is_told_that_the_spool_is_busy(spool: Spool, tmp_path: Path) -> None:
    with pytest.raises(SpoolBusy):
        Spool(tmp_path, "demo")
    script = (
        f"from pathlib import Path; from storage.spool import Spool; Spool(Path({str(tmp_path)!r}), 'demo')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "SpoolBusy" in done.stderr


def test_sealing_moves_the_file_to_the_outbox_with_its_digest(spool: Spool, tmp_path: Path) -> None:
    with spool.transaction():
        spool.append(b"one", new_warc)
    run = spool.db.execute("SELECT id FROM run").fetchone()[0]
    place = spool.seal()
    assert place == spool.outbox(run) / "warc/demo/2026/11" / NAME.format(0)
    assert place.read_bytes() == WARCINFO + b"one"
    assert spool.db.execute("SELECT state, length(sha256) FROM warc").fetchone()[:] == ("sealed", 64)
    with spool.transaction():
        assert spool.append(b"next", new_warc) == (NAME.format(1), 10)


def test_a_seal_cut_off_between_rename_and_commit_is_finished_at_the_next_start(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    with spool.transaction():
        spool.append(b"one", new_warc)
    place = spool.seal()
    spool.db.execute("UPDATE warc SET state = 'open', sha256 = NULL")
    spool.close()
    again = Spool(tmp_path, "demo")
    assert again.db.execute("SELECT state, length(sha256) FROM warc").fetchone()[:] == ("sealed", 64)
    assert place
    assert place.exists()
    again.close()


def test_a_lost_state_is_never_a_silent_new_start(tmp_path: Path) -> None:
    spool = begun(tmp_path)
    with spool.transaction():
        spool.append(b"one", new_warc)
    spool.close()
    (tmp_path / STATE).unlink()
    with pytest.raises(SpoolLost, match="scrapy rebuild"):
        Spool(tmp_path, "demo")
    assert the_file(tmp_path).read_bytes() == WARCINFO + b"one"


def test_nothing_open_is_nothing_to_seal(spool: Spool) -> None:
    assert spool.seal() is None


@pytest.mark.parametrize(
    "garbage", [b"this is no database, and long enough to tell" * 50, b"SQLite format 3\0" * 300]
)
def test_a_state_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / STATE).write_bytes(garbage)
    with pytest.raises(DamagedState, match="scrapy rebuild"):
        Spool(tmp_path, "demo")
    assert (tmp_path / STATE).read_bytes() == garbage


def test_a_state_of_another_schema_is_refused(tmp_path: Path) -> None:
    begun(tmp_path).close()
    connection = sqlite3.connect(tmp_path / STATE)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(DamagedState, match="schema 99"):
        Spool(tmp_path, "demo")


def test_an_empty_state_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / STATE).touch()
    begun(tmp_path).close()
