"""Character encodings that name a codec of Python's, lie, or contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.case import case, document, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hostile.case import Case

OF_PYTHON = (
    "rot13", "hex", "base64", "zip", "bz2", "uu", "quopri", "idna", "undefined", "punycode", "unicode_escape",
    "raw_unicode_escape", "mbcs", "utf-7", "string_escape", "cp65001",
)  # fmt: skip


def _coded(body: bytes, charset: str) -> bytes:
    return page(body, f"Content-Type: text/html; charset={charset}")


def _text() -> bytes:
    return document().encode()


def cases() -> Iterator[Case]:
    for codec in OF_PYTHON:
        yield case(f"charset-{codec.replace('_', '-')}", _coded(_text(), codec), "archived", text=True)
    yield case("charset-punycode-slow", _coded(_text() + b"-" + b"a9" * 125_000, "punycode"), "archived")
    for codec, label in {"utf-16": "utf-16", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be", "utf-8-sig": "latin-1"}.items():  # fmt: skip
        yield case(f"charset-written-{codec}", _coded(document().encode(codec), label), "archived", text=True)
    yield case("charset-utf-32", _coded(document().encode("utf-32"), "utf-32"), "archived", "rejected:no_text", "rejected:not_html", "rejected:empty")  # fmt: skip
    yield case("charset-unknown", _coded(_text(), "x-no-such"), "archived", text=True)
    yield case("charset-empty", _coded(_text(), ""), "archived", text=True)
    yield case("charset-long", _coded(_text(), "u" * 9_000), "archived", text=True)
    meta = document(
        head="<meta charset=rot13><meta http-equiv=Content-Type content='text/html; charset=hex'>"
    )
    yield case("charset-meta-of-python", page(meta, "Content-Type: text/html"), "archived", text=True)
    conflict = document(head="<meta charset=windows-1251>", title="Fähre").encode()
    yield case("charset-conflict", _coded(conflict, "utf-8"), "archived", text=True)
    yield case(
        "charset-invalid-bytes",
        _coded(_text() + b"<p>\xff\xfe\xc3\x28\xf8</p>", "utf-8"),
        "archived",
        text=True,
    )
    iso = b"\x1b$B" + bytes(range(33, 127)) * 2_000
    yield case("charset-iso-2022", _coded(_text() + iso, "iso-2022-jp"), "archived")
    yield case(
        "charset-guess-slow",
        page(_text() + bytes(range(128, 256)) * 20_000, "Content-Type: text/html"),
        "archived",
    )
    yield case(
        "charset-utf-16-cut", _coded(document().encode("utf-16")[:-1], "utf-16"), "archived", text=True
    )
    references = "".join(f"&#{ord(c)};" for c in "The ferry runs again")
    yield case("charset-references", page(document(title=references)), "archived", text=True)
