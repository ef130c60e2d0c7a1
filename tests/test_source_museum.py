"""Sources as they are found in the wild: each gives its good entries, says what is wrong with it, and invents nothing."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.candidate import Candidate, Problem
from extractors.paging import page_of, source_name
from extractors.sources import announced
from extractors.vocabulary import Purpose
from extractors.wordpress_rest import changed_posts, published_posts
from storage.capture import Capture
from storage.exchange import Purpose as Fetched

HOME = "https://southfront.press"
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def capture(body: bytes, purpose: Fetched, url: str = f"{HOME}/source", fields: str = "") -> Capture:
    kind = "text/html" if purpose is Fetched.LISTING else "application/octet-stream"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{fields}\r\n"
    return Capture("southfront", url, NOON, head.encode() + body, None, None, purpose)


def read(
    body: bytes | str, purpose: Fetched = Fetched.SITEMAP, url: str = f"{HOME}/source", fields: str = ""
) -> tuple[list[Candidate], list[str]]:
    """The candidates and the problems."""
    said = list(announced(capture(body.encode() if isinstance(body, str) else body, purpose, url, fields)))
    found = [one for one in said if isinstance(one, Candidate)]
    return found, [one.detail for one in said if isinstance(one, Problem)]


def paths(found: list[Candidate]) -> list[str]:
    return [one.url.removeprefix(HOME) for one in found]


def loc(path: str) -> str:
    return f"<url><loc>{HOME}{path}</loc></url>"


WHOLE = f"<?xml version='1.0'?><urlset>{loc('/a/')}{loc('/b/')}</urlset>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (WHOLE[: WHOLE.index("/b/") + 1], ["/a/"]),
        (WHOLE[: WHOLE.index("</loc></url></urlset>") + 6], ["/a/", "/b/"]),
        (f"<urlset>{loc('/a/?x=1&y=2')}{loc('/b/')}</urlset>", ["/a/?x=1&y=2", "/b/"]),
        (f"<urlset>{loc('/a/?x=1&amp;amp;y=2')}</urlset>", ["/a/?x=1&y=2"]),
        (f"<br />\n<b>Warning</b>: include(x.php)\n{WHOLE}", ["/a/", "/b/"]),
        (WHOLE + WHOLE.replace("/b/", "/c/"), ["/a/", "/b/", "/c/"]),
        (f"<urlset>{loc('/a/')}<url><loc>{HOME}/b/</loc>{loc('/c/')}</urlset>", ["/a/", "/c/", "/b/"]),
        (f"<urlset>{loc('/a/')}<url><loc></loc></url><url/>{loc('/b/')}</urlset>", ["/a/", "/b/"]),
        (f"<urlset><news:x>1</news:x>{loc('/a/')}</urlset>", ["/a/"]),
        (f"<urlset><url><loc>\n  {HOME}/a/\n</loc></url></urlset>", ["/a/"]),
        (f"\ufeff{HOME}/a/\r\n\r\nnot an address\r\n{HOME}/b/", ["/a/", "/b/"]),
    ],
)
def test_the_good_entries_of_a_damaged_sitemap_are_used_and_no_address_is_invented(
    body: str, expected: list[str]
) -> None:
    assert paths(read(body)[0]) == expected


def test_what_is_wrong_is_named() -> None:
    assert read(WHOLE)[1] == []
    assert any("Premature end" in wrong for wrong in read(WHOLE[:70])[1])
    assert "no address" in read("<urlset><url><loc>javascript:1</loc></url></urlset>")[1][0]
    packed = gzip.compress((f"<urlset>{''.join(loc(f'/{n}/') for n in range(5000))}").encode())
    found, wrong = read(packed[: len(packed) // 2])
    assert 1000 < len(found) < 5000
    assert "the compressed body ends early" in wrong
    assert read("<html><body><a href='/a/'>a</a></body></html>")[1] == [
        "a web page where a sitemap was to be"
    ]


def test_a_sitemap_packed_twice_is_read() -> None:
    assert paths(read(gzip.compress(gzip.compress(WHOLE.encode())))[0]) == ["/a/", "/b/"]


def test_news_tags_are_read_and_those_of_pictures_are_not_taken_for_them() -> None:
    news = (
        f"<url><loc>{HOME}/a/</loc><image:image><image:title>A map</image:title></image:image><news:news>"
        "<news:publication><news:name>South Front</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2024-05-31T10:00:00+02:00</news:publication_date>"
        "<news:title>Talks &amp;amp; trade</news:title><news:keywords>peace, trade</news:keywords></news:news></url>"
    )
    (one,), _ = read(f"<urlset>{news}</urlset>")
    assert one == Candidate(
        url=f"{HOME}/a/",
        purpose=Purpose.ARTICLE,
        date_published=datetime(2024, 5, 31, 8, tzinfo=UTC),
        title="Talks & trade",
        in_language="en",
        keywords=("peace", "trade"),
    )


def test_lastmod_is_not_believed_where_it_is_the_moment_of_the_file() -> None:
    def dated(n: int, at: str) -> str:
        return f"<url><loc>{HOME}/{n}/</loc><lastmod>{at}</lastmod></url>"

    lying = "".join(dated(n, f"2024-06-01T11:58:{n:02}Z") for n in range(30))
    found, wrong = read(f"<urlset>{lying}</urlset>")
    assert len(found) == 30
    assert not any(one.date_modified for one in found)
    assert "not believed" in wrong[0]
    honest = "".join(dated(n, f"2024-05-{n + 1:02}T11:58:00Z") for n in range(30))
    assert all(one.date_modified for one in read(f"<urlset>{honest}</urlset>")[0])


RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{HOME}"><dc:language>ar</dc:language></channel>
<item rdf:about="{HOME}/a/"><title>A</title><dc:creator>A. Writer</dc:creator><dc:date>2024-05-01T00:00:00Z</dc:date></item></rdf:RDF>"""


