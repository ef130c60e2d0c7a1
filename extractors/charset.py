"""From the bytes of a page to its characters, once.

The order is the WHATWG's (HTML, section 13.2.3.2) with detection last: byte order mark, HTTP header, <meta>,
strict UTF-8, detection. Names go through the WHATWG's table of labels alone, so that no page can choose one of
Python's own codecs ("idna", "unicode_escape", "utf-7").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import webencodings
from charset_normalizer import from_bytes

DETECTION_BYTES = 64 * 1024  # detection is slow (1 s a MB) and has seen enough by then
_META_BYTES = 16 * 1024  # the standard looks at 1,024; pages put the declaration later
_META = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]{1,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.IGNORECASE)
# lxml reads these and then refuses to set them again, in the middle of other libraries' work on the tree.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNFIT_REFERENCE = re.compile(
    rb"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|6553[45])(?![0-9]));?",
    re.IGNORECASE,
)
# Of a longer one the beginning tells, or leaves it in doubt.
_REFERENCE = re.compile(rb"&#[0-9x][0-9a-f]{0,20}", re.IGNORECASE)
_MAX_REFERENCES = 50_000  # that are looked at here
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_HARMLESS = bytes((*b"\t\n\r", *range(0x20, 0x7F)))


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a page, in NFC and without control characters."""

    utf8: bytes  # as the parser reads them
    encoding: str  # the WHATWG's name
    found_by: str  # "bom", "header", "meta", "utf-8", "detection" or "default"
    replaced: int  # U+FFFD put in for bytes that the encoding does not know
    removed: int = 0  # control characters taken out

    @property
    def text(self) -> str:
        return self.utf8.decode("utf-8")


def characters(body: bytes, content_type: str = "") -> Decoded:
    """Never fails: what no encoding explains becomes U+FFFD, and is counted."""
    name, found_by, skip = _encoding(body, content_type)
    if name == "utf-8" and not skip and _is_fit(body):
        return Decoded(body, name, found_by, replaced=0)
    text, _ = webencodings.decode(body[skip:], name, errors="replace")
    # A page may contain U+FFFD of its own making; only what decoding put in is counted.
    own = body.count("\ufffd".encode()) if name == "utf-8" else 0
    spaced = text.replace("\x0b", " ").replace("\x0c", " ")  # Word's line break, and a page's end
    fit = _fit(spaced)
    removed = len(spaced) - len(fit)
    return Decoded(
        _normalised(fit).encode("utf-8", "replace"),
        name,
        found_by,
        max(0, text.count("\ufffd") - own),
        removed,
    )


def _is_fit(body: bytes) -> bool:
    """Whether it is sound UTF-8 of which nothing has to be changed, as most pages are; False where that is in doubt.

    One look at the bytes tells it: what is left without printable ASCII is little.
    """
    try:
        body.decode("utf-8")
        others = body.translate(None, _HARMLESS).decode("utf-8")
    except UnicodeDecodeError:  # then characters are replaced, and counted
        return False
    return all(map(_is_whole, set(others))) and not _may_have_unfit_reference(body)


@lru_cache(maxsize=4_096)
def _is_whole(character: str) -> bool:
    """Whether it is kept, and the same in NFC whatever stands beside it: neither a mark nor a part of a syllable.

    Characters that compose with the one before (NFC_Quick_Check=Maybe) are marks or Hangul's letters; of the marks
    only the variation selectors of emoji are told to be none of them. Private use is where fonts keep their icons.
    """
    category = unicodedata.category(character)
    is_known = category[0] in "LNPSZ" or category in {"Cf", "Co"} or "\ufe00" <= character <= "\ufe0f"
    return is_known and not "\u1100" <= character <= "\u11ff" and unicodedata.is_normalized("NFC", character)


def _may_have_unfit_reference(body: bytes) -> bool:
    """Asked once of each different reference: a search by the whole pattern takes many times as long."""
    found = [reference[0] for reference in islice(_REFERENCE.finditer(body), _MAX_REFERENCES + 1)]
    return len(found) > _MAX_REFERENCES or any(map(_UNFIT_REFERENCE.match, set(found)))


def _encoding(body: bytes, content_type: str) -> tuple[str, str, int]:
    """The encoding's name, how it was found, and the length of the byte order mark."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name, "bom", len(mark)
    declared = _HEADER.search(content_type)
    if declared and (known := _known(declared[1])):
        return known, "header", 0
    if known := _declared_within(body[:_META_BYTES]):
        return known, "meta", 0
    if _is_utf8(body):
        return "utf-8", "utf-8", 0
    known = _detected(body)
    return (known, "detection", 0) if known else ("windows-1252", "default", 0)  # the standard's fallback


def _known(label: str) -> str | None:
    """The WHATWG's name for `label`; None: no label of any encoding."""
    found = webencodings.lookup(label)
    return found.name if found is not None else None


def _declared_within(start: bytes) -> str | None:
    found = _META.search(start) or _XML.match(start)
    known = _known(found[1].decode("ascii")) if found else None
    # A declaration that could be read byte by byte is not in UTF-16 (HTML, "prescan a byte stream").
    return "utf-8" if known in {"utf-16le", "utf-16be"} else known


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:  # the question was whether it can be
        return False
    return True


def _detected(body: bytes) -> str | None:
    best = from_bytes(body[:DETECTION_BYTES]).best()
    return _known(best.encoding.replace("_", "-")) if best is not None else None


def _fit(text: str) -> str:
    text = _UNFIT.sub("", text)
    if "&#" not in text:
        return text
    return _UNFIT_REFERENCE.sub(b"", text.encode("utf-8")).decode("utf-8")


def _normalised(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
