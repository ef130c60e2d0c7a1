"""Each field from the first way that has it: what the page states, the layout, its lines, its print.

Ways that read the whole page are asked only for authors or a date that nothing else gave. Their names are
"jsonld", "opengraph", "meta" and "microdata" for what is stated; "layout" and "line" for what rules find; "text" for
what is printed near the headline or in a short line, "html" for elements, "url" for the address, "script" for data in
scripts, and "modified" for a date of publication that is only known to be no later.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from extractors.authorship import authorship
from extractors.byline import authors
from extractors.dates import Reading, moment
from extractors.dating import Said, dating
from extractors.day_order import is_day_first
from extractors.media import Media
from extractors.near_headline import near_headline
from extractors.printed_authors import Byline, byline_near
from extractors.selection import first_value, values
from extractors.stated_values import MAX_FIELD, MAX_LIST
from storage.article import BasedOn

if TYPE_CHECKING:
    from datetime import datetime

    from extractors.clean import ArticleText
    from extractors.parse import Page
    from extractors.stated import Stated
    from extractors.vocabulary import Layout, Outlet


@dataclass(frozen=True, slots=True)
class Chosen:
    """The fields of an article that several ways can give; `ways` names the way of each that was found."""

    headline: str | None
    author: tuple[str, ...]
    byline: str | None
    date_published: datetime | None
    date_modified: datetime | None
    article_section: tuple[str, ...]
    keywords: tuple[str, ...]
    canonical_url: str | None
    copyright_notice: str | None
    image: tuple[str, ...]
    video: tuple[str, ...]
    is_based_on: tuple[BasedOn, ...]
    ways: dict[str, str]
    flags: frozenset[str]


def chosen(page: Page, outlet: Outlet | None, said: Stated, text: ArticleText, at: datetime) -> Chosen:
    layout = next((one for one in (outlet.layouts_at(at) if outlet else ()) if one.name == text.layout), None)
    reading = Reading(
        time_zone=outlet.time_zone if outlet else "UTC",
        not_after=at,
        day_first=outlet.day_first if outlet else is_day_first(said.in_language, page.url),
        formats=layout.date_formats if layout else (),
    )
    headline, headline_by = _headline(page, said, layout, text)
    place = near_headline(page, headline, text.container)
    by_layout = _of_layout(page, layout, "byline")
    # Where a layout knows the byline, and finds it, no other is looked for.
    near = Byline(by_layout, authors(by_layout)) if by_layout else byline_near(place)
    known = (("layout", by_layout), ("line", text.provenance.byline))
    byline, byline_by = _first(*known, ("text", near.printed))
    author, author_by = authorship(
        page,
        said,
        known,
        (place, near),
        text.provenance.author,
        is_known=layout is not None and bool(layout.byline),
    )
    dated = dating(
        Said(
            reading=reading,
            page=page,
            stated=said,
            near=place,
            is_known=layout is not None and bool(layout.date_published),
            published_by_layout=partial(_of_layout, page, layout, "date_published"),
            modified_by_layout=partial(_of_layout, page, layout, "date_modified"),
            published_by_line=text.provenance.date_published,
        ),
    )
    section, section_by = _together(said, page, layout, "article_section", text.provenance.article_section)
    keywords, keywords_by = _together(said, page, layout, "keywords", text.provenance.keywords)
    notice, notice_by = _first(
        ("line", text.provenance.copyright_notice),
        (said.found_by.get("copyright_notice", ""), said.copyright_notice),
    )
    media = Media(said.video, said.image).with_more(text.media)
    ways = {
        "headline": headline_by,
        "byline": byline_by,
        "author": author_by,
        "date_published": dated.published_by,
        "date_modified": dated.modified_by,
        "article_section": section_by,
        "keywords": keywords_by,
        "copyright_notice": notice_by,
        "is_based_on": "line" if text.provenance.originals else "",
        "description": said.found_by.get("description", ""),
        "canonical_url": said.found_by.get("canonical_url", ""),
        "image": said.found_by.get("image", text.found_by) if media.image else "",
        "video": said.found_by.get("video", text.found_by) if media.video else "",
    }
    return Chosen(
        headline=headline,
        author=author,
        byline=byline,
        date_published=dated.published.at if dated.published else None,
        date_modified=dated.modified.at if dated.modified else None,
        article_section=section,
        keywords=keywords,
        canonical_url=said.canonical_url,
        copyright_notice=notice,
        image=media.image,
        video=media.video,
        is_based_on=_based_on(text, reading),
        ways={field: way for field, way in ways.items() if way},
        flags=dated.flags | ({"field_cut"} if headline and len(headline) >= MAX_FIELD else set()),
    )


def _headline(page: Page, said: Stated, layout: Layout | None, text: ArticleText) -> tuple[str | None, str]:
    """The <h1> or <title> counts less than what a layout knows."""
    way = said.found_by.get("headline", "")
    if said.headline and way != "html":
        return said.headline, way
    return _first(
        ("layout", _of_layout(page, layout, "headline")), (way, said.headline), ("line", text.headline)
    )


def _together(
    said: Stated, page: Page, layout: Layout | None, field: str, printed: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    """Sections and keywords add up: the data of a page names some, its labels others."""
    selectors: tuple[str, ...] = getattr(layout, field) if layout else ()
    ways = (
        (said.found_by.get(field, ""), getattr(said, field)),
        ("layout", values(page, selectors)),
        ("line", printed),
    )
    every = tuple(dict.fromkeys(value for _, found in ways for value in found))[:MAX_LIST]
    return every, next((way for way, found in ways if found), "")


def _of_layout(page: Page, layout: Layout | None, field: str) -> str | None:
    selectors: tuple[str, ...] = getattr(layout, field) if layout else ()
    found = first_value(page, selectors)
    return found and found[:MAX_FIELD]


def _based_on(text: ArticleText, reading: Reading) -> tuple[BasedOn, ...]:
    return tuple(
        BasedOn(
            original.outlet,
            original.url,
            at.at if (at := moment(original.date, reading)) else None,
            original.evidence,
        )
        for original in text.provenance.originals
    )


def _first(*ways: tuple[str, str | None]) -> tuple[str | None, str]:
    return next(((value, way) for way, value in ways if value), (None, ""))
