"""`scrapy replay` shows the archived page by pywb: of a folder the whole archive, of S3 one capture."""

from __future__ import annotations

import signal
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from storage.replay_files import merge
from tests.pywb_replay import pywb_python
from tests.small_archive import small_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.operator import Operator

pytestmark = pytest.mark.untraced

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(params=["folder", "s3"])
def operator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Operator]:
    archive = str(tmp_path / "archive") if request.param == "folder" else request.getfixturevalue("s3")
    with small_archive(archive, tmp_path / "spool") as made:
        yield made


def printed_lines(process: subprocess.Popen[str], until: str) -> list[str]:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith(until):
            return lines
    raise AssertionError(lines)


def test_the_page_is_shown_as_it_was(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYWB", str(pywb_python().parent / "wayback"))
    row = next(iter(operator.corpus.latest()))
    command = operator.command("replay", row.article.article_id)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        said, address, *_ = printed_lines(process, "Ctrl-C")
        collection, _, rest = address.partition("/pressmark/")
        stamp, _, url = rest.partition("/")
        with OPENER.open(f"{collection}/pressmark/{stamp}id_/{url}", timeout=60) as answer:
            body = answer.read().decode()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert row.article.headline
    assert row.article.headline in body
    assert ("read where it lies" in said) == (not operator.archive.startswith("s3"))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:  # the server ends with the command
        try:
            OPENER.open(collection, timeout=5).close()
        except OSError:
            return
        time.sleep(0.2)
    raise AssertionError("pywb was left running")


def test_an_unknown_article_is_an_error_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYWB", str(pywb_python().parent / "wayback"))
    with small_archive(str(tmp_path / "archive"), tmp_path / "spool", pages=1) as operator:
        done = operator.scrapy("replay", "southfront-nothing")
    assert done.returncode == 78
    assert "no article 'southfront-nothing'" in done.stderr


def test_indexes_are_merged_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.replay_files.MOST_OPEN", 2)
    lines = [f"org,example)/{n:03} 2026 {{}}\n" for n in range(40)]
    paths = [tmp_path / f"{part}.cdxj" for part in range(7)]
    for part, path in enumerate(paths):
        path.write_text("".join(lines[part::7]))
    merge(paths, tmp_path / "all")
    assert (tmp_path / "all").read_text() == "".join(lines)
    assert sorted(tmp_path.iterdir()) == sorted([*paths, tmp_path / "all"])
