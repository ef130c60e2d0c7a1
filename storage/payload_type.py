"""What a payload is, told from its first bytes: for WARC-Identified-Payload-Type.

After the WHATWG MIME Sniffing Standard, sections 5 to 7, cut to what a news site serves, with RSS, Atom and
JSON added. The Content-Type header plays no part: it stands in the record already.
"""

from __future__ import annotations

import re
import zlib

SNIFFED_BYTES = 1445  # WHATWG MIME Sniffing, section 5.2: the resource header
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"PK\x03\x04", "application/zip"),
)
_XML_ROOTS = (
    (b"rss", "application/rss+xml"),
    (b"rdf:RDF", "application/rss+xml"),
    (b"feed", "application/atom+xml"),
    (b"html", "application/xhtml+xml"),
    (b"svg", "image/svg+xml"),
    (b"urlset", "text/xml"),
    (b"sitemapindex", "text/xml"),
)
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PROLOGUE = re.compile(rb"(?:\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*>)*", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_HTML = re.compile(
    rb"(?:<!--.*?-->\s*)*<(?:!DOCTYPE\s+HTML|HTML|HEAD|BODY|SCRIPT|IFRAME|H1|DIV|FONT|TABLE|A|STYLE|TITLE"
    rb"|B|BR|P|META|LINK|ARTICLE|SECTION|MAIN|NAV|HEADER|UL|OL|SPAN)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_JSON = re.compile(rb'(?:\{\s*["}]|\[\s*["\[{\]\d])')
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")  # section 3, binary data byte


def payload_type(entity: bytes, content_coding: str | None) -> str | None:
    """Media type of an entity with its content coding still on; None when it is empty or not decodable."""
    head = _decoded_head(entity, (content_coding or "").strip().lower())
    return identified(head) if head else None


def identified(head: bytes) -> str:
    """Media type of decoded content that starts with these bytes."""
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return _text_type(_as_ascii_compatible(head).lstrip())


def _text_type(text: bytes) -> str:
    if _HTML.match(text):
        return "text/html"
    if text.startswith((b"<?xml", b"<!--", b"<!DOCTYPE", b"<!doctype")) or _ROOT.match(text):
        return _xml_type(text)
    if _JSON.match(text):
        return "application/json"
    return "application/octet-stream" if _BINARY.search(text) else "text/plain"


def _xml_type(text: bytes) -> str:
    prologue = _PROLOGUE.match(text)
    root = _ROOT.match(text, prologue.end() if prologue else 0)
    if root is None:
        return "text/xml" if text.startswith(b"<?xml") else "text/html"
    for name, media_type in _XML_ROOTS:
        if root[1] == name:
            return media_type
    return "text/xml" if text.startswith(b"<?xml") else "text/html"


def _as_ascii_compatible(head: bytes) -> bytes:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "ignore").encode()
    return head


def _decoded_head(entity: bytes, coding: str) -> bytes:
    """The first decoded bytes, at most SNIFFED_BYTES; empty when the coding is unknown or the data broken."""
    if coding in ("", "identity"):
        return entity[:SNIFFED_BYTES]
    if coding not in ("gzip", "x-gzip", "deflate"):
        return b""
    for window_bits in (47, -15):  # gzip or zlib by its header, then the bare deflate that some servers send
        try:
            return zlib.decompressobj(window_bits).decompress(entity[:8192], SNIFFED_BYTES)
        except zlib.error:
            continue  # not this framing: the next one, and in the end no type
    return b""
