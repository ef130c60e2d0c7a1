"""Answers as servers in the wild send them, and how each must stand in the archive."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass

from storage.exchange import Truncation
from tests.raw_server import Reply

MAX_BODY = 100_000
MAX_HEADER = 100_000
PAGE = b"<!doctype html><html><body>" + b"<p>A paragraph of an article.</p>" * 60 + b"</body></html>"
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"


@dataclass(frozen=True)
class Case:
    reply: Reply
    block: bytes | None = None  # of the response record where it is not all that was sent
    informational: int = 0
    truncated: Truncation | None = None  # then the block is a beginning of what was sent
    answered: bool = True  # there is a response record
    fails: bool = False  # Scrapy gets an exception
    method: str = "GET"
    payload: bytes | None = None  # entity, decoded, where the case is about it


def ok(headers: bytes, body: bytes = PAGE, status: bytes = b"HTTP/1.1 200 OK\r\n") -> bytes:
    return status + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(data: bytes, size: int = 700, extension: bytes = b"", trailers: bytes = b"") -> bytes:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    framed = b"".join(b"%X%b\r\n%b\r\n" % (len(piece), extension, piece) for piece in pieces)
    return framed + b"0" + extension + b"\r\n" + trailers + b"\r\n"


_CHUNKED = b"HTTP/1.1 200 OK\r\n" + _HTML + b"Transfer-Encoding: chunked\r\n"
_EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
_RAW_DEFLATE = zlib.compress(PAGE)[2:-4]
_ODD_HEAD = (
    b"HTTP/1.1 200 Okey   Dokey\r\nsErVeR: x\r\nx-FOO:nospace\r\nX-Pad:    wide   \r\nX-Obs-Fold: a\r\n   b\r\n"
    b"\tc\r\nSet-Cookie: a=1; Path=/\r\nx-between: 1\r\nSet-Cookie: b=2; Path=/\r\nX-Latin: caf\xe9\r\nX-Empty:\r\n"
)

CASES: dict[str, Case] = {
    "odd": Case(Reply(ok(b"", status=_ODD_HEAD))),
    "odd-in-packets": Case(Reply(ok(b"", status=_ODD_HEAD), pieces=40)),
    "utf8-header": Case(Reply(ok("X-Title: Приказ\r\n".encode()))),
    "long-line": Case(Reply(ok(b"Content-Security-Policy: " + b"x" * 20_000 + b"\r\n"))),
    "chunked": Case(Reply(_CHUNKED + b"\r\n" + chunked(PAGE)), payload=PAGE),
    "chunked-in-packets": Case(Reply(_CHUNKED + b"\r\n" + chunked(PAGE, 100), pieces=50), payload=PAGE),
    "chunked-extensions-trailers": Case(
        Reply(
            _CHUNKED
            + b"Trailer: X-Sum\r\n\r\n"
            + chunked(PAGE, 300, b';name="va;lue"', b"X-Sum: 1\r\nX-More: 2\r\n")
        ),
        payload=PAGE,
    ),
    "chunked-gzip": Case(
        Reply(_CHUNKED + b"Content-Encoding: gzip\r\n\r\n" + chunked(gzip.compress(PAGE), 90))
    ),
    "gzip": Case(Reply(ok(_HTML + b"Content-Encoding: gzip\r\n", gzip.compress(PAGE)))),
    "deflate": Case(Reply(ok(_HTML + b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)))),
    "deflate-bare": Case(Reply(ok(_HTML + b"Content-Encoding: deflate\r\n", _RAW_DEFLATE))),
    "http10": Case(Reply(b"HTTP/1.0 200 OK\r\n" + _HTML + b"\r\n" + PAGE, close=True), payload=PAGE),
    "http10-gzip": Case(
        Reply(
            b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n" + _HTML + b"\r\n" + gzip.compress(PAGE),
            close=True,
        )
    ),
    "until-close": Case(Reply(b"HTTP/1.1 200 OK\r\n" + _HTML + b"\r\n" + PAGE, close=True), payload=PAGE),
    "not-modified": Case(Reply(b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 1234\r\n\r\n')),
    "moved": Case(Reply(ok(b"Location: /odd\r\n", b"moved", b"HTTP/1.1 301 Moved Permanently\r\n"))),
    "found": Case(Reply(ok(b"Location: /odd\r\n", b"<html>found", b"HTTP/1.1 302 Found\r\n"))),
    "not-found": Case(Reply(ok(_HTML, b"<html>gone", b"HTTP/1.1 404 Not Found\r\n"))),
    "error": Case(Reply(ok(_HTML, b"<html>broken", b"HTTP/1.1 500 Internal Server Error\r\n"))),
    "no-content": Case(Reply(b"HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n")),
    "empty": Case(Reply(ok(_HTML, b""))),
    "head": Case(Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"), method="HEAD"),
    "early-hints": Case(Reply(_EARLY + ok(_HTML)), block=ok(_HTML), informational=1),
    "early-hints-twice": Case(
        Reply(b"HTTP/1.1 100 Continue\r\n\r\n" + _EARLY + ok(_HTML), pieces=20),
        block=ok(_HTML),
        informational=2,
    ),
    "bare-lf": Case(Reply(ok(b"").replace(b"\r\n", b"\n"))),
    "no-colon": Case(Reply(ok(b"this line has none\r\nX-A: b\r\n"))),
    "no-reason": Case(Reply(ok(_HTML, status=b"HTTP/1.1 200\r\n"))),
    "empty-reason": Case(Reply(ok(_HTML, status=b"HTTP/1.1 200 \r\n"))),
    "same-length-twice": Case(Reply(ok(b"Content-Length: %d\r\n" % len(PAGE)))),
    "junk-behind": Case(Reply(ok(_HTML) + b"junk behind the body", close=True), block=ok(_HTML)),
    "junk-behind-chunks": Case(
        Reply(_CHUNKED + b"\r\n" + chunked(PAGE) + b"junk", close=True),
        block=_CHUNKED + b"\r\n" + chunked(PAGE),
    ),
    "cut-short": Case(
        Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + PAGE, close=True),
        truncated=Truncation.DISCONNECT,
        fails=True,
    ),
    "cut-in-chunk": Case(
        Reply(_CHUNKED + b"\r\n" + chunked(PAGE)[:-900], close=True),
        truncated=Truncation.DISCONNECT,
        fails=True,
    ),
    "cut-in-head": Case(
        Reply(b"HTTP/1.1 200 OK\r\nContent-Ty", close=True), truncated=Truncation.DISCONNECT, fails=True
    ),
    "reset": Case(
        Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nabc", reset=True),
        truncated=Truncation.DISCONNECT,
        fails=True,
    ),
    "chunk-size-broken": Case(
        Reply(_CHUNKED + b"\r\n5\r\nhello\r\nzz\r\nhello\r\n0\r\n\r\n", close=True),
        truncated=Truncation.UNSPECIFIED,
        fails=True,
    ),
    "hang": Case(Reply(hang=True), answered=False, fails=True),
    "hang-in-body": Case(
        Reply(b"HTTP/1.1 200 OK\r\n\r\n<html>", hang=True), truncated=Truncation.TIME, fails=True
    ),
    "close-at-once": Case(Reply(close=True), answered=False, fails=True),
    "too-large": Case(
        Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", endless=b"x" * 5000),
        truncated=Truncation.LENGTH,
        fails=True,
    ),
    "too-large-untold": Case(
        Reply(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"x" * 5000), truncated=Truncation.LENGTH, fails=True
    ),
    "header-flood": Case(
        Reply(b"HTTP/1.1 200 OK\r\n", endless=b"X-Flood: " + b"y" * 60 + b"\r\n"),
        truncated=Truncation.LENGTH,
        fails=True,
    ),
    "header-line-endless": Case(
        Reply(b"HTTP/1.1 200 OK\r\nX-Flood: ", endless=b"y" * 1000), truncated=Truncation.LENGTH, fails=True
    ),
    "informational-flood": Case(Reply(endless=_EARLY), truncated=Truncation.LENGTH, fails=True),
    "garbage": Case(
        Reply(b"NOT HTTP AT ALL\r\n\r\nreally not", close=True), truncated=Truncation.UNSPECIFIED, fails=True
    ),
    "lengths-differ": Case(
        Reply(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", close=True),
        truncated=Truncation.UNSPECIFIED,
        fails=True,
    ),
    "kept": Case(Reply(ok(_HTML), close_on_next=True)),
    "after-kept": Case(Reply(ok(_HTML, b"<html>asked twice"))),
}
