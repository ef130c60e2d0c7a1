"""A site modelled on Global Research: reposts, essays, digests and appeals between notices of all kinds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape

from storage.article import Family, Kind
from tests.replica import globalresearch_wording as wording
from tests.replica.globalresearch_texts import (
    APPEALS,
    DIGESTS,
    FRENCH,
    OWN,
    REPOSTS,
    SOUTHFRONT_ORIGINALS,
    SPANISH,
)
from tests.replica.markup import blocks, document, menu, stated_metadata
from tests.replica.planted import Line, Planted, unwanted, wanted
from tests.replica.prose import Topic, paragraphs
from tests.replica.reply import Reply
from tests.replica.slug import slug_of
from tests.replica.wordpress import WordPressSite

HOME = "https://www.globalresearch.ca"
SHIELDED = "/the-page-behind-the-shield/5790001"
LABELS = (("Region", "Middle East & North Africa"), ("Theme", "Terrorism"), ("In-depth Report", "SYRIA"))


def articles() -> tuple[Planted, ...]:
    """Newest first."""
    own = tuple(_own(*spec) for spec in OWN)
    every = [
        *(_repost(*spec) for spec in REPOSTS),
        *own,
        *(_foreign(*spec, language="fr") for spec in FRENCH),
        *(_foreign(*spec, language="es") for spec in SPANISH),
        *(_digest(headline, at, tuple(own[index] for index in chosen)) for headline, at, chosen in DIGESTS),
        *(_appeal(*spec) for spec in APPEALS),
    ]
    return tuple(sorted(every, key=lambda planted: planted.published, reverse=True))


def _planted(headline: str, at: datetime, author: str, lines: tuple[Line, ...], dressing: str) -> Planted:
    post_id = 5700000 + int((at - datetime(2020, 1, 1, tzinfo=UTC)).total_seconds()) // 3607
    return Planted(
        outlet="globalresearch",
        url=f"{HOME}/{slug_of(headline)}/{post_id}",
        post_id=post_id,
        headline=headline,
        lines=lines,
        published=at,
        authors=tuple(author.split(" and ")),
        sections=tuple(value for _, value in LABELS[:1]),
        tags=tuple(value for _, value in LABELS[1:]),
        dressing=dressing,
        states_metadata=dressing != "post_body",
    )


def _repost(headline: str, at: datetime, days: int, dressing: str) -> Planted:
    original = at - timedelta(days=days)
    reposted = SOUTHFRONT_ORIGINALS.get(headline)
    texts = paragraphs(reposted, 9, Topic.FRONT) if reposted else paragraphs(headline, 10, Topic.FRONT)
    address = f"https://southfront.org/wp-content/uploads/video/{original:%d.%m.%Y}_IMR.mp4"
    video = (address,) if headline.startswith("Video: ") else ()
    lines = (
        *_head_lines(headline, "South Front", at, ("South Front", original), inside=dressing == "post_body"),
        *wording.before(at.year, stars="***" if at.year > 2022 else ""),
        *wanted(*texts[:3]),
        *(Line(each, Family.MEDIA_ADDRESS) for each in video),
        *wanted(*texts[3:]),
        *wording.after(at.year),
        *wording.southfront_donation(at.year),
        *_foot_lines("South Front", "South Front", at, inside=dressing != "theme", glued=at.year == 2023),
    )
    return replace(
        _planted(headline, at, "South Front", lines, dressing),
        video=video,
        based_on="South Front",
        copyright_notice=f"Copyright © South Front, South Front, {at.year}",
    )


def _own(headline: str, author: str, at: datetime, has_biography: bool, book: str | None) -> Planted:  # noqa: FBT001 -- a column of a table
    texts = paragraphs(headline, 9, Topic.ANALYSIS)
    dressing = "all_in_body" if at.year % 2 else "theme"
    lines = (
        *_head_lines(headline, author, at, None, inside=False),
        *wording.before(at.year),
        *wanted(*texts[:4]),
        *wanted("The figures", tag="h4"),
        *wanted(*texts[4:]),
        *wording.after(at.year),
        *(wording.biography(author, at.year) if has_biography else ()),
        *unwanted(Family.IMAGE, "Featured image is from the public domain"),
        *(wording.book(author, book, at.year) if book else ()),
        *_foot_lines(author, "Global Research", at, inside=dressing != "theme", glued=at.year == 2024),
    )
    notice = f"Copyright © {author}, Global Research, {at.year}"
    return replace(_planted(headline, at, author, lines, dressing), copyright_notice=notice)


def _foreign(headline: str, at: datetime, texts: tuple[str, ...], *, language: str) -> Planted:
    author = "Margaret Ellwood"
    lines = (
        *_head_lines(headline, author, at, None, inside=False),
        *unwanted(Family.TRANSLATION, wording.of_year(wording.TRANSLATION, at.year)),
        *wanted(*texts),
        *_foot_lines(author, "Global Research", at, inside=False),
    )
    notice = f"Copyright © {author}, Global Research, {at.year}"
    return replace(_planted(headline, at, author, lines, "theme"), language=language, copyright_notice=notice)


def _digest(headline: str, at: datetime, chosen: tuple[Planted, ...]) -> Planted:
    teased: list[Line] = []
    for each in chosen:
        title = f'<a href="{each.url}">{escape(each.headline)}</a>'
        teased += [Line(each.headline, tag="h3", markup=title)]
        teased += wanted(f"By {', '.join(each.authors)}, {each.published:%B %d, %Y}", each.paragraphs[0])
    lines = (*wording.before(at.year), *teased, *wording.after(at.year))
    return replace(
        _planted(headline, at, "Global Research News", lines, "theme"), kind=Kind.DIGEST, sections=(), tags=()
    )


def _appeal(headline: str, at: datetime, texts: tuple[str, ...]) -> Planted:
    lines = (*wording.before(at.year)[:1], *wanted(*texts), *wording.after(at.year))
    return replace(
        _planted(headline, at, "The Global Research Team", lines, "theme"),
        kind=Kind.APPEAL,
        sections=(),
        tags=(),
    )


def _head_lines(
    headline: str, author: str, at: datetime, original: tuple[str, datetime] | None, *, inside: bool
) -> tuple[Line, ...]:
    markup = f'By <a href="{HOME}/author/{slug_of(author)}" rel="author">{author}</a>'
    label_lines = (
        Line(
            f"{name}: {value}",
            Family.METADATA_LINE,
            "div",
            f'{name}: <a href="#{name}">{escape(value)}</a>',
            inside=inside,
        )
        for name, value in LABELS
    )
    source_lines: tuple[Line, ...] = ()
    if original:
        outlet, day = original
        text = f"{outlet} {day.day} {day:%B %Y}"
        source_lines = (
            Line(
                text,
                Family.SOURCE_LINE,
                markup=text.replace(outlet, f'<a href="https://southfront.org/">{outlet}</a>', 1),
                inside=inside,
            ),
        )
    return (
        Line(headline, Family.METADATA_LINE, "h1" if inside else "h2", inside=inside),
        Line(f"By {author}", Family.METADATA_LINE, markup=markup, inside=inside),
        Line(f"Global Research, {at:%B %d, %Y}", Family.METADATA_LINE, inside=inside),
        *source_lines,
        *label_lines,
    )


def _foot_lines(
    author: str, outlet: str, at: datetime, *, inside: bool, glued: bool = False
) -> tuple[Line, ...]:
    lines = (*wording.source(author, outlet, at, glued=glued), *wording.closing(author))
    return tuple(replace(line, inside=inside) for line in lines)


def page(planted: Planted) -> bytes:
    first_inside = next(at for at, line in enumerate(planted.lines) if line.inside)
    outer_head = [line for line in planted.lines[:first_inside] if not line.inside]
    outer_foot = [line for line in planted.lines[first_inside:] if not line.inside]
    inner = blocks(line for line in planted.lines if line.inside)
    template = _post_body if planted.dressing == "post_body" else _theme
    body = f"{_header()}\n{template(planted, outer_head, inner, outer_foot)}\n{_rail()}\n<footer>{_footer_menu()}</footer>"
    title = f"{planted.headline} - Global Research{'' if planted.published.year > 2021 else ' - Centre for Research on Globalization'}"
    head = stated_metadata(
        planted, site_name="Global Research", title=title, with_json_ld=planted.published.year > 2022
    )
    return document(
        language=planted.language, head=head, body=body, body_class=f"single postid-{planted.post_id}"
    )


def _theme(planted: Planted, outer_head: list[Line], inner: str, outer_foot: list[Line]) -> str:
    title, *meta = outer_head or [Line(planted.headline, Family.METADATA_LINE, "h2")]
    author = " and ".join(planted.authors)
    rest = meta or [
        Line(f"By {author}", Family.METADATA_LINE, markup=f'By <a href="#" rel="author">{author}</a>')
    ]
    return (
        '<div id="mainContent" class="post-wrap">\n'
        f'<h2 itemprop="headline">{escape(title.text)}</h2>\n<div class="postMeta">\n{blocks(rest)}\n</div>\n'
        '<div class="postThumbnail"><img src="/wp-content/uploads/thumb.jpg" alt=""></div>\n'
        f'<div itemprop="articleBody" class="articleBody">\n{inner}\n</div>\n'
        f'<div class="postFooter">\n{blocks(outer_foot)}\n</div>\n</div>'
    )


def _post_body(planted: Planted, _: list[Line], inner: str, __: list[Line]) -> str:
    """Everything around the article set as paragraphs of the post itself."""
    return f'<main><article id="post-{planted.post_id}" class="post"><div class="entry-content">\n{inner}\n</div></article></main>'


def _header() -> str:
    entries = [
        ("Latest News", f"{HOME}/latest-news-and-top-stories"),
        ("Donate", f"{HOME}/donate"),
        ("Books", f"{HOME}/books"),
    ]
    return (
        f'<header id="top"><a href="{HOME}/">Global Research</a>{menu(entries, label="main-menu")}</header>'
    )


def _rail() -> str:
    entries = "".join(f"<li><a href='#{at}'>{escape(spec[0])}</a></li>" for at, spec in enumerate(OWN[:5]))
    return f'<aside id="sidebar"><h3>Most Popular</h3><ul>{entries}</ul><p>Subscribe to our newsletter</p></aside>'


def _footer_menu() -> str:
    return menu([("Privacy Policy", f"{HOME}/privacy"), ("Contact", f"{HOME}/contact")], label="footer-menu")


def site() -> WordPressSite:
    return WordPressSite(
        name="Global Research",
        hosts=("www.globalresearch.ca", "globalresearch.ca"),
        articles=articles(),
        page_of=page,
        feed_path="/feed",
        sitemap_path="/sitemap_index.xml",
        front="/latest-news-and-top-stories",
        listing="/news/page/{}",
        number_parameters=("p", "aid", "articleId"),
        extra={SHIELDED: _shield()},
        stale=(SHIELDED, "/a-page-that-is-no-longer-here/5700000"),
    )


def _shield() -> Reply:
    """As a Cloudflare challenge answers a client that runs no scripts."""
    body = (
        "<h1>www.globalresearch.ca</h1><h2>Verify you are human by completing the action below.</h2>"
        "<p>www.globalresearch.ca needs to review the security of your connection before proceeding.</p>"
        '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>'
    )
    head = '<title>Just a moment...</title><meta name="robots" content="noindex,nofollow">'
    html = document(language="en-US", head=head, body=body, body_class="no-js")
    return Reply(403, html, headers=(("Server", "cloudflare"), ("cf-mitigated", "challenge")), gzip=True)
