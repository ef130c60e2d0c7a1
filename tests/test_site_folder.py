"""What a site shows stays while the archive that it was made from is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.site.build import Built, Site
from storage.object_store import ObjectStore, StoreRefused, open_store
from storage.selection import Filter
from tests.growing_archive import two_outlets

if TYPE_CHECKING:
    from pathlib import Path


def built(store: ObjectStore, root: Path) -> Built:
    return Site(store, Filter(), frozenset(), "http://localhost:8080", "1")(root, lambda *_: None)


def files(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_an_archive_that_is_gone_empties_no_site(tmp_path: Path) -> None:
    """As when its disk is not mounted: then there is no folder, or an empty one."""
    store, root, archive = two_outlets(tmp_path).store, tmp_path / "site", tmp_path / "archive"
    assert built(store, root).articles == 9
    shown = files(root)
    moved = archive.rename(tmp_path / "not mounted")
    for _ in range(2):
        with pytest.raises(
            StoreRefused, match=r"archive has no articles, and .*site shows some: is its disk mounted"
        ):
            built(store, root)
        assert files(root) == shown
        archive.mkdir(exist_ok=True)
    archive.rmdir()
    moved.rename(archive)
    assert built(store, root).changed == 0


def test_an_archive_without_articles_has_a_site_and_so_it_has_the_next_time(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "archive"))
    for _ in range(2):
        assert built(store, tmp_path / "site").articles == 0
    assert (tmp_path / "site/index.html").exists()
