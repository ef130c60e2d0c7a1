"""A whole run without the network: lock, archive, read, seal, close and publish, as `scrapy crawl` does it.

What the exchange brought is made up here; everything behind it is the project's own road.
"""

from __future__ import annotations

import sqlite3
import sys
import traceback
from datetime import timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from crawler import cage, clock
from crawler.command_line import STATUS_OF, failed
from crawler.configuration import Configuration
from crawler.exit_status import ExitStatus
from crawler.reading import note_reading
from crawler.seeding import Seeds
from crawler.session import conclude, publish_all, session
from storage import frontier
from storage.capture import Capture, Pressmark
from storage.exchange import Exchange, Hop, Purpose
from storage.frontier import Target
from storage.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crawler.session import Session
    from storage.frontier import Scheduled

OUTLET = "pages"


def pages(number: int) -> dict[str, bytes]:
    """Articles by URL, each of some kilobytes that do not compress to nothing."""
    return {f"http://dry.example/{n}": _page(n) for n in range(number)}


def _page(n: int) -> bytes:
    text = "".join(f"<p>The delegation {n} reached bridge {n * 977 + k} before noon.</p>" for k in range(40))
    return f"<html><head><title>Report {n}</title></head><body><article><h1>Report {n}</h1>{text}</article></body></html>".encode()


def warm_up() -> None:
    """Import what a run imports late, before many processes are forked."""
    url, body = next(iter(pages(1).items()))
    exchange = _exchange(url, body)
    capture = Capture(OUTLET, url, exchange.started_at, exchange.response, None, _NOWHERE)
    list(cage.read(capture))
    pa.RecordBatch.from_pylist([{"pandas": "which pyarrow looks for"}])


_NOWHERE = Pressmark("urn:uuid:0", "none.warc.gz", 0, 0, "sha1:0", "none")


def attempt(folder: Path, given: Mapping[str, bytes], fetched: list[str] | None = None) -> int:
    """One process's work: the exit status. `fetched` takes the URLs that were asked for."""
    configuration = Configuration(
        archive_url=str(folder / "archive"),
        spool_dir=str(folder / "spool"),
        operator_contact="test@example.org",
        extraction_enabled=False,
        lease_seconds=0.0,
        warc_max_bytes=4_000,
    )
    targets = tuple(Target(url, Purpose.PAGE, Hop.SEED, again=True) for url in given)
    try:
        with session(configuration, OUTLET, None, Seeds(targets), only_given=True) as work:
            reason = _fetch(work, given, [] if fetched is None else fetched)
            manifest = conclude(work, reason, defect=False)
            published = publish_all(work)
            if manifest.exit_code == ExitStatus.COMPLETE and not published:
                return ExitStatus.STORAGE
            return manifest.exit_code
    except tuple(kind for kind, _ in STATUS_OF) as error:
        return failed(error)
    except Exception:  # noqa: BLE001 - the process would end so
        traceback.print_exc(file=sys.stderr)
        return ExitStatus.DEFECT


def _fetch(work: Session, given: Mapping[str, bytes], fetched: list[str]) -> str:
    """Archive and read what is due; why it stopped, as crawler.run says it."""
    try:
        while rows := frontier.due(work.spool.db, work.active.id, clock.seconds(), 1):
            fetched.append(rows[0].url)
            if work.spool.warc_size >= work.configuration.warc_max_bytes:
                work.spool.seal()
            capture = _archive(work, rows[0], given[rows[0].url])
            if capture:
                _read(work, capture)
    except (OSError, sqlite3.Error) as error:
        return f"storage: {error}"
    return ""


def _archive(work: Session, row: Scheduled, body: bytes) -> Capture | None:
    with work.spool.transaction():
        operation = work.archivist.operation(row, (_exchange(row.url, body),), clock.seconds())
        return operation(work.spool).capture


def _read(work: Session, capture: Capture) -> None:
    *_, reading = cage.read(capture)
    assert isinstance(reading, Reading)
    with work.spool.transaction():
        note_reading(work.active.id, capture, reading)(work.spool)


def _exchange(url: str, body: bytes) -> Exchange:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return Exchange(
        url=url,
        started_at=clock.now() - timedelta(seconds=1),
        request=f"GET {url.removeprefix('http://dry.example')} HTTP/1.1\r\nHost: dry.example\r\n\r\n".encode(),
        response=head.encode() + body,
        ip_address="127.0.0.1",
        tls=None,
        truncated=None,
        fetch_time_ms=5,
        via=None,
        hop=Hop.SEED,
    )
