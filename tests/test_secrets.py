"""Keys, tokens and passwords are set wherever they can be set; a run at DEBUG leaves no trace of them anywhere."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from storage.object_store import open_store
from tests.ceph import ACCESS_KEY, SECRET_KEY
from tests.operator import Operator
from tests.replica.reply import Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, crawl_pages, news

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.untraced

CANARY = "canary-of-a-secret"
SET_IN_THE_ENVIRONMENT = ("GITHUB_TOKEN", "PGPASSWORD", "SENTRY_DSN")
SECRETS = (CANARY, ACCESS_KEY, SECRET_KEY)


def members(data: bytes) -> bytes:
    """What the gzip members of a WARC file hold."""
    plain = b""
    while data:
        member = zlib.decompressobj(31)
        plain += member.decompress(data) + member.flush()
        data = member.unused_data
    return plain


def readable(name: str, data: bytes) -> bytes:
    """The bytes of a file as they lie there, and as whoever opens it would see them."""
    if name.endswith(".gz"):
        return data + members(data)
    if name.endswith(".parquet"):
        return data + str(pq.read_table(io.BytesIO(data)).to_pylist()).encode()
    return data


def left_behind(archive: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    store = open_store(archive)
    for info in store.list(""):
        yield info.key, readable(info.key, store.get(info.key))
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path), readable(path.name, path.read_bytes())


def found(texts: Iterator[tuple[str, bytes]]) -> list[tuple[str, str]]:
    return [
        (name, secret)
        for name, data in texts
        for secret in SECRETS
        if secret.encode() in data or secret.encode("utf-16-le") in data
    ]


@pytest.fixture
def said(s3: str, aws: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    """What every command printed, beside what they left in the archive and in the spool."""
    for name in SET_IN_THE_ENVIRONMENT:
        aws.setenv(name, CANARY)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        aws.setenv(name, f"http://{CANARY}:{CANARY}@127.0.0.9:9/")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".netrc").write_text(f"default login {CANARY} password {CANARY}\n")
    aws.setenv("HOME", str(tmp_path / "home"))
    cookie = (("Set-Cookie", "session=from-the-site; Path=/"),)
    site = Site(
        "plain.example",
        {
            "/1": Reply(200, news(1).body, headers=cookie),
            "/2": news(2),
            "/broken": Reply(200, b"", "text/html"),
        },
    )
    with ReplicaServer([site]) as server:
        operator = Operator(s3, tmp_path / "spool", server)
        lists = tmp_path / "lists"
        lists.mkdir()
        urls = [*site.urls, f"http://{CANARY}:{CANARY}@plain.example/4"]
        runs = {"crawl": crawl_pages(operator, lists, urls, LOG_LEVEL="DEBUG")}
        report = ("report", "--to", str(tmp_path / "spool" / "report.html"))
        for words in (("outlets",), ("show", "http://plain.example/1"), ("reextract", "--check"), report):
            runs[words[0]] = operator.scrapy(*words, LOG_LEVEL="DEBUG")
        assert runs["report"].returncode == 0, runs["report"].stderr
        aws.setenv("AWS_SECRET_ACCESS_KEY", CANARY)
        aws.setenv("AWS_SESSION_TOKEN", CANARY)
        runs["a wrong key"] = operator.scrapy("outlets", LOG_LEVEL="DEBUG")
        aws.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    (lists / "urls.txt").unlink()  # what the operator wrote himself
    return {name: (run.stdout + run.stderr).encode() for name, run in runs.items()}


def test_no_secret_is_found_in_anything_that_was_said_or_left(
    said: dict[str, bytes], s3: str, tmp_path: Path
) -> None:
    assert b"plain.example/1" in said["crawl"]
    assert b"DEBUG" in said["crawl"]
    assert b"AccessDenied" in said["a wrong key"] or b"SignatureDoesNotMatch" in said["a wrong key"]
    archived = dict(left_behind(s3, tmp_path / "spool"))
    assert any(
        b"session=from-the-site" in data for name, data in archived.items() if name.endswith(".warc.gz")
    )
    assert not found(iter(said.items()))
    assert not found(iter(archived.items()))


def test_a_secret_would_be_found_wherever_it_stood(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"reason": f"key {SECRET_KEY}"}))
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"WARC/1.1") + gzip.compress(CANARY.encode()))
    pq.write_table(pa.table({"detail": [CANARY * 3]}), tmp_path / "a.parquet", compression="zstd")
    with closing(sqlite3.connect(tmp_path / "state.sqlite")) as db, db:
        db.execute("CREATE TABLE url (detail TEXT)")
        db.execute("INSERT INTO url VALUES (?)", (f"http://{CANARY}@host/",))
    caught = {Path(name).name for name, _ in found(left_behind(str(tmp_path / "empty"), tmp_path))}
    assert caught == {"manifest.json", "a.warc.gz", "a.parquet", "state.sqlite"}
