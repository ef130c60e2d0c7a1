"""`scrapy replay` and `scrapy export` over damaged and malicious archives: nothing outside is served, the rest is used."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.command_line import STATUS_OF
from crawler.damaged import readable_runs
from storage.corpus import Corpus
from storage.index_lines import usable
from storage.object_store import open_store
from storage.replay_files import whole_archive
from storage.wacz_export import export_month
from tests.museum.good import CDXJ_KEYS, WARC_KEYS
from tests.museum.specimens import SPECIMENS

NAMED = tuple(kind for kind, _ in STATUS_OF)
MONTH = "-".join(WARC_KEYS[0].split("/")[2:4])
# What is wrong inside of WARC records is for the viewer, which reads one record at a time.
OF_REPLAY = [
    name
    for name in SPECIMENS
    if name.startswith(("index", "manifest", "warc_", "commit", "table", "row", "name"))
]
LEFT_OUT = {
    "index_line_of_garbage",
    "index_line_of_a_megabyte",
    "index_not_sorted",
    "index_that_is_cut",
}
MISSED = {
    name
    for name in SPECIMENS
    if name.startswith("manifest_that") or name in ("index_missing", "warc_missing")
}


def exported(archive: Path, damaged: list[str]) -> bytes:
    sink = io.BytesIO()
    store = open_store(str(archive))
    runs = readable_runs(store, "pages", damaged)
    export_month(Corpus(store), runs, "pages", MONTH, sink, "test", lambda _, __: None, damaged)
    return sink.getvalue()


@pytest.mark.parametrize("name", OF_REPLAY)
def test_replay_is_given_what_can_be_used_and_nothing_from_elsewhere(
    name: str, archive: Path, tmp_path: Path
) -> None:
    SPECIMENS[name].make(archive)
    damaged: list[str] = []
    files = whole_archive(archive, tmp_path, damaged)
    places = dict(line.split("\t") for line in files.places.read_text().splitlines())
    assert places.items() >= {
        (key.rpartition("/")[2], str(archive / key)) for key in WARC_KEYS if (archive / key).exists()
    }
    assert all(Path(place).is_relative_to(archive) for place in places.values())
    lines = files.index.read_bytes().splitlines()
    assert lines == sorted(lines)
    leads_to = [json.loads(line.split(b" ", 2)[2])["filename"] for line in lines]
    assert set(leads_to) <= {key.rpartition("/")[2] for key in WARC_KEYS}
    assert leads_to
    if name in LEFT_OUT:
        (said,) = damaged
        assert said.startswith(f"{CDXJ_KEYS[0]}: "), said


@pytest.mark.parametrize("name", OF_REPLAY)
def test_an_export_is_whole_or_ends_with_what_is_wrong(name: str, archive: Path) -> None:
    SPECIMENS[name].make(archive)
    damaged: list[str] = []
    try:
        made = exported(archive, damaged)
    except NAMED:
        return
    with zipfile.ZipFile(io.BytesIO(made)) as wacz:
        assert wacz.testzip() is None
        names = wacz.namelist()
    assert all(not part.startswith(("/", "..")) and ".." not in part for part in names)
    assert damaged or name not in LEFT_OUT | MISSED | {"article_table_missing"}
    assert all(line.isprintable() for line in damaged)


def test_a_link_and_a_name_of_two_lines_are_left_out(archive: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("outside")
    folder = (archive / WARC_KEYS[0]).parent
    link = folder / WARC_KEYS[0].rpartition("/")[2].replace("-00000-", "-00099-")
    link.symlink_to(secret)
    (folder / "x\ny.warc.gz\t").mkdir()
    (folder / "a\npages-20261101000000-00001-a.warc.gz").write_text("x")
    damaged: list[str] = []
    files = whole_archive(archive, tmp_path, damaged)
    places = files.places.read_text()
    assert "secret" not in places
    assert link.name not in places
    assert len(places.splitlines()) == len(WARC_KEYS)
    assert len(damaged) == 2
    assert all(line.isprintable() for line in damaged)


def test_a_line_of_64_mb_takes_no_memory(archive: Path, tmp_path: Path) -> None:
    index = archive / CDXJ_KEYS[0]
    good = index.read_bytes()
    index.chmod(0o644)
    with index.open("wb") as file:
        file.write(b"org,example)/ 20261101000000 {")
        for _ in range(64):
            file.write(b" " * (1 << 20))
        file.write(b"}\n" + good)
    damaged: list[str] = []
    tracemalloc.start()
    files = whole_archive(archive, tmp_path, damaged)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20
    assert set(good.splitlines()) <= set(files.index.read_bytes().splitlines())
    assert damaged[0].endswith("disorder: 1")


@given(st.binary(max_size=400), st.integers(0, 3))
def test_whatever_an_index_holds_what_is_used_of_it_leads_into_its_own_file(junk: bytes, place: int) -> None:
    good = [
        b'org,example)/%d 20261101000000 {"filename": "a.warc.gz", "offset": "0", "length": "9"}\n' % n
        for n in range(3)
    ]
    lines = [*good[:place], junk + b"\n", *good[place:]]
    damaged: list[str] = []
    used = list(usable(io.BytesIO(b"".join(lines)), "pages-20261101000000-00000-a.warc.gz", damaged))
    assert used == []
    assert len(damaged) == 1
    renamed = [line.replace(b"a.warc.gz", b"pages-20261101000000-00000-a.warc.gz") for line in lines]
    used = list(usable(io.BytesIO(b"".join(renamed)), "pages-20261101000000-00000-a.warc.gz", damaged))
    assert used == sorted(used)
    assert set(used) <= {line.replace(b"a.warc.gz", b"pages-20261101000000-00000-a.warc.gz") for line in good}
