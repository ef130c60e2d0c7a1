"""Parts of a page that speak of other things than its article: comments, rails, lists of other articles."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS = frozenset({"nav", "aside", "footer", "form", "blockquote", "figcaption"})
_MAX_LEVELS = 15
_SURELY = re.compile(
    r"comment|related|sidebar|widget-area|recommend|popular|trending|teaser|disqus|most-?read|"
    r"more-?(?:from|stories|news|articles)",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"(?:^|[\s_-])(?:footer|nav|menu|rail|cards?|carousel|slider|promo|respond|latest|read-?next|up-?next|recent)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_named_for_others(element: HtmlElement) -> bool:
    """Whether the element's own class or id says so beyond doubt."""
    return _speak_surely(_names(element))


def is_of_others(element: HtmlElement, home: frozenset[HtmlElement]) -> bool:
    """Whether the element stands within such a part, told by tags, classes and ids of its ancestors.

    `home` are the elements around the headline: what they are called says nothing against what they hold.
    """
    for parent in islice((element, *element.iterancestors()), _MAX_LEVELS):
        if parent in home or parent.tag == "body":
            return False
        if parent.tag in _TAGS and not _is_footer_of_article(parent):
            return True
        names = _names(parent)
        if _speak_surely(names) or _speak_likely(names):
            return True
    return False


def _is_footer_of_article(element: HtmlElement) -> bool:
    """Blogs sign and date below the text; whose article it is, the elements around it tell."""
    parent = element.getparent()
    return element.tag == "footer" and parent is not None and parent.tag == "article"


@lru_cache(maxsize=4_096)
def _speak_surely(names: str) -> bool:
    return _SURELY.search(names) is not None


@lru_cache(maxsize=4_096)
def _speak_likely(names: str) -> bool:
    return _LIKELY.search(names) is not None


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"
