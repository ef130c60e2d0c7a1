"""The power fails while a table's log is written: the next publication sets the torn entry aside, and commits again."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from deltalake import DeltaTable
from hypothesis import given
from hypothesis import strategies as st

from storage import delta
from storage.manifest import manifest_bytes
from storage.object_store import ObjectStore, StoreUnavailable, open_store
from storage.schemas import ARTICLE_SCHEMA
from storage.torn_log import is_whole
from tests.runs import finished_run
from tests.test_delta import ARTICLES, commit, stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.manifest import ArchivedFile

RUNS = ("run-1", "run-2", "run-3")


def published(folder: Path, finished: tuple[str, ...]) -> tuple[ObjectStore, Path]:
    """An archive whose table has a commit of each run, with the manifests of those that are finished; the table's log."""
    store = open_store((folder / "archive").as_uri())
    for number, run in enumerate(RUNS):
        commit(store.url, files_of(store, folder, number), run)
        if run in finished:
            manifest = replace(finished_run(folder / "other"), run=run, files=files_of(store, folder, number))
            store.put(manifest.key, manifest_bytes(manifest))
    return store, folder / "archive" / ARTICLES / "_delta_log"


def files_of(store: ObjectStore, folder: Path, number: int) -> tuple[ArchivedFile, ...]:
    return stored(store, folder / "made", [number])


def entry(log: Path, version: int) -> Path:
    return log / f"{version:020d}.json"


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def cut_behind_a_line(path: Path) -> None:
    path.write_bytes(path.read_bytes().rpartition(b"\n")[0])


DAMAGES = (emptied, halved, zeroed, cut_behind_a_line)


def as_line(value: object) -> bytes:
    return json.dumps({"commitInfo": value}).encode()


def rows(store: ObjectStore) -> list[str]:
    table = DeltaTable(f"{store.url}/{ARTICLES}").to_pyarrow_table()
    return sorted(map(str, table.select(ARTICLE_SCHEMA.names)["article_id"].to_pylist()))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_torn_entry_is_set_aside_with_what_stands_behind_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None], version: int
) -> None:
    store, log = published(tmp_path, RUNS[: version - 1])
    whole = rows(store)
    damage(entry(log, version))
    torn = entry(log, version).read_bytes()
    with caplog.at_level(logging.WARNING):
        again = [commit(store.url, files_of(store, tmp_path, n), run) for n, run in enumerate(RUNS)]
    assert again == [number + 1 >= version for number in range(3)]
    assert rows(store) == whole
    assert (log / f".{entry(log, version).name}.torn-1").read_bytes() == torn
    assert f"{entry(log, version).name}.torn-1" in caplog.text


def test_an_entry_that_never_reached_the_disk_leaves_a_gap_which_is_closed(tmp_path: Path) -> None:
    store, log = published(tmp_path, ("run-1",))
    whole = rows(store)
    entry(log, 2).unlink()
    for number, run in enumerate(RUNS):
        commit(store.url, files_of(store, tmp_path, number), run)
    assert rows(store) == whole
    assert delta.version(store, ARTICLES) == 3


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_table_whose_making_was_cut_off_is_made_anew(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    store, log = published(tmp_path, ())
    whole = rows(store)
    damage(entry(log, 0))
    for number, run in enumerate(RUNS):
        assert commit(store.url, files_of(store, tmp_path, number), run)
    assert rows(store) == whole


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_a_finished_run_committed_is_never_set_aside(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    store, log = published(tmp_path, RUNS)
    damage(entry(log, 3))
    damaged = entry(log, 3).read_bytes()
    with pytest.raises(StoreUnavailable, match=r"finished run .*run-3.json is in no version of it"):
        commit(store.url, files_of(store, tmp_path, 3), "run-4")
    assert entry(log, 3).read_bytes() == damaged
    assert not list(log.glob(".*torn*"))


@pytest.mark.parametrize("damage", [emptied, halved, zeroed])
@pytest.mark.parametrize("name", ["_last_checkpoint", f"{3:020d}.checkpoint.parquet"])
def test_a_torn_checkpoint_is_set_aside_and_the_log_read_from_its_beginning(
    tmp_path: Path, damage: Callable[[Path], None], name: str
) -> None:
    store, log = published(tmp_path, RUNS)
    DeltaTable(f"{store.url}/{ARTICLES}").create_checkpoint()
    whole = rows(store)
    damage(log / name)
    assert commit(store.url, files_of(store, tmp_path, 3), "run-4")
    assert len(rows(store)) == len(whole) + 1
    assert list(log.glob(f".{name}.torn-1"))
    assert not (log / "_last_checkpoint").exists()


def test_a_whole_log_is_left_alone(tmp_path: Path) -> None:
    store, log = published(tmp_path, RUNS)
    DeltaTable(f"{store.url}/{ARTICLES}").create_checkpoint()
    before = {path.name: path.read_bytes() for path in log.iterdir()}
    commit(store.url, files_of(store, tmp_path, 3), "run-4")
    assert before == {name: (log / name).read_bytes() for name in before}


@given(st.binary(max_size=300) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(as_line))
def test_whatever_the_bytes_a_whole_entry_says_what_it_is(entry: bytes) -> None:
    if is_whole(entry):
        assert b"commitInfo" in entry


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"7",
        b'{"commitInfo":7}',
        b'{"add":{},"remove":{}}',
        b"[" * 100_000,
        b"\xff",
        b'"commitInfo"',
    ],
)
def test_a_line_that_is_no_action_makes_no_entry(line: bytes) -> None:
    assert not is_whole(line)
