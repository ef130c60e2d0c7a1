# mypy: disallow-untyped-calls=False
# (warcio has no types)
from __future__ import annotations

import base64
import gzip
import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.exchange import Exchange, Hop, Purpose, Tls, Truncation
from storage.warc import Earlier, Profile, UnsafeHeader, examine, new_id, records, warcinfo
from storage.warc_fields import unescaped
from tests.exchanges import (
    HEAD,
    MOMENT,
    NAME,
    PAGE,
    PROVENANCE,
    REQUEST,
    URL,
    archive,
    chunked,
    exchange,
    ids,
    response,
)
from tests.minimal_warc import Record, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOT_MODIFIED = exchange(response=b"HTTP/1.1 304 Not Modified\r\n\r\n")
WARCINFO_ID = "urn:uuid:00000000-0000-0000-0000-0000000000ff"
EARLIER = Earlier(
    "urn:uuid:00000000-0000-0000-0000-0000000000aa", "https://example.org/first", MOMENT, "sha256:" + "1" * 64
)


def written(one: Exchange, earlier: Earlier | None = None) -> list[Record]:
    return read(records(one, warcinfo_id=WARCINFO_ID, earlier=earlier, new_id=ids()).data)


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def test_an_exchange_is_a_response_a_request_and_a_metadata_record_in_this_order() -> None:
    answer, request, metadata = written(exchange())
    assert [r["WARC-Type"] for r in (answer, request, metadata)] == ["response", "request", "metadata"]
    assert (answer.block, request.block) == (exchange().response, REQUEST)
    assert answer["Content-Type"] == "application/http; msgtype=response"
    assert request["Content-Type"] == "application/http; msgtype=request"
    assert metadata["Content-Type"] == "application/warc-fields"


def test_the_records_of_an_exchange_share_what_is_true_of_all() -> None:
    every = written(exchange())
    for record in every:
        assert record["WARC-Target-URI"] == URL
        assert record["WARC-Date"] == "2026-11-20T13:30:00.123456Z"
        assert record["WARC-Warcinfo-ID"] == f"<{WARCINFO_ID}>"
        assert record["WARC-IP-Address"] == "192.0.2.7"
        assert record.all("WARC-Protocol") == ["http/1.1", "tls/1.3"]
        assert record["WARC-Cipher-Suite"] == "TLS_AES_256_GCM_SHA384"
        assert record["WARC-Block-Digest"] == sha256(record.block)
    answer, request, metadata = every
    assert request["WARC-Concurrent-To"] == metadata["WARC-Concurrent-To"] == answer["WARC-Record-ID"]
    assert len({record["WARC-Record-ID"] for record in every}) == 3


def test_the_date_is_written_in_utc_with_its_microseconds() -> None:
    moment = datetime(2026, 11, 20, 15, 30, tzinfo=timezone(timedelta(hours=2)))
    assert written(exchange(started_at=moment))[0]["WARC-Date"] == "2026-11-20T13:30:00.000000Z"


def test_the_metadata_says_how_the_url_was_come_by() -> None:
    fields = written(exchange(purpose=Purpose.FEED, hop=Hop.LINK))[2].fields
    assert fields == {
        "via": "https://example.org/feed/",
        "hopsFromSeed": "L",
        "fetchTimeMs": "120",
        "purpose": "feed",
        "entityDigest": sha256(PAGE),
        "tlsCertificateSha256": "ab" * 32,
    }


@pytest.mark.parametrize("size", [100, 101, 10_000])
def test_a_chunked_body_stands_as_received_and_its_entity_is_what_it_is_known_by(size: int) -> None:
    block = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE, size)
    answer, _, metadata = written(exchange(response=block))
    assert answer.block == block
    assert answer["WARC-Payload-Digest"] == sha256(chunked(PAGE, size))
    assert metadata.fields["entityDigest"] == sha256(PAGE)
    assert examine(exchange(response=block)).entity_sha256 == hashlib.sha256(PAGE).hexdigest()


def test_the_payload_type_is_our_own_finding() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Encoding: gzip\r\n"
    assert (
        written(exchange(response=response(gzip.compress(PAGE), head)))[0]["WARC-Identified-Payload-Type"]
        == "text/html"
    )


