"""Damaged and malicious archives: each file that cannot be used is named, the rest is used, and nothing is run."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy.settings import Settings

from crawler.configuration import configuration
from crawler.damaged import readable_runs
from crawler.rebuilding import rebuild
from crawler.replaying import Replay
from storage.corpus import Corpus
from storage.object_store import CorruptObject, StoreUnavailable, open_store
from storage.state import open_state
from storage.verification.damage import DamageKind
from storage.verification.objects import is_plain_key
from storage.verification.spool_check import check_spool
from storage.warc_reader import DamagedWarc, record_of
from tests.forks import FORKS
from tests.museum.good import MANIFEST_KEYS, WARC_KEYS
from tests.museum.specimens import SPECIMENS
from tests.museum.tampering import member
from tests.museum.verification import damages

if TYPE_CHECKING:
    from crawler.extraction import Extraction
    from storage.object_store import ObjectStore

ROOT = Path(__file__).resolve().parents[2]
EXECUTING = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml"}
ANSWERS = "crawler/answers.py"  # what a worker answers: an unpickler that knows no function, see there

UNREADABLE = {  # specimen: how many of the four articles are still there, and what is named
    "cut_within_the_last_record": (4, WARC_KEYS[0]),
    "bit_of_the_compressed_data_flipped": (1, WARC_KEYS[0]),
    "header_line_of_64_mb": (4, WARC_KEYS[0]),
    "not_compressed": (1, WARC_KEYS[0]),
    "one_gzip_member_for_all": (1, WARC_KEYS[0]),
    "content_length_of_20_digits": (1, WARC_KEYS[0]),
    "date_of_month_13": (1, WARC_KEYS[0]),
    "last_record_twice": (4, None),
    "warc_missing": (1, WARC_KEYS[0]),
    "manifest_that_names_a_file_above": (3, "passwd"),
    "manifest_that_names_a_nul": (3, MANIFEST_KEYS[1]),
    "manifest_that_names_a_number": (3, MANIFEST_KEYS[1]),
    "manifest_of_100000_brackets": (3, MANIFEST_KEYS[1]),
    "manifest_in_the_place_of_another": (3, MANIFEST_KEYS[1]),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_again_is_named_and_the_rest_is_read(
    name: str, archive: Path, cage: Extraction, tmp_path: Path
) -> None:
    SPECIMENS[name].make(archive)
    articles, said = UNREADABLE[name]
    store, damaged = open_store(str(archive)), list[str]()
    with closing(open_state(tmp_path / "replay.sqlite")) as db:
        replay = Replay(store, db, cage, tmp_path / "made", damaged)
        files = [file for run in readable_runs(store, "pages", damaged) for file in replay.run(run)]
    assert sum(file.rows or 0 for file in files if file.kind == "articles") == articles, damaged
    assert any(said in line for line in damaged) if said else not damaged
    assert all(line.isascii() and line.isprintable() for line in damaged)


def test_a_state_is_rebuilt_from_what_can_be_used(archive: Path, tmp_path: Path) -> None:
    for name in ("index_line_of_garbage", "unreadable_middle", "manifest_that_names_a_file_above"):
        SPECIMENS[name].make(archive)
    given_settings = Settings(
        {"ARCHIVE_URL": str(archive), "SPOOL_DIR": str(tmp_path / "var"), "EXTRACT_WORKERS": 1}
    )
    damaged: list[str] = []
    assert "1 runs" in rebuild(configuration(given_settings), "pages", damaged)
    assert any(WARC_KEYS[0].rpartition("/")[2] in line for line in damaged)
    assert any("passwd" in line for line in damaged)
    assert (tmp_path / "var/pages/state.sqlite").exists()
    assert not list(check_spool(tmp_path / "var", frozenset()))


@pytest.mark.parametrize("words", [("compact", "--apply"), ("reextract", "pages", "--check")])
def test_a_table_file_that_is_none_is_named_by_who_writes_tables_anew(
    words: tuple[str, ...], archive: Path, tmp_path: Path
) -> None:
    SPECIMENS["table_file_that_is_no_parquet"].make(archive)
    places = {"ARCHIVE_URL": archive, "SPOOL_DIR": tmp_path / "spool", "EXTRACT_WORKERS": 1}
    options = (word for name, value in places.items() for word in ("-s", f"{name}={value}"))
    done = FORKS.scrapy((*words, *options))
    assert done.returncode == 73
    assert re.fullmatch(r"pressmark: articles/\S+\.parquet is damaged: .*\n", done.stderr), done.stderr


def misplaced(archive: Path) -> list[str]:
    """What is said of the articles at whose places other bytes stand."""
    corpus, said = Corpus(open_store(str(archive))), list[str]()
    for row in corpus.articles():
        assert row.article.pressmark
        try:
            record_of(row.article.pressmark, corpus.capture_bytes(row.article))
        except (DamagedWarc, CorruptObject) as damage:
            said.append(str(damage))
    return said


@pytest.mark.parametrize(
    "name", ["row_of_another_record_id", "two_files_swapped", "bit_of_the_compressed_data_flipped"]
)
def test_bytes_that_are_not_those_of_the_article_are_told_from_them(name: str, archive: Path) -> None:
    assert misplaced(archive) == []
    SPECIMENS[name].make(archive)
    said = misplaced(archive)
    assert said
    assert all(re.match(r"pages-\S+\.warc\.gz (at byte \d+: |ends inside)", line) for line in said)


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "/etc/passwd", "a\0b", "a//b", ".", "a/../b", "", "a" * 1000, 7, None]
)
def test_no_key_leads_out_of_the_archive(key: object) -> None:
    assert not is_plain_key(key)


def files_of(archive: Path) -> list[str]:
    return sorted(path.relative_to(archive).as_posix() for path in archive.rglob("*") if path.is_file())


CHANGES = st.one_of(
    st.tuples(st.just("cut"), st.floats(0, 0.99), st.just(b"")),
    st.tuples(st.just("put"), st.floats(0, 1), st.binary(min_size=1, max_size=40)),
    st.tuples(st.just("over"), st.floats(0, 0.99), st.binary(min_size=1, max_size=400)),
)


def changed(data: bytes, change: tuple[str, float, bytes]) -> bytes:
    how, where, new = change
    place = int(len(data) * where)
    return (
        data[:place]
        if how == "cut"
        else data[:place] + new + data[place + (len(new) if how == "over" else 0) :]
    )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(which=st.floats(0, 0.999), change=CHANGES)
def test_whatever_is_done_to_a_file_ends_in_a_named_damage(
    pristine: Path,
    cage: Extraction,
    tmp_path_factory: pytest.TempPathFactory,
    which: float,
    change: tuple[str, float, bytes],
) -> None:
    names = files_of(pristine)
    name = names[int(len(names) * which)]
    copy = tmp_path_factory.mktemp("changed") / "archive"
    shutil.copytree(pristine, copy)
    before = (copy / name).read_bytes()
    after = changed(before, change)
    (copy / name).write_bytes(after)
    found = damages(copy, cage)
    # What a commit notes of itself, such as its time, nothing else in the archive speaks of: tests.museum.flips counts it.
    assert found or after == before or "_delta_log" in name
    shutil.rmtree(copy)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(change=CHANGES)
def test_whatever_is_done_to_a_state_file_is_named_or_harmless(
    tmp_path: Path, change: tuple[str, float, bytes]
) -> None:
    folder = tmp_path / "spool/pages"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with closing(open_state(folder / "state.sqlite")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "state.sqlite"
    path.write_bytes(changed(path.read_bytes(), change))
    assert {damage.kind for damage in check_spool(tmp_path / "spool", frozenset())} <= {DamageKind.STATE}


class HoleInTheDisk:
    """A store of which a stretch of each object cannot be read, as of a disk with a bad place."""

    def __init__(self, store: ObjectStore, hole: range) -> None:
        self._store, self._hole = store, hole

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        if key == WARC_KEYS[0] and offset < self._hole.stop and offset + length > self._hole.start:
            raise StoreUnavailable(f"{key}: Input/output error")
        return self._store.get_range(key, offset, length)


def test_a_place_that_the_disk_cannot_read_is_named_and_read_around(archive: Path, cage: Extraction) -> None:
    path = archive / WARC_KEYS[0]
    path.write_bytes(path.read_bytes() + member(b"x" * 50_000) * 300)  # behind the hole
    store = HoleInTheDisk(open_store(str(archive)), range(4096, 8192))
    found = damages(store, cage)  # type: ignore[arg-type]  # all of a store, by __getattr__
    holes = [damage for damage in found if "cannot be read from the disk" in damage.what]
    assert [(hole.file, hole.offset, hole.end) for hole in holes] == [(WARC_KEYS[0], 4096, 8192)]


def test_nothing_that_an_archive_holds_can_make_the_program_run_it() -> None:
    for folder in ("crawler", "extractors", "storage"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                called = (
                    node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
                )
                roots = {name.split(".")[0] for name in names}
                where = path.relative_to(ROOT).as_posix()
                assert not roots & EXECUTING or where == ANSWERS, where
                assert called not in {"eval", "exec", "compile", "__import__"}, where


MEASURE = """
import resource, sys
from storage.verification.gzip_members import members
from storage.verification.warc_record import RecordReader
from storage.warc_reader import DamagedWarc, archived_records
class Source:
    def read_at(self, offset, length):
        with open(sys.argv[1], "rb") as file:
            file.seek(offset)
            return file.read(length)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
(sink,) = [sink for _, sink in members(Source(), lambda _: RecordReader())]
assert "header of more than" in sink.lost, sink.lost
try:
    list(archived_records(open(sys.argv[1], "rb"), "bomb.warc.gz"))
    sys.exit("the reader took it")
except DamagedWarc:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_header_line_of_256_mb_takes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb.warc.gz").write_bytes(member(b"WARC/1.1\r\nWARC-Type: " + b"x" * (256 << 20)))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "bomb.warc.gz")],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 40_000  # KiB
