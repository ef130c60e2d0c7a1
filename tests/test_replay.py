"""pywb, an independent replay tool, finds and shows what was archived."""

from __future__ import annotations

import gzip
import json
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from storage.cdxj import index
from storage.warc import Earlier, examine, records, warcinfo
from tests.exchanges import HEAD, MOMENT, NAME, PAGE, PROVENANCE, chunked, exchange, response
from tests.pywb_replay import Replay, pywb_python, replaying
from tests.test_cdxj import SURT_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.exchange import Exchange

CODED = gzip.compress(PAGE)
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ORIGINALS = {
    "plain": response(),
    "chunked": CHUNKED + chunked(PAGE + b"chunked", 700),
    "gzip": response(CODED, HEAD + b"Content-Encoding: gzip\r\n"),
    "chunked-gzip": HEAD
    + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    + chunked(CODED + b"", 90),
    "error": response(b"<html>gone", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"),
}
BODIES = {
    "plain": PAGE,
    "chunked": PAGE + b"chunked",
    "gzip": PAGE,
    "chunked-gzip": PAGE,
    "error": b"<html>gone",
}
LATER = timedelta(days=1)


@dataclass(frozen=True)
class Archive:
    data: bytes
    replay: Replay


def url(name: str) -> str:
    return f"https://example.org/{name}"


def _data() -> bytes:
    """Each original, then a day later the same page: framed anew, and as not modified at an address of its own."""
    info = warcinfo(NAME, MOMENT, PROVENANCE)
    parts = [info.data]

    def add(one: Exchange, earlier: Earlier | None = None) -> Earlier:
        batch = records(one, warcinfo_id=info.record_id, earlier=earlier)
        parts.append(batch.data)
        assert batch.response is not None
        return Earlier(batch.response.record_id, one.url, one.started_at, examine(one).payload_digest or "")

    for name, block in ORIGINALS.items():
        first = add(exchange(url=url(name), response=block))
        if name == "error":
            continue
        anew = CHUNKED + chunked(PAGE + b"chunked", 50) if name == "chunked" else block
        add(exchange(url=url(name), started_at=MOMENT + LATER, response=anew), first)
        add(exchange(url=url(f"{name}-copy"), started_at=MOMENT + LATER, response=anew), first)
        not_modified = b"HTTP/1.1 304 Not Modified\r\nDate: Fri, 20 Nov 2026 13:30:00 GMT\r\n\r\n"
        add(exchange(url=url(name), started_at=MOMENT + 2 * LATER, response=not_modified), first)
    return b"".join(parts)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("replay")
    data = _data()
    (folder / NAME).write_bytes(data)
    with replaying(folder, {"own": folder / NAME}) as replay:
        yield Archive(data, replay)


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_capture_is_replayed(archive: Archive, name: str) -> None:
    status, body = archive.replay.fetch("own", "20261120133000", url(name))
    assert status == (404 if name == "error" else 200)
    assert body in (BODIES[name], CODED)


@pytest.mark.parametrize("when", ["20261121133000", "20261122133000"], ids=["identical", "not modified"])
@pytest.mark.parametrize("name", ["plain", "chunked", "gzip", "chunked-gzip"])
def test_a_revisit_is_replayed_as_what_it_refers_to(archive: Archive, name: str, when: str) -> None:
    status, body = archive.replay.fetch("own", when, url(name))
    assert (status, body in (BODIES[name], CODED)) == (200, True)


@pytest.mark.parametrize("name", ["plain-copy", "chunked-copy"])
def test_a_revisit_at_another_address_is_replayed(archive: Archive, name: str) -> None:
    assert archive.replay.fetch("own", "2026", url(name)) == (200, BODIES[name.removesuffix("-copy")])


def test_what_was_never_archived_is_not_found(archive: Archive) -> None:
    assert archive.replay.fetch("own", "2026", url("never"))[0] == 404


def test_our_index_finds_what_pywbs_own_finds(archive: Archive) -> None:
    def entries(lines: list[str]) -> list[tuple[str, ...]]:
        fields = [line.split(" ", 2) for line in lines]
        names = ("url", "mime", "status", "digest", "length", "offset", "filename")
        return sorted(
            (key, when, *(json.loads(rest).get(n, "-") for n in names)) for key, when, rest in fields
        )

    ours = index(BytesIO(archive.data), NAME).decode().splitlines()
    assert entries(ours) == entries(archive.replay.index("own"))


def test_our_keys_are_those_of_pywb() -> None:
    program = "import json, sys; from pywb.utils.canonicalize import canonicalize as c; print(json.dumps([c(u) for u in json.load(sys.stdin)]))"
    urls = json.dumps([url for url, _ in SURT_KEYS])
    run = subprocess.run(
        [pywb_python(), "-W", "ignore", "-c", program], input=urls, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == [key for _, key in SURT_KEYS]
