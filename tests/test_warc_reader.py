from __future__ import annotations

import gzip
import tracemalloc
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from isal import isal_zlib

from storage.exchange import Exchange, Purpose, Truncation
from storage.http_message import entity, parse_response
from storage.warc import Earlier, Profile, RecordType, examine
from storage.warc_reader import (
    MAX_RECORD_BYTES,
    ArchivedExchange,
    DamagedWarc,
    archived_exchanges,
    archived_records,
    captures,
    read_capture,
)
from tests.exchanges import HEAD, MOMENT, NAME, PAGE, PROVENANCE, URL, archive, chunked, exchange, response
from tests.minimal_warc import read

EARLIER = Earlier("urn:uuid:00000000-0000-0000-0000-000000000002", URL, MOMENT, "sha256:" + "1" * 64)
MIXED: list[Exchange | tuple[Exchange, Earlier]] = [
    exchange(),
    exchange(
        url="https://example.org/robots.txt", response=response(b"User-agent: *"), purpose=Purpose.ROBOTS
    ),
    (exchange(), EARLIER),
    exchange(response=b"", error="closed"),
    exchange(request=b"", response=b"", error="refused"),
    exchange(response=b"NOT HTTP", truncated=Truncation.UNSPECIFIED, purpose=Purpose.FEED),
]


def exchanges(data: bytes) -> list[ArchivedExchange]:
    return list(archived_exchanges(BytesIO(data), NAME))


def test_every_response_record_is_a_capture_in_the_order_of_the_file() -> None:
    data = archive(MIXED)
    found = list(captures(BytesIO(data), NAME))
    assert [(c.url, c.block, c.truncated, c.purpose) for c in found] == [
        (URL, response(), None, Purpose.PAGE),
        ("https://example.org/robots.txt", response(b"User-agent: *"), None, Purpose.ROBOTS),
        (URL, b"NOT HTTP", Truncation.UNSPECIFIED, Purpose.FEED),
    ]
    assert {(c.outlet, c.captured_at) for c in found} == {(PROVENANCE.outlet, MOMENT)}


def test_a_pressmark_leads_back_to_the_bytes() -> None:
    data = archive(MIXED)
    places = {f"<{r.offset}": r for r in read(data)}
    for capture in captures(BytesIO(data), NAME):
        mark = capture.pressmark
        assert mark is not None
        record = places[f"<{mark.offset}"]
        assert (f"<{mark.record_id}>", mark.length) == (record["WARC-Record-ID"], record.length)
        assert (mark.warc, mark.run) == (NAME, PROVENANCE.run)
        assert mark.payload_digest == "".join(record.all("WARC-Payload-Digest"))
        member = data[mark.offset : mark.offset + mark.length]
        assert read_capture(member, mark, capture.outlet, capture.purpose) == capture


def test_what_a_rebuild_needs_is_read_back() -> None:
    page, robots, revisit, silent, refused, garbage = exchanges(archive(MIXED))
    assert page.entity_sha256 == examine(exchange()).entity_sha256
    assert page.request is not None
    assert page.request.block == exchange().request
    assert (page.url, page.outlet, page.run, page.warc) == (URL, PROVENANCE.outlet, PROVENANCE.run, NAME)
    assert robots.purpose is Purpose.ROBOTS
    assert revisit.answer is not None
    assert revisit.capture is None
    assert revisit.answer.profile is Profile.IDENTICAL_PAYLOAD
    assert revisit.answer.reference("WARC-Refers-To") == EARLIER.record_id
    assert revisit.answer.truncated is Truncation.LENGTH
    assert (silent.answer, silent.metadata.field("error")) == (None, "closed")
    assert (refused.request, refused.metadata.field("error")) == (None, "refused")
    assert garbage.entity_sha256 is None


def test_what_was_received_is_read_back_of_a_revisit_too() -> None:
    block = b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'
    page, again, not_modified, silent = exchanges(
        archive(
            [exchange(), (exchange(), EARLIER), (exchange(response=block), EARLIER), exchange(response=b"")]
        )
    )
    assert page.received == response()
    assert again.received == response().removesuffix(PAGE)
    assert not_modified.received == block
    assert silent.received == b""


@pytest.mark.parametrize(
    "block",
    [
        response(),
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE, 77),
        b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
    ],
    ids=["plain", "chunked", "not modified"],
)
def test_what_was_said_of_an_answer_is_read_back_whether_it_was_kept_or_not(block: bytes) -> None:
    one = exchange(response=block)
    seen = examine(one)
    for found in exchanges(archive([one, (one, EARLIER)])):
        again = examine(exchange(response=found.received))
        assert (found.payload_digest, found.entity_sha256) == (seen.payload_digest, seen.entity_sha256)
        assert again.response is not None
        assert seen.response is not None
        assert (again.status, again.response.headers) == (seen.status, seen.response.headers)


def test_every_record_is_read_as_an_independent_reader_reads_it() -> None:
    data = archive(MIXED)
    ours = list(archived_records(BytesIO(data), NAME))
    assert [(f"<{r.record_id}>", r.offset, r.length, r.headers, r.block) for r in ours] == [
        (r["WARC-Record-ID"], r.offset, r.length, r.headers, r.block) for r in read(data)
    ]
    assert ours[0].type is RecordType.WARCINFO
    assert ours[0].url is None


def test_files_may_be_put_together() -> None:
    data = archive(MIXED)
    assert len(exchanges(data + data)) == 2 * len(MIXED)


