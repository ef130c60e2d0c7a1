"""Bytes become characters once, strictly: nothing is lost without a word, and no page can hold the machine."""

from __future__ import annotations

import gzip
import tracemalloc
import unicodedata
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.charset import _fit, _is_fit, _is_whole, _normalised, characters
from extractors.decode import MAX_HTML, inflated, is_html, payload, response
from extractors.extract import extract
from extractors.parse import page
from extractors.refusal import Refusal
from storage.article import Reason, Rejection
from storage.capture import Capture
from storage.exchange import Truncation

PAGE = b"<!doctype html><html><body><p>" + b"Words of a page. " * 40 + b"</p></body></html>"


def packed(body: bytes) -> bytes:
    """Gzip without the time of day, which the names of the tests would bear."""
    return gzip.compress(body, mtime=0)


def block(body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    head = "".join(f"{field}\r\n" for field in (*fields, f"Content-Length: {len(body)}"))
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def capture(raw: bytes, truncated: Truncation | None = None) -> Capture:
    return Capture("pages", "https://example.org/a", datetime(2024, 1, 1, tzinfo=UTC), raw, truncated, None)


def unpacked(raw: bytes, limit: int = MAX_HTML) -> bytes | Reason:
    received = response(capture(raw))
    assert not isinstance(received, Refusal)
    found = payload(received, limit)
    return found.reason if isinstance(found, Refusal) else found


def raw_deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(body) + engine.flush()


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("gzip", packed(PAGE)),
        ("x-gzip", packed(PAGE)),
        ("GZIP", packed(PAGE[:50]) + packed(PAGE[50:])),
        ("gzip", packed(PAGE) + b"\0" * 512),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", raw_deflate(PAGE)),
        ("gzip, deflate", zlib.compress(packed(PAGE))),
        ("identity", PAGE),
        ("gzip", PAGE),
    ],
)
def test_content_codings_are_undone(coding: str, coded: bytes) -> None:
    assert unpacked(block(coded, f"Content-Encoding: {coding}")) == PAGE


@pytest.mark.parametrize(
    ("coding", "coded", "reason"),
    [
        ("gzip", packed(PAGE)[:-9], Reason.TRUNCATED),
        ("gzip", packed(PAGE)[:20], Reason.TRUNCATED),
        ("gzip", packed(PAGE)[:-8] + b"\0" * 8, Reason.BAD_ENCODING),
        ("gzip", b"\x1f\x8bnot gzip at all", Reason.BAD_ENCODING),
        ("deflate", b"not deflate", Reason.BAD_ENCODING),
        ("deflate", zlib.compress(PAGE)[:-6], Reason.TRUNCATED),
        ("br", PAGE, Reason.BAD_ENCODING),
        ("zstd", PAGE, Reason.BAD_ENCODING),
        ("gzip, gzip, gzip, gzip", PAGE, Reason.BAD_ENCODING),
        ("gzip", packed(b"\0" * (MAX_HTML + 1)), Reason.TOO_LARGE_FOR_TEXT),
        ("identity", b"<p>" + b"x" * MAX_HTML, Reason.TOO_LARGE_FOR_TEXT),
        ("deflate", b"", Reason.EMPTY),
    ],
)
def test_a_damaged_body_is_no_page(coding: str, coded: bytes, reason: Reason) -> None:
    answer = extract(capture(block(coded, "Content-Type: text/html", f"Content-Encoding: {coding}")))
    assert isinstance(answer, Rejection)
    assert answer.reason is reason


def test_a_bomb_is_let_go_after_the_limit() -> None:
    engine = zlib.compressobj(9, wbits=31)
    bomb = b"".join(engine.compress(bytes(1 << 20)) for _ in range(64)) + engine.flush()
    assert unpacked(block(bomb, "Content-Encoding: gzip"), 1 << 30) is Reason.TOO_LARGE_FOR_TEXT
    tracemalloc.start()
    assert unpacked(block(bomb, "Content-Encoding: gzip")) is Reason.TOO_LARGE_FOR_TEXT
    assert unpacked(block(packed(bomb), "Content-Encoding: gzip, gzip")) is Reason.TOO_LARGE_FOR_TEXT
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * MAX_HTML


@pytest.mark.parametrize(
    ("raw", "truncated", "reason"),
    [
        (b"", None, Reason.BAD_HTTP),
        (b"", Truncation.DISCONNECT, Reason.TRUNCATED),
        (b"garbage", None, Reason.BAD_HTTP),
        (block(PAGE), Truncation.LENGTH, Reason.TRUNCATED),
        (block(PAGE)[:-20], None, Reason.TRUNCATED),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", None, Reason.TRUNCATED),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nhello", None, Reason.BAD_HTTP),
        (block(b"  \r\n "), None, Reason.EMPTY),
        (block(b"<!-- nothing -->", "Content-Type: text/html"), None, Reason.EMPTY),
        (block(b"%PDF-1.7 ...", "Content-Type: text/html"), None, Reason.NOT_HTML),
        (block(b'{"a": 1}', "Content-Type: application/json"), None, Reason.NOT_HTML),
    ],
)
def test_a_message_that_is_not_whole_is_named(
    raw: bytes, truncated: Truncation | None, reason: Reason
) -> None:
    answer = extract(capture(raw, truncated))
    assert isinstance(answer, Rejection)
    assert answer.reason is reason


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"anything", "text/html; charset=utf-8", True),
        (b"anything", "application/xhtml+xml", True),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><p>", "", True),
        ("\ufeff<html>".encode("utf-16-le"), "", True),
        (b"<?xml version='1.0'?><!-- x --><html>", "application/xml", True),
        (b"<p>text", "text/plain", True),
        (b"<product>", "text/plain", False),
        (b"\x89PNG\r\n", "text/html", False),
        (b"<?xml version='1.0'?><rss>", "text/html", False),
        (b"plain text", "", False),
    ],
)
def test_a_page_is_told_by_its_type_and_its_first_bytes(
    body: bytes, content_type: str, *, expected: bool
) -> None:
    assert is_html(body, content_type) is expected


