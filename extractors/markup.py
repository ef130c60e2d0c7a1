"""What markup alone says of an element: whether it shows text, begins a line, or is no part of an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

SILENT: Final = frozenset(
    [
        "title", "script", "style", "template", "noscript", "head", "link", "meta", "iframe", "object", "embed",
        "audio", "video", "canvas", "map", "svg", "datalist",
    ]
)  # fmt: skip
BLOCKS: Final = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "tfoot", "thead", "tr", "ul", "caption", "html", "td", "th", "option", "optgroup",
    ]
)  # fmt: skip
CONTROLS: Final = frozenset(
    ["button", "select", "option", "optgroup", "textarea", "label", "output", "progress", "meter"]
)
EDGED: Final = CONTROLS | {
    "input",
    "img",
    "picture",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "canvas",
}
"""What words do not run on over. Scripts and icons are none: they stand within words and before full stops."""
HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
STRONG: Final = frozenset(["b", "strong", "em", "i"]) | HEADINGS
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption-text|image-caption|figcaption|photo-credit)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN_CLASSES = frozenset(
    [
        "sr-only", "screen-reader-text", "screen-reader-only", "visuallyhidden", "visually-hidden", "u-hidden-visually",
        "element-invisible",
    ]
)  # fmt: skip
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|pt|%)?\s*(?:;|!|$)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|em|rem)"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*;.{0,200}overflow\s*:\s*hidden"
    r"|overflow\s*:\s*hidden\s*;.{0,200}\b(?<!-)(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\))",
    re.IGNORECASE,
)
_FORM_WORDS = 60  # a form with more of them is a page wrapped in a form (ASP.NET), not a box to fill in

MARKED_TAGS: Final = CONTROLS | {"figcaption", "form", "nav"}

Mark: TypeAlias = tuple[Family, str]  # a family and the name of the rule
HIDDEN: Final = (Family.NAVIGATION, "hidden")
CAPTION: Final = (Family.IMAGE, "caption")
_CONTROL: Final = (Family.NAVIGATION, "controls")
_MENU: Final = (Family.NAVIGATION, "nav")
WITHIN_LINES: Final = frozenset([HIDDEN, _CONTROL])
MARKS: Final = frozenset(rule for _, rule in (HIDDEN, CAPTION, _CONTROL, _MENU))
"""The rules by which markup alone says that text is no part of an article."""


def mark_of(element: HtmlElement, tag: str, given: Mapping[str, str]) -> Mark | None:
    """`given` are the attributes of the element. None: nothing speaks against it."""
    style = given.get("style")
    if "hidden" in given or (style and _UNSEEN_STYLE.search(style)):
        return HIDDEN
    if tag == "figcaption":
        return CAPTION
    if (names := given.get("class")) and (mark := _mark_of_names(names)):
        return mark
    if tag in CONTROLS or (tag == "form" and len(str(element.text_content()).split()) < _FORM_WORDS):
        return _CONTROL
    return _MENU if tag == "nav" else None


def _mark_of_names(names: str) -> Mark | None:
    lowered = names.lower()
    # Of what the pattern names: letters that no other character equals in it, as the dotless i does i.
    if ("capt" in lowered or "cred" in lowered) and _CAPTION_CLASS.search(names):
        return CAPTION
    return None if _UNSEEN_CLASSES.isdisjoint(names.split()) else HIDDEN
