"""Redirects that lead nowhere, round, or too far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.case import Case, document, page
from tests.plain_sockets import redirect, response

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUND, BAD = "error:redirect_loop", "error:bad_url"


def cases() -> Iterator[Case]:
    yield Case("redirect-self", {"/": redirect("/")}, (ROUND,))
    yield Case(
        "redirect-pingpong",
        {"/": redirect("/b"), "/b": redirect("/")},
        ("rejected:redirect",),
        also={"/b": ROUND},
    )
    chain = {"/": redirect("/1"), **{f"/{n}": redirect(f"/{n + 1}") for n in range(1, 200)}}
    yield Case("redirect-chain", chain, ("rejected:redirect",), also={"/10": "error:redirect_limit"})
    cookies = {
        path: response(b"", f"Location: /{n + 1}", f"Set-Cookie: n={n}", status="302 Found")
        for n, path in enumerate(("/", "/1", "/2", "/3"))
    } | {"/4": page(document())}
    yield Case("redirect-cookies", cookies, ("rejected:redirect",), also={"/4": "archived"})
    yield Case("redirect-to-nothing", {"/": redirect("")}, (ROUND,))
    yield Case("redirect-without-location", {"/": response(b"", status="302 Found")}, (ROUND,))
    yield Case("redirect-fragment", {"/": redirect("#top")}, (ROUND,))
    yield Case("redirect-300", {"/": page_with_status("300 Multiple Choices")}, ("rejected:http_status",))
    yield Case(
        "redirect-304-unasked", {"/": response(b"", status="304 Not Modified")}, ("rejected:http_status",)
    )
    moved = {"/": redirect("/there", "301 Moved"), "/there": page(document())}
    yield Case("redirect-good", moved, ("rejected:redirect",), also={"/there": "archived"})
    for name, location in {
        "v6-open": "http://[::1",
        "v6-text": "http://[not-an-address]/",
        "port-text": "http://a.example:port/",
        "port-large": "http://a.example:99999/",
        "nul": "http://a.example/\0",
        "host-nul": "http://a\0.example/",
        "host-space": "http://a b.example/",
        "host-percent": "http://a%00.example/",
        "host-long-label": f"http://{'a' * 64}.example/",
        "host-long": f"http://{'a.' * 200}example/",
        "host-idna": "http://xn--a-ecp.example\u3002/",
        "host-empty": "http:///",
        "long": "http://a.example/" + "x" * 12_000,
        "very-long": "http://a.example/" + "x" * 60_000,
    }.items():
        outcomes = (
            BAD,
            "refused:address",
            ROUND,
            "refused:scope",
            "rejected:redirect",
            "error:headers_too_large",
        )
        yield Case(
            f"redirect-bad-{name}",
            {"/": _located(location)},
            outcomes[:1] if "long" in name[-4:] else outcomes,
        )
    yield Case("redirect-crlf", {"/": _located("/x%0d%0aSet-Cookie:%20a=1"), "/x%0d%0aSet-Cookie:%20a=1": page(document())}, ("rejected:redirect",))  # fmt: skip
    yield Case("redirect-latin1", {"/": _located_bytes(b"/caf\xe9")}, ("rejected:redirect", BAD))


def page_with_status(status: str) -> bytes:
    return response(document().encode(), "Content-Type: text/html", status=status)


def _located(location: str) -> bytes:
    return _located_bytes(location.encode())


def _located_bytes(location: bytes) -> bytes:
    return (
        b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