def test_a_truncated_answer_says_why_and_has_no_whole_entity() -> None:
    cut = exchange(response=exchange().response[:-9], truncated=Truncation.DISCONNECT, error="lost")
    answer, _, metadata = written(cut)
    assert answer["WARC-Truncated"] == "disconnect"
    assert metadata.fields["error"] == "lost"
    assert "entityDigest" not in metadata.fields
    assert examine(cut).entity_sha256 is None


def test_what_is_no_http_is_archived_without_a_payload_digest() -> None:
    answer, _, _ = written(exchange(response=b"NOT HTTP AT ALL\r\n\r\nreally"))
    assert answer.block == b"NOT HTTP AT ALL\r\n\r\nreally"
    assert answer.all("WARC-Payload-Digest") == []


def test_informational_messages_stand_in_the_metadata_and_not_in_the_response() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </caf\xe9>\r\n\r\n"
    answer, _, metadata = written(exchange(response=early + response()))
    assert answer.block == response()
    assert metadata.fields["informational"] == r"HTTP/1.1 103 Early Hints\r\nLink: </caf\xe9>\r\n\r\n"


def test_informational_messages_alone_are_the_response() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3
    assert written(exchange(response=early, truncated=Truncation.LENGTH))[0].block == early


def test_a_request_without_an_answer_is_a_request_and_a_metadata_record() -> None:
    request, metadata = written(exchange(response=b"", error="closed"))
    assert (request["WARC-Type"], metadata["WARC-Type"]) == ("request", "metadata")
    assert metadata["WARC-Concurrent-To"] == request["WARC-Record-ID"]
    assert metadata.fields["error"] == "closed"


def test_what_was_never_sent_is_a_metadata_record_alone() -> None:
    (metadata,) = written(exchange(request=b"", response=b"", ip_address=None, tls=None, error="refused"))
    assert metadata["WARC-Type"] == "metadata"
    assert metadata.all("WARC-Concurrent-To") == metadata.all("WARC-Protocol") == []


def test_an_identical_payload_is_a_revisit_that_keeps_the_head() -> None:
    revisit, request, _ = written(exchange(), EARLIER)
    assert revisit["WARC-Type"] == "revisit"
    assert revisit.block == HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE)
    assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert revisit["WARC-Refers-To"] == f"<{EARLIER.record_id}>"
    assert revisit["WARC-Refers-To-Target-URI"] == EARLIER.target_uri
    assert revisit["WARC-Refers-To-Date"] == "2026-11-20T13:30:00.123456Z"
    assert revisit["WARC-Payload-Digest"] == EARLIER.payload_digest
    assert revisit["WARC-Truncated"] == "length"
    assert revisit["WARC-Block-Digest"] == sha256(revisit.block)
    assert request["WARC-Concurrent-To"] == revisit["WARC-Record-ID"]


def test_not_modified_is_a_revisit_with_its_own_profile() -> None:
    block = b'HTTP/1.1 304  Not Modified\r\nETag: "x\\y"\r\nX-Latin: \xe9\r\n\r\n'
    revisit, _, metadata = written(exchange(response=block), EARLIER)
    assert revisit.block == b""
    assert unescaped(metadata.fields["response"]) == block
    assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert revisit["WARC-Refers-To"] == f"<{EARLIER.record_id}>"
    assert revisit["WARC-Payload-Digest"] == EARLIER.payload_digest
    assert revisit.all("WARC-Truncated") == []


def test_not_modified_without_an_earlier_capture_is_a_response() -> None:
    batch = records(exchange(response=b"HTTP/1.1 304 Not Modified\r\n\r\n"), warcinfo_id=WARCINFO_ID)
    assert batch.profile is None
    assert batch.response is not None
    assert batch.response.type == "response"


def test_only_a_whole_entity_can_be_identical() -> None:
    with pytest.raises(ValueError, match="whole"):
        written(exchange(response=response()[:-1]), EARLIER)


