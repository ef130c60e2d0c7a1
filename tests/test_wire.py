"""What crossed the connection is what stands in the archive: a raw-socket server, a real crawl, every byte."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from storage.exchange import Truncation
from storage.http_message import entity, parse_response
from tests.minimal_warc import Record, read_file
from tests.pywb_replay import ROOT
from tests.raw_server import RawServer, Reply
from tests.wire_cases import CASES, MAX_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PACKET = 65536  # the most that one read of the reactor brings


@dataclass(frozen=True)
class Crawl:
    scheme: str
    base: str
    server: RawServer
    records: list[Record]
    results: dict[str, Any]
    warc: Path
    log: str

    def of(self, name: str, kind: str) -> list[Record]:
        url = f"{self.base}/{name}"
        return [r for r in self.records if r["WARC-Type"] == kind and r.all("WARC-Target-URI") == [url]]


def _crawl(
    folder: Path, urls: list[tuple[str, str]], authority: Path | None = None
) -> tuple[list[Record], dict[str, Any], str]:
    plan = {
        "urls": urls,
        "warc": str(folder / "crawl.warc.gz"),
        "results": str(folder / "results.json"),
        "settings": {"TLS_CA_FILE": str(authority)} if authority else {},
    }
    (folder / "plan.json").write_text(json.dumps(plan))
    command = [sys.executable, "-m", "tests.wire_crawl", str(folder / "plan.json")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    return read_file(folder / "crawl.warc.gz"), json.loads((folder / "results.json").read_text()), run.stderr


def _tls(authority: Path) -> ssl.SSLContext:
    """A server's side of TLS; the authority behind its certificate is written to a file."""
    issuer = trustme.CA()
    issuer.cert_pem.write_to_path(str(authority))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module", params=["http", "https"])
def crawl(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    folder = tmp_path_factory.mktemp(request.param)
    replies = {f"/{name}": case.reply for name, case in CASES.items()}
    authority = folder / "authority.pem"
    context = _tls(authority)
    server = RawServer(replies, context if request.param == "https" else None)
    base = f"{request.param}://127.0.0.1:{server.port}"
    urls = [(case.method, f"{base}/{name}") for name, case in CASES.items()]
    records, results, log = _crawl(folder, urls, authority)
    yield Crawl(request.param, base, server, records, results, folder / "crawl.warc.gz", log)
    server.close()


@pytest.mark.parametrize("name", CASES)
def test_requests_are_archived_as_sent(crawl: Crawl, name: str) -> None:
    assert [r.block for r in crawl.of(name, "request")] == [
        s.received for s in crawl.server.served_at(f"/{name}")
    ]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case.truncated])
def test_answers_are_archived_as_received(crawl: Crawl, name: str) -> None:
    case = CASES[name]
    expected = [case.reply.data if case.block is None else case.block] if case.answered else []
    assert [r.block for r in crawl.of(name, "response")] == expected


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.truncated])
def test_answers_that_are_not_whole_are_archived_as_far_as_they_came(crawl: Crawl, name: str) -> None:
    (response,) = crawl.of(name, "response")
    (served,) = crawl.server.served_at(f"/{name}")
    assert response["WARC-Truncated"] == CASES[name].truncated
    assert len(response.block) >= min(len(CASES[name].reply.data), 1)
    assert bytes(served.sent).startswith(response.block)
    if not CASES[name].reply.endless:
        assert response.block == bytes(served.sent)


@pytest.mark.parametrize("name", CASES)
def test_whole_answers_are_not_called_truncated(crawl: Crawl, name: str) -> None:
    stated = [value for r in crawl.of(name, "response") for value in r.all("WARC-Truncated")]
    truncated = CASES[name].truncated
    assert stated == ([truncated.value] if truncated else [])


