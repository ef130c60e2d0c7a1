"""Pages of links to articles: sections, tags, authors, searches, and the page an outlet opens with.

What a URL looks like is never enough for an outlet that nobody described: what the page shows has to agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.matching import plain
from extractors.refusal import Refusal
from extractors.urls import path_if_any
from extractors.vocabulary import Purpose
from storage.article import Reason

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from extractors.lines import Line
    from extractors.parse import Page
    from extractors.stated import Stated
    from extractors.vocabulary import Outlet

_TYPES = frozenset({"collectionpage", "searchresultspage", "profilepage"})
_HOME = re.compile(
    r"^/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)(?:\.\w{2,5})?/?)?$", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:^|/)(?:categor(?:y|ies)|archives?)(?:/[^/?.]{1,80}){0,2}/?(?:$|\?)|(?:^|/)(?:tags?|authors?|topics?|search|keywords?|sections?|columnists?|profiles?|"
    r"themen?|schlagwort|autor(?:en|es)?|auteurs?|journalistes?|sujets?|etiquetas?|temas?|categorias?|autor[ei]|firmas?|"
    r"argomenti|rubrik[ai]?|tegi?|avtor[yi]?)(?:/[^/?.]{1,80})?/?(?:$|\?)|/page/\d+/?(?:$|\?)|[?&](?:s|q|query|search|paged)=",
    re.IGNORECASE,
)
_SECTION = re.compile(r"^/[a-z]{2,20}(?:/[a-z]{2,20})?/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a listing at such an address shows: at least so many teasers, and fewer words beside their headlines."""

    teasers: int
    words: int
    words_each: int  # of a teaser

    def allow(self, words: int) -> bool:
        return words < self.words

    def hold(self, teasers: int, words: int) -> bool:
        return teasers >= self.teasers and words < min(self.words, self.words_each * teasers)


_LIMITS = (
    (_HOME, _Limits(teasers=5, words=3_000, words_each=60)),
    (_ADDRESS, _Limits(teasers=5, words=400, words_each=30)),
    (_SECTION, _Limits(teasers=12, words=100, words_each=25)),
    (re.compile(""), _Limits(teasers=25, words=30, words_each=2)),
)
_LINKED = _Limits(teasers=5, words=1_500, words_each=18)
"""Of a text in which every other line is a headline with its link, whatever its address."""

_HEADLINE = 30  # words; longer lines are none
_TEASER_WORDS = 4  # of a link that is a headline; menus have one to three
_NO_TEASERS = frozenset({"nav", "footer", "header"})


def no_article(outlet: Outlet | None, page: Page, said: Stated) -> Refusal | None:
    """Told by the outlet's URL shapes and kind rules, or by the page's own type."""
    purpose = outlet.purpose_of(page.url) if outlet else None
    if purpose not in {None, Purpose.ARTICLE}:
        reason = Reason.HOME_PAGE if is_home(page.url) else Reason.LISTING
        return Refusal(reason, f"address of a {purpose}")
    rules = outlet.kind_rules if outlet else ()
    if any(rule.kind is Reason.LISTING and rule.holds(page.url, said.headline) for rule in rules):
        return Refusal(Reason.LISTING, "kind rule of the outlet")
    is_listing = not _TYPES.isdisjoint(said.types) and not any(
        name.endswith(("article", "posting")) for name in said.types
    )
    if not is_listing or purpose is not None:
        return None
    return Refusal(Reason.HOME_PAGE if is_home(page.url) else Reason.LISTING, "type stated by the page")


def listing(page: Page, said: Stated, lines: tuple[Line, ...]) -> Refusal | None:
    """`lines` of the text that was found, kept or marked, but not by markup alone. Told by the address and the number of teasers together."""
    if said.says_article:
        return None
    path = path_if_any(page.url)
    limits = next(limits for address, limits in _LIMITS if address.search(path))
    linked = sum(map(_is_linked, lines))
    kept = [line for line in lines if line.is_kept]
    prose = sum(line.words for line in kept if line.words > _HEADLINE)
    if not limits.allow(prose) and not _LINKED.hold(linked, prose):
        return None  # nearly every article: the links of the page need not be looked at
    teasers = _teasers(page.tree)
    words = sum(line.words for line in kept if not _prints_one(line.text, teasers))
    if not limits.hold(len(teasers), words) and not _LINKED.hold(linked, words):
        return None
    reason = Reason.HOME_PAGE if is_home(page.url) else Reason.LISTING
    return Refusal(reason, f"{len(teasers)} links that are headlines")


def is_home(url: str) -> bool:
    return _HOME.match(path_if_any(url)) is not None


def _is_linked(line: Line) -> bool:
    """Items of lists do not count: articles end in lists of references."""
    return line.is_link and line.words >= _TEASER_WORDS and not line.text.startswith("- ")


def _teasers(tree: HtmlElement) -> frozenset[str]:
    """The texts of links of at least four words, outside menus and footers."""
    texts = ((link, plain(str(link.text_content()))) for link in tree.iter("a") if link.get("href"))
    return frozenset(text for link, text in texts if len(text.split()) >= _TEASER_WORDS and _is_outside(link))


def _is_outside(link: HtmlElement) -> bool:
    return not any(parent.tag in _NO_TEASERS for parent in link.iterancestors())


def _prints_one(line: str, teasers: frozenset[str]) -> bool:
    """Whether a line is a teaser's headline, with little beside it."""
    bare = line.removeprefix("- ")
    return bare in teasers or any(teaser in bare and 2 * len(teaser) >= len(bare) for teaser in teasers)