def test_a_batch_says_where_its_records_are() -> None:
    batch = records(exchange(), warcinfo_id=WARCINFO_ID, earlier=EARLIER)
    assert batch.profile is Profile.IDENTICAL_PAYLOAD
    found = [(f"<{m.record_id}>", m.offset, m.length, m.type.value) for m in batch.members]
    assert found == [(r["WARC-Record-ID"], r.offset, r.length, r["WARC-Type"]) for r in read(batch.data)]
    assert batch.response is batch.members[0]


def test_the_same_exchange_gives_the_same_bytes() -> None:
    assert archive([exchange(), (exchange(), EARLIER)]) == archive([exchange(), (exchange(), EARLIER)])


def test_record_ids_differ_unless_told_otherwise() -> None:
    assert len({new_id() for _ in range(100)}) == 100


def test_warcinfo_says_who_crawled_how() -> None:
    (record,) = read(warcinfo(NAME, MOMENT, PROVENANCE, ids()).data)
    assert record["WARC-Type"] == "warcinfo"
    assert record["WARC-Filename"] == NAME
    assert record["Content-Type"] == "application/warc-fields"
    assert record.fields == {
        "software": "pressmark/0.1.0",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "operator": "A. Person <a@example.org>",
        "robots": "RFC 9309, obeyed",
        "http-header-user-agent": "pressmark/0.1.0 (+a@example.org)",
        "isPartOf": "example",
        "run": "20261120133000-abcdef",
        "configDigest": "sha256:" + "0" * 64,
        "version-scrapy": "2.19.0",
        "version-python": "3.11.7",
    }


@pytest.mark.parametrize(
    "bad", ["\r\n", "\n", "\r", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\ud800"]
)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda bad: {"url": f"https://example.org/{bad}WARC-Type: x"},
        lambda bad: {"via": f"https://example.org/{bad}x"},
        lambda bad: {"ip_address": f"192.0.2.7{bad}"},
        lambda bad: {"tls": Tls("TLSv1.3", f"TLS{bad}X", "ab")},
        lambda bad: {"tls": Tls(f"TLSv1.3{bad}", "TLS", "ab")},
        lambda bad: {"tls": Tls("TLSv1.3", "TLS", f"ab{bad}")},
        lambda bad: {"error": f"lost{bad}error: forged"},
    ],
    ids=["url", "via", "ip", "suite", "version", "certificate", "error"],
)
def test_no_control_character_reaches_a_record_header(bad: str, spoil: Any) -> None:
    with pytest.raises(UnsafeHeader):
        written(exchange(**spoil(bad)))


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"url": "https://example.org/a b"}, "WARC-Target-URI"),
        ({"url": "https://example.org/é"}, "WARC-Target-URI"),
        ({"url": "https://user:word@example.org/"}, "WARC-Target-URI"),
        ({"via": "https://user@example.org/"}, "via"),
        ({"ip_address": "example.org"}, "WARC-IP-Address"),
        ({"started_at": datetime(2026, 1, 1)}, "WARC-Date"),  # noqa: DTZ001  # that is what is refused
    ],
)
def test_an_unsafe_value_is_named(changes: dict[str, Any], name: str) -> None:
    with pytest.raises(UnsafeHeader, match=name) as caught:
        written(exchange(**changes))
    assert "user:word" not in str(caught.value)


_FORGERY = "x\r\nWARC-Type: response"


@pytest.mark.parametrize(
    "write",
    [
        lambda: warcinfo(_FORGERY, MOMENT, PROVENANCE),
        lambda: warcinfo(NAME, MOMENT, replace(PROVENANCE, operator=_FORGERY)),
        lambda: records(exchange(), warcinfo_id=_FORGERY),
        lambda: records(exchange(), warcinfo_id=WARCINFO_ID, new_id=lambda: _FORGERY),
        lambda: written(exchange(), replace(EARLIER, record_id=_FORGERY)),
        lambda: written(exchange(), replace(EARLIER, target_uri=_FORGERY)),
        lambda: written(exchange(), replace(EARLIER, payload_digest=_FORGERY)),
    ],
    ids=["file name", "operator", "warcinfo id", "record id", "earlier id", "earlier uri", "earlier digest"],
)
def test_values_from_elsewhere_are_checked_too(write: Callable[[], object]) -> None:
    with pytest.raises(UnsafeHeader):
        write()


