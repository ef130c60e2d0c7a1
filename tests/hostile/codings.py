"""Content codings: bombs, damage and lies."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from tests.hostile.case import HTML, case, document, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hostile.case import Case

BAD, LARGE = "rejected:bad_encoding", "rejected:too_large_for_text"
_BLOCK = 16 << 20
GIB = 64  # blocks


def _coded(body: bytes, coding: str) -> bytes:
    return page(body, HTML, f"Content-Encoding: {coding}")


def bomb(wbits: int) -> bytes:
    """A GiB of spaces in a MB. Blocks that end in a full flush can be repeated, so that it costs no time to make."""
    coder = zlib.compressobj(9, zlib.DEFLATED, wbits)
    head = coder.compress(b"<html>") + coder.flush(zlib.Z_FULL_FLUSH)
    block = coder.compress(b" " * _BLOCK) + coder.flush(zlib.Z_FULL_FLUSH)
    return head + block * GIB + coder.flush()


def _text() -> bytes:
    return document().encode()


def _packed() -> bytes:
    return gzip.compress(_text())


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


def cases() -> Iterator[Case]:
    gzip_bomb = bomb(31)
    yield case("bomb-gzip", _coded(gzip_bomb, "gzip"), LARGE)
    yield case("bomb-deflate", _coded(bomb(15), "deflate"), LARGE)
    yield case("bomb-raw-deflate", _coded(bomb(-15), "deflate"), LARGE)
    yield case("bomb-members", _coded(gzip.compress(b" " * _BLOCK) * GIB, "gzip"), LARGE)
    yield case("bomb-gzip-gzip", _coded(gzip.compress(gzip_bomb), "gzip, gzip"), LARGE)
    yield case("bomb-br", _coded(b"\xc1\xff\xff\x8f\x00" * 160, "br"), BAD)
    yield case("bomb-zstd-window", _coded(b"\x28\xb5\x2f\xfd\x04\xa8" + b"\x00" * 64, "zstd"), BAD)
    layers = _text()
    for _ in range(50):
        layers = gzip.compress(layers)
    yield case("coding-50-layers", _coded(layers, ", ".join(["gzip"] * 50)), BAD)
    yield case("coding-2000-names", _coded(_packed(), ", ".join(["gzip"] * 2_000)), BAD)
    yield case("coding-three-layers", _coded(gzip.compress(gzip.compress(_packed())), "gzip, gzip, gzip"), "archived", text=True)  # fmt: skip
    yield case("coding-truncated", _coded(_packed()[:300], "gzip"), "rejected:truncated", BAD)
    yield case("coding-truncated-tail", _coded(_packed()[:-5], "gzip"), "rejected:truncated", BAD)
    yield case("coding-bad-crc", _coded(_packed()[:-8] + b"\0\0\0\0" + _packed()[-4:], "gzip"), BAD)
    yield case("coding-bad-length", _coded(_packed()[:-4] + b"\x07\0\0\0", "gzip"), BAD)
    yield case("coding-flipped-bit", _coded(_flipped(_packed(), 200), "gzip"), BAD)
    yield case("coding-lie-plain", _coded(_text(), "gzip"), "archived", BAD)
    yield case("coding-empty", _coded(b"", "gzip"), "rejected:empty", BAD)
    yield case("coding-unknown", _coded(_text(), "rot13"), BAD)
    yield case("coding-identity", _coded(_text(), "identity"), "archived", text=True)
    yield case("coding-x-gzip", _coded(_packed(), "x-gzip"), "archived", text=True)
    yield case("coding-capitals", _coded(_packed(), "GZIP"), "archived", text=True)
    yield case("coding-trailing-zeros", _coded(_packed() + b"\0" * 64, "gzip"), "archived", text=True)
    yield case("coding-deflate-raw", _coded(zlib.compress(_text())[2:-4], "deflate"), "archived", text=True)
