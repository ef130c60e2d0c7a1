"""The words in which an outlet is described: frozen data that one file of `extractors/outlets/` fills in.

Everything that a line of text is compared with is a regular expression matched against the line's
*matching form* (`matching_form`): NFC, white space collapsed, quotation marks straight, dashes "-", and an
ellipsis as three dots; letter case does not count (write `(?-i:...)` where it must).

Selectors are CSS (`div.entry-content`), or XPath when they begin with "/", "./" or "(". A selector of a
*field* may end in `::attr(name)` to mean an attribute instead of the text. Alternatives stand in a tuple and
are tried in order.

A description that cannot be right raises `BadOutletError` when its file is imported, naming outlet and field.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.matching import compiled_pattern, matching_form
from extractors.urls import host_of, path_and_query
from storage.article import Family, Kind, Reason

if TYPE_CHECKING:
    from datetime import date, datetime


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = (
    rf"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (?:19|20)\d\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
)
"""A printed English date, for use in patterns: `January 31, 2022`, `31 January 2022`, `01/31/2022`, `2022-01-31`."""


class BadOutletError(ValueError):
    """An outlet's description contradicts itself; the message names the outlet (or rule) and the field."""


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # unknown, or no relative name
        return False
    return True


def _checked(pattern: str, owner: str, field: str) -> re.Pattern[str]:
    try:
        return compiled_pattern(pattern)
    except re.error as error:
        message = f"{owner}: {field}: {pattern!r} is no regular expression: {error}"
        raise BadOutletError(message) from None


def _require(holds: object, owner: str, field: str, problem: str) -> None:
    if not holds:
        message = f"{owner}: {field}: {problem}"
        raise BadOutletError(message)


class SourceKind(StrEnum):
    """What an outlet publishes to say what is new."""

    FEED = "feed"  # RSS 2.0 or Atom
    SITEMAP = "sitemap"  # a urlset or an index of them, also gzipped
    LISTING = "listing"  # an HTML page of links


class Purpose(StrEnum):
    """What a URL of an outlet is for, told by its shape alone."""

    ARTICLE = "article"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    TRAP = "trap"  # endless variants of one page: never asked for
    IGNORE = "ignore"  # of no use to the archive: never asked for


class Scope(StrEnum):
    """How much of a line a pattern has to explain before the line goes."""

    LINE = "line"  # the whole line
    START = "start"  # its beginning: the rest may say anything


class Where(StrEnum):
    """In which part of the text a rule may match."""

    ANYWHERE = "anywhere"
    HEAD = "head"  # before the first long line that no other rule takes
    TAIL = "tail"  # after the last such line


@dataclass(frozen=True, slots=True)
class Source:
    """An address that the outlet publishes its new articles at."""

    url: str
    kind: SourceKind

    def __post_init__(self) -> None:
        _require(
            self.url.startswith(("http://", "https://")), "source", "url", f"{self.url!r} is not absolute"
        )


@dataclass(frozen=True, slots=True)
class UrlShape:
    """One shape that URLs of the outlet have.

    `pattern` must match the whole of path and query ("/a/b?x=1"), tracking parameters already taken out.
    The first shape of the outlet that matches decides. An article's shape has a named group `key`: the
    outlet's own key of the article (post id, slug), the same for every address of that article: with and
    without a trailing slash, print view, old form of the address. `by_canonical`: such an address does not
    carry the lasting key (`/?p=123`), so the page's canonical link names the article when it can.
    """

    pattern: str
    purpose: Purpose
    by_canonical: bool = False
    examples: tuple[str, ...] = ()  # each must match

    def __post_init__(self) -> None:
        compiled = _checked(self.pattern, "URL shape", "pattern")
        if self.purpose is Purpose.ARTICLE:
            _require(
                "key" in compiled.groupindex, self.pattern, "pattern", "an article shape needs (?P<key>...)"
            )
        for example in self.examples:
            _require(compiled.fullmatch(example), self.pattern, "examples", f"{example!r} does not match")


