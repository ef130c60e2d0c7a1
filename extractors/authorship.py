"""Who wrote an article, out of all the ways in which a page tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.byline import authors, is_account, single
from extractors.headline import folded_name
from extractors.printed_authors import marked_authors
from extractors.stated_values import MAX_LIST

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractors.near_headline import NearHeadline
    from extractors.parse import Page
    from extractors.printed_authors import Byline
    from extractors.stated import Stated

_SHORTEST_SITE = 4  # letters of a name that is told by how it begins


def authorship(
    page: Page,
    said: Stated,
    known: tuple[tuple[str, str | None], ...],
    near: tuple[NearHeadline, Byline],
    by_line: tuple[str, ...],
    *,
    is_known: bool = False,
) -> tuple[tuple[str, ...], str]:
    """The authors and the way they were found.

    `known` are bylines (way, as printed) that a layout or a rule found, `by_line` the authors a line of the text
    names; `is_known`: the layout names the place of the byline, so that the rest of the page is not searched for
    names. The page's data counts first, unless it names nobody but the site while a byline names somebody.
    """
    named = tuple(dict.fromkeys(name for stated in said.author for name in single(stated)))
    way = said.found_by.get("author", "")
    is_weak = _name_nobody(named, said)
    place, printed = near
    ways: tuple[tuple[str, Callable[[], tuple[str, ...]]], ...] = (
        (way, lambda: () if is_weak else _with_company(named, printed.names)),
        *((by, lambda byline=byline: authors(byline)) for by, byline in known),
        ("text", lambda: printed.names),
        ("html", lambda: () if named or is_known else marked_authors(page.tree, place)),
        (way, lambda: named),
        ("line", lambda: by_line),
    )
    return next(((found[:MAX_LIST], by) for by, look in ways if (found := look())), ((), ""))


def _name_nobody(names: tuple[str, ...], said: Stated) -> bool:
    """Whether they are the site itself, "The Example Staff", or an account ("jane.doe")."""
    sites = tuple(name for name in map(folded_name, said.names_of_site) if len(name) >= _SHORTEST_SITE)
    return all(is_account(name) or folded_name(name).startswith(sites) for name in names)


def _with_company(named: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the byline, where the page's data states only one of them."""
    if len(named) != 1 or len(printed) < 2:
        return named
    known = folded_name(named[0])
    return printed if any(folded_name(name).endswith(known) for name in printed) else named
