"""A case recorded by the command is what a crawl would have archived, and nothing is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.case import as_json
from extractors.extract import extract
from tests.operator import Operator, replica_server
from tests.record_case import Case
from tests.replica.globalresearch import articles
from tests.small_sites import operator_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = next(planted for planted in articles() if planted.dressing == "theme")


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    with replica_server() as server:
        yield operator_in(tmp_path_factory.mktemp("record"), server)


def test_a_page_becomes_a_case(operator: Operator, tmp_path: Path) -> None:
    words = ("record", PAGE.url, "--outlet", "globalresearch", "--to", str(tmp_path))
    done = operator.scrapy(*words, "--name", "repost")
    assert done.returncode == 0, done.stderr
    case = Case(tmp_path / "globalresearch/repost")
    assert case.expected == as_json(extract(case.capture()))
    assert case.expected["headline"] == PAGE.headline
    assert case.capture().block.startswith(b"HTTP/1.1 200 ")
    assert "is not ours to publish" in done.stdout
    assert [asked.path for asked in operator.server.requests] == ["/robots.txt", PAGE.url.partition(".ca")[2]]
    before = sorted((path, path.read_bytes()) for path in case.folder.iterdir())
    again = operator.scrapy(*words, "--name", "repost")
    assert again.returncode == 78
    assert "is not overwritten" in again.stderr
    assert sorted((path, path.read_bytes()) for path in case.folder.iterdir()) == before
    assert not (operator.spool / "globalresearch").exists()


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        ("https://www.globalresearch.ca/wp-admin/secret-page", 69, "refused:robots"),
        ("https://southfront.press/a/", 78, "is on no host of globalresearch"),
        ("file:///etc/passwd", 78, "cannot be fetched"),
    ],
)
def test_what_a_crawl_would_not_fetch_is_not_recorded(
    operator: Operator, tmp_path: Path, url: str, status: int, said: str
) -> None:
    done = operator.scrapy("record", url, "--outlet", "globalresearch", "--to", str(tmp_path))
    assert done.returncode == status, done.stderr + done.stdout
    assert said in done.stderr + done.stdout
    assert list(tmp_path.iterdir()) == []
