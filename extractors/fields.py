"""Each field from the first way that has it: what the page states, the layout, its lines, guesses.

Guesses are dear (they read the whole page), so they are asked only for a headline, authors or a date that
nothing else gave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from extractors.byline import authors, is_account, single
from extractors.dates import Reading, moment, out_of_bounds
from extractors.day_order import is_day_first
from extractors.headline import folded_name
from extractors.media import Media
from extractors.near_headline import NearHeadline, near_headline
from extractors.printed_authors import authors_near, marked_authors
from extractors.publication import Dated, anywhere, in_address, in_scripts, marked, printed_near
from extractors.selection import values
from extractors.stated_values import MAX_FIELD, MAX_LIST
from storage.article import BasedOn

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from extractors.clean import ArticleText
    from extractors.dates import Moment
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
    byline, byline_by = _first(
        ("layout", _of_layout(page, layout, "byline")), ("line", text.provenance.byline)
    )
    near = near_headline(page.tree, headline)
    author, author_by = _author(page, said, near, (byline_by, byline), text)
    dated = printed_near(near, day_first=reading.day_first)
    published, published_by, flags = _published(page, said, layout, (near, dated), text, reading)
    modified, modified_by = _modified(page, said, layout, dated, reading)
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
        "date_published": published_by,
        "date_modified": modified_by,
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
        date_published=published.at if published else None,
        date_modified=modified.at if modified else None,
        article_section=section,
        keywords=keywords,
        canonical_url=said.canonical_url,
        copyright_notice=notice,
        image=media.image,
        video=media.video,
        is_based_on=_based_on(text, reading),
        ways={field: way for field, way in ways.items() if way},
        flags=flags | ({"field_cut"} if headline and len(headline) >= MAX_FIELD else set()),
    )


def _headline(page: Page, said: Stated, layout: Layout | None, text: ArticleText) -> tuple[str | None, str]:
    """The <h1> or <title> counts less than what a layout knows."""
    way = said.found_by.get("headline", "")
    weak = way == "html"
    found, found_by = _first(
        (way, None if weak else said.headline),
        ("layout", _of_layout(page, layout, "headline")),
        (way, said.headline),
        ("line", text.headline),
    )
    return found, found_by


def _author(
    page: Page, said: Stated, near: NearHeadline, byline: tuple[str, str | None], text: ArticleText
) -> tuple[tuple[str, ...], str]:
    """What the page states, unless that is only its own name and a byline names somebody."""
    named = tuple(dict.fromkeys(name for stated in said.author for name in single(stated)))[:MAX_LIST]
    way = said.found_by.get("author", "")
    is_weak = bool(named) and _are_of_site(named, said)
    byline_by, printed = byline
    ways: tuple[tuple[str, Callable[[], tuple[str, ...]]], ...] = (
        (way, lambda: () if is_weak else _with_company(named, near)),
        (byline_by, lambda: authors(printed)),
        ("text", lambda: authors_near(near)),
        ("html", lambda: () if is_weak else marked_authors(page.tree, near)),
        (way, lambda: named),
        ("line", lambda: text.provenance.author),
    )
    return next(((found[:MAX_LIST], way) for way, look in ways if (found := look())), ((), ""))


def _are_of_site(names: tuple[str, ...], said: Stated) -> bool:
    """Whether they name nobody: the site itself, "The Example Staff", or an account ("jane.doe")."""
    sites = tuple(name for name in map(folded_name, said.names_of_site) if len(name) > 3)
    return all(is_account(name) or folded_name(name).startswith(sites) for name in names)


def _with_company(named: tuple[str, ...], near: NearHeadline) -> tuple[str, ...]:
    """The names of the byline, where the page's data states only some of them."""
    printed = authors_near(near) if len(named) == 1 else ()
    known = folded_name(named[0]) if named else ""
    return printed if len(printed) > 1 and any(folded_name(name).endswith(known) for name in printed) else named


