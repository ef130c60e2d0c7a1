"""`scrapy export wacz`: what is in the file, and that others can read it."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from storage.wacz import MemberTooLarge, WaczWriter
from tests.small_archive import small_archive
from tests.wacz_viewer import seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.operator import Operator

pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    folder = tmp_path_factory.mktemp("export")
    with small_archive(str(folder / "archive"), folder / "spool") as made:
        yield made


@pytest.fixture(scope="module")
def wacz(operator: Operator, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wacz") / "month.wacz"
    done = operator.scrapy(
        "export", "wacz", "--outlet", "southfront", "--month", month(operator), "--to", str(path)
    )
    assert done.returncode == 0, done.stderr
    assert "3 articles" in done.stdout
    return path


def month(operator: Operator) -> str:
    return f"{next(iter(operator.corpus.runs('southfront'))).started_at:%Y-%m}"


def test_every_member_is_stored_named_and_digested(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as file:
        package = json.loads(file.read("datapackage.json"))
        for resource in package["resources"]:
            data = file.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)
        digest = json.loads(file.read("datapackage-digest.json"))
        assert digest["hash"] == f"sha256:{hashlib.sha256(file.read('datapackage.json')).hexdigest()}"
        assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_STORED}
        assert not any(info.extra for info in file.infolist())  # no zip64 header anywhere
        assert len(file.namelist()) == len(package["resources"]) + 2


def test_index_and_warc_files_are_those_of_the_archive(wacz: Path, operator: Operator) -> None:
    store = operator.corpus.store
    keys = [info.key for info in store.list("warc/southfront/")]
    lines = b"".join(sorted(store.get(info.key) for info in store.list("index/southfront/")))
    with zipfile.ZipFile(wacz) as file:
        for key in keys:
            assert file.read(f"archive/{key.rpartition('/')[2]}") == store.get(key)
        packed = file.read("indexes/index.cdx.gz")
        assert gzip.decompress(packed) == lines
        _, first = file.read("indexes/index.idx").splitlines()
        place = json.loads(first.split(b" ", 2)[2])
        assert gzip.decompress(packed[place["offset"] :][: place["length"]]) == lines


def test_the_pages_are_the_articles_with_their_clean_texts(wacz: Path, operator: Operator) -> None:
    with zipfile.ZipFile(wacz) as file:
        head, *pages = map(json.loads, file.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    rows = [row.article for row in operator.corpus.articles()]
    assert [(page["url"], page["title"], page["text"]) for page in pages] == [
        (article.url, article.headline, article.article_body) for article in rows
    ]


def test_equal_archives_give_equal_files_also_through_a_pipe(wacz: Path, operator: Operator) -> None:
    command = operator.command(
        "export", "wacz", "--outlet", "southfront", "--month", month(operator), "--to", "-"
    )
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == wacz.read_bytes()


def test_a_damaged_warc_file_ends_the_export_and_leaves_no_file(tmp_path: Path) -> None:
    with small_archive(str(tmp_path / "archive"), tmp_path / "spool", pages=1) as operator:
        warc = next((tmp_path / "archive/warc").rglob("*.warc.gz"))
        data = bytearray(warc.read_bytes())
        data[-5] ^= 1
        warc.chmod(0o644)
        warc.write_bytes(data)
        target = tmp_path / "month.wacz"
        done = operator.scrapy(
            "export", "wacz", "--outlet", "southfront", "--month", month(operator), "--to", str(target)
        )
    assert done.returncode == 73
    assert warc.name in done.stderr
    assert not list(tmp_path.glob("month.wacz*"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--outlet", "nobody", "--month", "2026-11"), "--outlet nobody"),
        (("--outlet", "southfront", "--month", "2026-13"), "--month 2026-13"),
        (("--outlet", "southfront", "--month", "1999-01"), "no captures of southfront in 1999-01"),
    ],
)
def test_what_is_not_there_is_said(
    operator: Operator, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = operator.scrapy("export", "wacz", *words, "--to", str(tmp_path / "x.wacz"))
    assert done.returncode == 78
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_member_that_no_viewer_reads_is_refused() -> None:
    writer = WaczWriter(io.BytesIO())
    huge = memoryview(bytes(1))

    class Piece(bytes):
        def __len__(self) -> int:
            return 2**31

    with pytest.raises(MemberTooLarge, match="2 GiB"):
        writer.add_warc("big.warc.gz", [Piece(huge)])


def test_py_wacz_accepts_it(wacz: Path) -> None:
    program = os.environ.get("WACZ") or shutil.which("wacz")
    if program is None:
        pytest.skip(
            "no py-wacz: install it in an environment of its own, and name its program `wacz` in WACZ"
        )
    done = subprocess.run([program, "validate", "-f", str(wacz)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_replayweb_page_shows_an_archived_page(wacz: Path, operator: Operator, tmp_path: Path) -> None:
    article = next(iter(operator.corpus.latest())).article
    assert article.headline
    shown, asked = seen(wacz, article.url, article.headline, tmp_path / "page.png", tmp_path)
    assert shown, asked
    assert (tmp_path / "page.png").stat().st_size > 10_000
