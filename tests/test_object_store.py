"""One contract for every store: a folder, and a real S3 server over plain HTTP and TLS."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NoReturn

import pytest

from storage.keys import BadKey
from storage.object_store import (
    BadArchiveUrl,
    CorruptObject,
    KeyTaken,
    NoSuchKey,
    ObjectStore,
    StoreError,
    StoreRefused,
    StoreUnavailable,
    open_store,
    read_back,
    verified_copy,
)
from tests.ceph import ACCESS_KEY, SECRET_KEY
from tests.fault_proxy import Fault, FaultProxy

if TYPE_CHECKING:
    from pathlib import Path


KEY = "warc/southfront/2026/11/name-1.warc.gz"


@pytest.fixture(params=["folder", "s3", "s3_tls"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return open_store((tmp_path / "an archive").as_uri())
    return open_store(request.getfixturevalue(request.param))


@pytest.fixture
def faulty(fault_proxy: FaultProxy, s3: str) -> ObjectStore:
    return open_store(s3)


def written(path: Path, data: bytes) -> tuple[Path, str]:
    path.write_bytes(data)
    return path, hashlib.sha256(data).hexdigest()


def test_what_is_read_is_what_was_written(store: ObjectStore) -> None:
    for size in (0, 1, 70_000):
        store.put(f"runs/a/{size}.json", bytes(range(256)) * size)
        assert store.get(f"runs/a/{size}.json") == bytes(range(256)) * size


def test_a_file_is_stored_whole(store: ObjectStore, tmp_path: Path) -> None:
    path, sha256 = written(tmp_path / "file", b"gzip" * 3_000_000)
    store.put_file(KEY, path, sha256)
    assert read_back(store, KEY) == sha256
    info = store.head(KEY)
    assert info is not None
    assert (info.key, info.size) == (KEY, 12_000_000)
    assert info.sha256 in (None, sha256)


def test_the_same_bytes_may_be_put_again(store: ObjectStore, tmp_path: Path) -> None:
    store.put(KEY, b"same")
    store.put(KEY, b"same")
    store.put_file(KEY, *written(tmp_path / "file", b"same"))
    assert store.get(KEY) == b"same"


def test_a_taken_key_keeps_its_bytes(store: ObjectStore, tmp_path: Path) -> None:
    store.put(KEY, b"first")
    with pytest.raises(KeyTaken):
        store.put(KEY, b"other")
    with pytest.raises(KeyTaken):
        store.put_file(KEY, *written(tmp_path / "file", b"third"))
    assert store.get(KEY) == b"first"


def test_of_many_writers_of_one_key_exactly_one_wins(store: ObjectStore) -> None:
    start = threading.Barrier(8)

    def wins(number: int) -> bool:
        start.wait()
        try:
            store.put(KEY, b"%d" % number)
        except KeyTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(wins, range(8)))
    assert won.count(True) == 1
    assert store.get(KEY) == b"%d" % won.index(True)


def test_a_file_that_is_not_what_it_should_be_is_not_stored(store: ObjectStore, tmp_path: Path) -> None:
    path, _ = written(tmp_path / "file", b"damaged in the spool")
    with pytest.raises(CorruptObject):
        store.put_file(KEY, path, hashlib.sha256(b"what was sealed").hexdigest())
    assert store.head(KEY) is None


def test_ranges_are_cut_at_the_end(store: ObjectStore) -> None:
    store.put(KEY, b"0123456789")
    assert store.get_range(KEY, 2, 3) == b"234"
    assert store.get_range(KEY, 8, 100) == b"89"
    assert store.get_range(KEY, 10, 5) == b""
    assert store.get_range(KEY, 3, 0) == b""


def test_what_is_not_there_is_said_so(store: ObjectStore) -> None:
    assert store.head(KEY) is None
    store.delete(KEY)
    with pytest.raises(NoSuchKey):
        store.get(KEY)
    with pytest.raises(NoSuchKey):
        store.get_range(KEY, 0, 1)
    assert list(store.list("warc/")) == []


def test_a_deleted_key_may_be_written_again(store: ObjectStore) -> None:
    store.put(KEY, b"first")
    store.delete(KEY)
    store.put(KEY, b"other")
    assert store.get(KEY) == b"other"


def test_keys_are_listed_in_byte_order_from_a_key_on(store: ObjectStore) -> None:
    keys = ["index/b", "runs/a/1.json", "runs/a/10.json", "runs/a/2.json", "runs/ab/1.json", "runs/b.json"]
    for key in reversed(keys):
        store.put(key, key.encode())
    assert [info.key for info in store.list("")] == keys
    assert [info.key for info in store.list("runs/a")] == keys[1:5]
    assert [info.key for info in store.list("runs/a/")] == keys[1:4]
    assert [info.key for info in store.list("runs/", start_after="runs/a/10.json")] == keys[3:]
    assert [info.size for info in store.list("index/")] == [7]


@pytest.mark.parametrize(
    "key", ["", "/a", "a/", "a//b", "../a", "a/..", "a/.", ".hidden", "a b", "a\n", "ä", "a" * 901]
)
def test_only_plain_file_names_are_keys(store: ObjectStore, key: str) -> None:
    with pytest.raises(BadKey):
        store.put(key, b"")


def test_a_good_store_passes_the_probe_and_keeps_nothing_of_it(store: ObjectStore) -> None:
    store.probe()
    assert list(store.list("")) == []


def test_a_verified_copy_may_be_repeated(store: ObjectStore, tmp_path: Path) -> None:
    path, sha256 = written(tmp_path / "file", b"sealed")
    verified_copy(store, KEY, path, sha256)
    verified_copy(store, KEY, path, sha256)
    assert store.get(KEY) == b"sealed"


def test_a_copy_of_which_other_bytes_are_read_back_is_no_proof(store: ObjectStore, tmp_path: Path) -> None:
    store.put(KEY, b"something else")
    with pytest.raises(CorruptObject, match="read back"):
        verified_copy(store, KEY, *written(tmp_path / "file", b"sealed"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://127.0.0.1/archive",
        "s3://",
        "s3:///prefix",
        "s3://key:secret@bucket/x",
        "https://key:secret@host/x",
        "ftp://host/x?password=secret",
        "file://host/x",
        "file:x",
        "s3://b/x?y",
    ],
)
def test_an_address_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(BadArchiveUrl) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://key:secret@127.0.0.1:9",
        "key:secret@127.0.0.1:9",
        "http://key:secret@two words",
        "http://key:secret@[::1",
        "http://127.0.0.1:99999",
    ],
)
def test_an_endpoint_with_a_password_or_none_that_can_be_asked_is_refused_and_not_repeated(
    endpoint: str, aws: pytest.MonkeyPatch
) -> None:
    aws.setenv("AWS_ENDPOINT_URL_S3", endpoint)
    with pytest.raises(StoreRefused, match="its endpoint is to be") as caught:
        open_store("s3://bucket/prefix")
    assert "secret" not in str(caught.value)


def test_a_bare_path_names_a_folder(tmp_path: Path) -> None:
    assert open_store(str(tmp_path / "a b")).url == (tmp_path / "a b").as_uri()


def test_the_folder_is_the_tree_that_the_keys_name(tmp_path: Path) -> None:
    open_store(str(tmp_path)).put(KEY, b"bytes")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == [KEY]


@pytest.mark.parametrize("prefix", ["", "runs/", "runs/southfront/2026/"])
def test_a_file_where_the_folder_should_be_is_no_empty_store(tmp_path: Path, prefix: str) -> None:
    (tmp_path / "archive").write_text("not a folder")
    store = open_store(str(tmp_path / "archive"))
    with pytest.raises(StoreUnavailable, match="archive is no folder"):
        list(store.list(prefix))


def test_a_folder_that_may_not_be_read_is_no_empty_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path / "archive"))
    store.put("runs/one.json", b"{}")

    def denied(path: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    # Root, who runs the tests on many machines, may read everything.
    monkeypatch.setattr(os, "scandir", denied)
    with pytest.raises(StoreRefused, match="runs/: Permission denied"):
        list(store.list("runs/"))


def test_a_folder_on_another_file_system_gets_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sha256 = written(tmp_path / "file", b"sealed")
    store = open_store(str(tmp_path / "archive"))
    across_file_systems(monkeypatch, path)
    store.put_file(KEY, path, sha256)
    assert store.get(KEY) == b"sealed"
    assert (tmp_path / "archive" / KEY).stat().st_ino != path.stat().st_ino


def across_file_systems(monkeypatch: pytest.MonkeyPatch, source: Path) -> None:
    """link(2) as it answers for a file that lies on another file system."""
    link = os.link

    def refusing(a: Path, b: Path) -> None:
        if a == source:
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(a))
        link(a, b)

    monkeypatch.setattr(os, "link", refusing)


def test_a_write_whose_answer_was_lost_counts(faulty: ObjectStore, fault_proxy: FaultProxy) -> None:
    fault_proxy.inject(Fault.LOSE_ANSWER, "PUT")
    faulty.put(KEY, b"ours")
    assert fault_proxy.requests.count("PUT") == 2  # the second was answered with 412
    assert faulty.get(KEY) == b"ours"


def test_a_lost_answer_does_not_hide_that_the_key_was_taken(
    faulty: ObjectStore, fault_proxy: FaultProxy
) -> None:
    faulty.put(KEY, b"theirs")
    fault_proxy.inject(Fault.LOSE_ANSWER, "PUT")
    with pytest.raises(KeyTaken):
        faulty.put(KEY, b"ours")


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.BROKEN, Fault.SLOW])
def test_a_busy_server_is_asked_again(faulty: ObjectStore, fault_proxy: FaultProxy, fault: Fault) -> None:
    fault_proxy.inject(fault, "PUT", times=2)
    faulty.put(KEY, b"data")
    fault_proxy.inject(fault, "GET")
    assert faulty.get(KEY) == b"data"


def test_a_server_that_denies_is_asked_once_and_nothing_is_stored(
    faulty: ObjectStore, fault_proxy: FaultProxy
) -> None:
    fault_proxy.inject(Fault.DENIED, "PUT")
    with pytest.raises(StoreRefused, match="403"):
        faulty.put(KEY, b"data")
    assert fault_proxy.requests.count("PUT") == 1
    assert faulty.head(KEY) is None


def test_an_upload_cut_in_the_middle_leaves_all_or_nothing(
    faulty: ObjectStore, fault_proxy: FaultProxy, tmp_path: Path
) -> None:
    path, sha256 = written(tmp_path / "file", b"gzip" * 500_000)
    fault_proxy.inject(Fault.CUT_UPLOAD, "PUT", times=6)
    with pytest.raises(StoreUnavailable):
        faulty.put_file(KEY, path, sha256)
    assert faulty.head(KEY) is None
    faulty.put_file(KEY, path, sha256)
    assert read_back(faulty, KEY) == sha256


def test_a_bit_flipped_on_the_way_up_is_never_stored(faulty: ObjectStore, fault_proxy: FaultProxy) -> None:
    fault_proxy.inject(Fault.FLIP_UPLOAD, "PUT", times=6)
    with pytest.raises(StoreError):
        faulty.put(KEY, b"data" * 1000)
    assert faulty.head(KEY) is None


def test_a_bit_flipped_on_the_way_down_is_noticed(faulty: ObjectStore, fault_proxy: FaultProxy) -> None:
    faulty.put(KEY, b"data" * 1000)
    fault_proxy.inject(Fault.FLIP_DOWNLOAD, "GET")
    assert faulty.get(KEY) == b"data" * 1000
    fault_proxy.inject(Fault.FLIP_DOWNLOAD, "GET", times=3)
    with pytest.raises(CorruptObject):
        faulty.get(KEY)


def test_a_copy_that_is_not_read_back_as_equal_is_not_proven(
    faulty: ObjectStore, fault_proxy: FaultProxy, tmp_path: Path
) -> None:
    fault_proxy.inject(Fault.FLIP_DOWNLOAD, "GET")
    with pytest.raises(CorruptObject):
        verified_copy(faulty, KEY, *written(tmp_path / "file", b"sealed"))


def test_a_download_cut_short_is_read_again(faulty: ObjectStore, fault_proxy: FaultProxy) -> None:
    faulty.put(KEY, b"data" * 100_000)
    fault_proxy.inject(Fault.CUT_DOWNLOAD, "GET", times=2)
    assert faulty.get(KEY) == b"data" * 100_000
    fault_proxy.inject(Fault.CUT_DOWNLOAD, "GET", times=2)
    assert faulty.get_range(KEY, 1, 4) == b"atad"


def test_a_server_that_ignores_conditions_is_refused(faulty: ObjectStore, fault_proxy: FaultProxy) -> None:
    faulty.probe()
    fault_proxy.inject(Fault.CLAIM_SUCCESS, "PUT", times=2)  # the first succeeds anyway
    with pytest.raises(StoreRefused, match="If-None-Match"):
        faulty.probe()


def test_a_server_that_is_not_there_is_unavailable(s3: str, aws: pytest.MonkeyPatch) -> None:
    aws.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    with pytest.raises(StoreUnavailable):
        open_store(s3).get(KEY)


@pytest.mark.parametrize("wrong", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_wrong_credentials_are_refused_and_not_repeated(
    s3: str, aws: pytest.MonkeyPatch, wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    aws.setenv(wrong, "canaryCANARY0123")
    caplog.set_level(logging.DEBUG)
    store = open_store(s3)
    with pytest.raises(StoreRefused) as caught:
        store.put(KEY, b"data")
    for secret in ("canaryCANARY0123", ACCESS_KEY, SECRET_KEY):
        assert secret not in f"{caught.value!r} {caught.value.__context__!r} {caplog.text}"


def test_missing_credentials_are_named(s3: str, aws: pytest.MonkeyPatch) -> None:
    aws.delenv("AWS_ACCESS_KEY_ID")
    aws.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(StoreRefused, match="credentials"):
        open_store(s3).put(KEY, b"data")


def test_a_missing_bucket_is_named(s3: str) -> None:
    with pytest.raises(StoreRefused, match="no bucket nowhere"):
        open_store("s3://nowhere/x").put(KEY, b"data")


def test_an_unknown_authority_is_unavailable_and_not_trusted(s3_tls: str, aws: pytest.MonkeyPatch) -> None:
    aws.delenv("AWS_CA_BUNDLE")
    with pytest.raises(StoreError):
        open_store(s3_tls).get(KEY)