def test_rss_1_says_its_address_in_an_attribute() -> None:
    (one,), _ = read(RDF, Fetched.FEED)
    assert (one.url, one.title, one.author) == (f"{HOME}/a/", "A", ("A. Writer",))
    assert one.date_published == datetime(2024, 5, 1, tzinfo=UTC)


ITEMS = [
    {"id": str(n), "url": f"{HOME}/{n}/", "title": f"T{n}", "authors": [{"name": "A"}]} for n in range(3)
]
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": ITEMS, "next_url": "/feed/2"})


def test_a_json_feed_is_read_also_when_it_is_cut_off_or_has_a_broken_item() -> None:
    found, wrong = read(JSON_FEED, Fetched.FEED)
    assert [(one.purpose, one.source_id) for one in found] == [
        *((Purpose.ARTICLE, str(n)) for n in range(3)),
        (Purpose.FEED, None),
    ]
    assert wrong == []
    cut, wrong = read(JSON_FEED[: JSON_FEED.index('"T2"')], Fetched.FEED)
    assert paths(cut) == ["/0/", "/1/"]
    assert wrong
    assert paths(read(JSON_FEED.replace('"T1"', "T1"), Fetched.FEED)[0]) == ["/0/", "/2/"]


POSTS = [
    {
        "id": 7,
        "date_gmt": "2024-05-31T10:00:00",
        "modified_gmt": "2024-06-01T10:00:00",
        "link": f"{HOME}/a/",
        "title": {"rendered": "Talks &#038; trade"},
        "_embedded": {"author": [{"name": "A. Writer"}, {"code": "rest_user_invalid_id"}]},
    },
    {"id": 8, "link": None},
    "junk",
]


def test_posts_have_exact_dates_ids_and_authors_and_lead_to_the_next_page() -> None:
    url = f"{HOME}/wp-json/wp/v2/posts?per_page=100&page=2"
    found, wrong = read(json.dumps(POSTS), Fetched.REST, url, "X-WP-TotalPages: 3\r\n")
    post, following = found
    assert post == Candidate(
        url=f"{HOME}/a/",
        purpose=Purpose.ARTICLE,
        date_published=datetime(2024, 5, 31, 10, tzinfo=UTC),
        date_modified=datetime(2024, 6, 1, 10, tzinfo=UTC),
        title="Talks & trade",
        author=("A. Writer",),
        source_id="7",
    )
    assert (following.url, following.purpose) == (
        f"{HOME}/wp-json/wp/v2/posts?per_page=100&page=3",
        Purpose.REST,
    )
    assert len(wrong) == 2
    link = f'Link: <{HOME}/wp-json/wp/v2/posts?page=1>; rel="prev", <{HOME}/wp-json/wp/v2/posts?page=9>; rel="next"\r\n'
    assert read(json.dumps(POSTS), Fetched.REST, url, link)[0][-1].url.endswith("page=9")
    assert read(json.dumps(POSTS), Fetched.REST, url, "X-WP-TotalPages: 2\r\n")[0] == [post]
    assert read("[]", Fetched.REST, url, "X-WP-TotalPages: 3\r\n") == ([], [])


