"""Sitemaps and feeds made to break a reader, each with one good entry that must be found all the same."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.hostile.case import HTML, document, page
from tests.hostile.codings import bomb
from tests.plain_sockets import response

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.plain_sockets import Answer

HOME = "https://southfront.press"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


@dataclass(frozen=True)
class SourceCase:
    """A sitemap or feed by name. `good`: whether its article has to be found; `more`: other answers by path."""

    name: str
    answer: bytes | Answer
    outcomes: tuple[str, ...] = ("archived",)
    good: bool = True
    more: Mapping[str, bytes] | None = None
    suffix: str = ".xml"

    @property
    def url(self) -> str:
        return f"{HOME}{self.path}"

    @property
    def path(self) -> str:
        return f"/{self.name}-sitemap{self.suffix}"

    @property
    def article(self) -> str:
        return f"/good-of-{self.name}/"


def _xml(text: str | bytes) -> bytes:
    return page(text, "Content-Type: application/xml")


def _good(name: str) -> str:
    return f"<url><loc>{HOME}/good-of-{name}/</loc></url>"


def _listed(name: str, entries: str, head: str = XML) -> SourceCase:
    """The good entry stands behind what is bad."""
    return SourceCase(name, _xml(f"{head}{URLSET}{entries}{_good(name)}</urlset>"))


def cases(canary: int) -> Iterator[SourceCase]:
    yield from _entries(canary)
    yield from _entities(canary)
    yield from _damage()
    yield from _floods()
    yield from _feeds(canary)


def _entries(canary: int) -> Iterator[SourceCase]:
    inward = f"http://127.0.0.2:{canary}/secret"
    for name, loc in {
        "inward": inward,
        "inward-no-scheme": f"//127.0.0.2:{canary}/secret",
        "file": "file:///proc/self/environ",
        "s3": "s3://bucket/key",
        "relative": "/relative-entry/",
        "empty": "",
        "v6-open": "http://[::1",
        "port": f"{HOME}:22/x/",
        "user": f"https://somebody:secret@southfront.press:{canary}/x/",
        "other-host": "https://other.example/x/",
        "long": f"{HOME}/{'x' * 5_000}/",
        "control-characters": f"{HOME}/a&#10;b&#27;c/",
        "surrogate": f"{HOME}/%ED%A0%80/",
        "dots": f"{HOME}/../../etc/passwd",
        "dots-escaped": f"{HOME}/%2e%2e/%2e%2e/etc/passwd",
        "reserved-name": f"{HOME}/CON/",
        "bidi": f"{HOME}/\u202egpj.exe/",
        "html": "&lt;script&gt;alert(1)&lt;/script&gt;",
    }.items():
        yield _listed(f"entry-{name}", f"<url><loc>{loc}</loc></url>")
    dates = "".join(f"<url><loc>{HOME}/dated-{n}/</loc><lastmod>{d}</lastmod></url>" for n, d in enumerate(("9999-99-99", "-1", "9" * 500)))  # fmt: skip
    yield _listed("entry-dates", dates)
    index = f"<sitemap><loc>{inward}</loc></sitemap><sitemap><loc>file:///etc/passwd</loc></sitemap>"
    yield SourceCase("index-inward", _xml(f"{XML}<sitemapindex>{index}</sitemapindex>"), good=False)


def _entities(canary: int) -> Iterator[SourceCase]:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    for name, subset in {
        "laughs": f'<!ENTITY l0 "ha">{laughs}',
        "quadratic": f'<!ENTITY l9 "{"a" * 100_000}">',
        "xxe-file": '<!ENTITY l9 SYSTEM "file:///etc/passwd">',
        "xxe-net": f'<!ENTITY l9 SYSTEM "http://127.0.0.2:{canary}/secret">',
        "xxe-parameter": f'<!ENTITY % p SYSTEM "http://127.0.0.2:{canary}/p.dtd"> %p; <!ENTITY l9 "x">',
    }.items():
        head = f"{XML}<!DOCTYPE urlset [{subset}]>"
        made = _listed(f"xml-{name}", f"<url><loc>{HOME}/entity-{name}-{'&l9;' * 50}/</loc></url>", head)
        yield replace(made, good=name != "quadratic")  # where libxml2 gives up
    net = f'{XML}<!DOCTYPE urlset SYSTEM "http://127.0.0.2:{canary}/x.dtd">'
    yield _listed("xml-dtd", "", net)
    style = f'{XML}<?xml-stylesheet type="text/xsl" href="http://127.0.0.2:{canary}/x.xsl"?>'
    yield _listed("xml-stylesheet", "", style)
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    )
    yield _listed("xml-xinclude", f"<url>{include}<loc>{HOME}/included/</loc></url>")
    yield replace(_listed("xml-deep", "<a>" * 50_000), good=False)  # likewise, 256 levels down
    yield _listed("xml-attributes", "<url " + " ".join(f'a{n}="1"' for n in range(3_000)) + f"><loc>{HOME}/attributed/</loc></url>")  # fmt: skip


def _damage() -> Iterator[SourceCase]:
    for name, answer in {
        "empty": _xml(""),
        "binary": _xml(bytes(range(256)) * 50),
        "html": page(document()),
        "nothing-in-it": _xml(f"{XML}{URLSET}</urlset>"),
        "only-prologue": _xml(XML),
    }.items():
        outcomes = ("archived", "rejected:empty", "rejected:not_a_source", "rejected:no_source")
        yield SourceCase(f"damage-{name}", answer, outcomes, good=False)
    whole = f"{XML}{URLSET}{_good('damage-cut')}<url><loc>{HOME}/cut-o"
    yield SourceCase("damage-cut", _xml(whole))
    yield _listed("damage-nul", f"<url><loc>{HOME}/nul\0here/</loc></url>")
    yield _listed("damage-ampersand", f"<url><loc>{HOME}/?p=1&x=2</loc></url>")
    yield _listed("damage-unclosed", f"<url><loc>{HOME}/unclosed/<url>")
    lie = f'<?xml version="1.0" encoding="utf-16"?>{URLSET}{_good("damage-encoding-lie")}</urlset>'
    yield SourceCase("damage-encoding-lie", _xml(lie))
    wide = f'<?xml version="1.0" encoding="utf-16"?>{URLSET}{_good("damage-utf-16")}</urlset>'
    yield SourceCase("damage-utf-16", _xml(wide.encode("utf-16")))
    packed = gzip.compress(f"{XML}{URLSET}{_good('gz')}</urlset>".encode())
    yield SourceCase("gz", page(packed, "Content-Type: application/gzip"), suffix=".xml.gz")
    yield SourceCase(
        "gz-bomb", page(bomb(31), "Content-Type: application/gzip"), good=False, suffix=".xml.gz"
    )
    cut = gzip.compress(f"{XML}{URLSET}{_good('gz-cut')}{'<url/>' * 3000}</urlset>".encode())
    yield SourceCase(
        "gz-cut", page(cut[: len(cut) // 2], "Content-Type: application/gzip"), good=False, suffix=".xml.gz"
    )
    yield SourceCase("status-500", response(b"", status="500 Broken"), ("rejected:http_status",), good=False)
    yield SourceCase("status-404", response(b"", status="404 Gone"), ("rejected:http_status",), good=False)


def _floods() -> Iterator[SourceCase]:
    own = f"{HOME}/index-self-sitemap.xml"
    yield SourceCase(
        "index-self",
        _xml(f"{XML}<sitemapindex><sitemap><loc>{own}</loc></sitemap></sitemapindex>"),
        good=False,
    )
    chain = {
        f"/chain-{n}-sitemap.xml": _xml(
            f"{XML}<sitemapindex><sitemap><loc>{HOME}/chain-{n + 1}-sitemap.xml</loc></sitemap></sitemapindex>"
        )
        for n in range(40)
    }
    first = _xml(
        f"{XML}<sitemapindex><sitemap><loc>{HOME}/chain-0-sitemap.xml</loc></sitemap></sitemapindex>"
    )
    yield SourceCase("index-chain", first, good=False, more=chain)
    many = "".join(f"<sitemap><loc>{HOME}/wide-{n}-sitemap.xml</loc></sitemap>" for n in range(150))
    yield SourceCase("index-wide", _xml(f"{XML}<sitemapindex>{many}</sitemapindex>"), good=False)
    flood = "".join(f"<url><loc>{HOME}/tag/flood-{n}/</loc></url>" for n in range(3_000))
    yield SourceCase("urls-3000", _xml(f"{XML}{URLSET}{_good('urls-3000')}{flood}</urlset>"))


def _feeds(canary: int) -> Iterator[SourceCase]:
    inward = f"http://127.0.0.2:{canary}/secret"
    bad = f"<item><link>{inward}</link></item><item><link>file:///etc/passwd</link></item><item><link></link></item>"
    good = (
        f"<item><title><![CDATA[</title><script>x</script>]]></title><link>{HOME}/good-of-rss/</link></item>"
    )
    yield SourceCase("rss", _xml(f"{XML}<rss><channel>{bad}{good}</channel></rss>"))
    entry = f'<entry><link href="{inward}"/></entry><entry><link href="{HOME}/good-of-atom/"/></entry>'
    yield SourceCase("atom", _xml(f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'))
    items = [
        {"id": 10**400, "url": inward},
        {"id": [], "url": {}},
        {"id": "a", "url": f"{HOME}/good-of-json/"},
    ]
    stated = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    yield SourceCase("json", page(stated, "Content-Type: application/feed+json"))
    yield SourceCase("json-deep", page("[" * 100_000, "Content-Type: application/json"), good=False)


def article(case: SourceCase) -> bytes:
    return page(document(title=f"The good one of {case.name}"), HTML)