def _published(
    page: Page,
    said: Stated,
    layout: Layout | None,
    near_headline: tuple[NearHeadline, Dated],
    text: ArticleText,
    reading: Reading,
) -> tuple[Moment | None, str, frozenset[str]]:
    """The first date within bounds; one out of bounds is passed over and flagged."""
    day_first = reading.day_first
    place, near = near_headline
    stated_by = said.found_by.get("date_published", "")
    in_url = in_address(page.url) or in_address(said.canonical_url or "")
    ways: tuple[tuple[str, Callable[[], str | None]], ...] = (
        (stated_by, lambda: said.date_published),
        ("layout", lambda: _of_layout(page, layout, "date_published")),
        ("line", lambda: text.provenance.date_published),
        ("text", lambda: near.published if _agree(near.published, in_url) else None),
        ("url", lambda: in_url),
        ("html", lambda: marked(page.tree, place, day_first=day_first).published),
        ("text", lambda: anywhere(page.tree, place, day_first=day_first).published),
        ("script", lambda: in_scripts(page.tree)),
        ("modified", lambda: said.date_modified or near.modified or anywhere(page.tree, place, day_first=day_first).modified),
    )
    flags: set[str] = set()
    for way, look in ways:
        value = look()
        found = moment(value, reading)
        if found is not None:
            if way == stated_by and _agree(near.published, in_url) and _is_of_export(found, said, reading):
                found, way = _earlier((found, way), (moment(near.published, reading), "text"))
            return found, way, frozenset(flags | ({"date_without_time"} if found.is_day else set()))
        if out_of_bounds(value, reading):
            flags.add("date_out_of_range")
    return None, "", frozenset(flags)


def _agree(printed: str | None, in_url: str | None) -> bool:
    """An address names the very day; what is printed otherwise is that of a change, or read in the wrong order."""
    return in_url is None or (printed or "").startswith(in_url)


def _is_of_export(published: Moment, said: Stated, reading: Reading) -> bool:
    """Whether the page states that it was not changed after its publication.

    Some systems state the moment of their last export as both; what such a page prints may be older, and right.
    """
    modified = moment(said.date_modified, reading)
    return modified is not None and modified.at - published.at < timedelta(days=1)


def _earlier(stated: tuple[Moment, str], printed: tuple[Moment | None, str]) -> tuple[Moment, str]:
    """The printed date where it is more than a day before the stated one, and not read in the wrong order."""
    at, way = printed
    if at is None or stated[0].at - at.at <= timedelta(days=2):
        return stated
    in_other_order = (at.at.year, at.at.day, at.at.month)
    is_misread = in_other_order == (stated[0].at.year, stated[0].at.month, stated[0].at.day)
    return stated if is_misread else (at, way)


def _modified(
    page: Page, said: Stated, layout: Layout | None, near: Dated, reading: Reading
) -> tuple[Moment | None, str]:
    ways = (
        (said.found_by.get("date_modified", ""), said.date_modified),
        ("layout", _of_layout(page, layout, "date_modified")),
        ("text", near.modified),
    )
    return next(((at, way) for way, value in ways if (at := moment(value, reading))), (None, ""))


def _together(
    said: Stated, page: Page, layout: Layout | None, field: str, printed: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    """Sections and keywords add up: the data of a page names some, its labels others."""
    selectors: tuple[str, ...] = getattr(layout, field) if layout else ()
    ways = (
        (said.found_by.get(field, ""), getattr(said, field)),
        ("layout", values(page.tree, selectors)),
        ("line", printed),
    )
    every = tuple(dict.fromkeys(value for _, found in ways for value in found))[:MAX_LIST]
    return every, next((way for way, found in ways if found), "")


def _of_layout(page: Page, layout: Layout | None, field: str) -> str | None:
    selectors: tuple[str, ...] = getattr(layout, field) if layout else ()
    return next((value[:MAX_FIELD] for value in values(page.tree, selectors)), None)


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