@dataclass(frozen=True, slots=True)
class Drop:
    """An element of the container that is boilerplate whatever its words; its text goes to the ledger."""

    selector: str
    family: Family
    name: str = ""  # of the rule in the ledger; the selector itself when empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the outlet's pages were built during some time.

    `container` selects the element that holds the article's text. The layouts that were valid on the day of
    the capture are tried in order, and the first whose container is found is used. Without one, or when it
    yields far less than the generic extractor, the generic extractor's text is used and flagged.
    """

    name: str
    container: tuple[str, ...]
    valid_from: date | None = None  # first day; None: from the beginning
    valid_until: date | None = None  # last day; None: still in use
    drop: tuple[Drop, ...] = ()
    headline: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()  # the line as printed; authors are read from it
    date_published: tuple[str, ...] = ()
    date_modified: tuple[str, ...] = ()
    date_formats: tuple[str, ...] = ()  # strptime formats of the printed dates, tried before free reading
    article_section: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    description: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(self.name, "layout", "name", "is empty")
        _require(self.container, self.name, "container", "names no selector")
        if self.valid_from and self.valid_until:
            _require(self.valid_from <= self.valid_until, self.name, "valid_until", "lies before valid_from")

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateRule:
    """A kind of line that is not the article. A line goes only when the pattern explains it (`scope`)."""

    name: str
    family: Family
    pattern: str
    examples: tuple[str, ...]  # lines as printed that must match; at least one
    near_misses: tuple[str, ...] = ()  # lines of articles that look alike and must stay
    scope: Scope = Scope.LINE
    where: Where = Where.ANYWHERE
    valid_from: date | None = None  # days of the capture between which the rule holds
    valid_until: date | None = None

    def __post_init__(self) -> None:
        _checked(self.pattern, self.name, "pattern")
        _require(self.examples, self.name, "examples", "is empty")
        for example in self.examples:
            _require(
                self.explains(matching_form(example)), self.name, "examples", f"{example!r} does not match"
            )
        for near in self.near_misses:
            _require(not self.explains(matching_form(near)), self.name, "near_misses", f"{near!r} matches")

    @property
    def expression(self) -> str:
        """What matches from the beginning of each line that the rule explains."""
        return rf"(?:{self.pattern})\Z" if self.scope is Scope.LINE else self.pattern

    def explains(self, line: str) -> bool:
        """`line` in its matching form; `where` and the dates are the caller's."""
        return compiled_pattern(self.expression).match(line) is not None

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateBlock:
    """A run of lines between marks (`***`, a lone `*`) that goes as a whole.

    A head block (`opens` None) runs from the top of the container to the line that `closes` matches; a tail
    block (`closes` None) from the line that `opens` matches to the end. Because authors use such marks too,
    the block goes only when the line next to the mark (before `closes`, after `opens`) is explained by a rule,
    and at most `max_words` words of it are explained by none. Explained lines keep their rule's family, the
    others take the block's; the mark itself is `Family.SEPARATOR`.
    """

    name: str
    family: Family
    opens: str | None = None
    closes: str | None = None
    max_words: int = 250  # that only the block itself would remove

    def __post_init__(self) -> None:
        one_sided = (self.opens is None) != (self.closes is None)
        _require(one_sided, self.name, "opens", "a block has either `opens` (tail) or `closes` (head)")
        _checked(self.opens or self.closes or "", self.name, "opens" if self.opens else "closes")
        _require(self.max_words > 0, self.name, "max_words", "must be positive")

    @property
    def mark(self) -> str:
        return self.opens or self.closes or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceRule:
    """A line that says where the article comes from: it leaves the body and becomes fields.

    Named groups say which: `outlet` (the original's name), `date` (of the original), `author` (several may be
    joined by commas), `holders` (of the copyright), `byline`, `published` (date of this page), `section` and
    `keyword`. A group may be missing or empty.
    """

    name: str
    family: Family
    pattern: str  # the whole line
    examples: tuple[str, ...]
    near_misses: tuple[str, ...] = ()
    where: Where = Where.ANYWHERE

    GROUPS: ClassVar[frozenset[str]] = frozenset(
        {"outlet", "date", "author", "holders", "byline", "published", "section", "keyword"}
    )

    def __post_init__(self) -> None:
        compiled = _checked(self.pattern, self.name, "pattern")
        unknown = set(compiled.groupindex) - self.GROUPS
        _require(not unknown, self.name, "pattern", f"unknown groups {sorted(unknown)}")
        _require(self.examples, self.name, "examples", "is empty")
        for example in self.examples:
            _require(
                compiled.fullmatch(matching_form(example)),
                self.name,
                "examples",
                f"{example!r} does not match",
            )
        for near in self.near_misses:
            _require(
                not compiled.fullmatch(matching_form(near)), self.name, "near_misses", f"{near!r} matches"
            )

    @property
    def expression(self) -> str:
        """What matches from the beginning of each line that the rule explains."""
        return rf"(?:{self.pattern})\Z"

    def explains(self, line: str) -> bool:
        """`line` in its matching form."""
        return compiled_pattern(self.pattern).fullmatch(line) is not None

    def valid_on(self, _day: date) -> bool:
        """Source lines mean the same whenever they were printed."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRule:
    """Tells what a page is by its headline or its address; `Reason.LISTING` means: no article at all.

    `headline` is searched in the headline's matching form, `url` in path and query; when both are given,
    both must be found.
    """

    kind: Kind | Reason
    headline: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        _require(
            isinstance(self.kind, Kind) or self.kind is Reason.LISTING,
            "kind rule",
            "kind",
            f"is {self.kind!r}",
        )
        _require(self.headline or self.url, "kind rule", "headline", "neither headline nor url is given")
        for field, pattern in (("headline", self.headline), ("url", self.url)):
            _checked(pattern or "", "kind rule", field)

    def holds(self, url: str, headline: str | None) -> bool:
        asked = (
            (self.headline, matching_form(headline or "")),
            (self.url, path_and_query(url, keep_tracking=True)),
        )
        return all(pattern is None or compiled_pattern(pattern).search(text) for pattern, text in asked)


@dataclass(frozen=True, slots=True)
class Politeness:
    """How gently the outlet is asked; robots.txt may only make it gentler."""

    delay_s: float = 2.0  # seconds from one request to the next

    def __post_init__(self) -> None:
        _require(self.delay_s >= 0, "politeness", "delay_s", "is negative")


@dataclass(frozen=True, slots=True)
class Budgets:
    """The most that one run may spend on the outlet; what is left over waits for the next run."""

    pages: int = 2_000  # requests
    megabytes: int = 2_000  # of response bytes
    minutes: int = 180
    depth: int = 8  # links followed from a source
    new_urls_per_page: int = 500

    def __post_init__(self) -> None:
        for field in ("pages", "megabytes", "minutes", "depth", "new_urls_per_page"):
            _require(getattr(self, field) > 0, "budgets", field, "must be positive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """All that is known of one outlet."""

    slug: str  # the name of its file: lower-case letters, digits, "_"
    name: str  # as it calls itself
    hosts: tuple[str, ...]  # today's first, then former ones; each also stands for its "www." form
    language: str  # BCP 47, of a page that does not say
    time_zone: str  # IANA, of printed dates without an offset
    sources: tuple[Source, ...]
    url_shapes: tuple[UrlShape, ...]  # the first that matches decides
    layouts: tuple[Layout, ...] = ()
    boilerplate: tuple[BoilerplateRule, ...] = ()  # tried before the generic rules
    blocks: tuple[BoilerplateBlock, ...] = ()
    keep: tuple[str, ...] = ()  # searched in a line's matching form: such a line stays whatever rule matches
    provenance: tuple[ProvenanceRule, ...] = ()
    names_of_self: tuple[str, ...] = ()  # other spellings of the name, in titles, bylines and source lines
    kind_rules: tuple[KindRule, ...] = ()
    block_signs: tuple[str, ...] = ()  # searched in a page's <title>: a bot shield, not a page of the outlet
    day_first: bool = False  # printed dates are DD/MM/YYYY
    politeness: Politeness = Politeness()
    budgets: Budgets = Budgets()

    def __post_init__(self) -> None:
        _require(
            re.fullmatch(r"[a-z][a-z0-9_]*", self.slug), self.slug, "slug", "must be a lower-case identifier"
        )
        _require(self.name, self.slug, "name", "is empty")
        _require(self.hosts, self.slug, "hosts", "is empty")
        for host in self.hosts:
            _require(
                re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host),
                self.slug,
                "hosts",
                f"{host!r} is no host name",
            )
            _require(not host.startswith("www."), self.slug, "hosts", f"{host!r}: leave out the www.")
        _require(
            re.fullmatch(r"[a-z]{2,3}(?:-\w+)*", self.language),
            self.slug,
            "language",
            f"is {self.language!r}",
        )
        _require(
            _is_time_zone(self.time_zone),
            self.slug,
            "time_zone",
            f"{self.time_zone!r} is not in the IANA base",
        )
        for source in self.sources:
            _require(
                self.in_scope(source.url), self.slug, "sources", f"{source.url} is on no host of the outlet"
            )
        for field, patterns in (("keep", self.keep), ("block_signs", self.block_signs)):
            for pattern in patterns:
                _checked(pattern, self.slug, field)
        self._require_distinct("layouts", [layout.name for layout in self.layouts])
        self._require_distinct("boilerplate", [rule.name for rule in self.boilerplate])
        self._require_distinct("blocks", [block.name for block in self.blocks])
        self._require_distinct("provenance", [rule.name for rule in self.provenance])
        self._require_that_kept_lines_are_not_examples()

    def in_scope(self, url: str) -> bool:
        """Whether `url` is http or https on one of the outlet's hosts; False for what is no URL."""
        host = host_of(url)
        return host is not None and host.removeprefix("www.") in self.hosts

    def purpose_of(self, url: str) -> Purpose | None:
        """None: out of scope, or a shape that nobody described."""
        found = self._shape_of(url)
        return found[0].purpose if found else None

    def article_key(self, url: str) -> str | None:
        """The outlet's own key of the article at `url`, host left out; None: not the address of an article.

        Percent signs are decoded and letter case does not count, as in WordPress slugs.
        """
        found = self._shape_of(url)
        if found is None or found[0].purpose is not Purpose.ARTICLE:
            return None
        key = unicodedata.normalize("NFC", unquote(found[1]["key"] or "")).lower().strip("/")
        return key or None

    def trusts_canonical(self, url: str) -> bool:
        """Whether the article at `url` is named by the page's canonical link (`UrlShape.by_canonical`)."""
        found = self._shape_of(url)
        return found is not None and found[0].by_canonical

    def layouts_at(self, moment: datetime) -> tuple[Layout, ...]:
        """The layouts in use on the day of `moment` (UTC), in the order written."""
        return tuple(layout for layout in self.layouts if layout.valid_on(moment.date()))

    def layout_at(self, moment: datetime) -> Layout | None:
        """The first of them."""
        return next(iter(self.layouts_at(moment)), None)

    def _shape_of(self, url: str) -> tuple[UrlShape, re.Match[str]] | None:
        if not self.in_scope(url):
            return None
        # A trap is known by its parameters, so traps see the query as it stands.
        bare, whole = path_and_query(url), path_and_query(url, keep_tracking=True)
        for shape in self.url_shapes:
            never_asked = shape.purpose in {Purpose.TRAP, Purpose.IGNORE}
            if found := compiled_pattern(shape.pattern).fullmatch(whole if never_asked else bare):
                return shape, found
        return None

    def _require_that_kept_lines_are_not_examples(self) -> None:
        for rule in self.boilerplate:
            for example in rule.examples:
                kept = any(compiled_pattern(pattern).search(matching_form(example)) for pattern in self.keep)
                _require(not kept, self.slug, "keep", f"protects {example!r}, an example of rule {rule.name}")

    def _require_distinct(self, field: str, names: list[str]) -> None:
        _require(len(set(names)) == len(names), self.slug, field, f"two of {sorted(names)} bear one name")
