"""Sources give every good entry they have, whatever else is wrong with them, and expand nothing."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.candidate import Candidate
from extractors.sources import MAX_ENTRIES, MAX_LINKS, candidates
from extractors.vocabulary import Purpose
from storage.capture import Capture

if TYPE_CHECKING:
    from collections.abc import Callable


def read(
    body: bytes | str,
    url: str = "https://southfront.press/feed/",
    content_type: str = "application/xml",
    outlet: str = "southfront",
    *fields: str,
    status: int = 200,
) -> tuple[Candidate, ...]:
    raw = body.encode() if isinstance(body, str) else body
    head = "".join(
        f"{field}\r\n" for field in (f"Content-Type: {content_type}", f"Content-Length: {len(raw)}", *fields)
    )
    block = f"HTTP/1.1 {status} OK\r\n{head}\r\n".encode() + raw
    return candidates(Capture(outlet, url, datetime(2024, 6, 1, tzinfo=UTC), block, None, None))


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Feed</title><link>https://southfront.press</link><atom:link href="https://southfront.press/feed/" rel="self"/>
<item><title>Talks &amp; trade</title><link> https://southfront.press/talks/?utm_source=rss </link>
  <pubDate>Wed, 31 Jan 2024 10:15:00 +0000</pubDate><description>&nbsp;x</description></item>
<item><title>By guid</title><guid isPermaLink="true">https://southfront.press/by-guid/</guid><dc:date>2024-02-01T00:00:00Z</dc:date></item>
<item><guid isPermaLink="false">123</guid></item>
<item><link>javascript:alert(1)</link></item>
<item><link>http://[::1</link></item>
<item><link>https://user:pw@southfront.press/last/#top</link></item>
</channel></rss>"""


def test_a_feed_gives_its_entries_in_order() -> None:
    first, second, third = read(RSS)
    assert first == Candidate(
        url="https://southfront.press/talks/?utm_source=rss",
        purpose=Purpose.ARTICLE,
        date_published=datetime(2024, 1, 31, 10, 15, tzinfo=UTC),
        title="Talks & trade",
    )
    assert (second.url, second.date_published) == (
        "https://southfront.press/by-guid/",
        datetime(2024, 2, 1, tzinfo=UTC),
    )
    assert third == Candidate(url="https://southfront.press/last/", purpose=Purpose.ARTICLE)


@pytest.mark.parametrize("rel", ["next", "prev-archive"])
def test_the_older_page_that_a_feed_states_comes_last_and_is_a_feed(rel: str) -> None:
    paged = RSS.replace('rel="self"/>', f'rel="self"/><atom:link rel="{rel}" href="/feed/?paged=2"/>')
    *entries, following = read(paged)
    assert following == Candidate(url="https://southfront.press/feed/?paged=2", purpose=Purpose.FEED)
    assert tuple(entries) == read(RSS)


def test_atom_is_read() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><title>Talks</title>
    <link rel="enclosure" href="https://southfront.press/a.mp3"/><link rel="alternate" href="/talks"/>
    <updated>2024-02-01T10:00:00Z</updated><published>2024-01-31T10:00:00Z</published></entry></feed>"""
    assert read(atom) == (
        Candidate(
            url="https://southfront.press/talks",
            purpose=Purpose.ARTICLE,
            date_published=datetime(2024, 1, 31, 10, tzinfo=UTC),
            date_modified=datetime(2024, 2, 1, 10, tzinfo=UTC),
            title="Talks",
        ),
    )


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://southfront.press/a/</loc><lastmod>2024-03-01</lastmod></url>
<url><loc>https://southfront.press/b/</loc><lastmod>2024-03-02</lastmod><news:news><news:publication_date>2024-02-01T08:00:00+02:00</news:publication_date><news:title>B</news:title></news:news></url>
<url><loc>https://southfront.press/category/maps/</loc></url><url><loc></loc></url><url><loc>https://southfront.press/a/</loc></url>
</urlset>"""


@pytest.mark.parametrize("pack", [lambda raw: raw, gzip.compress])
def test_a_sitemap_gives_each_url_once_with_its_date_also_gzipped(pack: Callable[[bytes], bytes]) -> None:
    found = read(pack(SITEMAP.encode()))
    assert [(one.url.split("press")[1], one.purpose) for one in found] == [
        ("/a/", Purpose.ARTICLE),
        ("/b/", Purpose.ARTICLE),
        ("/category/maps/", Purpose.LISTING),
    ]
    assert (found[1].date_published, found[1].title) == (datetime(2024, 2, 1, 6, tzinfo=UTC), "B")
    assert (found[1].date_modified, found[0].date_published) == (datetime(2024, 3, 2, tzinfo=UTC), None)


