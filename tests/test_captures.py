"""An answer is found again by its URL and by its payload."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from storage import captures
from storage.captures import Place, capture_row, conditions, earlier
from storage.exchange import Exchange, Hop, Purpose
from storage.state import open_state
from storage.warc import Member, RecordType, examine

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from storage.warc import Examined

NOW = datetime(2026, 11, 28, tzinfo=UTC)
PAGE = b"<html>a page</html>"
PLAIN = b'HTTP/1.1 200 OK\r\nETag: "v1"\r\nContent-Length: 19\r\n\r\n' + PAGE
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n" + PAGE + b"\r\n0\r\n\r\n"
OTHERWISE_CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<ht\r\n10\r\nml>a page</html>\r\n0\r\n\r\n"
)
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_state(tmp_path / "state.sqlite")
    yield connection
    connection.close()


def seen(response: bytes) -> Examined:
    return examine(exchange("https://a.example/1", response))


def exchange(url: str, response: bytes) -> Exchange:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    return Exchange(url, moment, b"GET", response, None, None, None, 1, None, Hop.LINK)


def keep(db: sqlite3.Connection, url: str, response: bytes, record_id: str) -> None:
    one = exchange(url, response)
    examined = examine(one)
    member = Member(RecordType.RESPONSE, record_id, 0, b"")
    place = Place("a.warc.gz", 0, 1)
    captures.add(db, capture_row("run", one, examined, member, place, examined.payload_digest))


def repeats(db: sqlite3.Connection, url: str, response: bytes) -> str | None:
    return captures.repeated_url(db, url, seen(response))


def found(db: sqlite3.Connection, url: str, response: bytes) -> str | None:
    before = earlier(db, url, seen(response))
    return before.record_id if before else None


def test_the_same_payload_is_found_under_any_url_and_first_under_its_own(db: sqlite3.Connection) -> None:
    keep(db, "https://a.example/2", PLAIN, "two")
    assert found(db, "https://a.example/1", PLAIN) == "two"
    keep(db, "https://a.example/1", PLAIN, "one")
    assert found(db, "https://a.example/1", PLAIN) == "one"


def test_chunk_borders_do_not_matter_but_chunking_does(db: sqlite3.Connection) -> None:
    keep(db, "https://a.example/1", CHUNKED, "chunked")
    assert found(db, "https://a.example/1", OTHERWISE_CHUNKED) == "chunked"
    assert found(db, "https://a.example/1", PLAIN) is None
    assert repeats(db, "https://a.example/1", PLAIN) == "https://a.example/1"


def test_a_304_refers_to_the_last_whole_capture_of_its_url(db: sqlite3.Connection) -> None:
    assert found(db, "https://a.example/1", NOT_MODIFIED) is None
    keep(db, "https://a.example/2", PLAIN, "other")
    assert found(db, "https://a.example/1", NOT_MODIFIED) is None
    keep(db, "https://a.example/1", PLAIN, "own")
    assert found(db, "https://a.example/1", NOT_MODIFIED) == "own"


def test_errors_and_empty_pages_are_never_repetitions(db: sqlite3.Connection) -> None:
    for response in (
        PLAIN.replace(b"200 OK", b"404 Not Found"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ):
        keep(db, "https://a.example/1", response, response[9:12].decode())
        assert found(db, "https://a.example/1", response) is None


def test_a_page_is_asked_for_only_if_it_changed(db: sqlite3.Connection) -> None:
    assert conditions(db, "https://a.example/1", Purpose.PAGE, NOW) == {}
    keep(db, "https://a.example/1", PLAIN, "one")
    assert conditions(db, "https://a.example/1", Purpose.PAGE, NOW) == {"If-None-Match": '"v1"'}


def test_a_validator_that_could_forge_a_header_is_not_sent(db: sqlite3.Connection) -> None:
    keep(db, "https://a.example/1", PLAIN.replace(b'"v1"', b'"\x01\xe9"'), "one")
    assert conditions(db, "https://a.example/1", Purpose.PAGE, NOW) == {}
