"""`scrapy verify` as a user calls it, and that it shares no code with what wrote the archive."""

from __future__ import annotations

import ast
import json
import shutil
from contextlib import nullcontext
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from crawler import verifying
from crawler.configuration import configuration
from crawler.extraction import Extraction, Limits
from crawler.verifying import Plan, Report, Watch
from storage import Corpus
from storage.keys import warc_key
from storage.object_store import open_store
from storage.table_rows import article_record
from storage.verification.damage import DamageKind
from storage.verification.inventory import inventory
from storage.verification.row_records import records_of
from storage.verification.verify import Subset, units
from storage.verification.warc_record import Record
from tests.counting_store import CountingStore
from tests.forks import FORKS
from tests.museum import good
from tests.museum.specimens import SPECIMENS
from tests.museum.verification import LATER

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
WHOLE = Subset()
ALLOWED = ("storage.verification", "storage.object_store")


def imported_by(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names} if node.module else set()
    return found


def test_who_verifies_imports_the_store_and_nothing_else_of_ours_and_no_warc_library() -> None:
    files = sorted((ROOT / "storage/verification").glob("*.py"))
    assert len(files) > 10
    for path in files:
        ours = {
            name for name in imported_by(path) if name.split(".")[0] in {"storage", "crawler", "extractors"}
        }
        assert [name for name in ours if not name.startswith(ALLOWED)] == [], path.name
        roots = {name.split(".")[0] for name in imported_by(path)}
        assert not roots & {"warcio", "fastwarc", "isal", "deltalake", "boto3", "botocore"}, path.name


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    good.make(folder / "archive", folder / "scratch")
    return folder / "archive"


@pytest.fixture
def archive(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine, tmp_path / "archive")
    return tmp_path / "archive"


