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
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.described import BadOutletError, checked, require
from extractors.layouts import BlockDrop, Drop, Layout
from extractors.line_rules import DATE, BoilerplateBlock, BoilerplateRule, ProvenanceRule, Scope, Where
from extractors.matching import compiled_pattern, matching_form
from extractors.url_shapes import Purpose, Source, SourceKind, UrlShape
from extractors.urls import host_of, path_and_query
from storage.article import Kind, Reason

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "DATE",
    "BadOutletError",
    "BlockDrop",
    "BoilerplateBlock",
    "BoilerplateRule",
    "Budgets",
    "Drop",
    "KindRule",
    "Layout",
    "Outlet",
    "Politeness",
    "ProvenanceRule",
    "Purpose",
    "Scope",
    "Source",
    "SourceKind",
    "UrlShape",
    "Where",
]


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
        require(
            isinstance(self.kind, Kind) or self.kind is Reason.LISTING,
            "kind rule",
            "kind",
            f"is {self.kind!r}",
        )
        require(self.headline or self.url, "kind rule", "headline", "neither headline nor url is given")
        for field, pattern in (("headline", self.headline), ("url", self.url)):
            checked(pattern or "", "kind rule", field)

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
        require(self.delay_s >= 0, "politeness", "delay_s", "is negative")


@dataclass(frozen=True, slots=True)
class Budgets:
    """The most that one run may spend on the outlet; what is left over waits for the next run."""

    pages: int = 2_000  # requests
    megabytes: int = 2_000  # of response bytes
    minutes: int = 180
    depth: int = 8  # links followed from a source
    new_urls_per_page: int = 500  # of a listing
    revisits: int = 300  # of pages that were seen before

    def __post_init__(self) -> None:
        for field in ("pages", "megabytes", "minutes", "depth", "new_urls_per_page", "revisits"):
            require(getattr(self, field) > 0, "budgets", field, "must be positive")


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
        require(
            re.fullmatch(r"[a-z][a-z0-9_]*", self.slug), self.slug, "slug", "must be a lower-case identifier"
        )
        require(self.name, self.slug, "name", "is empty")
        require(self.hosts, self.slug, "hosts", "is empty")
        for host in self.hosts:
            require(
                re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host),
                self.slug,
                "hosts",
                f"{host!r} is no host name",
            )
            require(not host.startswith("www."), self.slug, "hosts", f"{host!r}: leave out the www.")
        require(
            re.fullmatch(r"[a-z]{2,3}(?:-\w+)*", self.language),
            self.slug,
            "language",
            f"is {self.language!r}",
        )
        require(
            _is_time_zone(self.time_zone),
            self.slug,
            "time_zone",
            f"{self.time_zone!r} is not in the IANA base",
        )
        for source in self.sources:
            require(
                self.in_scope(source.url), self.slug, "sources", f"{source.url} is on no host of the outlet"
            )
        for field, patterns in (("keep", self.keep), ("block_signs", self.block_signs)):
            for pattern in patterns:
                checked(pattern, self.slug, field)
        rules: tuple[BoilerplateRule | ProvenanceRule, ...] = (*self.boilerplate, *self.provenance)
        for rule in rules:
            rule.check()
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
                require(not kept, self.slug, "keep", f"protects {example!r}, an example of rule {rule.name}")

    def _require_distinct(self, field: str, names: list[str]) -> None:
        require(len(set(names)) == len(names), self.slug, field, f"two of {sorted(names)} bear one name")


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # unknown, or no relative name
        return False
    return True
