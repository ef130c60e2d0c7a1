"""The short lines printed around a headline: where pages show who wrote an article, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from lxml.etree import XPath

from extractors.headline import headings
from extractors.matching import matching_form, plain
from extractors.others import is_named_for_others

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_MAX_PIECES = 400  # texts and ends of lines that are walked on either side
_MAX_LINES = 30
_MAX_TEXT = 2_000  # characters of a piece
_MAX_LEVELS = 4  # ancestors of the headline whose earlier parts are looked at
_LONG = 40  # words of a paragraph of the body; a standfirst has fewer
_HEADINGS = frozenset({"h2", "h3"})
_SILENT = frozenset(
    ["script", "style", "template", "noscript", "svg", "form", "select", "iframe", "nav", "figure", "figcaption", "footer"]
)  # fmt: skip
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "button", "cite", "em", "font", "i", "img", "mark", "small", "span", "strong", "sub", "sup", "time", "u"]
)  # fmt: skip
_WITH_TEXT = XPath("//body//*[not(self::script or self::style) and normalize-space(text())=$text]")


@dataclass(frozen=True, slots=True)
class Printed:
    """One line, with what its first <time> states."""

    text: str  # plain
    stamp: str = ""  # its datetime attribute
    label: str = ""  # class and itemprop of the element that bears the stamp, or of the one it starts in
    is_heading: bool = False  # of a part of the text


@dataclass(frozen=True, slots=True)
class NearHeadline:
    """Lines above and below the headline, in the order of the page; `element` None: no headline was found."""

    element: HtmlElement | None = None
    before: tuple[Printed, ...] = ()
    after: tuple[Printed, ...] = ()

    @property
    def home(self) -> frozenset[HtmlElement]:
        """The elements around the headline."""
        return frozenset(self.element.iterancestors()) if self.element is not None else frozenset()


def near_headline(tree: HtmlElement, headline: str | None) -> NearHeadline:
    """Bounded: down to the beginning of the body or `_MAX_LINES` lines, up through `_MAX_LEVELS` ancestors."""
    element = _element(tree, headline)
    if element is None:
        return NearHeadline()
    before = tuple(_lines(islice(_before(element), _MAX_PIECES)))
    return NearHeadline(
        element, before[-_MAX_LINES // 2 :], _to_body(_lines(islice(_after(element), _MAX_PIECES)))
    )


def _element(tree: HtmlElement, headline: str | None) -> HtmlElement | None:
    """The heading that prints the headline; the page's only <h1> where none does."""
    found = headings(tree)
    wanted = matching_form(headline or "").casefold()
    for element, text in found:
        if matching_form(text).casefold() == wanted:
            return element
    for element in islice(tree.iter("h2", "h3"), 50):
        text = "".join(islice(element.itertext(), 20))
        if wanted and len(text) < 2 * _MAX_TEXT and matching_form(text).casefold() == wanted:
            return element
    if len(found) == 1:
        return found[0][0]
    try:
        by_text = _WITH_TEXT(tree, text=headline or "")
    except ValueError:  # U+FFFF and its like are no characters of XML: no element prints them
        return None
    return by_text[0] if isinstance(by_text, list) and by_text else None


@dataclass(slots=True)
class _Piece:
    text: str = ""
    stamp: str = ""
    label: str = ""
    is_end: bool = False  # of a line
    is_heading: bool = False


_END = _Piece(is_end=True)


def _pieces(element: HtmlElement) -> Iterator[_Piece]:
    """The texts of one element. libxml2 nests at most 256 deep, so recursion is safe."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT or is_named_for_others(element):
        return
    label = f"{element.get('class', '')} {element.get('itemprop', '')}"
    stamp = element.get("datetime", "") if tag == "time" else ""
    is_inline = tag in _INLINE
    if not is_inline:
        yield _END
    if element.text or stamp:
        yield _Piece(element.text or "", stamp, label, is_heading=tag in _HEADINGS)
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield _Piece(child.tail, "", label)
    if not is_inline:
        yield _END


def _after(element: HtmlElement) -> Iterator[_Piece]:
    at: HtmlElement | None = element
    while at is not None and at.tag not in {"body", "main"}:
        yield _Piece(at.tail or "")
        for sibling in at.itersiblings():
            yield from _pieces(sibling)
            yield _Piece(sibling.tail or "")
        yield _END
        at = at.getparent()


def _before(element: HtmlElement) -> Iterator[_Piece]:
    """Of each ancestor's part before the headline, outermost first."""
    path = [element, *islice(element.iterancestors(), _MAX_LEVELS - 1)]
    for at in reversed([each for each in path if each.tag not in {"body", "html"}]):
        for sibling in reversed(list(islice(at.itersiblings(preceding=True), 20))):
            pieces = list(islice(_pieces(sibling), _MAX_PIECES // 4))
            if len(pieces) < _MAX_PIECES // 4:  # more is a menu, or another article
                yield from pieces
                yield _Piece(sibling.tail or "")
        yield _END


@dataclass(slots=True)
class _Open:
    """The line that is being read."""

    texts: list[str] = field(default_factory=list)
    stamp: str = ""
    label: str = ""
    is_heading: bool = False


def _lines(pieces: Iterator[_Piece]) -> Iterator[Printed]:
    line = _Open()
    for piece in chain(pieces, (_END,)):
        if piece.is_end:
            text = plain("".join(line.texts))
            if text or line.stamp:
                yield Printed(text, line.stamp, line.label, line.is_heading)
            line = _Open()
            continue
        line.is_heading |= piece.is_heading and not piece.text.isspace()
        if piece.stamp and not line.stamp:
            line.stamp, line.label = piece.stamp, piece.label
        elif not line.label and piece.text.strip():
            line.label = piece.label
        if (
            piece.text[:1].isalnum()
            and line.texts
            and line.texts[-1][-1:].islower()
            and not piece.text[0].islower()
        ):
            line.texts.append(" ")  # "Jane Doe" and "January 3" that only a style sheet keeps apart
        line.texts.append(piece.text[:_MAX_TEXT])


def _to_body(lines: Iterator[Printed]) -> tuple[Printed, ...]:
    """As far as the second line that the body begins with: a standfirst may be long, or set as a heading."""
    found: list[Printed] = []
    of_body = 0
    for line in islice(lines, _MAX_LINES):
        of_body += line.is_heading or line.text.count(" ") >= _LONG
        if of_body == 2:
            break
        found.append(line)
    return tuple(found)
