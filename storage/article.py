"""What a capture becomes: an article, or a rejection with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.capture import Pressmark


class Kind(StrEnum):
    """What a published page is. Only the first is news; the rest is kept and labelled.

    A page has one kind: that of its form (live, gallery, digest) before that of its voice (opinion), and a
    stub is a stub whoever wrote it.
    """

    ARTICLE = "article"
    OPINION = "opinion"  # comment, column, editorial, letter, by its own statement
    APPEAL = "appeal"  # the whole post asks for money or members
    DIGEST = "digest"  # teasers of other articles
    LIVE = "live"  # a live blog
    GALLERY = "gallery"  # pictures with captions
    PAYWALL = "paywall"  # a stub of what subscribers read


class Family(StrEnum):
    """Families of boilerplate; every removed piece belongs to one."""

    DONATION = "donation"
    MEMBERSHIP = "membership"
    NEWSLETTER = "newsletter"
    FOLLOW = "follow"
    SHARE = "share"
    TRANSLATION = "translation"
    APP = "app"
    RELATED = "related"
    IMAGE = "image"  # credits and enlarge prompts
    BIOGRAPHY = "biography"
    PRODUCT = "product"  # books and other goods
    SOURCE_LINE = "source_line"  # republication and source lines; they become metadata
    METADATA_LINE = "metadata_line"  # headline, byline, date, region, section lines; they become fields
    COPYRIGHT = "copyright"
    DISCLAIMER = "disclaimer"
    FAIR_USE = "fair_use"
    MEDIA_INQUIRIES = "media_inquiries"
    COMMENTS = "comments"
    NAVIGATION = "navigation"
    CONSENT = "consent"
    PAYWALL = "paywall"
    SEPARATOR = "separator"
    OTHER = "other"  # unlike the article, or printed before; no rule says what it is
    MEDIA_ADDRESS = "media_address"  # a bare address of a video or image; it becomes a field


class Reason(StrEnum):
    """Why a capture is no article. A closed list: counters, stored values and docs use these words."""

    HTTP_STATUS = "http_status"  # neither 2xx nor a redirect
    REDIRECT = "redirect"
    NOT_HTML = "not_html"
    EMPTY = "empty"
    BAD_HTTP = "bad_http"  # the block is no HTTP response
    BAD_ENCODING = "bad_encoding"  # a content coding that cannot be undone
    TRUNCATED = "truncated"  # part of the message is missing
    TOO_LARGE_FOR_TEXT = "too_large_for_text"
    BLOCKED = "blocked"  # bot shield, CAPTCHA
    CONSENT_WALL = "consent_wall"
    HOME_PAGE = "home_page"  # what an outlet opens with
    LISTING = "listing"  # a section, tag, author or search: links to articles
    ERROR_PAGE = "error_page"  # says that there is nothing, with status 200
    REMOVAL_NOTICE = "removal_notice"  # says that the article was taken down
    NO_TEXT = "no_text"
    EXTRACT_TIMEOUT = "extract_timeout"
    EXTRACT_MEMORY = "extract_memory"
    EXTRACT_CRASH = "extract_crash"


NOT_READ = frozenset({Reason.EXTRACT_TIMEOUT, Reason.EXTRACT_MEMORY, Reason.EXTRACT_CRASH})
"""Nothing is known of such a capture: its worker did not survive it."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A piece of the container's text that is not the article, with why and where."""

    text: str
    family: Family
    rule: str  # the name of the rule that removed it
    before_paragraph: int  # index into the paragraphs of article_body; their number means "after the last"


@dataclass(frozen=True, slots=True)
class BasedOn:
    """The article that this one republishes (schema.org isBasedOn), as the page states it."""

    outlet: str  # its name as printed
    url: str | None
    date: datetime | None  # aware UTC
    evidence: str  # the printed line


@dataclass(frozen=True, slots=True)
class Article:
    """One capture read as a news article; field names follow schema.org NewsArticle.

    `article_body` is paragraphs separated by a blank line. `author` names persons or organisations, one
    each. Moments are aware UTC. `content_digest` changes only when headline, authors or clean text do.
    """

    article_id: str
    outlet: str
    url: str
    captured_at: datetime
    kind: Kind
    headline: str | None
    article_body: str
    word_count: int
    content_digest: str  # "sha256:" and lower-case hex
    extractor_version: str
    canonical_url: str | None = None
    description: str | None = None
    author: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    date_published: datetime | None = None
    date_published_source: str | None = None
    date_modified: datetime | None = None
    article_section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    in_language: str | None = None
    image: tuple[str, ...] = ()
    video: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    is_accessible_for_free: bool | None = None  # None: the page does not say
    is_based_on: tuple[BasedOn, ...] = ()
    copyright_notice: str | None = None
    boilerplate: tuple[Boilerplate, ...] = ()
    found_by: tuple[tuple[str, str], ...] = ()  # field name, way it was found; sorted by field name
    layout: str | None = None
    flags: tuple[str, ...] = ()
    robots_directives: tuple[
        str, ...
    ] = ()  # of robots metas and X-Robots-Tag; "agent: " before those for one
    tdm_reservation: bool | None = None  # TDMRep: rights are reserved, or not; None: not stated
    tdm_policy: str | None = None
    content_usage: str | None = None  # the header, as it came
    license: tuple[str, ...] = ()  # addresses
    republication_notice: str | None = None  # what the page says of republishing it, as printed
    pressmark: Pressmark | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A capture that cannot be an article."""

    reason: Reason
    outlet: str
    url: str
    captured_at: datetime
    detail: str = ""  # one printable line: a status, a redirect target, a matched sign
    pressmark: Pressmark | None = field(default=None)