def test_a_sitemap_index_gives_sitemaps() -> None:
    index = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://southfront.press/one.xml</loc><lastmod>2024-01-01</lastmod></sitemap></sitemapindex>'
    assert [(one.url, one.purpose) for one in read(index)] == [
        ("https://southfront.press/one.xml", Purpose.SITEMAP)
    ]


def test_a_listing_gives_the_links_that_are_articles_of_the_outlet() -> None:
    page = """<html><base href="https://southfront.press/"><a href="/talks/">Talks <b>resume</b></a><a href="talks/#c">again</a><a>no</a>
    <a href="/category/maps/">maps</a><a href="https://elsewhere.org/talks">x</a><a href="/donate">give</a></html>"""
    assert read(page, content_type="text/html") == (
        Candidate(url="https://southfront.press/talks/", purpose=Purpose.ARTICLE, title="Talks resume"),
    )
    assert read(page, "https://example.org/", "text/html", "pages") == ()
    assert read("<!-- x -->", content_type="text/html") == ()


def test_an_unknown_outlets_feed_is_read_too() -> None:
    assert [
        one.purpose
        for one in read(
            RSS.replace("southfront.press", "example.org"),
            "https://example.org/feed",
            "application/xml",
            "pages",
        )
    ] == [Purpose.ARTICLE] * 3


@pytest.mark.parametrize(
    "body",
    [
        b"\n\n  " + RSS.encode(),
        RSS.replace("</rss>", "").encode(),
        RSS[: RSS.index('<item><guid isPermaLink="false"')].encode(),
        RSS.replace("<description>", "<description>&bad; < & <b>").encode(),
        RSS.encode("utf-16"),
        RSS.replace("Feed", "Fe\x01ed").encode(),
        RSS.replace("Feed", "F\xe9d").encode("latin-1"),
    ],
)  # fmt: skip
def test_a_broken_file_gives_its_good_entries(body: bytes) -> None:
    assert "https://southfront.press/talks/?utm_source=rss" in [one.url for one in read(body)]


@pytest.mark.parametrize(
    "body",
    [b"", b"<", b"\x00\x01\x02", b"{}", b"<rss>", b"<html>", gzip.compress(RSS.encode(), mtime=0)[:40]],
)
def test_what_is_no_source_gives_nothing(body: bytes) -> None:
    assert read(body) == ()


def test_only_a_whole_answer_is_read() -> None:
    assert read(RSS, status=404) == ()
    assert (
        read(RSS, "https://southfront.press/feed/", "application/xml", "southfront", "Content-Encoding: br")
        == ()
    )
    assert (
        candidates(
            Capture(
                "southfront",
                "https://southfront.press/feed/",
                datetime(2024, 1, 1, tzinfo=UTC),
                b"junk",
                None,
                None,
            )
        )
        == ()
    )


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE r ["
        '<!ENTITY a "lol">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(10))
        + "]>",
        '<!DOCTYPE r [<!ENTITY k "https://southfront.press/secret">]>',
        '<!DOCTYPE r [<!ENTITY k SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.2/evil.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.2/p"> %p;]>',
    ],
)
def test_entities_are_inert(declaration: str) -> None:
    found = read(
        f"<?xml version='1.0'?>{declaration}<urlset><url><loc>&k;&k;</loc><title>&k;</title></url><url><loc>https://southfront.press/good/</loc></url></urlset>"
    )
    assert {one.url for one in found} <= {"https://southfront.press/good/"}


def test_counts_are_bounded() -> None:
    many = "".join(f"<url><loc>https://southfront.press/a{n}/</loc></url>" for n in range(MAX_ENTRIES + 10))
    assert len(read(f"<urlset>{many}</urlset>")) == MAX_ENTRIES
    links = "".join(f"<a href='/a{n}/'>x</a>" for n in range(MAX_LINKS + 10))
    assert len(read(f"<html><body>{links}</body></html>", content_type="text/html")) == MAX_LINKS


@given(st.binary(max_size=400), st.sampled_from(["application/xml", "text/html", ""]))
def test_any_bytes_give_candidates_or_nothing(body: bytes, content_type: str) -> None:
    read(body, content_type=content_type)
    read(b"<rss><channel><item><link>" + body + b"</link></item>" + body, content_type=content_type)