@pytest.mark.parametrize("name", CASES)
def test_scrapy_gets_the_answer_or_the_error_after_the_record(crawl: Crawl, name: str) -> None:
    result = crawl.results[f"{crawl.base}/{name}"]
    assert result["recorded"]
    assert ("error" in result) == CASES[name].fails


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.payload])
def test_the_entity_is_read_back_out_of_the_block(crawl: Crawl, name: str) -> None:
    (response,) = crawl.of(name, "response")
    assert entity(parse_response(response.block)) == CASES[name].payload


@pytest.mark.parametrize("name", CASES)
def test_every_exchange_says_how_it_was_come_by(crawl: Crawl, name: str) -> None:
    for metadata in crawl.of(name, "metadata"):
        assert metadata.fields["via"] == "http://example.org/feed"
        assert metadata.fields["hopsFromSeed"] == "M"
        assert metadata.fields["purpose"] == "listing"
        assert int(metadata.fields["fetchTimeMs"]) >= 0
        assert ("error" in metadata.fields) == (
            CASES[name].fails or "asked again" in metadata.fields.get("error", "")
        )


@pytest.mark.parametrize("name", ["early-hints", "early-hints-twice"])
def test_informational_messages_stand_escaped_in_the_metadata(crawl: Crawl, name: str) -> None:
    (metadata,) = crawl.of(name, "metadata")
    lines = [line for line in metadata.block.decode().split("\r\n") if line.startswith("informational: ")]
    heads = [
        line.removeprefix("informational: ").encode().decode("unicode_escape").encode("latin-1")
        for line in lines
    ]
    assert b"".join(heads) + (CASES[name].block or b"") == CASES[name].reply.data


def test_a_request_that_a_kept_connection_dropped_is_an_exchange_of_its_own(crawl: Crawl) -> None:
    first, second = crawl.of("after-kept", "metadata")
    assert "asked again" in first.fields["error"]
    assert "error" not in second.fields
    assert len(crawl.of("after-kept", "request")) == 2
    assert len(crawl.of("after-kept", "response")) == 1


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("header-flood", f"response headers larger than {MAX_HEADER} bytes"),
        ("header-line-endless", "response header line larger than 65536 bytes"),
        ("informational-flood", f"response headers larger than {MAX_HEADER} bytes"),
    ],
)
def test_headers_without_end_are_given_up_soon(crawl: Crawl, name: str, why: str) -> None:
    (response,) = crawl.of(name, "response")
    (metadata,) = crawl.of(name, "metadata")
    assert len(response.block) <= MAX_HEADER + _PACKET
    assert crawl.results[f"{crawl.base}/{name}"]["error"] == "HeadersTooLargeError"
    assert metadata.fields["error"] == f"HeadersTooLargeError: {why}"


def test_credentials_are_neither_sent_nor_archived(crawl: Crawl) -> None:
    assert crawl.server.served
    assert not any(b"canary" in served.received for served in crawl.server.served)
    assert not any(b"canary" in record.block for record in crawl.records)


def test_the_connection_is_described(crawl: Crawl) -> None:
    (response,) = crawl.of("odd", "response")
    (metadata,) = crawl.of("odd", "metadata")
    assert response["WARC-IP-Address"] == "127.0.0.1"
    if crawl.scheme == "http":
        assert response.all("WARC-Protocol") == ["http/1.1"]
        assert response.all("WARC-Cipher-Suite") == []
        return
    certificate = ssl.get_server_certificate(("127.0.0.1", crawl.server.port))
    encoded = base64.b64decode("".join(certificate.strip().splitlines()[1:-1]))
    assert response.all("WARC-Protocol") == ["http/1.1", "tls/1.3"]
    assert response["WARC-Cipher-Suite"].startswith("TLS_")
    assert metadata.fields["tlsCertificateSha256"] == hashlib.sha256(encoded).hexdigest()


