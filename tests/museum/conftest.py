"""What the museum's tests share: the good archive, made once, and one cage."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from crawler.extraction import Extraction, Limits
from tests.museum import published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good archive; nobody changes this one."""
    folder = tmp_path_factory.mktemp("museum")
    published.make(folder / "archive", folder / "scratch")
    return folder / "archive"


@pytest.fixture
def archive(pristine: Path, tmp_path: Path) -> Path:
    """A copy of the good archive, to be damaged."""
    shutil.copytree(pristine, tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture(scope="session")
def cage() -> Iterator[Extraction]:
    pool = Extraction(1, Limits(120, 1024, 100_000))
    yield pool
    pool.close()