def test_a_brotli_body_is_bytes_like_any_other() -> None:
    """warcio's content stream fails on it where Google's brotli is installed."""
    block = response(b"\x0b\x02\x80abc\x03", HEAD + b"Content-Encoding: br\r\n")
    (found,) = captures(BytesIO(archive([exchange(response=block)])), NAME)
    assert entity(parse_response(found.block)) == b"\x0b\x02\x80abc\x03"


def test_trailers_do_not_become_part_of_the_entity() -> None:
    """warcio's chunked reader appends them."""
    block = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE, 500)[:-2] + b"X-Sum: 1\r\n\r\n"
    (found,) = captures(BytesIO(archive([exchange(response=block)])), NAME)
    assert entity(parse_response(found.block)) == PAGE


@given(st.data())
def test_a_file_cut_short_gives_what_was_whole_and_then_an_error(data: st.DataObject) -> None:
    whole = archive(MIXED)
    ends = {0} | {r.offset + r.length for r in read(whole) if r["WARC-Type"] in {"warcinfo", "metadata"}}
    cut = data.draw(st.integers(0, len(whole) - 1))
    found = []
    reading = archived_exchanges(BytesIO(whole[:cut]), NAME)
    if cut in ends:
        found = list(reading)
    else:
        with pytest.raises(DamagedWarc) as caught:
            found.extend(reading)
        assert caught.value.file == NAME
        assert caught.value.offset <= cut
    assert found == exchanges(whole)[: len(found)]


@given(st.data())
def test_a_flipped_bit_is_found(data: st.DataObject) -> None:
    whole = archive(MIXED[:2])
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[place] ^= 1 << data.draw(st.integers(0, 7))
    good = exchanges(whole)
    found: list[ArchivedExchange] = []
    try:
        for one in archived_exchanges(BytesIO(bytes(damaged)), NAME):
            found.append(one)  # noqa: PERF402  # what came before the error counts
    except DamagedWarc as error:
        assert error.offset <= place  # noqa: PT017  # not every bit counts: gzip's header has some that say nothing
    else:
        assert found == good
    assert found == good[: len(found)]


@given(st.binary(max_size=500))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for hostile in (data, isal_zlib.compress(data, 2, 31), isal_zlib.compress(b"WARC/1.1\r\n" + data, 2, 31)):
        if hostile:
            with pytest.raises(DamagedWarc):
                list(archived_records(BytesIO(hostile), NAME))


def _record(*lines: str, block: bytes = b"x", length: int = 1) -> bytes:
    head = ["WARC/1.1", *lines, f"Content-Length: {length}"]
    return gzip.compress("\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


_GOOD = ("WARC-Type: metadata", "WARC-Record-ID: <urn:uuid:x>", "WARC-Date: 2026-01-01T00:00:00.000000Z")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (_record(*_GOOD, length=0), "Content-Length"),
        (_record(*_GOOD, length=7), "Content-Length"),
        (_record(*_GOOD, length=-1), "Content-Length"),
        (_record(*_GOOD) + b"junk" * 20, "gzip"),
        (_record(*_GOOD[1:]), "mandatory"),
        (_record(_GOOD[0], _GOOD[2]), "mandatory"),
        (_record(*_GOOD[:2], "WARC-Date: yesterday"), "mandatory"),
        (_record("WARC-Type: invention", *_GOOD[1:]), "mandatory"),
        (gzip.compress(gzip.decompress(_record(*_GOOD)) * 2), "one record a member"),
        (gzip.compress(gzip.decompress(_record(*_GOOD))[:-1]), "end"),
        (gzip.compress(b"WARC/1.0\r\n\r\n"), "WARC/1.1"),
        (b"WARC/1.1\r\n", "gzip"),
    ],
)
def test_damage_is_named_with_its_place(data: bytes, what: str) -> None:
    with pytest.raises(DamagedWarc, match=what) as caught:
        list(archived_records(BytesIO(data), NAME))
    assert NAME in str(caught.value)


def test_a_file_without_warcinfo_is_refused() -> None:
    data = archive([exchange()])
    first = read(data)[0]
    with pytest.raises(DamagedWarc, match="warcinfo"):
        exchanges(data[first.length :])


def test_the_wrong_member_is_refused() -> None:
    data = archive(MIXED)
    first, second, *_ = captures(BytesIO(data), NAME)
    mark, other = first.pressmark, second.pressmark
    assert mark is not None
    assert other is not None
    member = data[mark.offset : mark.offset + mark.length]
    for wrong in (member[:-1], member + b"x", data[other.offset : other.offset + other.length], b""):
        with pytest.raises(DamagedWarc):
            read_capture(wrong, mark, "example")
    with pytest.raises(DamagedWarc):
        read_capture(member, replace(mark, record_id=other.record_id), "example")


def test_a_record_that_expands_without_end_is_given_up() -> None:
    bomb = isal_zlib.compress(b"WARC/1.1\r\n" + bytes(MAX_RECORD_BYTES), 2, 31)
    assert len(bomb) < MAX_RECORD_BYTES // 100
    with pytest.raises(DamagedWarc, match="more than"):
        list(archived_records(BytesIO(bomb), NAME))


def test_memory_is_that_of_a_few_records_however_long_the_file() -> None:
    one = [exchange(response=response(bytes(range(256)) * 400))] * 100
    data = archive(one)
    tracemalloc.start()
    assert sum(1 for _ in captures(BytesIO(data), NAME)) == 100
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - len(data) < 8_000_000  # BytesIO holds the file itself