def test_the_interface_is_asked_for_what_changed_and_for_a_time() -> None:
    assert "modified_after=2024-06-01T12:00:00" in changed_posts(f"{HOME}/wp-json/wp/v2/posts", NOON)
    assert "modified_after" not in changed_posts(f"{HOME}/wp-json/wp/v2/posts", None)
    assert "after=2024-06-01T12:00:00&per_page" in published_posts(f"{HOME}/p", NOON, None)


def test_a_listing_gives_articles_with_their_dates_and_its_next_page() -> None:
    page = f"""<html><link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="https://api.w.org/" href="/wp-json/">
    <article><a href="/talks/"><img></a><h2><a href="/talks/">Talks resume</a></h2><time datetime="2024-05-31T10:00:00Z">x</time></article>
    <article><a href="/trade/">Trade</a></article>
    <a href="{HOME}/category/maps/page/2/">2</a><a href="{HOME}/category/maps/page/3/">3</a></html>"""
    found, _ = read(page, Fetched.LISTING, f"{HOME}/category/maps/page/2/")
    assert [(one.url.removeprefix(HOME), one.purpose, one.title) for one in found] == [
        ("/talks/", Purpose.ARTICLE, "Talks resume"),
        ("/trade/", Purpose.ARTICLE, "Trade"),
        ("/category/maps/page/3/", Purpose.LISTING, None),
        ("/feed/", Purpose.FEED, None),
        ("/wp-json/wp/v2/posts", Purpose.REST, None),
    ]
    assert found[0].date_published == datetime(2024, 5, 31, 10, tzinfo=UTC)


def test_pages_of_a_source_are_one_source() -> None:
    assert page_of(f"{HOME}/news/page/3/") == (f"{HOME}/news", 3)
    assert page_of(f"{HOME}/news?paged=2&x=1") == (f"{HOME}/news?x=1", 2)
    assert source_name(f"{HOME}/news/page/3/", Fetched.LISTING) == source_name(
        f"{HOME}/news/", Fetched.LISTING
    )
    assert source_name(f"{HOME}/p?page=2&after=x", Fetched.REST) == f"{HOME}/p"
    assert source_name(f"{HOME}/feed/", Fetched.FEED) == f"{HOME}/feed/"


def test_robots_names_sitemaps_wherever_they_stand() -> None:
    robots = "User-agent: x\nDisallow: /\nSITEMAP : /a.xml # first\nSitemap:https://southfront.press/b.xml\nSitemap: ftp://x\n"
    found, wrong = read(robots, Fetched.ROBOTS, f"{HOME}/robots.txt")
    assert paths(found) == ["/a.xml", "/b.xml"]
    assert len(wrong) == 1


PURPOSES = sorted({Fetched.FEED, Fetched.SITEMAP, Fetched.REST, Fetched.LISTING, Fetched.ROBOTS})
BEGINNINGS = (
    b"",
    b"<rss><item><link>",
    b"<urlset><url><loc>",
    b'{"items":[{"url":',
    b'[{"link":"',
    b"Sitemap: ",
    b"\x1f\x8b",
)


@settings(deadline=None)  # the first example loads what reads pages
@given(st.binary(max_size=300), st.sampled_from(BEGINNINGS), st.sampled_from(PURPOSES))
def test_any_bytes_give_candidates_and_problems_or_nothing(
    body: bytes, start: bytes, purpose: Fetched
) -> None:
    for one in announced(capture(start + body, purpose)):
        assert isinstance(one, Problem) or one.url.startswith(("http://", "https://"))


@settings(deadline=None)
@given(st.integers(0, len(JSON_FEED)), st.sampled_from((WHOLE, RDF, JSON_FEED)))
def test_a_source_that_is_cut_anywhere_names_no_address_that_the_whole_one_does_not(
    cut: int, whole: str
) -> None:
    purpose = Fetched.SITEMAP if whole is WHOLE else Fetched.FEED
    assert set(paths(read(whole[:cut], purpose)[0])) <= set(paths(read(whole, purpose)[0]))
