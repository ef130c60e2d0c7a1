"""Which digests may a record with a chunked body carry, so that the public tools accept and replay it?

Writes one small archive for each way (digest over the chunked bytes as received, over the payload with the
chunking undone, or left out; SHA-1 in Base32, SHA-256 in hex or in Base32), each with a chunked response, the
same chunked response gzip-coded, and a revisit of the first, and asks warcio, FastWARC and pywb. Run from the
root of the repository after `make pywb`:

    python -m benchmarks.chunked_digest
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.pywb_replay import Replay, replaying

PAGE = b"<!doctype html><html><body>" + b"<p>A paragraph of an article.</p>" * 200 + b"</body></html>"
PLAIN, CODED, AGAIN = "http://example.org/plain", "http://example.org/gzip", "http://example.org/again"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"


@dataclass(frozen=True)
class Way:
    over: str
    algorithm: str
    encoding: str

    @property
    def name(self) -> str:
        return f"{self.over}-{self.algorithm}-{self.encoding}"

    def digest(self, data: bytes) -> str:
        raw = hashlib.new(self.algorithm, data).digest()
        text = raw.hex() if self.encoding == "hex" else base64.b32encode(raw).decode()
        return f"{self.algorithm}:{text}"


WAYS = tuple(
    Way(over, algorithm, encoding)
    for over, (algorithm, encoding) in product(
        ("as received", "payload", "left out"), (("sha1", "base32"), ("sha256", "hex"), ("sha256", "base32"))
    )
)


def chunked(data: bytes) -> bytes:
    pieces = (data[start : start + 1000] for start in range(0, len(data), 1000))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def record_id(kind: str, url: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + url)}"


def record(kind: str, way: Way, url: str, second: int, block: bytes, *extra: str) -> bytes:
    lines = (
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <{record_id(kind, url)}>",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: 2026-01-02T03:04:{second:02}.000000Z",
        f"WARC-Block-Digest: {way.digest(block)}",
        *extra,
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    )
    return gzip.compress("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


def archive(way: Way) -> bytes:
    records = []
    for second, url, head, payload in (
        (1, PLAIN, HEAD, PAGE),
        (2, CODED, HEAD + b"Content-Encoding: gzip\r\n", gzip.compress(PAGE)),
    ):
        body = chunked(payload)
        digests = {"as received": [way.digest(body)], "payload": [way.digest(payload)], "left out": []}
        extra = (f"WARC-Payload-Digest: {digest}" for digest in digests[way.over])
        records.append(record("response", way, url, second, head + b"\r\n" + body, *extra))
    stated = chunked(PAGE) if way.over == "as received" else PAGE
    revisit = (
        "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        f"WARC-Refers-To-Target-URI: {PLAIN}",
        "WARC-Refers-To-Date: 2026-01-02T03:04:01.000000Z",
        f"WARC-Payload-Digest: {way.digest(stated)}",
        "WARC-Truncated: length",
    )
    return b"".join([*records, record("revisit", way, AGAIN, 3, HEAD + b"\r\n", *revisit)])


def accepted(*command: str | Path) -> str:
    run = subprocess.run(command, capture_output=True, check=False)
    return "yes" if run.returncode == 0 else "NO"


def payloads(fastwarc: Path, path: Path) -> str:
    """FastWARC's verdict on the response records; it fails every revisit record, whatever its digest."""
    report = path.with_suffix(".txt")
    subprocess.run([fastwarc, "check", "-q", "-p", "-o", report, path], capture_output=True, check=False)
    verdicts = [line for line in report.read_text().splitlines() if record_id("revisit", AGAIN) not in line]
    return "NO" if any("FAIL" in verdict for verdict in verdicts) else "yes"


def replayed(replay: Replay, collection: str) -> str:
    """`id_` takes the chunking off and leaves the content coding to the header that it sends along."""
    expected = ((PLAIN, {PAGE}), (CODED, {PAGE, gzip.compress(PAGE)}), (AGAIN, {PAGE}))
    wrong = [url for url, bodies in expected if replay.fetch(collection, "2026", url)[1] not in bodies]
    return "NO " + " ".join(wrong) if wrong else "yes"


def main() -> None:
    tools = Path(sys.executable).parent
    print("| payload digest over | written in | warcio check | fastwarc check | fastwarc check -p | pywb |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {}
        for number, way in enumerate(WAYS):
            files[f"way{number}"] = folder / f"way{number}.warc.gz"
            files[f"way{number}"].write_bytes(archive(way))
        with replaying(folder, files) as replay:
            for way, (collection, path) in zip(WAYS, files.items(), strict=True):
                cells = (
                    accepted(tools / "warcio", "check", path),
                    accepted(tools / "fastwarc", "check", "-q", path),
                    payloads(tools / "fastwarc", path),
                    replayed(replay, collection),
                )
                print(f"| {way.over} | {way.algorithm}, {way.encoding} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
