"""The road of an archive in a bucket: crawled into it, and whatever else works on it, as people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operator import Operator, replica_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.article import Article

pytestmark = pytest.mark.untraced


@pytest.mark.parametrize("endpoint", ["s3", "s3_tls"])
def test_the_same_crawl_goes_into_a_bucket(
    endpoint: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    archive: str = request.getfixturevalue(endpoint)
    with replica_server() as server:
        operator = Operator(archive, tmp_path / "spool", server)
        done = operator.scrapy("crawl", "themedialine")
        assert done.returncode == 0, done.stderr[-4000:]
        articles = list(operator.corpus.articles())
        assert len(articles) == next(operator.corpus.runs("themedialine")).counts["revisions"] > 15
        assert operator.corpus.capture_bytes(articles[0].article).startswith(b"\x1f\x8b")
        assert "20 articles" in operator.scrapy("pull", "--to", str(tmp_path / "texts")).stdout
        again = operator.scrapy("crawl", "themedialine")
        assert again.returncode == 0, again.stderr
        assert not [
            path
            for path in (operator.spool / "themedialine").rglob("*")
            if path.suffix in {".gz", ".parquet"}
        ]
        for words, said in others(articles[0].article, tmp_path) if endpoint == "s3_tls" else ():
            done = operator.scrapy(*words)
            assert done.returncode == 0, (words, done.stdout, done.stderr[-4000:])
            assert said in done.stdout, (words, done.stdout)


def others(article: Article, folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Other commands, and what they say of an archive of two runs with twenty articles."""
    wacz = ("--month", f"{article.captured_at:%Y-%m}", "--to", str(folder / "themedialine.wacz"))
    yield ("reextract", "--check"), "the same bytes"
    yield ("link",), "articles  20"
    yield ("show", article.article_id), article.article_id
    yield ("report", "--to", str(folder / "report.html")), "report.html"
    yield ("report", "--corpus", "--to", str(folder / "corpus.html")), "corpus.html"
    yield ("site", "--to", str(folder / "site")), "20 articles"
    yield ("export", "wacz", "--outlet", "themedialine", *wacz), "20 articles"
    yield ("release", "--name", "2026.11"), "20 articles"
    yield ("release", "--verify", "2026.11"), "all files and digests are right"
    yield ("compact", "--apply"), "are now 1"
    yield ("gc",), "nothing that may be deleted"
    yield ("verify",), "no damage found"