@pytest.mark.parametrize(
    ("body", "content_type", "text", "encoding", "found_by"),
    [
        ("\ufeffé".encode(), "text/html; charset=latin-1", "é", "utf-8", "bom"),
        ("\ufeffé".encode("utf-16-le"), "", "é", "utf-16le", "bom"),
        ("\ufeffé".encode("utf-16-be"), "", "é", "utf-16be", "bom"),
        ("é".encode("cp1252"), "text/html; charset=ISO-8859-1", "é", "windows-1252", "header"),
        ("привет".encode("cp1251"), 'text/html; charset="windows-1251"', "привет", "windows-1251", "header"),
        (b"<meta charset='koi8-r'>" + "да".encode("koi8-r"), "", "<meta charset='koi8-r'>да", "koi8-r", "meta"),
        (b"<meta charset=utf-16>\xc3\xa9", "", "<meta charset=utf-16>é", "utf-8", "meta"),
        (b"<?xml version='1.0' encoding='utf-8'?>\xc3\xa9", "", "<?xml version='1.0' encoding='utf-8'?>é", "utf-8", "meta"),
        ("é".encode(), "text/html; charset=nonsense", "é", "utf-8", "utf-8"),
        (b"", "", "", "utf-8", "utf-8"),
        ("e\u0301".encode(), "", "é", "utf-8", "utf-8"),
        (b"a\0b", "", "ab", "utf-8", "utf-8"),
    ],
)  # fmt: skip
def test_characters_are_found_in_the_order_of_the_standard(
    body: bytes, content_type: str, text: str, encoding: str, found_by: str
) -> None:
    found = characters(body, content_type)
    assert (found.text, found.encoding, found.found_by, found.replaced) == (text, encoding, found_by, 0)


@pytest.mark.parametrize(
    "codec", ["idna", "punycode", "unicode_escape", "rot13", "hex", "zlib", "utf-7", "undefined", "mbcs"]
)
def test_no_page_chooses_a_codec_of_pythons_own(codec: str) -> None:
    body = f"<meta charset={codec}><p>+AGE- caf\u00e9</p>".encode()
    assert characters(body, f"text/html; charset={codec}").text == body.decode()


def test_what_no_encoding_explains_is_counted() -> None:
    assert characters(b"a\xff\xfeb", "text/html; charset=utf-8").replaced == 2
    assert characters("a\ufffdb".encode(), "text/html; charset=utf-8").replaced == 0


CONTROLS = [*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF]


@pytest.mark.parametrize("spelling", ["{0:c}", "&#{0};", "&#x{0:x};", "&#X00{0:X}", "&#00{0}"])
def test_no_spelling_of_a_control_character_reaches_the_tree(spelling: str) -> None:
    """Found by mutating real pages: trafilatura and htmldate raise when they move such text."""
    body = "".join(f"<p>a{spelling.format(code)} b</p>" for code in CONTROLS)
    parsed = page(characters(body.encode()).text, "https://example.org/")
    assert parsed is not None
    assert set(str(parsed.tree.text_content())) == {"a", " ", "b"}


def test_other_references_are_left_alone() -> None:
    text = "&#9;&#10;&#13;&#16;0 &#x10;a &#160;&#8217;&#x1F600;&#1234;&#128;"
    assert characters(text.encode()).text == text.replace("&#16;", "").replace("&#x10;", "")


def test_an_undeclared_page_is_detected_from_its_beginning() -> None:
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 40
    found = characters(text.encode("cp1251"))
    assert (found.text, found.found_by) == (text, "detection")
    assert characters(b"\x81\x8d\x8f").found_by in {"default", "detection"}


def test_the_parser_says_when_it_dropped_what_lies_too_deep() -> None:
    deep = page("<div>" * 400 + "lost", "https://example.org/")
    flat = page("<div>" * 40 + "kept", "https://example.org/")
    assert deep is not None
    assert flat is not None
    assert (deep.too_deep, flat.too_deep) == (True, False)


def test_a_base_element_moves_relative_addresses_only_within_the_web() -> None:
    web, file = (
        page(f"<base href='{base}'><p>x", "https://a.org/") for base in ("https://b.org/", "file:///")
    )
    assert web is not None
    assert file is not None
    assert (web.base_url, file.base_url) == ("https://b.org/", "https://a.org/")


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_become_characters(body: bytes, content_type: str) -> None:
    found = characters(body, content_type)
    assert "\0" not in found.text
    is_html(body, content_type)
    inflated(b"\x1f\x8b" + body, 10_000)
    page(found.text, "https://example.org/")


@pytest.mark.parametrize(
    "magic", [b"\x7fELF\x02\x01", b"MZ\x90\0\x03", b"7z\xbc\xaf\x27\x1c", b"wOF2", b"\x28\xb5\x2f\xfd"]
)
def test_what_begins_as_no_page_ever_does_is_none_whatever_it_is_called(magic: bytes) -> None:
    assert not is_html(magic + bytes(range(256)), "text/html")


def test_what_is_called_whole_composes_with_nothing() -> None:
    composing = set[str]()
    for character in map(chr, (*range(0x80, 0xD800), *range(0xE000, 0x30000))):
        composing.update(unicodedata.normalize("NFD", character)[1:])
    wrong = [each for each in composing if _is_whole(each)]
    assert wrong == []


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_needs_no_change_is_told_from_the_bytes(text: str) -> None:
    fit = _is_fit(text.encode())
    assert not fit or _normalised(_fit(text)) == text
