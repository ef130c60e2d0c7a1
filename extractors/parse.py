"""The page as one tree, parsed once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement

if TYPE_CHECKING:
    from collections.abc import Iterable

# With "//text()" libxml2 takes a time that grows with the square of an element's pieces of text.
_VISIBLE = etree.XPath(
    "/descendant::body/descendant::text()"
    "[not(parent::script or parent::style or parent::noscript or parent::template)]",
    smart_strings=False,
)
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
"""lxml.html asks Python for the class of each element; that none is more than an `HtmlElement` saves a tenth of a page's time."""

_ASKED_FOR = ("a", "base", "h1", "link", "meta", "script", "title")
"""Of every page that can be read: one look for them all takes a third of the time of seven."""

PARSER = f"lxml-{'.'.join(map(str, etree.LXML_VERSION[:3]))}"


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. Steps read the tree and never change it."""

    tree: HtmlElement
    url: str  # of the capture
    base_url: str  # what the page's relative addresses start from
    too_deep: bool  # libxml2 dropped what lies below its depth limit of 256
    _named: dict[str, list[HtmlElement]] = field(default_factory=dict, repr=False, compare=False)

    def named(self, tag: str) -> list[HtmlElement]:
        """The elements of this tag, in the order of the page; looked for once."""
        found = self._named.get(tag)
        if found is None:
            found = self._named[tag] = list(self.tree.iter(tag))
        return found

    @property
    def paragraph_words(self) -> int:
        """Words in all <p> of the page."""
        return sum(len(str(paragraph.text_content()).split()) for paragraph in self.named("p"))

    @property
    def visible_text(self) -> str:
        """The page's text outside scripts and styles, whatever its place; a space between any two pieces."""
        found = _VISIBLE(self.tree)
        return " ".join(" ".join(map(str, found)).split()) if isinstance(found, list) else ""

    @property
    def visible_words(self) -> int:
        return len(self.visible_text.split())

    @property
    def linked_words(self) -> int:
        """Words in all links of the page."""
        return sum(len(str(link.text_content()).split()) for link in self.named("a"))


def page(markup: str | bytes, url: str) -> Page | None:
    """`markup` is text, or bytes in UTF-8. None: not one element could be made of it."""
    # Comments are left out as trafilatura does: with them its text changes on 36 of 775 pages.
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        collect_ids=False,
        default_doctype=False,
    )
    parser.set_element_class_lookup(_ELEMENTS)
    tree = etree.fromstring(markup.encode("utf-8", "replace") if isinstance(markup, str) else markup, parser)
    if not isinstance(tree, HtmlElement):  # empty, or nothing but comments
        return None
    named: dict[str, list[HtmlElement]] = {tag: [] for tag in _ASKED_FOR}
    for element in tree.iter(*_ASKED_FOR):
        named[str(element.tag)].append(element)
    return Page(tree, url, _base(named["base"], url), _is_too_deep(parser), named)


def _base(bases: Iterable[HtmlElement], url: str) -> str:
    stated = next((base.get("href", "") for base in bases), "")
    return stated if stated.startswith(("http://", "https://")) else url


def _is_too_deep(parser: etree.HTMLParser) -> bool:
    return any("depth" in entry.message.lower() for entry in parser.error_log)
