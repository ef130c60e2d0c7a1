"""Redirects to where no crawler may go: this machine, private networks, files, other ports, other schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.case import Case, case, document, page
from tests.plain_sockets import redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS, SCHEME, PORT, BAD = "refused:address", "refused:scheme", "refused:port", "error:bad_url"


def cases(canary: int) -> Iterator[Case]:
    """`canary` is a port that listens on 127.0.0.2 and that the crawl may ask; nobody must reach it."""
    yield from _to_addresses(canary)
    yield from _to_schemes()
    yield from _from_pages(canary)
    for port in (22, 6379, 8080):
        yield Case(f"to-port-{port}", {"/": redirect(f"http://to-port-{port}.example:{port}/")}, (PORT,))


def _to_addresses(canary: int) -> Iterator[Case]:
    spelled = {
        "loopback": ("127.0.0.2", ADDRESS),
        "decimal": ("2130706434", ADDRESS),
        "hexadecimal": ("0x7f000002", ADDRESS),
        "hexadecimal-parts": ("0x7f.0.0.0x2", ADDRESS),
        "octal": ("0177.0.0.02", ADDRESS),
        "short": ("127.2", ADDRESS),
        "trailing-dot": ("127.0.0.2.", ADDRESS),
        "zero": ("0.0.0.0", ADDRESS),
        "zero-alone": ("0", ADDRESS),
        "localhost": ("localhost", ADDRESS),
        "localhost-capitals": ("LOCALHOST", ADDRESS),
        "localhost-dot": ("localhost.", ADDRESS),
        "localhost-below": ("a.b.localhost", ADDRESS),
        "v6-loopback": ("[::1]", ADDRESS),
        "v6-mapped": ("[::ffff:127.0.0.2]", ADDRESS),
        "v6-mapped-hexadecimal": ("[::ffff:7f00:2]", ADDRESS),
        "v6-compatible": ("[::127.0.0.2]", ADDRESS),
        "v6-nat64": ("[64:ff9b::7f00:2]", ADDRESS),
        "v6-6to4": ("[2002:7f00:2::]", ADDRESS),
        "v6-site-local": ("[fec0::2]", ADDRESS),
        "v6-unspecified": ("[::]", ADDRESS),
        "user-in-front": ("somebody:secret@127.0.0.2", ADDRESS),
        "name-in-front": ("public.example@127.0.0.2", ADDRESS),
        "circled-digits": ("%E2%91%A0%E2%91%A1%E2%91%A6.0.0.2", ADDRESS),
        "circled-digits-raw": ("\u2460\u2461\u2466.0.0.2", ADDRESS),
        "full-width": ("\uff11\uff12\uff17\u30020\u30020\u30022", ADDRESS),
        "escaped-dots": ("127%2e0%2e0%2e2", ADDRESS),
    }
    for name, (host, outcome) in spelled.items():
        target = f"http://{host}:{canary}/secret"
        yield Case(f"to-{name}", {"/": _raw_redirect(target)}, (outcome, BAD))
    for name, target in {
        "backslashes": rf"http:\\127.0.0.2:{canary}\secret",
        "no-scheme": f"//127.0.0.2:{canary}/secret",
        "backslashes-no-scheme": rf"\\127.0.0.2:{canary}/secret",
        "three-slashes": f"///127.0.0.2:{canary}/secret",
        "four-slashes": f"http:////127.0.0.2:{canary}/secret",
        "tab-in-scheme": f"ht\ttp://127.0.0.2:{canary}/secret",
        "space-in-front": f"  http://127.0.0.2:{canary}/secret",
        "one-slash": f"http:/127.0.0.2:{canary}/secret",
    }.items():
        outcomes = (ADDRESS, SCHEME, BAD, "rejected:redirect", "refused:scope", "error:redirect_loop")
        yield Case(f"to-{name}", {"/": _raw_redirect(target)}, outcomes)
    for status in ("301 Moved", "303 See", "307 Again", "308 Always"):
        target = f"http://127.0.0.2:{canary}/secret"
        yield Case(f"to-loopback-{status[:3]}", {"/": redirect(target, status)}, (ADDRESS,))
    twice = {"/": redirect("/next"), "/next": redirect(f"http://127.0.0.2:{canary}/")}
    yield Case("to-loopback-second-hop", twice, ("rejected:redirect",), also={"/next": ADDRESS})


def _to_schemes() -> Iterator[Case]:
    for name, target in {
        "file": "file:///proc/self/environ",
        "file-host": "file://localhost/etc/passwd",
        "data": "data:text/html,<p>x",
        "s3": "s3://bucket/key",
        "ftp": "ftp://127.0.0.2/",
        "gopher": "gopher://127.0.0.2:70/_x",
        "javascript": "javascript:alert(1)",
        "view-source": "view-source:http://127.0.0.2/",
        "jar": "jar:file:///x!/y",
        "about": "about:blank",
        "blob": "blob:http://127.0.0.2/x",
    }.items():
        yield Case(f"to-{name}", {"/": redirect(target)}, (SCHEME,))


def _from_pages(canary: int) -> Iterator[Case]:
    inward = f"http://127.0.0.2:{canary}/secret"
    links = "".join(
        f'<a href="{target}">{n}</a><img src="{target}"><iframe src="{target}"></iframe><script src="{target}"></script>'
        for n, target in enumerate(
            (inward, "file:///proc/self/environ", "s3://b/k", "ftp://127.0.0.2/", "//[::1]/")
        )
    )
    for name, head, body in (
        ("page-links", "", links),
        ("page-base", f'<base href="{inward}">', '<a href="x">x</a>'),
        ("page-base-file", '<base href="file:///etc/">', '<a href="passwd">x</a>'),
        ("page-meta-refresh", f'<meta http-equiv=refresh content="0;url={inward}">', ""),
        ("page-meta-refresh-file", '<meta http-equiv=refresh content="0;url=file:///etc/passwd">', ""),
        ("page-canonical-inward", f'<link rel=canonical href="{inward}">', ""),
        ("page-prefetch", f'<link rel=prefetch href="{inward}"><link rel=stylesheet href="{inward}">', ""),
        ("page-image-inward", f'<meta property="og:image" content="{inward}">', ""),
    ):
        yield case(name, page(document(body, head=head)), "archived", text=True)
    answer = page(
        document(), "Content-Type: text/html", f"Refresh: 0; url={inward}", f"Link: <{inward}>; rel=preload"
    )
    yield case("header-refresh", answer, "archived", text=True)


def _raw_redirect(target: str) -> bytes:
    return (
        b"HTTP/1.1 302 Found\r\nLocation: "
        + target.encode()
        + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
