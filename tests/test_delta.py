"""Delta tables over a folder and a real S3 server: a run is one commit, made once, whoever else is writing."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from deltalake import DeltaTable, Schema
from pyarrow.fs import FileSystem, LocalFileSystem, S3FileSystem

from storage import delta
from storage.delta.connection import delta_rs
from storage.manifest import FileKind
from storage.object_store import ObjectStore, StoreRefused, StoreUnavailable, open_store
from storage.schemas import ARTICLE_SCHEMA
from storage.tables import article_files
from tests.ceph import ACCESS_KEY, SECRET_KEY, environment, nobody
from tests.rows import FIRST_CAPTURE, example_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storage.manifest import ArchivedFile

AT = datetime(2022, 2, 1, 7, tzinfo=UTC)
ARTICLES = FileKind.ARTICLES


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return open_store((tmp_path / "an archive").as_uri())
    return open_store(request.getfixturevalue(request.param))


def stored(
    store: ObjectStore, folder: Path, numbers: Sequence[int], outlet: str = "southfront"
) -> tuple[ArchivedFile, ...]:
    """Files with these rows, in the store and not in the table yet."""
    files = article_files([example_row(number, outlet=outlet) for number in numbers], folder)
    for file in files:
        store.put_file(file.key, folder / file.key, file.sha256)
    return files


def commit(url: str, files: Sequence[ArchivedFile], run: str, outlet: str = "southfront") -> bool:
    return delta.commit(open_store(url), ARTICLES, files, outlet=outlet, run=run, at=AT)


def delta_table(url: str) -> DeltaTable:
    with delta_rs(open_store(url)) as options:
        return DeltaTable(f"{url}/articles", storage_options=options)


def hive_table(url: str) -> pa.Table:
    """The same tree read as plain Parquet by someone who knows nothing of Delta."""
    parts = urlsplit(url)
    folder, system = unquote(parts.path), cast("FileSystem", LocalFileSystem())
    if parts.scheme == "s3":
        folder, endpoint = f"{parts.netloc}{parts.path}", os.environ["AWS_ENDPOINT_URL_S3"]
        trusted = {"tls_ca_file_path": os.environ["AWS_CA_BUNDLE"]} if endpoint.startswith("https") else {}
        system = S3FileSystem(endpoint_override=endpoint, **cast("Any", trusted))
    schema = pa.schema([ARTICLE_SCHEMA.field("outlet"), ARTICLE_SCHEMA.field("year")])
    partitioning = ds.partitioning(schema, flavor="hive")
    dataset = ds.dataset(f"{folder}/articles", filesystem=system, format="parquet", partitioning=partitioning)
    return dataset.to_table(columns=ARTICLE_SCHEMA.names)


@pytest.mark.parametrize("store", ["folder", "s3", "s3_tls"], indirect=True)
def test_delta_and_plain_parquet_readers_see_the_same_rows(store: ObjectStore, tmp_path: Path) -> None:
    for outlet in ("southfront", "themedialine"):
        files = stored(store, tmp_path, range(5), outlet)
        assert commit(store.url, files, "run-1", outlet)
    as_delta = delta_table(store.url).to_pyarrow_table().select(ARTICLE_SCHEMA.names)
    order: Any = [("outlet", "ascending"), ("captured_at", "ascending")]
    assert as_delta.num_rows == 10
    assert as_delta.sort_by(order).to_pylist() == hive_table(store.url).sort_by(order).to_pylist()
    assert as_delta.schema.field("boilerplate").type == ARTICLE_SCHEMA.field("boilerplate").type


def test_files_are_not_visible_before_their_commit(store: ObjectStore, tmp_path: Path) -> None:
    assert delta.version(store, ARTICLES) is None
    assert delta.live_files(store, ARTICLES) == ()
    files = stored(store, tmp_path, range(3))
    assert delta.live_files(store, ARTICLES) == ()
    commit(store.url, files, "run-1")
    assert delta.live_files(store, ARTICLES) == (files[0].key,)
    assert delta.version(store, ARTICLES) == 1


def test_a_run_is_committed_once_however_often_it_is_asked_for(store: ObjectStore, tmp_path: Path) -> None:
    files = stored(store, tmp_path, range(3))
    assert [commit(store.url, files, "run-1") for _ in range(3)] == [True, False, False]
    assert delta.version(store, ARTICLES) == 1
    assert delta_table(store.url).to_pyarrow_table().num_rows == 3


def test_a_run_is_committed_once_by_several_at_the_same_moment(store: ObjectStore, tmp_path: Path) -> None:
    files = stored(store, tmp_path, range(3))
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: commit(store.url, files, "run-1"), range(4)))
    assert done.count(True) == 1
    assert delta_table(store.url).to_pyarrow_table().num_rows == 3


def commit_runs(url: str, folder: Path, outlet: str) -> None:
    for number in range(3):
        commit(url, stored(open_store(url), folder, [number], outlet), f"run-{number}", outlet)


def test_outlets_may_be_written_by_several_processes_at_once(store: ObjectStore, tmp_path: Path) -> None:
    outlets = ["southfront", "themedialine"]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(commit_runs, [store.url] * 2, [tmp_path / outlet for outlet in outlets], outlets))
    for outlet in outlets:
        assert len(delta.live_files(store, ARTICLES, outlet)) == 3
    assert delta.version(store, ARTICLES) == 6


def test_what_the_log_says_of_one_outlet_is_its_part_of_the_whole(store: ObjectStore, tmp_path: Path) -> None:
    for outlet in ("southfront", "themedialine"):
        commit(store.url, stored(store, tmp_path, range(3), outlet), "run-1", outlet)
    whole, part = delta.snapshot(store, ARTICLES), delta.snapshot(store, ARTICLES, "southfront")
    assert part.files == tuple(file for file in whole.files if "/outlet=southfront/" in file.key)
    assert len(part.files) == 1 < len(whole.files)
    assert part.files[0].rows == 3
    assert part.files[0].spans
    assert delta.live_files(store, ARTICLES) == tuple(file.key for file in whole.files)
    assert delta.snapshot(store, ARTICLES, "globalresearch") == delta.Snapshot(whole.version, ())


def test_no_run_is_empty(store: ObjectStore) -> None:
    assert not commit(store.url, [], "run-1")
    assert delta.version(store, ARTICLES) is None


def test_early_runs_are_remembered_behind_a_checkpoint(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    first = stored(store, tmp_path, [0])
    assert commit(store.url, first, "run-0")
    for number in range(1, 60):
        commit(store.url, stored(store, tmp_path, [number]), f"run-{number}")
    assert list((tmp_path / "archive/articles/_delta_log").glob("*.checkpoint.parquet"))
    assert not commit(store.url, first, "run-0")
    assert len(delta.live_files(store, ARTICLES)) == 60


def test_every_version_can_be_read_back(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    for number in range(3):
        commit(store.url, stored(store, tmp_path, [number]), f"run-{number}")
    assert [rows_of_version(store.url, version) for version in range(4)] == [0, 1, 2, 3]


def rows_of_version(url: str, version: int) -> int:
    table = delta_table(url)
    table.load_as_version(version)
    return table.to_pyarrow_table().num_rows


def test_the_log_says_which_run_made_a_commit(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    commit(store.url, stored(store, tmp_path, [1]), "run-1")
    assert delta_table(store.url).history(1)[0]["run"] == "southfront/run-1"


def test_a_replaced_part_leaves_the_rest_and_the_same_files_alone(store: ObjectStore, tmp_path: Path) -> None:
    kept, gone = stored(store, tmp_path, [1, 2]), stored(store, tmp_path, [3])
    other, new = stored(store, tmp_path, [1], "themedialine"), stored(store, tmp_path, [3, 4])
    commit(store.url, kept, "run-1")
    commit(store.url, gone, "run-2")
    commit(store.url, other, "run-1", "themedialine")
    for _ in range(2):
        delta.replace(store, ARTICLES, (*kept, *new), outlet="southfront", at=AT)
    assert delta.live_files(store, ARTICLES) == tuple(sorted(file.key for file in (*kept, *new, *other)))
    assert delta.version(store, ARTICLES) == 4  # nothing to do the second time
    assert delta_table(store.url).to_pyarrow_table().num_rows == 5
    actions = [json.loads(line) for line in store.get(f"articles/_delta_log/{4:020}.json").splitlines()]
    touched = [next(iter(action.values()))["path"] for action in actions if {"add", "remove"} & {*action}]
    assert sorted(f"articles/{path}" for path in touched) == sorted([gone[0].key, new[0].key])


@pytest.mark.parametrize("wrong", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_wrong_credentials_are_refused_and_not_repeated(
    s3: str, tmp_path: Path, aws: pytest.MonkeyPatch, wrong: str
) -> None:
    files = stored(open_store(s3), tmp_path, [1])
    aws.setenv(wrong, "canaryCANARY0123")
    with pytest.raises(StoreRefused) as caught:
        commit(s3, files, "run-1")
    for secret in ("canaryCANARY0123", ACCESS_KEY, SECRET_KEY):
        assert secret not in repr(caught.value)


def test_a_server_that_is_not_there_is_unavailable(s3: str, tmp_path: Path, aws: pytest.MonkeyPatch) -> None:
    files = stored(open_store(s3), tmp_path, [1])
    aws.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    with pytest.raises(StoreUnavailable):
        commit(s3, files, "run-1")


def test_the_authority_for_s3_is_trusted_for_s3_alone(s3_tls: str, tmp_path: Path) -> None:
    commit(s3_tls, stored(open_store(s3_tls), tmp_path, [1]), "run-1")
    assert "SSL_CERT_FILE" not in os.environ


def test_an_unknown_authority_is_not_trusted(s3_tls: str, aws: pytest.MonkeyPatch) -> None:
    aws.delenv("AWS_CA_BUNDLE")
    with pytest.raises(StoreUnavailable):
        delta.version(open_store(s3_tls), ARTICLES)


def test_a_table_of_an_older_version_gets_new_columns_and_statistics(
    store: ObjectStore, tmp_path: Path
) -> None:
    old = pa.schema([field for field in ARTICLE_SCHEMA if not field.name.startswith(("change", "words_"))])
    with delta_rs(store) as options:
        DeltaTable.create(
            f"{store.url}/articles",
            schema=Schema.from_arrow(old),
            partition_by=["outlet", "year"],
            storage_options=options,
        )
    assert commit(store.url, stored(store, tmp_path, range(3)), "run-1")
    assert set(delta_table(store.url).to_pyarrow_table().column("change").to_pylist()) == {None}
    (file,) = delta.snapshot(store, ARTICLES).files
    assert file.spans["captured_at"].low == FIRST_CAPTURE  # behind the first 32 columns


def test_what_delta_rs_says_of_a_store_that_is_away_is_one_line(aws: pytest.MonkeyPatch) -> None:
    for name, value in environment(nobody()).items():
        aws.setenv(name, value)
    with pytest.raises(StoreUnavailable, match=r"the table in s3://bucket/p: .*Connection refused") as caught:
        delta.live_rows(open_store("s3://bucket/p"), FileKind.ARTICLES)
    assert str(caught.value).isprintable()
