from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.payload_type import payload_type

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize(
    ("entity", "media_type"),
    [
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"\n\n  <html lang=en>", "text/html"),
        (b"\xef\xbb\xbf<!-- by a plugin -->\n<!doctype HTML>", "text/html"),
        ("\ufeff<html><p>Привет".encode("utf-16-le"), "text/html"),
        (b"<div class=a>part</div>", "text/html"),
        (
            XML + b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="y">',
            "application/xhtml+xml",
        ),
        (XML + b"<!-- generator --><?xml-stylesheet href='a'?><rss version='2.0'>", "application/rss+xml"),
        (b"<rss>", "application/rss+xml"),
        (XML + b'<rdf:RDF xmlns="x">', "application/rss+xml"),
        (XML + b'<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        (XML + b'<urlset xmlns="x">', "text/xml"),
        (b"<sitemapindex>", "text/xml"),
        (XML, "text/xml"),
        (b"<svg xmlns='x'>", "image/svg+xml"),
        (b'{"id": 1}', "application/json"),
        (b'[\n {"id": 1}]', "application/json"),
        (b"[]", "application/json"),
        (b"[Note] not JSON", "text/plain"),
        (b"User-agent: *\nDisallow:", "text/plain"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"PK\x03\x04", "application/zip"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_a_payload_is_known_by_its_first_bytes(entity: bytes, media_type: str) -> None:
    assert payload_type(entity, None) == media_type
    assert payload_type(gzip.compress(entity), "gzip") == media_type
    assert payload_type(zlib.compress(entity), "Deflate") == media_type
    assert payload_type(zlib.compress(entity)[2:-4], "deflate") == media_type


def test_a_compressed_sitemap_is_gzip_and_not_xml() -> None:
    assert payload_type(gzip.compress(XML + b"<urlset>"), None) == "application/gzip"


@pytest.mark.parametrize(("entity", "coding"), [(b"", None), (b"abc", "br"), (b"abc", "gzip"), (b"", "gzip")])
def test_what_cannot_be_told_has_no_type(entity: bytes, coding: str | None) -> None:
    assert payload_type(entity, coding) is None


@given(st.binary(), st.none() | st.sampled_from(["gzip", "deflate", "br", "identity"]))
def test_any_bytes_have_a_type_or_none(entity: bytes, coding: str | None) -> None:
    found = payload_type(entity, coding)
    assert found is None or "/" in found
