"""What hosts answer to /robots.txt, each with what may then be asked of it."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from extractors.robots_text import PARSED_BYTES
from tests.plain_sockets import endless, redirect, reset, response, silence

if TYPE_CHECKING:
    from tests.plain_sockets import Answer

RULES = b"User-agent: *\nDisallow: /private\n"
AS_SAID, EVERYTHING, NOTHING = (True, False), (True, True), (False, False)  # /open and /private

gzipped = gzip.compress(RULES)
broken = gzipped[:-8] + b"\0" * 8
bomb = gzip.compress(RULES + b"#" * (33 << 20))
comments = b"# nothing to see here\n" * 30_000  # 660 000 bytes
others = b"".join(b"User-agent: bot%d\nDisallow: /\n" % n for n in range(15_000))


def coded(body: bytes, coding: str) -> bytes:
    return response(body, f"Content-Encoding: {coding}")


# What a host answers to /robots.txt, and what may then be asked of it.
CASES: dict[str, tuple[bytes | Answer, tuple[bool, bool]]] = {
    "ok": (response(RULES), AS_SAID),
    "empty": (response(b""), EVERYTHING),
    "bom": (response(b"\xef\xbb\xbf" + RULES), AS_SAID),
    "cr": (response(RULES.replace(b"\n", b"\r")), AS_SAID),
    "crlf": (response(RULES.replace(b"\n", b"\r\n")), AS_SAID),
    "nul": (response(RULES.replace(b"\n", b"\0\n\0")), AS_SAID),
    "utf16": (response(RULES.decode().encode("utf-16")), AS_SAID),
    "latin1": (response(b"# caf\xe9\n" + RULES), AS_SAID),
    "html": (response(b"<!doctype html><title>Not found</title><p>Disallow: none</p>"), EVERYTHING),
    "binary": (response(bytes(range(256)) * 64), EVERYTHING),
    "status-203": (response(RULES, status="203 Copy"), AS_SAID),
    "status-204": (b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", EVERYTHING),
    "status-400": (response(RULES, status="400 Bad"), EVERYTHING),
    "status-401": (response(RULES, status="401 Who"), EVERYTHING),
    "status-403": (response(RULES, status="403 No"), EVERYTHING),
    "status-404": (response(RULES, status="404 Not Found"), EVERYTHING),
    "status-410": (response(RULES, status="410 Gone"), EVERYTHING),
    "status-429": (response(RULES, status="429 Slow Down"), NOTHING),
    "status-500": (response(RULES, status="500 Oops"), NOTHING),
    "status-503": (response(RULES, status="503 Later"), NOTHING),
    "status-304": (b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n", NOTHING),
    "status-999": (response(RULES, status="999 Denied"), NOTHING),
    "reset": (reset, NOTHING),
    "silent": (silence, NOTHING),
    "closed": (b"", NOTHING),
    "no-http": (b"220 smtp.example ESMTP\r\n", NOTHING),
    "cut-short": (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + RULES, NOTHING),
    "gzip": (coded(gzipped, "gzip"), AS_SAID),
    "x-gzip": (coded(gzipped, "X-GZIP"), AS_SAID),
    "gzip-members": (
        coded(gzip.compress(b"User-agent: *\n") + gzip.compress(b"Disallow: /private"), "gzip"),
        AS_SAID,
    ),
    "gzip-twice": (coded(gzip.compress(gzipped), "gzip, gzip"), AS_SAID),
    "deflate": (coded(zlib.compress(RULES), "deflate"), AS_SAID),
    "deflate-bare": (coded(zlib.compress(RULES, wbits=-15), "deflate"), AS_SAID),
    "identity": (coded(RULES, "identity"), AS_SAID),
    "gzip-bomb": (coded(bomb, "gzip"), NOTHING),
    "gzip-cut": (coded(gzipped[:-4], "gzip"), NOTHING),
    "gzip-bad-crc": (coded(broken, "gzip"), NOTHING),
    "gzip-lie": (coded(RULES, "gzip"), NOTHING),
    "gzip-flood": (coded(gzip.compress(b"") * 100_000, "gzip"), NOTHING),
    "brotli": (coded(RULES, "br"), NOTHING),
    "four-codings": (coded(RULES, "gzip, gzip, gzip, gzip"), NOTHING),
    "big": (response(RULES + b"# filler\n" * 1_300_000), AS_SAID),
    "big-line": (response(RULES + b"#" * (11 << 20)), AS_SAID),
    "cut-at-line-end": (response(comments[: PARSED_BYTES - 20] + b"\n" + RULES), EVERYTHING),
    "beyond-the-cut": (response(comments + RULES), EVERYTHING),
    "endless": (endless, NOTHING),
    "groups": (response(others + RULES), AS_SAID),
    "wildcards": (response(RULES + b"Disallow: /" + b"*a" * 40 + b"b\n"), AS_SAID),
    "for-us": (response(b"User-agent: *\nDisallow: /\n\nUser-agent: PRESSMARK\n" + RULES[14:]), AS_SAID),
    "for-our-version": (
        response(b"User-agent: *\nDisallow: /\n\nUser-agent: Pressmark/0.1\n" + RULES[14:]),
        AS_SAID,
    ),
    "for-a-namesake": (response(b"User-agent: press\nDisallow: /\n\n" + RULES), AS_SAID),
    "for-another": (response(b"User-agent: Otherbot\nDisallow: /\n"), EVERYTHING),
    "for-us-twice": (
        response(b"User-agent: pressmark\nDisallow: /private\n\nUser-agent: Pressmark\nDisallow: /x\n"),
        AS_SAID,
    ),
    "longest-rule": (response(b"User-agent: *\nDisallow: /\nAllow: /open\n"), AS_SAID),
    "redirect-away": (redirect("http://ok.example/robots.txt"), AS_SAID),
    "redirect-to-itself": (redirect("/robots.txt"), NOTHING),
    "redirect-ping-pong": (redirect("http://ping-pong.example/robots.txt"), NOTHING),
    "ping-pong": (redirect("http://redirect-ping-pong.example/robots.txt"), NOTHING),
    "redirect-nowhere": (response(RULES, status="301 Moved"), NOTHING),
    "redirect-empty": (redirect(""), NOTHING),
    "redirect-bad": (redirect("http://[::1"), NOTHING),
    "redirect-file": (redirect("file:///etc/passwd"), NOTHING),
    "redirect-port": (redirect("http://ok.example:22/robots.txt"), NOTHING),
    "redirect-inward": (redirect("http://127.0.0.2/robots.txt"), NOTHING),
    "redirect-to-404": (redirect("http://status-404.example/robots.txt"), EVERYTHING),
    "redirect-to-500": (redirect("http://status-500.example/robots.txt"), NOTHING),
    "hops-5": (redirect("/1"), AS_SAID),
    "hops-6": (redirect("/0"), NOTHING),
}


def site(host: str, path: str) -> bytes | Answer:
    name = host.removesuffix(".example")
    if path == "/robots.txt":
        return CASES[name][0]
    if name.startswith("hops-"):
        hop = int(path[1:]) if path[1:].isdecimal() else -1
        return redirect(f"/{hop + 1}", "301 Moved Permanently") if 0 <= hop < 5 else response(RULES)
    return response(b"a page")