@pytest.mark.parametrize("tool", [["warcio.cli", "check"], ["fastwarc.cli", "check", "-q"]])
def test_public_checkers_accept_the_archive(crawl: Crawl, tool: list[str]) -> None:
    check = subprocess.run(
        [sys.executable, "-m", *tool, crawl.warc], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout + check.stderr


def test_fastwarc_confirms_the_payload_digests_but_of_heads_with_bare_line_feeds(
    crawl: Crawl, tmp_path: Path
) -> None:
    command = ["-m", "fastwarc.cli", "check", "-q", "-p", "-o", str(tmp_path / "report"), str(crawl.warc)]
    subprocess.run([sys.executable, *command], capture_output=True, check=False)
    verdicts = (tmp_path / "report").read_text().splitlines()
    failed = [line.partition(">")[0] + ">" for line in verdicts if "FAIL" in line]
    assert failed == [record["WARC-Record-ID"] for record in crawl.of("bare-lf", "response")]
    assert sum("PAYLOAD_OK" in line for line in verdicts) > len(CASES) / 2


def test_what_was_never_connected_leaves_a_metadata_record_alone(tmp_path: Path) -> None:
    server = RawServer({})
    server.close()
    refused = f"http://127.0.0.1:{server.port}/refused"
    records, results, _ = _crawl(tmp_path, [("GET", refused)])
    assert [r["WARC-Type"] for r in records] == ["warcinfo", "metadata"]
    assert records[1]["WARC-Target-URI"] == refused
    assert "refused" in records[1].fields["error"].lower()
    assert results[refused] == {"error": "DownloadConnectionRefusedError", "recorded": True}


def test_nothing_counts_as_sent_when_the_handshake_fails(tmp_path: Path) -> None:
    server = RawServer({"/x": Reply(b"")})
    url = f"https://127.0.0.1:{server.port}/x"
    records, results, _ = _crawl(tmp_path, [("GET", url)])
    server.close()
    assert [r["WARC-Type"] for r in records] == ["warcinfo", "metadata"]
    assert records[1].fields["error"]
    assert results[url]["recorded"]


def test_nothing_is_said_to_a_server_with_an_unknown_certificate(tmp_path: Path) -> None:
    server = RawServer({"/x": Reply(b"")}, _tls(tmp_path / "unused.pem"))
    records, _, _ = _crawl(tmp_path, [("GET", f"https://127.0.0.1:{server.port}/x")])
    server.close()
    assert [r["WARC-Type"] for r in records] == ["warcinfo", "metadata"]
    assert "certificate verify failed" in records[1].fields["error"]
    assert server.served == []


_HALF = b"HTTP/1.1 200 OK\r\n\r\n<p>half"


@pytest.mark.parametrize(
    ("reply", "truncated", "error"),
    [
        (Reply(_HALF, close=True), [], None),
        (Reply(_HALF, reset=True), [Truncation.DISCONNECT], "ResponseDataLossError"),
    ],
)
def test_a_body_of_no_stated_length_ends_with_its_connection_but_not_with_a_reset(
    tmp_path: Path, reply: Reply, truncated: list[str], error: str | None
) -> None:
    server = RawServer({"/x": reply})
    url = f"http://127.0.0.1:{server.port}/x"
    records, results, _ = _crawl(tmp_path, [("GET", url)])
    server.close()
    (response,) = [record for record in records if record["WARC-Type"] == "response"]
    assert response.block.endswith(b"<p>half")
    assert response.all("WARC-Truncated") == truncated
    assert results[url].get("error") == error


def test_a_url_with_a_password_is_not_asked_for(tmp_path: Path) -> None:
    server = RawServer({})
    records, results, _ = _crawl(tmp_path, [("GET", f"http://user:canary@127.0.0.1:{server.port}/x")])
    server.close()
    assert [r["WARC-Type"] for r in records] == ["warcinfo"]
    assert [result["error"] for result in results.values()] == ["CredentialsInUrl"]
    assert server.served == []


def test_truncation_names_are_those_of_the_standard() -> None:
    assert {t.value for t in Truncation} == {"length", "time", "disconnect", "unspecified"}