def scrapy(archive: Path | str, tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    given = {"ARCHIVE_URL": archive, "SPOOL_DIR": tmp_path / "var", "EXTRACT_WORKERS": 1}
    options = [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
    return FORKS.scrapy([*words, *options])


def verified(archive: Path | str, tmp_path: Path, *words: str, status: int) -> dict[str, Any]:
    done = scrapy(archive, tmp_path, "verify", *words, "--format", "json")
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_damage_exits_with_1_and_names_file_offset_record_url_and_article(
    archive: Path, tmp_path: Path
) -> None:
    offset = SPECIMENS["letter_changed_and_block_digest_with_it"].make(archive)
    done = scrapy(archive, tmp_path, "verify", "--read-data")
    assert done.returncode == 1
    place = f"payload_digest  {good.WARC_KEYS[0]} at byte {offset}, urn:uuid:"
    for words in (place, good.url("harbour"), "article pages-", "3 articles compared with their pages"):
        assert words in done.stdout


@pytest.fixture(scope="module")
def workers() -> Iterator[Extraction]:
    """Started once: that takes seconds."""
    pool = Extraction(1, Limits(120, 1024, 100_000))
    yield pool
    pool.close()


@pytest.fixture
def kept_workers(workers: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "extraction", lambda _: nullcontext(workers))


def in_pieces(archive: Path, tmp_path: Path, seconds: float, subset: Subset = WHOLE) -> Report:
    settings = Settings(
        {"ARCHIVE_URL": str(archive), "SPOOL_DIR": str(tmp_path / "var"), "EXTRACT_WORKERS": 1}
    )
    ticks = count()  # a clock that goes on by a second at each look
    watch = Watch(LATER, lambda: float(next(ticks)), lambda _: None, lambda _: None)
    made = configuration(settings)
    return verifying.verified(
        made,
        made.store(),
        Plan(frozenset(), read_data=True, subset=subset, spool=True, seconds=seconds),
        watch,
    )


@pytest.mark.usefixtures("kept_workers")
def test_a_pass_in_pieces_reads_each_run_once_and_remembers_what_it_found(
    archive: Path, tmp_path: Path
) -> None:
    SPECIMENS["no_date"].make(archive)
    first, second, third = (in_pieces(archive, tmp_path, 1.5) for _ in range(3))
    assert [first.units, second.units, third.units] == [1, 2, 1]  # the third begins a new pass
    assert [bool(report.unfinished) for report in (first, second, third)] == [True, False, True]
    assert {damage.kind for damage in second.damages} == {DamageKind.BAD_HEADER}


@pytest.mark.usefixtures("kept_workers")
def test_a_memory_of_the_last_piece_that_is_damaged_begins_anew(archive: Path, tmp_path: Path) -> None:
    in_pieces(archive, tmp_path, 1.5)
    (memory,) = (tmp_path / "var/verify").glob("*.json")
    memory.write_text('{"done": 7}')
    report = in_pieces(archive, tmp_path, 1.5)
    assert report.units == 1
    assert "begins anew" in report.notes[0]


def test_the_parts_of_an_archive_make_it_whole_and_no_run_is_in_two(archive: Path) -> None:
    found = inventory(open_store(str(archive)), frozenset(), LATER)
    whole = {unit.name for unit in units(found, WHOLE)}
    parts = [unit.name for part in range(1, 8) for unit in units(found, Subset(part, 7))]
    assert sorted(parts) == sorted(whole)


def test_rows_fetch_their_records_together(pristine: Path) -> None:
    store = CountingStore(str(pristine))
    rows = [article_record(row) for row in Corpus(str(pristine)).articles()]
    found = [(row["record_id"], record) for row, record in records_of(store, rows)]
    assert len(found) == len(rows) > 3
    assert all(isinstance(record, Record) and record.id == name for name, record in found)
    assert [key for key, _ in store.asked] == sorted({f"warc/{warc}" for warc in good_warcs(rows)})
    strange = [{**rows[0], "warc_offset": 7}, {**rows[0], "warc": "pages-20200101000000-00001-x.warc.gz"}]
    (_, cut), (_, gone) = records_of(store, strange)
    assert {cut, gone} == {
        f"the {rows[0]['warc_length']} bytes at 7 are not one whole record",
        "the WARC file of the row's record is not there",
    }


def good_warcs(rows: list[dict[str, Any]]) -> list[str]:
    return [warc_key(row["warc"]).removeprefix("warc/") for row in rows]


def test_a_clean_archive_exits_with_0_and_one_that_takes_too_long_with_75(
    archive: Path, tmp_path: Path
) -> None:
    assert verified(archive, tmp_path, status=0)["damages"] == []
    report = verified(archive, tmp_path, "--read-data", "--max-minutes", "0", status=75)
    assert "are left for the next time" in report["unfinished"]


def test_lists_of_the_withheld_are_no_damage(archive: Path) -> None:
    (archive / "withheld").mkdir()
    (archive / "withheld/1.jsonl").write_text('{"article_id": "pages-1", "reason": "takedown"}')
    assert inventory(open_store(str(archive)), frozenset(), LATER).damages == []


def test_a_part_that_is_none_is_a_wrong_argument(archive: Path, tmp_path: Path) -> None:
    done = scrapy(archive, tmp_path, "verify", "--read-data", "--subset", "3/2")
    assert done.returncode == 78
    assert "--subset 3/2" in done.stderr


def test_a_bucket_is_verified_like_a_folder(s3: str, archive: Path, tmp_path: Path) -> None:
    store = open_store(s3)
    SPECIMENS["letter_of_the_page_changed"].make(archive)
    for path in sorted(archive.rglob("*")):
        if path.is_file():
            store.put(path.relative_to(archive).as_posix(), path.read_bytes())
    report = verified(s3, tmp_path, "--read-data", status=1)
    assert {damage["kind"] for damage in report["damages"]} == {"block_digest", "payload_digest", "row"}
    store.delete(good.WARC_KEYS[1])
    assert "missing" in {damage["kind"] for damage in verified(s3, tmp_path, status=1)["damages"]}


def test_a_bucket_that_does_not_answer_exits_with_75(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    assert "does not answer" in verified(s3, tmp_path, status=75)["unfinished"]
