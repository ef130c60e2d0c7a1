"""CDXJ files: `<SURT> <14 digits> <JSON>`, sorted by bytes, a line for each capture."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from storage.verification.damage import Damage, DamageKind, printable
from storage.verification.ledger import IndexLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_LINE_BYTES = 64 << 10
_LINE = re.compile(rb"(?P<key>[\x21-\x7e]+) (?P<date>[0-9]{14}) (?P<json>\{[\x20-\x7e]*\})")
_NUMBERS = ("offset", "length")
_TEXTS = ("url", "mime", "status", "digest", "filename", "recordId")


def lines(pieces: Iterable[bytes], key: str, warc: str) -> Iterator[IndexLine | Damage]:
    """Each line, or what is wrong with it. A line's offset in the index file stands in the damage."""
    offset, before = 0, b""
    for line, whole in _lines(pieces):
        read = _parsed(line, warc) if whole else "the line does not end, or is too long"
        if isinstance(read, str):
            yield Damage(DamageKind.BAD_INDEX, key, read, offset)
        else:
            if line < before:
                yield Damage(DamageKind.BAD_INDEX, key, "the line is not in its place: not sorted", offset)
            yield read
        offset, before = offset + len(line) + 1, line


def _parsed(line: bytes, warc: str) -> IndexLine | str:
    match = _LINE.fullmatch(line)
    if match is None:
        return f"no line of an index: {printable(line[:60])}"
    try:
        fields = json.loads(match["json"])
    except (ValueError, RecursionError):
        return f"the line's JSON cannot be read: {printable(line[-60:])}"
    if what := _wrong(fields, match["key"].decode("ascii"), warc):
        return what
    return IndexLine(
        warc, int(fields["offset"]), int(fields["length"]), fields["recordId"], fields["url"],
        match["date"].decode(), fields["digest"], fields["status"], fields["mime"],
    )  # fmt: skip


def _wrong(fields: dict[str, Any], key: str, warc: str) -> str | None:
    """What cannot be in the fields of a line; None when nothing."""
    for name in (*_NUMBERS, *_TEXTS):
        if not isinstance(fields.get(name), str):
            return f"the line has no {name}"
    for name in _NUMBERS:
        if not re.fullmatch(r"[0-9]{1,15}", fields[name]):
            return f"the line's {name} is {printable(fields[name], 40)}"
    if fields["filename"] != warc:
        return f"the line belongs to {printable(fields['filename'], 100)}"
    return None if _belongs(key, fields["url"]) else f"the key is not that of {printable(fields['url'], 100)}"


def _belongs(key: str, url: str) -> bool:
    """Whether the key's host is the URL's, turned round; the rules for the path are the index's own."""
    host = (
        re.sub(r"^[a-z]+://(?:www\d*\.)?", "", url.lower())
        .partition("/")[0]
        .partition("?")[0]
        .partition("#")[0]
    )
    host = re.sub(r":(?:80|443)$", "", host)
    name, colon, port = (host, "", "") if host.startswith("[") else host.partition(":")
    turned = ",".join(reversed(name.strip(".").split(".")))
    return host.startswith("[") or key.startswith(f"{turned}{colon}{port})")


def _lines(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = b""
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        yield from ((line, len(line) <= MAX_LINE_BYTES) for line in whole)
        if len(held) > MAX_LINE_BYTES:
            yield held, False
            held = b""
    if held:
        yield held, False
