"""The short lines printed around a headline: where pages show who wrote an article, and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from lxml import etree
from lxml.html import HtmlElement  # noqa: TC002 - mypyc looks up the types of a NamedTuple's fields

from extractors.headline import headings
from extractors.matching import matching_form, plain
from extractors.others import is_named_for_others

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.parse import Page

_MAX_PIECES = 400  # texts and ends of lines that are walked on either side
_MAX_LINES = 30
_MAX_OF_BODY = 6  # lines, where it is known
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
_WITH_TEXT = etree.XPath("//body//*[not(self::script or self::style) and normalize-space(text())=$text]")


class Printed(NamedTuple):
    """One line, with what its first <time> states."""

    text: str  # plain
    stamp: str = ""  # its datetime attribute
    label: str = ""  # class and itemprop of the element that bears the stamp, or of the one it starts in
    is_heading: bool = False  # of a part of the text


@dataclass(frozen=True)
class NearHeadline:
    """Lines above and below the headline, looked for when they are asked for; `element` None: no headline was found.

    Bounded: down to the beginning of the body (some lines of `body`, where that is known) or `_MAX_LINES` lines, up
    through `_MAX_LEVELS` ancestors.
    """

    element: HtmlElement | None = None
    body: HtmlElement | None = None

    @cached_property
    def after(self) -> tuple[Printed, ...]:
        """In the order of the page, as all lines here."""
        if self.element is None:
            return ()
        pieces = islice(_after(self.element, self.body), _MAX_PIECES)
        above_body = takewhile(lambda piece: not piece.is_body, pieces)
        return _to_body(chain(_lines(above_body), islice(_lines(pieces), _MAX_OF_BODY)))

    @cached_property
    def before(self) -> tuple[Printed, ...]:
        if self.element is None:
            return ()
        return tuple(_lines(islice(_before(self.element), _MAX_PIECES)))[-_MAX_LINES // 2 :]

    @property
    def nearest_first(self) -> Iterator[Printed]:
        """The lines below the headline, then those above it, upwards."""
        yield from self.after
        yield from reversed(self.before)

    @property
    def home(self) -> frozenset[HtmlElement]:
        """The elements around the headline."""
        return frozenset(self.element.iterancestors()) if self.element is not None else frozenset()


def near_headline(page: Page, headline: str | None, body: HtmlElement | None = None) -> NearHeadline:
    return NearHeadline(_element(page, headline), body)


def _element(page: Page, headline: str | None) -> HtmlElement | None:
    """The heading that prints the headline; the page's only <h1> where none does."""
    found = headings(page)
    wanted = matching_form(headline or "").casefold()
    for element, text in found:
        if matching_form(text).casefold() == wanted:
            return element
    for element in islice(page.tree.iter("h2", "h3"), 50):
        text = "".join(islice(element.itertext(), 20))
        if wanted and len(text) < 2 * _MAX_TEXT and matching_form(text).casefold() == wanted:
            return element
    if len(found) == 1:
        return found[0][0]
    try:
        by_text = _WITH_TEXT(page.tree, text=headline or "")
    except ValueError:  # U+FFFF and its like are no characters of XML: no element prints them
        return None
    return by_text[0] if isinstance(by_text, list) and by_text else None


class _Piece(NamedTuple):
    text: str = ""
    within: HtmlElement | None = None
    stamp: str = ""
    is_heading: bool = False
    is_end: bool = False  # of a line
    is_body: bool = False  # it begins here


_END: Final = _Piece(is_end=True)
_BODY: Final = _Piece(is_body=True)


def _pieces(root: HtmlElement, body: HtmlElement | None = None) -> Iterator[_Piece]:
    """The texts of one element and the ends of its lines."""
    events = etree.iterwalk(root, events=("start", "end"))
    skipped: HtmlElement | None = None
    for event, element in events:
        tag = str(element.tag)
        if event == "start":
            if element is body:
                yield _BODY
            if tag in _SILENT or is_named_for_others(element):
                skipped = element
                events.skip_subtree()
                continue
            if tag not in _INLINE:
                yield _END
            stamp = element.get("datetime", "") if tag == "time" else ""
            if element.text or stamp:
                yield _Piece(element.text or "", element, stamp, tag in _HEADINGS)
            continue
        if element is skipped:
            skipped = None
        elif tag not in _INLINE:
            yield _END
        if element is not root and element.tail:
            yield _Piece(element.tail, element.getparent())


def _after(element: HtmlElement, body: HtmlElement | None) -> Iterator[_Piece]:
    at: HtmlElement | None = element
    while at is not None and at.tag not in {"body", "main"}:
        yield _Piece(at.tail or "")
        for sibling in at.itersiblings():
            yield from _pieces(sibling, body)
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


def _lines(pieces: Iterator[_Piece]) -> Iterator[Printed]:
    line: list[_Piece] = []
    for piece in chain(pieces, (_END,)):
        if not piece.is_end:
            line.append(piece)
        elif line:
            printed = _printed(line)
            if printed.text or printed.stamp:
                yield printed
            line = []


def _printed(pieces: list[_Piece]) -> Printed:
    stamped = next((piece for piece in pieces if piece.stamp), None)
    told = [piece for piece in pieces if piece.text and not piece.text.isspace()]
    if not told:
        return Printed("", stamped.stamp, _label(stamped), is_heading=False) if stamped else _NOTHING
    labelled = stamped or next((piece for piece in told if piece.within is not None), told[0])
    return Printed(
        text=plain("".join(_parted(pieces))),
        stamp=stamped.stamp if stamped else "",
        label=_label(labelled),
        is_heading=any(piece.is_heading for piece in told),
    )


_NOTHING: Final = Printed("")


def _label(piece: _Piece) -> str:
    within = piece.within
    return f"{within.get('class', '')} {within.get('itemprop', '')}" if within is not None else ""


def _parted(pieces: list[_Piece]) -> Iterator[str]:
    """The texts, with a space between "Jane Doe" and "January 3" that only a style sheet keeps apart."""
    before = ""
    for piece in pieces:
        text = piece.text[:_MAX_TEXT]
        if text[:1].isalnum() and before[-1:].islower() and not text[0].islower():
            yield " "
        yield text
        before = text


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
