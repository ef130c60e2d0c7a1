"""A site modelled on The Media Line: appeals and rails between the paragraphs of the news."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape

from storage.article import Family, Kind
from tests.replica import themedialine_wording as wording
from tests.replica.markup import blocks, document, menu, stated_metadata
from tests.replica.planted import Line, Planted, wanted
from tests.replica.prose import Topic, paragraphs
from tests.replica.slug import slug_of
from tests.replica.themedialine_texts import INTERVIEWS, PRESS_REVIEWS, STORIES, WHOLE_APPEALS
from tests.replica.wordpress import WordPressSite

HOME = "https://themedialine.org"
CAPTIONS = (
    "A street in Zeitunah after the rain.",
    (
        "People wait in line in front of a bakery in the old market of Zeitunah, in the east of the province of "
        "Sahlah, on the first morning after the curfew was lifted."
    ),
)
TAGS = ("Zeitunah", "Water", "Karsavo Crossing")


def articles() -> tuple[Planted, ...]:
    """Newest first."""
    every = [
        *(_story(*spec) for spec in STORIES),
        *(_interview(*spec) for spec in INTERVIEWS),
        *(_press_review(*spec) for spec in PRESS_REVIEWS),
        *(_whole_appeal(*spec) for spec in WHOLE_APPEALS),
    ]
    return tuple(sorted(every, key=lambda planted: planted.published, reverse=True))


def _planted(category: str, headline: str, author: str, at: datetime, lines: tuple[Line, ...]) -> Planted:
    return Planted(
        outlet="themedialine",
        url=f"{HOME}/{category}/{slug_of(headline)}/",
        post_id=20000 + (at - datetime(2020, 1, 1, tzinfo=UTC)).days * 13 + at.minute,
        headline=headline,
        lines=lines,
        published=at,
        authors=(author,),
        sections=(category.replace("-", " ").title(),),
        tags=TAGS[: 1 + at.day % 3],
        image=f"{HOME}/wp-content/uploads/{at:%Y/%m}/lead.jpg",
    )


def _around(
    at: datetime, headline: str, author: str, body: tuple[Line, ...], *, all_inside: bool
) -> tuple[Line, ...]:
    """What stands before and after the text; in some templates inside of its element."""
    again = (headline, author, f"{at:%m/%d/%Y}")
    return (
        *wording.appeal("gift", inside=all_inside),
        *wording.controls(inside=all_inside),
        wording.caption(CAPTIONS[at.year % 2], "Lior Amit/Getty Images"),
        *(Line(text, Family.METADATA_LINE, "div", inside=all_inside) for text in again),
        *body,
        *wording.tags(*TAGS[: 1 + at.day % 3]),
        *wording.appeal("mission"),
        *wording.personalize(),
    )


def _story(category: str, headline: str, author: str, at: datetime, appeal: str, dressing: str) -> Planted:
    texts = paragraphs(headline, 9, Topic.REGION)
    wrap = "tml-next-from" if at.year % 2 else None
    body = (
        *wanted(*texts[:2]),
        *wording.appeal(appeal, wrap="inserted"),
        *wanted(*texts[2:5]),
        *wording.rail(
            f"Next from {category.replace('-', ' ').title()}",
            "Harbor Reopens Under New Rules",
            "Three Views of the Budget",
            wrap=wrap,
        ),
        *wanted(*texts[5:7]),
        *wording.rail("More from The Media Line", "Why the Ferry Stopped", wrap=wrap),
        *wanted(*texts[7:]),
    )
    lines = _around(at, headline, author, body, all_inside=dressing == "all_in_body")
    return replace(_planted(category, headline, author, at, lines), dressing=dressing)


def _interview(
    headline: str, author: str, at: datetime, appeal: str, label: str, guest: str, texts: tuple[str, ...]
) -> Planted:
    opening, *talk, ending = texts
    speakers = (label, guest)
    said = [_said(speakers[turn % 2], text) for turn, text in enumerate(talk)]
    body = (*wanted(opening), *said[:2], *wording.appeal(appeal), *said[2:], *wanted(ending))
    return _planted(
        "top-stories", headline, author, at, _around(at, headline, author, body, all_inside=False)
    )


def _said(speaker: str, text: str) -> Line:
    return Line(f"{speaker}: {text}", markup=f"<strong>{speaker}:</strong> {escape(text, quote=False)}")


def _press_review(headline: str, at: datetime, paper: str, texts: tuple[str, ...]) -> Planted:
    author = "The Media Line Staff"
    body = (Line(paper, markup=f"<em>{paper}</em>"), *wanted(*texts))
    return _planted(
        "mideast-mindset", headline, author, at, _around(at, headline, author, body, all_inside=False)
    )


def _whole_appeal(headline: str, at: datetime, texts: tuple[str, ...]) -> Planted:
    author = "Rachel Lindqvist"
    lines = _around(at, headline, author, wanted(*texts), all_inside=False)
    return replace(_planted("headlines", headline, author, at, lines), kind=Kind.APPEAL)


def page(planted: Planted) -> bytes:
    outer = [line for line in planted.lines if not line.inside and line.family is not Family.METADATA_LINE]
    inner = blocks(line for line in planted.lines if line.inside)
    template = {"theme": _theme, "all_in_body": _all_in_body, "bare": _bare}[planted.dressing]
    body = f"{_header()}\n{blocks(outer)}\n{template(planted, inner)}\n{_footer()}"
    head = stated_metadata(planted, site_name="The Media Line", title=f"{planted.headline} - The Media Line")
    return document(
        language="en-US", head=head, body=body, body_class=f"single single-post postid-{planted.post_id}"
    )


def _theme(planted: Planted, inner: str) -> str:
    return (
        f'<main id="main"><article id="post-{planted.post_id}" class="post type-post hentry">\n'
        f'<header class="entry-header"><h1 class="entry-title">{escape(planted.headline)}</h1>\n'
        f'<div class="entry-meta"><span class="author vcard">{escape(planted.authors[0])}</span> '
        f'<span class="entry-date">{planted.published:%m/%d/%Y}</span></div></header>\n'
        f'<div class="entry-content">\n{inner}\n</div></article></main>'
    )


def _all_in_body(planted: Planted, inner: str) -> str:
    return f'<main id="main"><article id="post-{planted.post_id}" class="post type-post">\n{inner}\n</article></main>'


def _bare(planted: Planted, inner: str) -> str:
    """None of the class names that an extractor could know."""
    return f'<div class="q1"><div class="q2"><h1>{escape(planted.headline)}</h1></div><div class="q3">\n{inner}\n</div></div>'


def _header() -> str:
    entries = [
        (name, f"{HOME}/{slug_of(name)}/") for name in ("Top Stories", "Mideast Daily News", "Life Lines")
    ]
    return f'<header class="site-header"><a href="{HOME}/" rel="home">The Media Line</a>{menu(entries, label="main-nav")}</header>'


def _footer() -> str:
    return '<footer class="site-footer"><p>© The Media Line. All rights reserved.</p><p>Trusted Mideast News</p></footer>'


def site() -> WordPressSite:
    return WordPressSite(
        name="The Media Line",
        hosts=("themedialine.org", "www.themedialine.org"),
        articles=articles(),
        page_of=page,
        feed_tracking="?utm_source=rss&utm_medium=rss&utm_campaign=feed",
        sitemap_path="/sitemap_index.xml",
        listing="/top-stories/page/{}/",
        front="/top-stories/",
        crawl_delay=0.05,
        news_sitemap="/news-sitemap.xml",
    )
