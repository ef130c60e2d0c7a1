"""A release is frozen once, the same bytes for the same archive, and whatever is changed or lost is found."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from storage import Corpus
from storage.object_store import open_store
from storage.publish import publish
from storage.releases.build import Release
from storage.releases.manifest import BadRelease, ReleaseManifest, release_key
from storage.releases.tables import Tables
from storage.releases.verify import faults
from storage.selection import EVERYTHING, Filter
from tests.rows import example_row
from tests.runs import finished_run
from tests.signing_keys import key_files
from tests.synthetic_archive import Period, write_run
from tests.synthetic_rows import lives

if TYPE_CHECKING:
    from storage.object_store import ObjectStore
    from storage.table_rows import ArticleRow

VERSIONS = {"pressmark": "0.1.0"}


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    made = open_store(str(tmp_path / "archive"))
    run(made, tmp_path, 1, *[example_row(number) for number in range(6)])
    run(made, tmp_path, 2, *[example_row(n, outlet="themedialine") for n in range(3)], outlet="themedialine")
    run(made, tmp_path, 3, revised(example_row(2), headline="Corrected"))
    return made


def run(store: ObjectStore, folder: Path, number: int, *rows: ArticleRow, outlet: str = "southfront") -> None:
    name = f"2022020{number}T060000-a1"
    outbox = folder / f"outbox-{name}"
    publish(store, outbox, finished_run(outbox, list(rows), outlet=outlet, run=name))


def revised(row: ArticleRow, **changes: Any) -> ArticleRow:
    later, digest = (
        row.article.captured_at + timedelta(days=1),
        hashlib.sha256(str(changes).encode()).hexdigest(),
    )
    article = replace(row.article, captured_at=later, content_digest=digest, **changes)
    return replace(row, article=article, revision=row.revision + 1)


def release(
    store: ObjectStore, scratch: Path, name: str, wanted: Filter = EVERYTHING, key: Path | None = None
) -> ReleaseManifest:
    scratch.mkdir(exist_ok=True)
    return Release(store, name, wanted, VERSIONS, scratch, key)()


def objects(store: ObjectStore, name: str) -> dict[str, bytes]:
    prefix = f"releases/{name}/"
    return {info.key.removeprefix(prefix): store.get(info.key) for info in store.list(prefix)}


def path_of(store: ObjectStore, name: str, file: str) -> Path:
    return Path(store.url.removeprefix("file://")) / release_key(name, file)


def test_a_release_has_the_newest_revisions_and_apart_from_them_the_earlier(
    store: ObjectStore, tmp_path: Path
) -> None:
    made = release(store, tmp_path / "scratch", "2022.02")
    parts = {outlet: (part.articles, part.earlier) for outlet, part in made.outlets.items()}
    assert parts == {"southfront": (6, 1), "themedialine": (3, 0)}
    folder = path_of(store, "2022.02", "articles")
    table = pq.read_table([str(path) for path in sorted(folder.rglob("*.parquet"))])
    assert table.num_rows == 9
    assert "Corrected" in table["headline"].to_pylist()
    assert set(table["outlet"].to_pylist()) == {"southfront", "themedialine"}
    earlier = pq.read_table(str(path_of(store, "2022.02", "revisions")))
    assert earlier["headline"].to_pylist() == ["Headline 2"]


def test_the_same_archive_gives_the_same_bytes_in_any_process(store: ObjectStore, tmp_path: Path) -> None:
    release(store, tmp_path / "scratch", "2022.02")
    program = (
        "import sys; from pathlib import Path; from storage.object_store import open_store;"
        "from storage.releases.build import Release; from storage.selection import EVERYTHING;"
        "Release(open_store(sys.argv[1]), '2022.02', EVERYTHING, {'pressmark': '0.1.0'}, Path(sys.argv[2]))()"
    )
    copied = open_store(str(tmp_path / "copy"))
    for info in store.list(""):
        if not info.key.startswith("releases/") and "_delta_log" not in info.key:
            copied.put(info.key, store.get(info.key))
    log = Path(store.url.removeprefix("file://"))
    for path in log.rglob("_delta_log/*"):
        place = tmp_path / "copy" / path.relative_to(log)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    (tmp_path / "there").mkdir()
    subprocess.run(
        [sys.executable, "-c", program, copied.url, str(tmp_path / "there")],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "42"},
    )
    assert objects(copied, "2022.02") == objects(store, "2022.02")


def test_the_sums_are_those_that_sha256sum_checks(store: ObjectStore, tmp_path: Path) -> None:
    release(store, tmp_path / "scratch", "2022.02")
    folder = path_of(store, "2022.02", "SHA256SUMS").parent
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "manifest.json: OK" in done.stdout


def test_changes_are_told_against_the_release_before(store: ObjectStore, tmp_path: Path) -> None:
    first = release(store, tmp_path / "scratch", "2022.02")
    run(store, tmp_path, 4, revised(revised(example_row(2)), headline="Again"), example_row(70))
    withheld = example_row(1).article.article_id
    store.put("withheld/1.jsonl", json.dumps({"article_id": withheld, "reason": "takedown"}).encode())
    second = release(store, tmp_path / "scratch", "2022.03")
    assert first.changes.added == 9
    assert (second.changes.added, second.changes.revised, second.changes.withheld) == (1, 1, 1)
    data = objects(store, "2022.02")["manifest.json"]
    assert second.previous
    assert (second.previous.key, second.previous.sha256) == ("2022.02", hashlib.sha256(data).hexdigest())
    lines = [json.loads(line) for line in objects(store, "2022.03")["changes.jsonl"].splitlines()]
    assert [(line["article_id"], line["change"]) for line in lines] == [
        ("southfront:1", "withheld"),
        ("southfront:2", "revised"),
        ("southfront:70", "added"),
    ]


def test_what_is_withheld_is_in_no_table_and_in_the_ledger(store: ObjectStore, tmp_path: Path) -> None:
    store.put("withheld/1.jsonl", b'{"article_id": "southfront:2", "reason": "takedown"}')
    made = release(store, tmp_path / "scratch", "2022.02")
    assert made.outlets["southfront"].withheld == {"takedown": 1}
    assert (made.outlets["southfront"].articles, made.outlets["southfront"].earlier) == (5, 0)
    files = objects(store, "2022.02")
    assert b"southfront,,withheld:takedown,1" in files["outcomes.csv"]
    assert not [name for name, data in files.items() if b"Corrected" in data]
    assert b"rejected:http_status,5" in files["outcomes.csv"]


def test_an_interrupted_release_ends_as_it_was_begun(
    store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Tables.write
    monkeypatch.setattr(Tables, "write", lambda self, outlet, files: fail() if outlet == "themedialine" else write(self, outlet, files))  # fmt: skip
    with pytest.raises(OSError, match="full"):
        release(store, tmp_path / "scratch", "2022.02")
    monkeypatch.undo()
    assert "manifest.json" not in objects(store, "2022.02")
    run(store, tmp_path, 4, example_row(70))
    made = release(store, tmp_path / "scratch", "2022.02")
    assert made.outlets["southfront"].articles == 6
    assert list(faults(store, "2022.02", None)) == []


def fail() -> None:
    raise OSError("the disk is full")


def test_a_release_is_made_once(store: ObjectStore, tmp_path: Path) -> None:
    release(store, tmp_path / "scratch", "2022.02")
    with pytest.raises(BadRelease, match="is there already"):
        release(store, tmp_path / "scratch", "2022.02")
    for name in ("../x", "", "a/b", ".hidden"):
        with pytest.raises(BadRelease, match="is no name of a release"):
            release(store, tmp_path / "scratch", name)
    with pytest.raises(BadRelease, match="no articles"):
        release(open_store(str(tmp_path / "empty")), tmp_path / "scratch", "1")


def test_a_release_can_be_of_one_outlet(store: ObjectStore, tmp_path: Path) -> None:
    made = release(store, tmp_path / "scratch", "tml-1", Filter(outlet="themedialine"))
    assert list(made.outlets) == ["themedialine"]
    assert all("/themedialine/" in link.key for link in made.runs)
    assert b"southfront" not in objects(store, "tml-1")["outcomes.csv"]


def test_the_ledger_is_that_of_the_archive_when_the_release_was_begun(tmp_path: Path) -> None:
    store, first = open_store(str(tmp_path / "archive")), date(2022, 2, 1)
    life = replace(lives(1, 4)[0], blocked=(first + timedelta(days=1), first + timedelta(days=2)))
    write_run(store, life, Period(first, first + timedelta(days=3)))
    ledger = Corpus(store).coverage(life.slug)
    release(store, tmp_path / "scratch", "2022.02")
    write_run(store, life, Period(first + timedelta(days=3), first + timedelta(days=5)))
    lines = list(csv.DictReader(io.StringIO(objects(store, "2022.02")["coverage.csv"].decode())))
    assert [
        (line["day"], *(int(line[name]) for name in ("announced", "fetched", "extracted"))) for line in lines
    ] == [(str(day.day), day.announced, day.fetched, day.extracted) for day in ledger]
    assert lines[0]["missing"] == "0"
    assert lines[1]["reasons"] == f"rejected:blocked {lines[1]['missing']}"


DAMAGES = {
    "articles/*/*.parquet": "has sha256",
    "README.md": "has sha256",
    "SHA256SUMS": "does not have the digests",
}


@pytest.mark.parametrize("pattern", DAMAGES)
def test_a_changed_file_is_named(store: ObjectStore, tmp_path: Path, pattern: str) -> None:
    release(store, tmp_path / "scratch", "2022.02")
    assert list(faults(store, "2022.02", None)) == []
    path = min(path_of(store, "2022.02", "SHA256SUMS").parent.glob(pattern))
    path.write_bytes(path.read_bytes().replace(b"e", b"f", 1))
    (fault,) = faults(store, "2022.02", None)
    assert DAMAGES[pattern] in fault
    assert path.name in fault


def test_what_is_missing_anywhere_in_the_chain_is_named(store: ObjectStore, tmp_path: Path) -> None:
    release(store, tmp_path / "scratch", "2022.02")
    run(store, tmp_path, 4, example_row(70))
    made = release(store, tmp_path / "scratch", "2022.03")
    warc = next(info.key for info in store.list("warc/southfront"))
    for key in (made.runs[0].key, warc, release_key("2022.03", made.files[0].path)):
        data = store.get(key)
        store.delete(key)
        assert any("missing" in fault for fault in faults(store, "2022.03", None)), key
        store.put(key, data)
    first = path_of(store, "2022.02", "manifest.json")
    first.write_bytes(first.read_bytes().replace(b"added", b"adder"))
    assert list(faults(store, "2022.03", None)) == ["the manifest of release 2022.02 is changed"]
    path_of(store, "2022.03", "more.txt").write_text("slipped in")
    assert "more.txt is not in the manifest" in list(faults(store, "2022.03", None))
    with pytest.raises(BadRelease, match="no finished release 2021"):
        list(faults(store, "2021", None))


def test_a_signature_is_that_of_its_key_and_its_bytes(store: ObjectStore, tmp_path: Path) -> None:
    pair, other = (key_files(tmp_path / name) for name in ("ours", "theirs"))
    release(store, tmp_path / "scratch", "2022.02", key=pair[0])
    assert list(faults(store, "2022.02", pair[1])) == []
    assert list(faults(store, "2022.02", other[1])) == ["manifest.json.sig is not that of the public key"]
    release(store, tmp_path / "scratch", "2022.03")
    assert "not signed" in next(faults(store, "2022.03", pair[1]))
    with pytest.raises(BadRelease, match="no private key"):
        release(store, tmp_path / "scratch", "2022.04", key=pair[1])


def test_no_word_of_a_page_stands_in_what_describes_a_release(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    hostile = "--- canary: [ =1+1 | <script>"
    run(
        store, tmp_path, 1, revised(example_row(1), headline=hostile, author=(hostile,), article_body=hostile)
    )
    release(store, tmp_path / "scratch", "1.0")
    made = {name: data for name, data in objects(store, "1.0").items() if not name.endswith(".parquet")}
    assert made.keys() >= {"README.md", "CHANGELOG.md", "CITATION.cff", "coverage.csv", "croissant.json"}
    assert not [name for name, data in made.items() if b"canary" in data]
