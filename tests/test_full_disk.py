"""A disk that fills and a spool that may not grow: the crawl stops in order, keeps all, and goes on when there is room."""

from __future__ import annotations

import os
import random
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.crash_checker import faults
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, crawl_pages, labels, many_pages, operator_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.untraced


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of that size at the folder."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a tmpfs cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def noise(seed: int, size: int) -> Reply:
    """A page that does not compress."""
    chance = random.Random(seed)
    return Reply(200, f"<html><body>{chance.randbytes(size).hex()}</body></html>".encode(), "text/html")


def test_a_spool_that_may_not_grow_stops_the_crawl_and_keeps_all(tmp_path: Path) -> None:
    site = many_pages("small.example", 12, pause=0)
    with ReplicaServer([site]) as server:
        operator = operator_in(tmp_path, server)
        stopped = crawl_pages(operator, tmp_path, site.urls, SPOOL_MAX_BYTES="1")
        assert stopped.returncode == 73
        assert "SPOOL_MAX_BYTES allows 1" in stopped.stderr
        assert "Traceback" not in stopped.stderr
        assert site.asked == []
        done = crawl_pages(operator, tmp_path, site.urls)
    assert done.returncode == 0, done.stderr
    assert labels(operator, 0).total() == 12
    assert labels(operator, 1) == {"archived": 12}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a file system")
def test_a_full_disk_loses_nothing_and_the_crawl_goes_on_when_there_is_space(tmp_path: Path) -> None:
    site = Site("big.example", {f"/{n}": noise(n, 40_000) for n in range(50)})
    with ReplicaServer([site]) as server, small_disk(tmp_path / "disk", "2m") as disk:
        operator = operator_in(tmp_path, server)
        settings = {"EXTRACTION_ENABLED": "False", "SPOOL_DIR": str(disk / "spool")}
        for _ in range(2):  # the second begins on the full disk
            full = crawl_pages(operator, tmp_path, site.urls, **settings)
            assert full.returncode == 73, full.stderr
            assert "Traceback" not in full.stderr
        subprocess.run(["mount", "-o", "remount,size=60m", str(disk)], check=True)
        done = crawl_pages(operator, tmp_path, site.urls, **settings)
        assert done.returncode == 0, done.stderr
        bodies = {f"http://big.example{path}": reply.body for path, reply in site.replies.items()}
        assert faults(tmp_path / "archive", disk / "spool/pages/state.sqlite", bodies) == []
