"""Abuse of HTTP/1.1: lengths, chunks, statuses, heads, connections."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.hostile.case import HTML, Case, case, document, page
from tests.plain_sockets import reset, response

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from tests.plain_sockets import Answer

CUT, HTTP, LARGE, TIME = "error:truncated", "error:bad_http", "error:too_large", "error:timeout"
STATUS = "rejected:http_status"


def whole() -> bytes:
    return document().encode()


def cases() -> Iterator[Case]:
    yield from _lengths()
    yield from _chunks()
    yield from _connections()
    yield from _statuses()
    yield from _heads()


def _head(*fields: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", HTML, *fields, "Connection: close", "", ""]).encode("latin-1")


def _lengths() -> Iterator[Case]:
    yield case("length-huge", _head(f"Content-Length: {2**50}") + whole(), LARGE)
    yield case("length-thirty-digits", _head(f"Content-Length: {'9' * 30}") + whole(), LARGE, HTTP)
    yield case("length-negative", _head("Content-Length: -5") + whole(), HTTP, CUT)
    yield case("length-text", _head("Content-Length: many") + whole(), HTTP, CUT)
    yield case(
        "length-two", _head(f"Content-Length: {len(whole())}", "Content-Length: 3") + whole(), HTTP, CUT
    )
    yield case(
        "length-two-alike", _head(*[f"Content-Length: {len(whole())}"] * 2) + whole(), "archived", HTTP
    )
    yield case("length-too-long", _head(f"Content-Length: {len(whole()) + 9000}") + whole(), CUT)
    yield case(
        "length-too-short", _head("Content-Length: 20") + whole(), "rejected:no_text", "rejected:empty"
    )
    yield case("length-absent", _head() + whole(), "archived", text=True)
    yield case("length-and-chunks", _head("Content-Length: 4", "Transfer-Encoding: chunked") + _chunk(whole()) + b"0\r\n\r\n", "archived", HTTP, CUT)  # fmt: skip
    yield case("body-endless", _endless(_head(), b"<p>more and more</p>" * 3000), LARGE)
    yield case(
        "body-reset",
        _then(_head(f"Content-Length: {len(whole()) * 9}") + whole(), reset),
        CUT,
        "error:connection",
    )
    yield case(
        "body-second-response", page(whole()) + page(document(title="A second answer")), "archived", text=True
    )


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _chunks() -> Iterator[Case]:
    chunked = _head("Transfer-Encoding: chunked")
    yield case("chunks-endless", _endless(chunked, _chunk(b"<p>more</p>" * 3000)), LARGE)
    yield case("chunks-cut", chunked + _chunk(whole()) + b"ffff\r\nabc", CUT)
    yield case("chunks-no-end", chunked + _chunk(whole()), CUT)
    yield case("chunks-bad-size", chunked + b"xyz\r\n" + whole(), CUT, HTTP)
    yield case("chunks-huge-size", chunked + b"f" * 40 + b"\r\n" + whole(), CUT, HTTP, LARGE)
    yield case("chunks-negative", chunked + b"-5\r\n" + whole(), CUT, HTTP)
    yield case(
        "chunks-long-extension",
        _endless(chunked, b"5;" + b"x" * 65_000),
        CUT,
        HTTP,
        "error:headers_too_large",
    )
    yield case("chunks-of-a-byte", chunked + b"".join(_chunk(bytes([b])) for b in whole()) + b"0\r\n\r\n", "archived", text=True)  # fmt: skip
    trailers = b"".join(b"X-%d: y\r\n" % n for n in range(20_000))
    yield case(
        "chunks-trailers", chunked + _chunk(whole()) + b"0\r\n" + trailers + b"\r\n", "archived", CUT, HTTP
    )
    yield case("chunks-twice", _head("Transfer-Encoding: chunked, chunked") + _chunk(whole()) + b"0\r\n\r\n", "archived", HTTP, CUT, "rejected:no_text", "rejected:bad_encoding")  # fmt: skip


def _connections() -> Iterator[Case]:
    yield case("connection-silent", _wait, TIME)
    yield case("slow-head", _drip(b"HTTP/1.1 200 OK\r\nX: ", b"y"), TIME)
    yield case("slow-body", _drip(_head() + whole()[:60], b"."), TIME)
    yield case("connection-closed", b"", "error:connection", CUT)
    yield case("connection-reset", reset, "error:connection", CUT)
    yield case(
        "connection-garbage", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(range(256)), HTTP, CUT
    )
    yield case("connection-smtp", b"220 mail.example ESMTP\r\n", HTTP, CUT)
    yield case("http-0-9", whole(), HTTP, CUT)
    yield case("http-2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", HTTP, CUT)
    yield case("http-9", whole().join([b"HTTP/9.9 200 OK\r\n" + HTML.encode() + b"\r\nConnection: close\r\n\r\n", b""]), "archived", HTTP, CUT)  # fmt: skip


def _statuses() -> Iterator[Case]:
    for status in (
        "999 Odd",
        "000 Zero",
        "204 None",
        "402 Pay",
        "404 Gone",
        "410 Gone",
        "418 Teapot",
        "451 Law",
    ):
        yield case(
            f"answer-{status[:3]}",
            response(whole(), HTML, status=status),
            STATUS,
            "rejected:empty",
            HTTP,
            CUT,
        )
    yield case(
        "answer-206",
        response(whole(), HTML, "Content-Range: bytes 0-9/99", status="206 Part"),
        STATUS,
        "rejected:truncated",
    )
    yield case("answer-101", _head(status="101 Switching") + whole(), HTTP, CUT, STATUS, TIME)
    yield case("answer-digits", _head(status="99999 Large") + whole(), HTTP, STATUS, CUT)
    yield case("answer-negative", _head(status="-1 Less") + whole(), HTTP, STATUS, CUT)
    yield case("answer-text", _head(status="fine") + whole(), HTTP, CUT)
    for status in ("500 Broken", "502 Gateway", "504 Late"):
        yield case(f"answer-{status[:3]}", response(whole(), HTML, status=status), STATUS)
    for name, wait in (("huge", "999999999"), ("date", "Fri, 31 Dec 9999 23:59:59 GMT")):
        for status in ("429 Often", "503 Busy"):
            answer = response(whole(), HTML, f"Retry-After: {wait}", status=status)
            yield case(f"retry-after-{name}-{status[:3]}", answer, "deferred:retry_after")
    for name, wait in (("text", "soon"), ("negative", "-5"), ("nothing", "")):
        yield case(
            f"retry-after-{name}", response(whole(), HTML, f"Retry-After: {wait}", status="503 Busy"), STATUS
        )


def _heads() -> Iterator[Case]:
    too_large = "error:headers_too_large"
    yield case(
        "head-endless", _endless(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"y" * 1000 + b"\r\n"), too_large
    )
    yield case("head-endless-line", _endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 65_536), too_large)
    yield case("head-flood", b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: yyyyyyyy\r\n" % n for n in range(20_000)) + b"\r\n", too_large)  # fmt: skip
    yield case(
        "head-interim-flood", _endless(b"", b"HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n" * 500), too_large
    )
    yield case(
        "head-long-line", _head("Content-Security-Policy: " + "x" * 30_000) + whole(), "archived", text=True
    )
    yield case("head-folded", _head("X-Fold: a\r\n b\r\n\tc") + whole(), "archived", text=True)
    yield case("head-no-colon", _head("no colon here") + whole(), "archived", HTTP)
    yield case("head-cr-inside", _head("X-Odd: a\rX-Injected: b") + whole(), "archived", HTTP)
    yield case("head-nul", _head("X-Odd: a\0b") + whole(), "archived", HTTP)
    yield case("head-not-ascii", _head("X-Odd: " + bytes(range(128, 256)).decode("latin-1")) + whole(), "archived", text=True)  # fmt: skip
    yield case("head-escapes", _head(status="200 \x1b[2J\x1b]0;owned\x07") + whole(), "archived", text=True)
    yield case("head-bare-line-feeds", _head().replace(b"\r\n", b"\n") + whole(), "archived", text=True)
    yield case("head-cookies", _head(*(f"Set-Cookie: c{n}=v; Domain=.example" for n in range(400))) + whole(), "archived", text=True)  # fmt: skip
    yield case("head-date", _head("Date: Thu, 99 Foo 99999 99:99:99 XXX", "Last-Modified: never", "Age: -1") + whole(), "archived", text=True)  # fmt: skip
    yield case("head-etag", _head('ETag: "' + "\x1b\x7f'\"" * 20 + '"') + whole(), "archived", text=True)
    yield case("head-disposition", _head('Content-Disposition: attachment; filename="../../../etc/cron.d/x"') + whole(), "archived", text=True)  # fmt: skip
    yield case(
        "head-referrer-policy",
        _head("Referrer-Policy: os.system, unsafe-url") + whole(),
        "archived",
        text=True,
    )
    for name, kind, outcomes in (
        ("none", None, ("archived",)),
        ("evil", 'text/html; charset="../../x"; a=b; \x00', ("archived", HTTP)),
        ("image", "image/jpeg", ("rejected:not_html", "archived")),
        ("pdf", "application/pdf", ("rejected:not_html", "archived")),
        ("long", "text/html; x=" + "y" * 20_000, ("archived",)),
        ("two", "text/plain\r\nContent-Type: text/html", ("archived", "rejected:not_html")),
    ):
        fields = () if kind is None else (f"Content-Type: {kind}",)
        yield case(f"type-{name}", response(whole(), *fields), *outcomes)
    yield case(
        "type-html-is-pdf",
        page(b"%PDF-1.7\n" + bytes(range(256)) * 40),
        "rejected:not_html",
        "rejected:no_text",
    )
    yield case("type-html-is-image", page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40), "rejected:not_html", "rejected:no_text")  # fmt: skip
    yield case(
        "type-html-is-program",
        page(b"\x7fELF" + bytes(range(256)) * 40),
        "rejected:not_html",
        "rejected:no_text",
    )


def _wait(_: socket.socket) -> None:
    time.sleep(20)


def _drip(first: bytes, more: bytes) -> Answer:
    def answer(connection: socket.socket) -> None:
        connection.sendall(first)
        for _ in range(100):
            time.sleep(0.2)
            connection.sendall(more)

    return answer


def _endless(first: bytes, more: bytes) -> Answer:
    def answer(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:  # until the client has had enough, which ends in an OSError
            connection.sendall(more)

    return answer


def _then(first: bytes, last: Answer) -> Answer:
    def answer(connection: socket.socket) -> None:
        connection.sendall(first)
        time.sleep(0.2)
        last(connection)

    return answer
