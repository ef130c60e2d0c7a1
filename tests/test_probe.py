"""A look at a site gives an outlet file that works at once and says what it rests on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.drafting.draft import Observed, SeenSource, described, draft
from extractors.drafting.shapes import proposed_shapes
from extractors.learning.eras import Container
from extractors.vocabulary import Outlet, Purpose, SourceKind
from tests.operator import PROJECT, Operator
from tests.replica.reply import Ask, Reply
from tests.replica.server import ReplicaServer
from tests.small_sites import Site, operator_in, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.untraced

HOST = "http://kurier.example"
TOPICS = ("politik", "kultur", "wirtschaft")


def address(number: int) -> str:
    return f"/{TOPICS[number % 3]}/2026/{11 - number % 2}/bericht-vom-markt-{7000 + number}.html"


def article(number: int) -> Reply:
    text = "".join(f"<p>{' '.join(sentences(number * 100 + n, 4))}</p>" for n in range(6))
    return Reply(
        200,
        f"""<!doctype html><html lang="de-AT"><head><title>Bericht {number} | Der Kurier</title>
<meta property="og:site_name" content="Der Kurier"><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-{1 + number % 27:02}T08:00:00+01:00"></head>
<body><header><nav><a href="/politik">Politik</a><a href="/kultur">Kultur</a></nav></header>
<main><h1>Bericht {number} vom Markt</h1><div class="story-text">{text}</div>
<aside><a href="{address(number + 1)}">Auch das noch</a></aside></main></body></html>""".encode(),
    )


class Kurier(Site):
    """The same over TLS, for a crawl asks both robots.txt for sitemaps."""

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        return super().reply(ask, secure=False)


def kurier(numbers: range = range(24), *, told: bool = True) -> Site:
    feed = "".join(
        f"<item><title>Bericht {n}</title><link>{HOST}{address(n)}</link></item>" for n in list(numbers)[:8]
    )
    parts = "".join(f"<url><loc>{HOST}{address(n)}</loc></url>" for n in numbers)
    links = "".join(f'<a href="{address(n)}">Bericht {n}</a>' for n in list(numbers)[:5])
    alternate = '<link rel="alternate" type="application/rss+xml" href="/rss/alles.xml">' if told else ""
    home = f"""<html lang="de-AT"><head><title>Der Kurier</title><meta name="generator" content="Kiosk 4">
