"""The extractors that are compared: each reads a page from its bytes, and gives the text and what else it can."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from dataclasses import dataclass
from enum import Flag, auto
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from extractors.charset import characters
from extractors.extract import extract_html
from storage.article import Article

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lxml.html import HtmlElement

_STOP_WORDS = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian",
    "ru": "Russian",
}  # fmt: skip
_BLOCKS = ("p", "br", "div", "li", "tr", "td", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an extractor found in a page; None and nothing stand for what it did not find."""

    text: str = ""
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None  # YYYY-MM-DD


class Gives(Flag):
    """What an extractor finds at all."""

    TEXT = auto()
    TITLE = auto()
    AUTHORS = auto()
    DATE = auto()
    ALL = TEXT | TITLE | AUTHORS | DATE


@dataclass(frozen=True, slots=True)
class Reader:
    """`read` takes the page as served, its address, and the moment of its capture where that is known."""

    name: str
    package: str  # the distribution that it needs
    read: Callable[[bytes, str, datetime | None], Reading]
    gives: Gives = Gives.TEXT

    @property
    def version(self) -> str | None:
        """Of the distribution; None where it is not installed."""
        try:
            return version(self.package) if self.package else ""
        except PackageNotFoundError:
            return None


def _ours(html: bytes, url: str, at: datetime | None) -> Reading:
    answer = extract_html(html, url, None, at)
    if not isinstance(answer, Article):
        return Reading()
    day = answer.date_published.date().isoformat() if answer.date_published else None
    return Reading(answer.article_body, answer.headline, answer.author, day)


def _trafilatura(**options: bool) -> Callable[[bytes, str, datetime | None], Reading]:
    def read(html: bytes, url: str, _: datetime | None) -> Reading:
        found = _module("trafilatura").bare_extraction(html, url=url, with_metadata=True, **options)
        if found is None:
            return Reading()
        authors = tuple(filter(None, (found.author or "").split("; ")))
        return Reading(found.text or "", found.title, authors, found.date)

    return read


def _htmldate(html: bytes, url: str, _: datetime | None) -> Reading:
    return Reading(date=_module("htmldate").find_date(html, url=url, original_date=True))


def _readability(html: bytes, url: str, _: datetime | None) -> Reading:
    document = _module("readability").Document(_decoded(html), url=url)
    return Reading(_as_text(document.summary(html_partial=True)), document.short_title())


def _newspaper(html: bytes, url: str, _: datetime | None) -> Reading:
    article = _module("newspaper").Article(url, fetch_images=False)
    article.download(input_html=_decoded(html), ignore_read_more=True)  # no network: the page is given
    article.parse()
    date = article.publish_date
    return Reading(
        article.text, article.title, tuple(article.authors), date.date().isoformat() if date else None
    )


def _justext(html: bytes, _url: str, _: datetime | None) -> Reading:
    justext = _module("justext")
    stated = re.search(rb"<html[^>]*\slang=[\"']?([a-z]{2})", html[:5_000], re.IGNORECASE)
    language = _STOP_WORDS.get(stated[1].decode().lower() if stated else "en", "English")
    found = justext.justext(_decoded(html), justext.get_stoplist(language))
    return Reading("\n\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate))


def _resiliparse(html: bytes, _url: str, _: datetime | None) -> Reading:
    plain_text = _module("resiliparse.extract.html2text").extract_plain_text
    return Reading(plain_text(_decoded(html), main_content=True, alt_texts=False, list_bullets=False))


READERS = {
    reader.name: reader
    for reader in (
        Reader("ours", "", _ours, Gives.ALL),
        Reader("trafilatura", "trafilatura", _trafilatura(), Gives.ALL),
        Reader("trafilatura-std", "trafilatura", _trafilatura(include_comments=False), Gives.ALL),
        Reader(
            "trafilatura-precision", "trafilatura", _trafilatura(include_comments=False, favor_precision=True)
        ),
        Reader("trafilatura-recall", "trafilatura", _trafilatura(include_comments=False, favor_recall=True)),
        Reader("trafilatura-fast", "trafilatura", _trafilatura(include_comments=False, fast=True)),
        Reader("readability", "readability-lxml", _readability, Gives.TEXT | Gives.TITLE),
        Reader("newspaper", "newspaper4k", _newspaper, Gives.ALL),
        Reader("justext", "jusText", _justext),
        Reader("resiliparse", "Resiliparse", _resiliparse),
        Reader("htmldate", "htmldate", _htmldate, Gives.DATE),
    )
}
"""trafilatura's default reads comments too; "std" leaves them out, and is what the others of its modes vary."""


def forget() -> None:
    """Empty trafilatura's caches, so that no round and no extractor profits from the one before."""
    if READERS["trafilatura"].version is not None:
        _module("trafilatura.meta").reset_caches()


def read(name: str, html: bytes, url: str, at: datetime | None) -> tuple[Reading, str]:
    """What was found, and the name of the error where the extractor raised one on this page."""
    try:
        return READERS[name].read(html, url, at), ""
    except Exception as error:  # noqa: BLE001 - whatever another library raises, it has not read this page
        return Reading(), type(error).__name__


def _module(name: str) -> Any:  # noqa: ANN401 - may not be installed, and most of them are not typed
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        return import_module(name)


def _decoded(html: bytes) -> str:
    """For those that take text only: the same characters that we would read."""
    return characters(html, "text/html").text


def _as_text(markup: str) -> str:
    """A line for each block, so that words of two blocks are not glued."""
    tree: HtmlElement = lxml_html.fragment_fromstring(markup, create_parent="div")
    for element in tree.iter(*_BLOCKS):
        element.text = f"\n{element.text or ''}"
        element.tail = f"\n{element.tail or ''}"
    return str(tree.text_content())
