"""What an outlet publishes its news at, and what the shapes of its URLs say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.described import checked, require


class SourceKind(StrEnum):
    """What an outlet publishes to say what is new."""

    FEED = "feed"  # RSS, Atom or JSON Feed
    SITEMAP = "sitemap"  # a urlset, an index of them or a plain list, also gzipped
    REST = "rest"  # the posts of a WordPress: ".../wp-json/wp/v2/posts"
    LISTING = "listing"  # an HTML page of links; the pages that follow it belong to it


class Purpose(StrEnum):
    """What a URL of an outlet is for, told by its shape alone."""

    ARTICLE = "article"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    REST = "rest"  # a page of WordPress's interface for posts
    TRAP = "trap"  # endless variants of one page: never asked for
    IGNORE = "ignore"  # of no use to the archive: never asked for


@dataclass(frozen=True, slots=True)
class Source:
    """An address that the outlet publishes its new articles at."""

    url: str
    kind: SourceKind

    def __post_init__(self) -> None:
        require(
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
        compiled = checked(self.pattern, "URL shape", "pattern")
        if self.purpose is Purpose.ARTICLE:
            require(
                "key" in compiled.groupindex, self.pattern, "pattern", "an article shape needs (?P<key>...)"
            )
        for example in self.examples:
            require(compiled.fullmatch(example), self.pattern, "examples", f"{example!r} does not match")