@pytest.mark.parametrize(
    "name", ["Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key", "cookie ", "COOKIE", "Referer"]
)
def test_a_request_with_a_header_not_on_the_list_is_refused(name: str) -> None:
    with pytest.raises(UnsafeHeader, match=name.strip().lower()):
        written(exchange(request=REQUEST[:-2] + name.encode() + b": canary\r\n\r\n"))


def test_what_the_crawler_says_is_on_the_list() -> None:
    request = (
        b"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: b\r\nFrom: c\r\nAccept: d\r\nAccept-Encoding: gzip\r\n"
        b'Accept-Language: en\r\nIf-None-Match: "x"\r\nIf-Modified-Since: y\r\nConnection: close\r\n\r\n'
    )
    assert written(exchange(request=request))[1].block == request


@pytest.mark.parametrize(("given", "stated"), [("2001:DB8:0::1", "2001:db8::1"), ("fe80::1%eth0", "fe80::1")])
def test_addresses_are_written_in_their_canonical_form(given: str, stated: str) -> None:
    assert written(exchange(ip_address=given))[0]["WARC-IP-Address"] == stated


@pytest.mark.parametrize("tool", [["warcio.cli", "check"], ["fastwarc.cli", "check", "-q"]])
def test_public_checkers_accept_what_is_written(tmp_path: Path, tool: list[str]) -> None:
    path = tmp_path / NAME
    block = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(PAGE, 100)
    path.write_bytes(
        archive(
            [
                exchange(),
                exchange(response=block),
                (exchange(), EARLIER),
                (NOT_MODIFIED, EARLIER),
                exchange(response=b""),
            ]
        )
    )
    check = subprocess.run([sys.executable, "-m", *tool, path], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


def test_warcio_reads_back_every_record() -> None:
    data = archive([exchange(), (exchange(), EARLIER)])
    found = [
        (record.rec_type, record.rec_headers.get_header("WARC-Record-ID"), record.raw_stream.read())
        for record in ArchiveIterator(BytesIO(data), no_record_parse=True)
    ]
    assert found == [(r["WARC-Type"], r["WARC-Record-ID"], r.block) for r in read(data)]


_tokens = st.text("abcdefghijklmnopqrstuvwxyz0123456789/?&=%.~-", max_size=60)
_exchanges = st.builds(
    exchange,
    url=_tokens.map("https://example.org/".__add__),
    started_at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # bounds
    request=st.just(REQUEST) | st.just(b""),
    response=st.binary(max_size=2000) | st.binary(max_size=2000).map(response),
    ip_address=st.none() | st.ip_addresses().map(str),
    tls=st.none() | st.just(Tls("TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256", "ab" * 32)),
    truncated=st.none() | st.sampled_from(Truncation),
    via=st.none() | _tokens.map("https://example.org/".__add__),
    hop=st.sampled_from(Hop),
    purpose=st.sampled_from(Purpose),
    error=st.none() | st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=80),
)


@given(st.lists(_exchanges, max_size=4))
def test_what_is_read_is_what_was_written(exchanges: list[Exchange]) -> None:
    found = iter(read(archive(exchanges))[1:])
    for one in exchanges:
        expected = {"response": one.response, "request": one.request}
        for kind, block in expected.items():
            if block:
                record = next(found)
                assert (record["WARC-Type"], record.block) == (kind, block)
        metadata = next(found)
        assert metadata["WARC-Target-URI"] == one.url
        assert metadata["WARC-Date"] == one.started_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        assert metadata.fields["purpose"] == one.purpose
        assert metadata.fields.get("via") == one.via
        assert metadata.fields.get("error", "") == (one.error or "")
    assert next(found, None) is None


def test_gzip_is_made_without_a_time_in_it() -> None:
    data = records(exchange(), warcinfo_id=WARCINFO_ID).members[0].data
    assert data[4:8] == b"\0\0\0\0"
    assert base64.b16encode(data[:3]) == b"1F8B08"
