"""Publishing may be stopped at any point and repeated: the archive ends the same, a run whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from storage import delta
from storage.corpus import Corpus
from storage.manifest import FileKind, Previous, manifest_bytes, parsed_manifest
from storage.object_store import (
    CorruptObject,
    KeyTaken,
    ObjectStore,
    StoreRefused,
    StoreUnavailable,
    open_store,
    read_back,
)
from storage.publish import MissingFile, publish
from tests.fault_proxy import Fault, FaultProxy
from tests.runs import finished_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.manifest import RunManifest


@pytest.fixture(params=["folder", "s3", "s3_tls"])
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return (tmp_path / "an archive").as_uri()
    url: str = request.getfixturevalue(request.param)
    return url


class Killed(BaseException):
    """Nothing of ours catches this, as nothing catches SIGKILL."""


class Fuse:
    """Lets so many operations happen and burns through behind the last of them."""

    def __init__(self, operations: int) -> None:
        self.left = operations

    def around(self, operation: Callable[..., Any]) -> Callable[..., Any]:
        def burning(*args: Any, **kwargs: Any) -> Any:
            result = operation(*args, **kwargs)
            self.left -= 1
            if self.left == 0:
                raise Killed
            return result

        return burning


class FusedStore:
    """A real store whose every operation burns the fuse."""

    def __init__(self, store: ObjectStore, fuse: Fuse) -> None:
        self._store, self._fuse = store, fuse

    @property
    def url(self) -> str:
        return self._store.url

    def __getattr__(self, name: str) -> Any:
        return self._fuse.around(getattr(self._store, name))


def killed_after(operations: int, store: ObjectStore, outbox: Path, manifest: RunManifest) -> bool:
    """Whether the publication was killed before it had come to its end."""
    fuse = Fuse(operations)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delta, "commit", fuse.around(delta.commit))
        fused: Any = FusedStore(store, fuse)
        try:
            publish(fused, outbox, manifest)
        except Killed:
            return True
    return False


def contents(store: ObjectStore) -> dict[str, str]:
    """Key and digest of all that is in the archive, but for the log of Delta, which holds moments."""
    keys = [info.key for info in store.list("") if "_delta_log" not in info.key]
    return {key: read_back(store, key) for key in keys}


def assert_whole_or_not_at_all(store: ObjectStore, manifest: RunManifest) -> None:
    complete = store.head(manifest.key) is not None
    for table in (FileKind.ARTICLES, FileKind.OUTCOMES):
        expected = tuple(file.key for file in manifest.files if file.kind is table)
        live = delta.live_files(store, table)
        assert live == expected if complete else live in ((), expected)
        for key in live:
            assert store.head(key) is not None


def test_a_killed_publication_is_finished_by_repeating_it(archive_url: str, tmp_path: Path) -> None:
    manifest = finished_run(tmp_path / "outbox")
    reference = open_store(f"{archive_url}/reference")
    publish(reference, tmp_path / "outbox", manifest)
    operations = 1
    while True:
        store = open_store(f"{archive_url}/{operations}")
        if not killed_after(operations, store, tmp_path / "outbox", manifest):
            break
        assert_whole_or_not_at_all(store, manifest)
        publish(store, tmp_path / "outbox", manifest)
        assert contents(store) == contents(reference)
        assert delta.version(store, FileKind.ARTICLES) == 1
        assert delta.version(store, FileKind.OUTCOMES) == 1
        operations += 1
    assert operations > 10


@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.CUT_UPLOAD, Fault.UNAVAILABLE])
def test_a_fault_at_any_write_ends_in_the_same_archive(
    s3: str, fault_proxy: FaultProxy, tmp_path: Path, fault: Fault
) -> None:
    manifest = finished_run(tmp_path / "outbox")
    reference = open_store((tmp_path / "reference").as_uri())
    publish(reference, tmp_path / "outbox", manifest)
    for writes in range(9):  # four files, two tables and a commit to each, the manifest
        store = open_store(f"{s3}/{fault.name}/{writes}")
        fault_proxy.inject(fault, "PUT", after=writes)
        with suppress(StoreUnavailable):
            publish(store, tmp_path / "outbox", manifest)
        assert_whole_or_not_at_all(store, manifest)
        publish(store, tmp_path / "outbox", manifest)
        assert fault_proxy.rules[-1].times == 0
        assert contents(store) == contents(reference)
        assert delta.version(store, FileKind.ARTICLES) == 1
        assert delta.version(store, FileKind.OUTCOMES) == 1


def test_the_archive_holds_the_files_and_the_manifest(archive_url: str, tmp_path: Path) -> None:
    store, outbox = open_store(archive_url), tmp_path / "outbox"
    manifest = finished_run(outbox)
    assert publish(store, outbox, manifest) == tuple(outbox / file.key for file in manifest.files)
    expected = {file.key: file.sha256 for file in manifest.files}
    assert contents(store) == {**expected, manifest.key: hashlib.sha256(manifest_bytes(manifest)).hexdigest()}
    assert parsed_manifest(store.get(manifest.key)) == manifest


def test_what_was_proven_may_be_deleted_and_published_again(archive_url: str, tmp_path: Path) -> None:
    store, outbox = open_store(archive_url), tmp_path / "outbox"
    manifest = finished_run(outbox)
    first, *others = publish(store, outbox, manifest)
    first.unlink()
    assert publish(store, outbox, manifest) == tuple(others)
    shutil.rmtree(outbox)
    assert publish(store, outbox, manifest) == ()
    assert len(list(Corpus(store).articles())) == 5


def test_a_file_that_is_nowhere_stops_the_run_from_becoming_visible(archive_url: str, tmp_path: Path) -> None:
    store, outbox = open_store(archive_url), tmp_path / "outbox"
    manifest = finished_run(outbox)
    (outbox / manifest.files[0].key).unlink()
    with pytest.raises(MissingFile, match=r"\.warc\.gz"):
        publish(store, outbox, manifest)
    assert store.head(manifest.key) is None
    assert list(Corpus(store).articles()) == []


def test_a_file_damaged_in_the_outbox_is_not_published(archive_url: str, tmp_path: Path) -> None:
    store, outbox = open_store(archive_url), tmp_path / "outbox"
    manifest = finished_run(outbox)
    path = outbox / manifest.files[0].key
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CorruptObject):
        publish(store, outbox, manifest)
    assert contents(store) == {}


def test_a_run_has_one_manifest(archive_url: str, tmp_path: Path) -> None:
    store, outbox = open_store(archive_url), tmp_path / "outbox"
    manifest = finished_run(outbox)
    publish(store, outbox, manifest)
    with pytest.raises(KeyTaken):
        publish(store, outbox, replace(manifest, exit_code=75))


def test_a_run_is_published_behind_the_one_before_it(archive_url: str, tmp_path: Path) -> None:
    """Where that is not, the disk may not be mounted, and the run would be hidden once it is."""
    store, outbox = open_store(archive_url), tmp_path / "outbox"
    before = finished_run(tmp_path / "before", run="20220131T060000-a0")
    link = Previous(before.key, hashlib.sha256(manifest_bytes(before)).hexdigest())
    manifest = replace(finished_run(outbox), previous=link)
    with pytest.raises(StoreRefused, match=f"does not have {before.key}, the run before this one"):
        publish(store, outbox, manifest)
    assert contents(store) == {}
    publish(store, tmp_path / "before", before)
    assert len(publish(store, outbox, manifest)) == len(manifest.files)


def test_a_run_without_rows_makes_no_table(archive_url: str, tmp_path: Path) -> None:
    store, outbox = open_store(archive_url), tmp_path / "outbox"
    whole = finished_run(outbox)
    publish(store, outbox, replace(whole, files=whole.files[:2]))
    assert delta.version(store, FileKind.ARTICLES) is None
    assert list(Corpus(store).articles()) == []
    assert len(list(Corpus(store).runs("southfront"))) == 1
