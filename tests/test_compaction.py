"""Merged table files: the same rows for every reader, at once or not at all, and what came before until it is vacuumed."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from deltalake import DeltaTable

from crawler.extraction import Extraction, Limits
from crawler.garbage import garbage
from storage import compaction, delta, maintenance
from storage.delta import NoSuchVersion, TableMoved
from storage.maintenance import Operation, Work
from storage.manifest import FileKind
from storage.object_store import open_store
from storage.publish import publish
from tests.forks import FORKS
from tests.museum import good
from tests.museum.tampering import flip
from tests.museum.verification import damages
from tests.rows import example_row
from tests.runs import finished_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.object_store import ObjectStore

NOW = datetime(2020, 12, 1, tzinfo=UTC)  # long ago by any clock: time of grace is counted from it
WEEK = timedelta(days=7)
ALL: frozenset[str] = frozenset()
TABLE = FileKind.ARTICLES


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compaction")
    good.make(folder / "archive", folder / "scratch")
    return folder / "archive"


@pytest.fixture(scope="module")
def cage() -> Iterator[Extraction]:
    pool = Extraction(1, Limits(120, 1024, 100_000))
    yield pool
    pool.close()


@pytest.fixture
def archive(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine, tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, archive: Path) -> ObjectStore:
    if request.param == "folder":
        return open_store(str(archive))
    there = open_store(request.getfixturevalue("s3"))
    for path in sorted(archive.rglob("*")):
        if path.is_file():
            there.put(path.relative_to(archive).as_posix(), path.read_bytes())
    return there


def compacted(store: ObjectStore, now: datetime = NOW) -> None:
    for merge in compaction.merges(store, ALL):
        compaction.compact(store, merge, now)


def opened(store: ObjectStore, version: int | None = None) -> DeltaTable:
    return DeltaTable(f"{store.url}/articles", version, storage_options=store.table_options())


def ids_by_each_reader(table: DeltaTable) -> list[list[str]]:
    """The article ids, sorted, as DuckDB, polars and pandas read them out of the Delta table."""
    dataset = table.to_pyarrow_dataset()
    duck = duckdb.connect().from_arrow(dataset).project("article_id").fetchall()
    frame: Any = pl.scan_delta(table).select("article_id").collect()
    pandas: Any = table.to_pandas(columns=["article_id"])
    return [
        sorted(row[0] for row in duck),
        sorted(frame["article_id"].to_list()),
        sorted(pandas["article_id"].tolist()),
    ]


def test_every_reader_sees_the_same_rows_before_and_after_and_in_earlier_versions(store: ObjectStore) -> None:
    before = ids_by_each_reader(opened(store))
    assert len(before[0]) == 4
    assert before[0] == before[1] == before[2]
    earlier = opened(store).version()
    compacted(store)
    assert len(delta.live_files(store, TABLE)) == 1
    assert ids_by_each_reader(opened(store)) == before
    assert ids_by_each_reader(opened(store, earlier)) == before
    assert [len(ids) for ids in ids_by_each_reader(opened(store, 1))] == [3, 3, 3]  # the first run alone


def test_two_parts_of_one_outlet_are_merged_by_one_command(tmp_path: Path) -> None:
    """Each is noted under a name of its own, also where they are merged one right behind the other."""
    store = open_store(str(tmp_path / "archive"))
    for number in range(2):
        run = f"2022020{number + 1}T060000-a1"
        rows = [example_row(number, run=run), example_row(600_000 + number, run=run)]  # a year later
        publish(store, tmp_path / run, finished_run(tmp_path / run, rows, run=run))
    settings = ["-s", f"ARCHIVE_URL={store.url}", "-s", f"SPOOL_DIR={tmp_path / 'spool'}"]
    said = FORKS.scrapy(["compact", "southfront", *settings]).stdout
    assert "articles of southfront, 2023: 2 files, 0.0 MB, would be merged" in said.replace(
        " 0.1 MB", " 0.0 MB"
    )
    assert "Nothing was changed: say --apply to do it." in said
    assert len(delta.live_files(store, TABLE)) == 4
    done = FORKS.scrapy(["compact", "southfront", "--apply", *settings])
    assert done.returncode == 0, done.stderr
    assert len(delta.live_files(store, TABLE)) == 2


def test_a_reader_who_began_before_is_not_disturbed(store: ObjectStore) -> None:
    reader = opened(store)
    compacted(store)
    assert len(ids_by_each_reader(reader)[0]) == 4


def test_the_archive_is_clean_after_each_step_and_says_which_version_is_gone(
    store: ObjectStore, cage: Extraction
) -> None:
    version = delta.snapshot(store, TABLE).version
    compacted(store)
    assert damages(store, cage) == []
    assert compaction.superseded(store, ALL, timedelta(days=36_000)) == ()
    assert delta.snapshot(store, TABLE, as_of=version).files
    for old in compaction.superseded(store, ALL, timedelta(0)):
        compaction.vacuum(store, old, NOW + timedelta(hours=1))
    assert damages(store, cage) == []
    with pytest.raises(NoSuchVersion, match=f"version {version} of articles cannot be read any more"):
        delta.snapshot(store, TABLE, as_of=version)
    assert compaction.superseded(store, ALL, timedelta(0)) == ()


def test_the_same_rows_make_the_same_file_and_twice_is_once(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(archive, other)
    keys = []
    for folder in (archive, other):
        store = open_store(str(folder))
        compacted(store)
        assert compaction.merges(store, ALL) == ()
        keys.append(delta.live_files(store, TABLE))
    assert keys[0] == keys[1]
    (key,) = keys[0]
    assert hashlib.sha256((archive / key).read_bytes()).hexdigest()[:32] in key


def test_a_merge_of_what_another_has_replaced_is_refused_and_changes_nothing(
    archive: Path, cage: Extraction
) -> None:
    store = open_store(str(archive))
    planned = [merge for merge in compaction.merges(store, ALL) if merge.table is TABLE]
    compacted(store)
    version = delta.version(store, TABLE)
    with pytest.raises(TableMoved):
        compaction.compact(store, planned[0], NOW + timedelta(seconds=1))
    assert delta.version(store, TABLE) == version
    assert damages(archive, cage) == []


def test_a_merge_that_died_before_its_commit_is_done_again(
    archive: Path, cage: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(archive))

    def die(*_: object, **__: object) -> None:
        raise OSError("the power went out")

    with monkeypatch.context() as patched:
        patched.setattr(delta, "swap", die)
        with pytest.raises(OSError, match="power"):
            compacted(store)
    assert damages(archive, cage) == []
    compacted(store, NOW + timedelta(hours=1))
    assert len(delta.live_files(store, TABLE)) == 1
    assert damages(archive, cage) == []


def test_a_vanished_maintenance_manifest_is_missed(archive: Path, cage: Extraction) -> None:
    compacted(open_store(str(archive)))
    _, first, second = sorted((archive / "maintenance").rglob("*.json"))
    first.unlink()
    assert {damage.kind.value for damage in damages(archive, cage)} >= {"chain", "table"}
    second.write_bytes(second.read_bytes().replace(b'"compact"', b'"compacT"'))
    assert "chain" in {damage.kind.value for damage in damages(archive, cage)}


def test_notes_of_a_clock_that_was_set_back_stand_behind_the_last_one(
    archive: Path, cage: Extraction
) -> None:
    store = open_store(str(archive))
    work = [Work(Operation.VACUUM, good.OUTLET, TABLE, NOW - timedelta(days=days)) for days in (0, 40, 1)]
    keys = [maintenance.record(store, one) for one in work]
    assert keys == sorted(keys)
    assert damages(archive, cage) == []


def test_a_bit_of_a_merged_file_is_missed(archive: Path, cage: Extraction) -> None:
    store = open_store(str(archive))
    compacted(store)
    (key,) = delta.live_files(store, TABLE)
    flip(archive / key)
    assert {(damage.kind.value, damage.file) for damage in damages(archive, cage)} == {("digest", key)}


def planted(store: ObjectStore) -> str:
    key = "warc/pages/2026/11/pages-20261122000000-00007-x.warc.gz"
    store.put(key, b"left by a killed upload")
    return key


def test_only_what_nothing_names_and_is_old_is_garbage(store: ObjectStore, tmp_path: Path) -> None:
    key = planted(store)
    far = datetime(2100, 1, 1, tzinfo=UTC)
    assert [info.key for info in garbage(store, tmp_path, ALL, far, WEEK).objects] == [key]
    assert garbage(store, tmp_path, frozenset({"southfront"}), far, WEEK).objects == ()
    young = datetime.now(UTC)
    assert garbage(store, tmp_path, ALL, young, WEEK).objects == ()


def test_where_a_manifest_is_missing_nothing_is_garbage(archive: Path, tmp_path: Path) -> None:
    store = open_store(str(archive))
    planted(store)
    (archive / good.MANIFEST_KEYS[0]).unlink()
    found = garbage(store, tmp_path, ALL, datetime(2100, 1, 1, tzinfo=UTC), WEEK)
    assert found.objects == ()
    assert found.doubts


def test_parts_of_an_upload_that_never_ended_are_found_and_discarded(s3: str, tmp_path: Path) -> None:
    store = open_store(s3)
    client: Any = store._client  # type: ignore[attr-defined]  # an upload in parts, which we never make ourselves
    bucket, key = store._bucket, store._full("warc/pages/2026/11/a.warc.gz")  # type: ignore[attr-defined]
    upload = client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    client.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"x" * 100)
    found = garbage(store, tmp_path, ALL, datetime(2100, 1, 1, tzinfo=UTC), WEEK)
    assert [left.key for left in found.uploads] == ["warc/pages/2026/11/a.warc.gz"]
    store.discard(found.uploads[0])  # type: ignore[attr-defined]
    assert garbage(store, tmp_path, ALL, datetime(2100, 1, 1, tzinfo=UTC), WEEK).uploads == ()


def test_a_hidden_file_of_a_killed_copy_is_found_and_discarded(archive: Path, tmp_path: Path) -> None:
    store = open_store(str(archive))
    left = archive / "warc/pages/.0123.tmp"
    left.write_bytes(b"half")
    found = garbage(store, tmp_path, ALL, datetime(2100, 1, 1, tzinfo=UTC), WEEK)
    assert [upload.key for upload in found.uploads] == ["warc/pages/.0123.tmp"]
    store.discard(found.uploads[0])  # type: ignore[attr-defined]
    assert not left.exists()
