"""What a crawl does where the machine gives it too little: a clear status and one line, never a traceback."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.crash_checker import faults
from tests.operator import PROJECT
from tests.replica.server import ReplicaServer
from tests.small_sites import crawl_pages, labels, listed, many_pages, operator_in
from tests.test_full_disk import small_disk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operator import Operator

pytestmark = pytest.mark.untraced


def in_a_shell(
    operator: Operator, words: list[str], before: str, behind: str, **settings: str
) -> tuple[int, str]:
    """Run the command with something before and behind it in the shell; status and what it said."""
    command = shlex.join(operator.command(*words, **settings))
    done = subprocess.run(
        ["sh", "-c", f"{before} {command} {behind}"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("behind", ["2>&-", "2>/dev/full", ">/dev/full"])
def test_a_log_that_cannot_be_written_stops_no_crawl(tmp_path: Path, behind: str) -> None:
    site = many_pages("mute.example", 3, pause=0)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        words = ["crawl", "pages", "-a", listed(tmp_path, site.urls)]
        status, _ = in_a_shell(operator, words, "exec", behind)
    assert labels(operator) == {"archived": 3}
    assert status in (0, 73)  # 73: the summary could not be printed


def test_too_few_files_are_said_before_the_first_request(tmp_path: Path) -> None:
    site = many_pages("few.example", 1, pause=0)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        words = ["crawl", "pages", "-a", listed(tmp_path, site.urls)]
        status, said = in_a_shell(operator, words, "ulimit -n 64; exec", "")
    assert (status, site.asked) == (78, [])
    assert "may have 64 files open" in said
    assert "Traceback" not in said


def test_a_spool_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    site = many_pages("nowhere.example", 1, pause=0)
    (tmp_path / "file").write_text("")
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        words = ["crawl", "pages", "-a", listed(tmp_path, site.urls)]
        status, said = in_a_shell(operator, words, "exec", "", SPOOL_DIR=str(tmp_path / "file/spool"))
    assert (status, site.asked) == (73, [])
    assert str(tmp_path / "file") in said
    assert "Traceback" not in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a file system")
def test_a_spool_that_has_become_read_only_is_said_before_the_first_request(tmp_path: Path) -> None:
    site = many_pages("still.example", 4, pause=0)
    with ReplicaServer([site]) as server, small_disk(tmp_path / "disk", "60m") as disk:
        operator = operator_in(tmp_path, server)
        settings = {"EXTRACTION_ENABLED": "False", "SPOOL_DIR": str(disk / "spool")}
        assert crawl_pages(operator, tmp_path, site.urls[:2], **settings).returncode == 0
        remount(disk, "ro")
        refused = crawl_pages(operator, tmp_path, site.urls[2:], **settings)
        assert refused.returncode == 73
        assert "Read-only file system" in refused.stderr or "readonly" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert len(site.asked) == 2
        remount(disk, "rw")
        assert crawl_pages(operator, tmp_path, site.urls[2:], **settings).returncode == 0
        bodies = {f"http://still.example{path}": reply.body for path, reply in site.replies.items()}
        assert faults(tmp_path / "archive", disk / "spool/pages/state.sqlite", bodies) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a file system")
def test_an_archive_that_is_read_only_is_said_and_the_next_run_publishes(tmp_path: Path) -> None:
    site = many_pages("still.example", 2, pause=0)
    with ReplicaServer([site]) as server, small_disk(tmp_path / "archive", "60m") as archive:
        operator = operator_in(tmp_path, server)
        remount(archive, "ro")
        refused = crawl_pages(operator, tmp_path, site.urls, EXTRACTION_ENABLED="False")
        assert refused.returncode == 78  # the archive refuses, and will do so tomorrow: somebody has to look
        assert "Read-only file system" in refused.stderr
        assert "Traceback" not in refused.stderr
        remount(archive, "rw")
        assert crawl_pages(operator, tmp_path, site.urls, EXTRACTION_ENABLED="False").returncode == 0
        bodies = {f"http://still.example{path}": reply.body for path, reply in site.replies.items()}
        assert faults(archive, tmp_path / "spool/pages/state.sqlite", bodies) == []


def remount(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)
