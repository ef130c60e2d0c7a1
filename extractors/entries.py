"""The entries of a damaged or sound XML source, one at a time.

libxml2 in its forgiving mode reads nearly anything, but makes another address of one in which "&" was not written
as "&amp;", and takes an address that was cut off for a whole one. Both are mended here. No entity is
expanded and nothing is fetched.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from extractors.candidate import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES = frozenset({"item", "entry", "url", "sitemap"})
MAX_PROBLEMS = 3  # that are named of one file
_START = re.compile(rb"<(?:\?xml\s|(?:rss|feed|urlset|sitemapindex|rdf:RDF|channel)\b)", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b", re.IGNORECASE)
_PROLOGUE = 64 * 1024  # bytes in which a file must begin to be XML: warnings of PHP stand before it
_MORE = re.compile(rb"<\?xml\s", re.IGNORECASE)
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_ENTITY = re.compile(r"&[A-Za-z]\w{0,30};")
_TAIL = 100_000  # bytes in which the last entry begins
_LAST = re.compile(rb"<(?:\w+:)?(?:item|entry|url|sitemap)\b")
_WHOLE_ADDRESS = re.compile(rb"</(?:\w+:)?(?:loc|link|guid)\s*>|<(?:\w+:)?link\b[^<>]*>")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")  # UTF-16
# A declaration of wide characters in narrow ones cannot be true, and libxml2 would believe it.
_OTHER_WIDTH = re.compile(
    rb"^(<\?xml\b[^<>]*?)\s+encoding\s*=\s*[\"'](?:utf-?(?:16|32)|ucs-?[24]|iso-10646)[\w-]*[\"']",
    re.IGNORECASE,
)
_HARMLESS = frozenset({"NS_ERR_UNDEFINED_NAMESPACE", "WAR_NS_URI_RELATIVE", "WAR_NS_URI"})


def entries(body: bytes) -> Iterator[etree._Element | Problem]:
    """Each entry of the file as an element that is empty after the next one was asked for."""
    if not body.startswith(_WIDE):
        body = _escaped(_OTHER_WIDTH.sub(rb"\1", _from_start(body), count=1))
    for document in _documents(body):
        yield from _of_document(document)


def is_xml_source(body: bytes) -> bool:
    """Whether a feed or a sitemap begins in it, if only behind what a careless server wrote before."""
    return _ROOT.search(body, 0, _PROLOGUE) is not None


def name(element: etree._Element) -> str:
    """The local name, also where the prefix was never declared."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def text(element: etree._Element) -> str:
    return (element.text or "").strip()


def all_text(element: etree._Element) -> str:
    """With that of elements inside: some feeds have markup in their titles."""
    return "".join(map(str, element.itertext())).strip() if len(element) else text(element)


def address(written: str) -> str:
    """An address as meant: escaped once too often, or wrapped over lines. Empty where an entity stands in it."""
    meant = "".join(written.split()).replace("&amp;", "&")
    return "" if _ENTITY.search(meant) else meant


def _from_start(body: bytes) -> bytes:
    found = _START.search(body, 0, _PROLOGUE)
    return body[found.start() :] if found and found.start() else body.lstrip()


def _escaped(body: bytes) -> bytes:
    return _BARE.sub(b"&amp;", body) if _BARE.search(body) else body


def _documents(body: bytes) -> Iterator[bytes]:
    """One, or the several that a careless script wrote one behind the other."""
    starts = [found.start() for found in _MORE.finditer(body)]
    if len(starts) < 2:
        yield body
        return
    for begin, end in zip(starts, [*starts[1:], len(body)], strict=True):
        yield body[begin:end]


def _of_document(body: bytes) -> Iterator[etree._Element | Problem]:
    """The last entry waits until it is known whether the file ends inside of it."""
    events = etree.iterparse(
        BytesIO(body),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    held: etree._Element | None = None
    try:
        for _, element in events:
            if name(element) in ENTRIES:
                if held is not None:
                    yield held
                    _forget(held)
                held = element
    except etree.XMLSyntaxError:  # the end of a file that ends early; its entries were read
        pass
    wrong = _problems(events)
    if held is not None and not (wrong and _is_cut(body)):
        yield held
    yield from wrong


def _forget(element: etree._Element) -> None:
    """So that a sitemap of 50 MB never stands in memory as a tree."""
    parent = element.getparent()
    element.clear()
    if parent is None or name(parent) in ENTRIES:  # an entry that was never closed, and is still to be read
        return
    while element.getprevious() is not None:
        del parent[0]


def _is_cut(body: bytes) -> bool:
    """Whether the file ends inside the address of its last entry."""
    starts = [found.start() for found in _LAST.finditer(body, max(0, len(body) - _TAIL))]
    tail = body[starts[-1] :] if starts else body
    return _WHOLE_ADDRESS.search(tail) is None


def _problems(events: etree.iterparse) -> list[Problem]:  # type: ignore[type-arg]  # generic in the stubs alone
    errors = [error for error in events.error_log if error.type_name not in _HARMLESS]
    named = [Problem(f"line {error.line}: {' '.join(error.message.split())[:150]}") for error in errors]
    if len(named) > MAX_PROBLEMS:
        return [*named[:MAX_PROBLEMS], Problem(f"and {len(named) - MAX_PROBLEMS} more errors of XML")]
    return named