<meta property="og:site_name" content="Der Kurier">{alternate}</head><body>
<a href="/politik">Politik</a><a href="/kultur">Kultur</a>{links}</body></html>"""
    index = f"<sitemapindex><sitemap><loc>{HOST}/sitemaps/2026.xml</loc></sitemap></sitemapindex>"
    robots = f"User-agent: *\nCrawl-delay: 0\nSitemap: {HOST}/sitemaps/index.xml\nSitemap: {HOST}/sitemaps/gone.xml\n"
    return Kurier(
        "kurier.example",
        {
            "/": Reply(200, home.encode()),
            "/robots.txt": Reply(200, (robots if told else "").encode(), "text/plain"),
            "/rss/alles.xml": Reply(
                200, f"<rss><channel>{feed}</channel></rss>".encode(), "application/rss+xml"
            ),
            "/sitemaps/index.xml": Reply(200, index.encode(), "application/xml"),
            "/sitemaps/2026.xml": Reply(200, f"<urlset>{parts}</urlset>".encode(), "application/xml"),
            **{address(n): article(n) for n in numbers},
        },
    )


@dataclass(frozen=True, slots=True)
class Checkout:
    """A copy of the project, for the commands to write into."""

    folder: Path
    operator: Operator

    def scrapy(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "scrapy", *self.operator.words(*words, **settings)]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=300
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[tuple[Checkout, Site]]:
    site = kurier()
    for name in ("crawler", "extractors", "storage"):
        shutil.copytree(
            PROJECT / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(PROJECT / "scrapy.cfg", tmp_path / "copy")
    with ReplicaServer([site]) as server:
        yield Checkout(tmp_path / "copy", operator_in(tmp_path, server)), site


def test_the_draft_of_a_site_is_an_outlet_that_finds_its_articles(checkout: tuple[Checkout, Site]) -> None:
    copy, site = checkout
    done = copy.scrapy("outlets", "--probe", HOST)
    assert done.returncode == 0, done.stderr
    text = (copy.folder / "extractors/outlets/kurier.py").read_text(encoding="utf-8")
    assert len(site.asked) <= 25
    for said in ("Kiosk 4", "+01:00", "24 of 24 addresses", "/sitemaps/gone.xml", "/politik", "Not observed"):
        assert said in text, text
    outlet = namespace(text)
    assert (outlet.name, outlet.hosts, outlet.language) == ("Der Kurier", ("kurier.example",), "de-AT")
    assert {source.url for source in outlet.sources} == {
        f"{HOST}/rss/alles.xml",
        f"{HOST}/sitemaps/index.xml",
    }
    assert "div.story-text" in outlet.layouts[0].container
    keys = {outlet.article_key(HOST + address(n)) for n in range(24)}
    assert None not in keys
    assert len(keys) == 24
    assert outlet.purpose_of(f"{HOST}/politik") is Purpose.LISTING
    again = copy.scrapy("outlets", "--probe", HOST)
    assert again.returncode == 78
    assert "has a file already" in again.stderr
    crawled = copy.scrapy("crawl", "kurier")
    assert crawled.returncode in {0, 75}, crawled.stderr
    found = [row.article for row in copy.operator.corpus.articles()]
    assert {each.url for each in found} == {HOST + address(n) for n in range(24)}
    assert {each.layout for each in found} == {"seen"}
    linted = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--config", PROJECT / "pyproject.toml", "extractors/outlets"],
        cwd=copy.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout


def namespace(text: str) -> Outlet:
    space: dict[str, object] = {}
    exec(text, space)
    found = space["OUTLET"]
    assert isinstance(found, Outlet)
    return found


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (["/2026/11/a-b-c/", "/2026/10/d-e/"], r"/\d{4}/\d{2}/(?P<key>[^/?]+-[^/?]+)/?"),
        (["/news/world-12345", "/sport/some-thing-99"], r"/[^/?]+/(?P<key>[^/?]+-[^/?]+)/?"),
        (["/article/101", "/article/102"], r"/article/(?P<key>\d+)/?"),
        (["/a/x-y.html", "/b/x-y.html"], r"/(?P<key>[^/?]+/[^/?]+-[^/?]+)\.html/?"),
        (["/news.php?id=5", "/news.php?id=7&utm_source=rss"], r"/news\.php/?\?(?P<key>id=[^&]+)"),
    ],
)
def test_addresses_show_their_shape(paths: list[str], pattern: str) -> None:
    (shape,) = proposed_shapes([f"https://example.org{path}" for path in paths])
    assert shape.pattern == pattern
    assert shape.seen == len(paths)


@given(st.text(), st.text(), st.text(alphabet="\"'\\\n{}#-/a1é\u202e", max_size=40))
def test_nothing_that_a_site_says_breaks_out_of_its_literal(name: str, made_with: str, path: str) -> None:
    seen = Observed(
        slug="example",
        name=name or "x",
        hosts=("example.org",),
        day="2026-11-28",
        language=None,
        offsets=(),
        made_with=made_with,
        crawl_delay=7.0,
        sources=(SeenSource(f"https://example.org/feed?{path}", SourceKind.FEED, 3, "the home page"),),
        shapes=proposed_shapes([f"https://example.org/{path}-a", f"https://example.org/{path}-b"]),
        addresses=2,
        sections=(path,),
        pages=3,
        containers=(),
        silent=((f"https://example.org/{path}", made_with),),
    )
    assert namespace(draft(seen)) == described(seen)


def test_a_container_is_named_with_its_evidence() -> None:
    from datetime import date  # noqa: PLC0415 - of this test alone

    day = date(2026, 11, 28)
    seen = Observed(
        slug="example",
        name="Example",
        hosts=("example.org",),
        day="2026-11-28",
        language="en",
        offsets=("+01:00",),
        made_with="",
        crawl_delay=None,
        sources=(SeenSource("https://example.org/feed", SourceKind.FEED, 3, "robots.txt"),),
        shapes=(),
        addresses=3,
        sections=(),
        pages=3,
        containers=(Container("div.text", 0.97, 3, 3, day, day),),
        silent=(),
    )
    text = draft(seen)
    assert "div.text: on 3 of 3 sample pages" in text
    assert namespace(text).layouts[0].container == ("div.text",)
